"""A role counts where it is held: who moves a case, proposes, signs or stops its clock is posted over its place of acceptance."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"

# What was accepted without a hall belongs to the bureau whose department accepted it.
MENDED = """
UPDATE cases_case AS one SET bureau_id = department.bureau_id
    FROM cases_move AS made JOIN offices_department AS department ON department.id = made.department_id
    WHERE made.case_id = one.id AND made.hand = 'accept' AND made.round = 1 AND one.bureau_id IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""

MOVES = """
CREATE TRIGGER who_moves_is_posted_over_the_case BEFORE INSERT ON cases_move FOR EACH ROW
    WHEN (NEW.mover = 'officer' OR NEW.to_stage IN ('accepted', 'registered'))
    EXECUTE FUNCTION cases_who_moves_is_posted_over_the_case();
"""

PLACE = """
CREATE FUNCTION cases_the_place_of_acceptance_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cases_refuse('the_place_of_acceptance_stays');
END $$;
CREATE TRIGGER the_place_of_acceptance_stays BEFORE UPDATE OF bureau_id, hall_id ON cases_case FOR EACH ROW
    WHEN (OLD.stage NOT IN ('draft', 'submitted', 'awaiting_materials')
          AND (NEW.bureau_id IS DISTINCT FROM OLD.bureau_id OR NEW.hall_id IS DISTINCT FROM OLD.hall_id))
    EXECUTE FUNCTION cases_the_place_of_acceptance_stays();
"""

PEOPLE = """
CREATE FUNCTION cases_is_posted_over_its_case(p_officer bigint, p_roles text[], p_case bigint, p_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM cases_case AS one
        WHERE one.id = p_case AND cases_reaches(p_officer, NULL, p_roles, one.bureau_id, one.hall_id, p_at)
    )
$$;

CREATE FUNCTION cases_both_are_posted_over_the_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT cases_is_posted_over_its_case(NEW.proposed_by_id, '{approval_officer}', NEW.case_id, NEW.proposed_at) THEN
            PERFORM cases_refuse('who_proposes_is_posted_over_the_case');
        END IF;
    ELSIF NEW.decided_at IS NOT NULL
          AND NOT cases_is_posted_over_its_case(NEW.decided_by_id, TG_ARGV[0]::text[], NEW.case_id, NEW.decided_at) THEN
        PERFORM cases_refuse('who_decides_what_is_proposed_is_posted_over_the_case');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER who_signs_is_posted_over_the_case BEFORE INSERT OR UPDATE ON cases_refusalproposal FOR EACH ROW
    EXECUTE FUNCTION cases_both_are_posted_over_the_case('{countersigner}');
CREATE TRIGGER who_signs_is_posted_over_the_case BEFORE INSERT OR UPDATE ON cases_extensionproposal FOR EACH ROW
    EXECUTE FUNCTION cases_both_are_posted_over_the_case('{leader}');

CREATE FUNCTION cases_who_stops_the_clock_is_posted_over_the_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT cases_is_posted_over_its_case(NEW.stopped_by_id, '{approval_officer}', NEW.case_id, NEW.stopped_at) THEN
        PERFORM cases_refuse('who_stops_the_clock_is_posted_over_the_case');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER who_stops_the_clock_is_posted_over_the_case BEFORE INSERT ON cases_clockstop FOR EACH ROW
    EXECUTE FUNCTION cases_who_stops_the_clock_is_posted_over_the_case();
"""

UNDO = """
DROP FUNCTION cases_who_stops_the_clock_is_posted_over_the_case() CASCADE;
DROP FUNCTION cases_both_are_posted_over_the_case() CASCADE;
DROP FUNCTION cases_is_posted_over_its_case(bigint, text[], bigint, timestamptz);
DROP FUNCTION cases_the_place_of_acceptance_stays() CASCADE;
DROP FUNCTION cases_who_moves_is_posted_over_the_case() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0017_a_case_is_decided_whole"),
        ("delivery", "0003_hot_steps_in_one_statement"),
        ("offices", "0007_duty_is_only_carried_forward"),
    ]

    operations = [
        migrations.RunSQL(MENDED, migrations.RunSQL.noop),
        migrations.RunSQL("\n".join((SQL / f"{name}.sql").read_text() for name in ("reaches", "fit")), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "posted_over.sql").read_text() + MOVES + PLACE + PEOPLE, UNDO),
    ]
