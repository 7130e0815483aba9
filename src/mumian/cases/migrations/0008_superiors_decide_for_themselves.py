"""What no constraint over one row can say about questions and requests: they are decided once, by whoever may, himself.

Who answers a question holds a post it was put to; urgency is approved by a superior, special handling by a leader; and urgent
handling begins only with such an approval on record.
"""

from django.db import migrations

SERVES = """
CREATE FUNCTION cases_serves_as(wanted_officer bigint, wanted_roles text[], at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM offices_posting AS posting
        WHERE posting.officer_id = wanted_officer AND posting.role = ANY (wanted_roles)
          AND posting.valid_from <= (at AT TIME ZONE 'Asia/Shanghai')::date
          AND (posting.valid_to IS NULL OR posting.valid_to >= (at AT TIME ZONE 'Asia/Shanghai')::date)
    )
$$;
"""

QUESTIONS = """
CREATE FUNCTION cases_who_answers_was_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.answered_at IS NOT NULL THEN
            PERFORM cases_refuse('a_question_begins_without_its_answer');
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.answered_at IS NOT NULL THEN
        PERFORM cases_refuse('a_question_is_answered_once');
    END IF;
    IF NOT EXISTS (
        SELECT FROM cases_questionstep AS step
        JOIN offices_posting AS posting ON posting.role = step.role
            AND (step.hall_id IS NULL OR posting.hall_id IS NULL OR posting.hall_id = step.hall_id)
        JOIN offices_department AS department ON department.id = posting.department_id AND department.bureau_id = step.bureau_id
        WHERE step.question_id = NEW.id AND posting.officer_id = NEW.answered_by_id
          AND posting.valid_from <= (NEW.answered_at AT TIME ZONE 'Asia/Shanghai')::date
          AND (posting.valid_to IS NULL OR posting.valid_to >= (NEW.answered_at AT TIME ZONE 'Asia/Shanghai')::date)
    ) THEN
        PERFORM cases_refuse('who_answers_a_question_was_asked');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER who_answers_was_asked BEFORE INSERT OR UPDATE ON cases_question
    FOR EACH ROW EXECUTE FUNCTION cases_who_answers_was_asked();

CREATE FUNCTION cases_a_question_goes_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM cases_question WHERE id = NEW.question_id AND answered_at IS NOT NULL) THEN
        PERFORM cases_refuse('an_answered_question_goes_no_further');
    END IF;
    IF NEW.ordinal <> (SELECT count(*) + 1 FROM cases_questionstep WHERE question_id = NEW.question_id) THEN
        PERFORM cases_refuse('a_question_goes_up_one_step_at_a_time');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_question_goes_up BEFORE INSERT ON cases_questionstep
    FOR EACH ROW EXECUTE FUNCTION cases_a_question_goes_up();
"""

REQUESTS = """
CREATE FUNCTION cases_a_request_is_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.decided_at IS NOT NULL THEN
            PERFORM cases_refuse('a_request_begins_undecided');
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.decided_at IS NOT NULL THEN
        PERFORM cases_refuse('a_request_is_decided_once');
    END IF;
    IF NOT cases_serves_as(NEW.decided_by_id, TG_ARGV[1]::text[], NEW.decided_at) THEN
        PERFORM cases_refuse(TG_ARGV[0]);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER urgency_is_decided BEFORE INSERT OR UPDATE ON cases_urgencyrequest FOR EACH ROW
    EXECUTE FUNCTION cases_a_request_is_decided('urgency_is_decided_by_a_superior', '{hall_manager,countersigner,leader}');
CREATE TRIGGER special_handling_is_decided BEFORE INSERT OR UPDATE ON cases_specialhandling FOR EACH ROW
    EXECUTE FUNCTION cases_a_request_is_decided('special_handling_has_the_consent_of_a_leader', '{leader}');

CREATE FUNCTION cases_urgent_handling_was_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM cases_urgencyrequest AS asked
        WHERE asked.case_id = NEW.case_id AND asked.approved AND asked.ground = NEW.ground
          AND asked.asked_by_id = NEW.asked_by_id AND asked.decided_by_id = NEW.approved_by_id
    ) THEN
        PERFORM cases_refuse('urgent_handling_was_approved_by_the_superior_himself');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER urgent_handling_was_approved BEFORE INSERT ON cases_urgency
    FOR EACH ROW EXECUTE FUNCTION cases_urgent_handling_was_approved();
"""

WRITERS = "mumian_web, mumian_worker"
# Table, and what may be updated in it ("" for nothing).
RIGHTS = (
    ("cases_question", "answer, answered_by_id, answered_at"),
    ("cases_questionstep", ""),
    ("cases_urgencyrequest", "approved, decided_by_id, decided_at"),
    ("cases_specialhandling", "approved, consent, decided_by_id, decided_at"),
)
LINES = "\n".join(
    f"REVOKE UPDATE ON {table} FROM {WRITERS};" + (f" GRANT UPDATE ({columns}) ON {table} TO {WRITERS};" if columns else "")
    for table, columns in RIGHTS
)
# The logins are made before the migrations run; a database without them has nobody to grant to.
GRANT = f"""
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'mumian_web') AND EXISTS (SELECT FROM pg_roles WHERE rolname = 'mumian_worker') THEN
        {LINES}
    END IF;
END $$;
"""  # noqa: S608  # table and column names of this file, nothing from outside

DROP = """
DROP FUNCTION cases_urgent_handling_was_approved() CASCADE;
DROP FUNCTION cases_a_request_is_decided() CASCADE;
DROP FUNCTION cases_a_question_goes_up() CASCADE;
DROP FUNCTION cases_who_answers_was_asked() CASCADE;
DROP FUNCTION cases_serves_as(bigint, text[], timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_every_move_stands_on_record")]

    operations = [
        migrations.RunSQL(SERVES + QUESTIONS + REQUESTS, DROP),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
    ]
