"""What was recorded stays.

Entries only get the moment until which they stood, loads and codes never change, and nothing is deleted.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

FORBID = """
CREATE FUNCTION catalogue_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what a rulebook said is never changed or deleted'
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0], DETAIL = TG_ARGV[0];
END $$;

CREATE FUNCTION catalogue_entry_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.recorded_to IS NULL AND NEW.recorded_to IS NOT NULL
        AND (OLD.id, OLD.rulebook, OLD.kind, OLD.code, OLD.content, OLD.digest, OLD.recorded_from, OLD.load_id)
          = (NEW.id, NEW.rulebook, NEW.kind, NEW.code, NEW.content, NEW.digest, NEW.recorded_from, NEW.load_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a recorded entry only gets its end, once'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_recorded_entry_only_ends', DETAIL = 'a_recorded_entry_only_ends';
END $$;

CREATE TRIGGER a_recorded_entry_only_ends BEFORE UPDATE ON catalogue_rulebookentry
    FOR EACH ROW EXECUTE FUNCTION catalogue_entry_only_ends();
CREATE TRIGGER a_recorded_entry_is_never_deleted BEFORE DELETE ON catalogue_rulebookentry
    FOR EACH ROW EXECUTE FUNCTION catalogue_refuse('a_recorded_entry_is_never_deleted');
CREATE TRIGGER the_history_is_never_emptied BEFORE TRUNCATE ON catalogue_rulebookentry
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_refuse('the_history_is_never_emptied');
CREATE TRIGGER a_load_is_never_changed BEFORE UPDATE OR DELETE ON catalogue_rulebookload
    FOR EACH ROW EXECUTE FUNCTION catalogue_refuse('a_load_is_never_changed');
"""

ALLOW = """
DROP TRIGGER a_load_is_never_changed ON catalogue_rulebookload;
DROP TRIGGER the_history_is_never_emptied ON catalogue_rulebookentry;
DROP TRIGGER a_recorded_entry_is_never_deleted ON catalogue_rulebookentry;
DROP TRIGGER a_recorded_entry_only_ends ON catalogue_rulebookentry;
DROP FUNCTION catalogue_entry_only_ends();
DROP FUNCTION catalogue_refuse();
"""

CODES = ("service", "material", "noticeitem", "referencelist", "documenttype")


def _keep(table: str) -> str:
    return f"""
CREATE TRIGGER a_code_once_given_stays BEFORE UPDATE OR DELETE ON catalogue_{table}
    FOR EACH ROW EXECUTE FUNCTION catalogue_refuse('a_code_once_given_stays');
"""


def _release(table: str) -> str:
    return f"DROP TRIGGER a_code_once_given_stays ON catalogue_{table};"


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("catalogue", "0001_rulebook_and_its_history")]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(FORBID, ALLOW),
        *(migrations.RunSQL(_keep(table), _release(table)) for table in CODES),
    ]
