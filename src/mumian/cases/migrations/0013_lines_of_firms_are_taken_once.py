"""What no constraint over one row can say about the files of firms: a file is taken once and never changed, a line belongs to the
batch of its application and to the firm that handed it in, and the same line is no second application while the first is open."""

from django.db import migrations

FILES = """
CREATE FUNCTION cases_a_file_is_taken_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.taken_at IS NOT NULL THEN
            PERFORM cases_refuse('a_file_begins_untaken');
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.taken_at IS NOT NULL THEN
        PERFORM cases_refuse('a_file_is_taken_once');
    END IF;
    IF NOT EXISTS (SELECT FROM cases_batch WHERE id = NEW.batch_id AND organisation_id = NEW.organisation_id) THEN
        PERFORM cases_refuse('a_file_is_taken_into_a_batch_of_its_firm');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_file_is_taken_once BEFORE INSERT OR UPDATE ON cases_batchupload
    FOR EACH ROW EXECUTE FUNCTION cases_a_file_is_taken_once();
"""

LINES = """
CREATE FUNCTION cases_a_line_is_of_its_batch() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    firm bigint;
BEGIN
    SELECT organisation_id INTO firm FROM cases_batchupload WHERE id = NEW.upload_id;
    IF NOT EXISTS (
        SELECT FROM cases_case AS opened JOIN cases_batch AS batch ON batch.id = opened.batch_id
        WHERE opened.id = NEW.case_id AND batch.id = NEW.batch_id AND batch.organisation_id = firm
    ) THEN
        PERFORM cases_refuse('a_line_belongs_to_the_batch_of_its_application');
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('cases.batch'), firm::integer);
    IF EXISTS (
        SELECT FROM cases_batchrow AS before
        JOIN cases_batch AS batch ON batch.id = before.batch_id AND batch.organisation_id = firm
        JOIN cases_case AS opened ON opened.id = before.case_id
        WHERE before.digest = NEW.digest
          AND opened.stage NOT IN ('not_accepted', 'refused', 'collected', 'registered', 'withdrawn', 'archived')
    ) THEN
        PERFORM cases_refuse('the_same_line_is_no_second_application');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_line_is_of_its_batch BEFORE INSERT ON cases_batchrow
    FOR EACH ROW EXECUTE FUNCTION cases_a_line_is_of_its_batch();
"""

# The logins are made before the migrations run; a database without them has nobody to grant to.
GRANT = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'mumian_web') AND EXISTS (SELECT FROM pg_roles WHERE rolname = 'mumian_worker') THEN
        REVOKE UPDATE ON cases_batchupload, cases_batchrow FROM mumian_web, mumian_worker;
        GRANT UPDATE (batch_id, taken_by_id, taken_at) ON cases_batchupload TO mumian_web, mumian_worker;
    END IF;
END $$;
"""

DROP = """
DROP FUNCTION cases_a_line_is_of_its_batch() CASCADE;
DROP FUNCTION cases_a_file_is_taken_once() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_files_of_firms")]

    operations = [
        migrations.RunSQL(FILES + LINES, DROP),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
    ]
