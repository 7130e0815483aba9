"""A version of the register exists whole or not at all, and stays as it was loaded.

Entries are written before their version, in one transaction: the key between them is checked when the transaction ends. So nobody
can add to a version that is there already, and a version can count its entries when it comes.
"""

from __future__ import annotations

from django.db import migrations

ADD = """
CREATE FUNCTION people_register_version_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM people_registerentry WHERE version_id = NEW.id) <> NEW.entered_lines THEN
        RAISE EXCEPTION 'a_version_of_the_register_counts_its_entries' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_version_of_the_register_counts_its_entries
    BEFORE INSERT ON people_registerversion FOR EACH ROW EXECUTE FUNCTION people_register_version_is_whole();

CREATE FUNCTION people_register_version_is_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM people_registerversion v WHERE v.id IN (SELECT DISTINCT version_id FROM added)) THEN
        RAISE EXCEPTION 'nothing_is_added_to_a_loaded_version' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER nothing_is_added_to_a_loaded_version
    AFTER INSERT ON people_registerentry REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION people_register_version_is_closed();

REVOKE UPDATE ON people_registerversion, people_registerentry FROM mumian_web, mumian_worker;
"""

DROP = """
GRANT UPDATE ON people_registerversion, people_registerentry TO mumian_web, mumian_worker;
DROP TRIGGER nothing_is_added_to_a_loaded_version ON people_registerentry;
DROP FUNCTION people_register_version_is_closed();
DROP TRIGGER a_version_of_the_register_counts_its_entries ON people_registerversion;
DROP FUNCTION people_register_version_is_whole();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0006_population_register")]
    operations = [migrations.RunSQL(ADD, DROP)]
