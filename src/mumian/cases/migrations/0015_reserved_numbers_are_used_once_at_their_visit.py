"""What no constraint over one row can say about visits: decided once by a superior, numbers reserved only for approved visits, used
once by one of the two who made the visit, and never given to a case that is not entered with them."""

from django.db import migrations

VISITS = """
CREATE TRIGGER visit_is_decided BEFORE INSERT OR UPDATE ON cases_visit FOR EACH ROW
    EXECUTE FUNCTION cases_a_request_is_decided('a_visit_is_approved_by_a_superior', '{hall_manager,countersigner,leader}');
"""

NUMBERS = """
CREATE FUNCTION cases_a_number_is_reserved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.case_id IS NOT NULL THEN
            PERFORM cases_refuse('a_reserved_number_begins_unused');
        END IF;
        IF NOT EXISTS (SELECT FROM cases_visit WHERE id = NEW.visit_id AND approved) THEN
            PERFORM cases_refuse('numbers_are_reserved_for_approved_visits');
        END IF;
        IF EXISTS (SELECT FROM cases_case WHERE receipt_number = NEW.number) THEN
            PERFORM cases_refuse('a_number_of_a_case_is_not_reserved');
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.case_id IS NOT NULL THEN
        PERFORM cases_refuse('a_reserved_number_is_used_once');
    END IF;
    IF NOT EXISTS (
        SELECT FROM cases_visit WHERE id = NEW.visit_id AND NEW.used_by_id IN (first_officer_id, second_officer_id)
    ) THEN
        PERFORM cases_refuse('a_reserved_number_is_used_by_who_made_the_visit');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_number_is_reserved BEFORE INSERT OR UPDATE ON cases_reservednumber
    FOR EACH ROW EXECUTE FUNCTION cases_a_number_is_reserved();

CREATE FUNCTION cases_a_reserved_number_stays_at_its_visit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM cases_reservednumber WHERE number = NEW.receipt_number AND case_id IS DISTINCT FROM NEW.id) THEN
        PERFORM cases_refuse('a_reserved_number_is_given_only_at_its_visit');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_reserved_number_stays_at_its_visit BEFORE UPDATE OF receipt_number ON cases_case
    FOR EACH ROW WHEN (NEW.receipt_number IS DISTINCT FROM OLD.receipt_number)
    EXECUTE FUNCTION cases_a_reserved_number_stays_at_its_visit();
"""

# The logins are made before the migrations run; a database without them has nobody to grant to.
GRANT = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'mumian_web') AND EXISTS (SELECT FROM pg_roles WHERE rolname = 'mumian_worker') THEN
        REVOKE UPDATE ON cases_visit, cases_reservednumber FROM mumian_web, mumian_worker;
        GRANT UPDATE (approved, decided_by_id, decided_at, "on", first_officer_id, second_officer_id)
            ON cases_visit TO mumian_web, mumian_worker;
        GRANT UPDATE (case_id, used_by_id, used_at) ON cases_reservednumber TO mumian_web, mumian_worker;
    END IF;
END $$;
"""

DROP = """
DROP FUNCTION cases_a_reserved_number_stays_at_its_visit() CASCADE;
DROP FUNCTION cases_a_number_is_reserved() CASCADE;
DROP TRIGGER visit_is_decided ON cases_visit;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_visits_at_home")]

    operations = [
        migrations.RunSQL(VISITS + NUMBERS, DROP),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
    ]
