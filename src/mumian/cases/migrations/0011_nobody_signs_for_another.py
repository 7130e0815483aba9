"""What takes two people is kept only when both have acted: a refusal was countersigned, a longer limit approved by a leader."""

from __future__ import annotations

from django.db import migrations

PROPOSED = """
CREATE FUNCTION cases_a_proposal_is_an_approval_officers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT cases_serves_as(NEW.proposed_by_id, '{approval_officer}', NEW.proposed_at) THEN
        PERFORM cases_refuse('an_approval_officer_proposes');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER an_approval_officer_proposes BEFORE INSERT ON cases_refusalproposal FOR EACH ROW
    EXECUTE FUNCTION cases_a_proposal_is_an_approval_officers();
CREATE TRIGGER an_approval_officer_proposes BEFORE INSERT ON cases_extensionproposal FOR EACH ROW
    EXECUTE FUNCTION cases_a_proposal_is_an_approval_officers();

CREATE TRIGGER refusal_is_decided BEFORE INSERT OR UPDATE ON cases_refusalproposal FOR EACH ROW
    EXECUTE FUNCTION cases_a_request_is_decided('a_refusal_is_signed_by_a_countersigner', '{countersigner}');
CREATE TRIGGER extension_is_decided BEFORE INSERT OR UPDATE ON cases_extensionproposal FOR EACH ROW
    EXECUTE FUNCTION cases_a_request_is_decided('an_extension_is_approved_by_a_leader', '{leader}');
"""

KEPT = """
CREATE FUNCTION cases_a_refusal_was_countersigned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM cases_refusalproposal AS proposed
        JOIN cases_case AS refused ON refused.id = proposed.case_id AND refused.round = proposed.round
        WHERE proposed.case_id = NEW.case_id AND proposed.approved
          AND proposed.proposed_by_id = NEW.officer_id AND proposed.decided_by_id = NEW.seconder_id
    ) THEN
        PERFORM cases_refuse('a_refusal_was_countersigned_by_the_second_himself');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refusal_was_countersigned BEFORE INSERT ON cases_move FOR EACH ROW
    WHEN (NEW.command = 'refuse_case') EXECUTE FUNCTION cases_a_refusal_was_countersigned();

CREATE FUNCTION cases_an_extension_was_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.extended_by > COALESCE((
        SELECT sum(proposed.by_days) FROM cases_extensionproposal AS proposed
        WHERE proposed.case_id = NEW.case_id AND proposed.round = NEW.round AND proposed.approved
    ), 0) THEN
        PERFORM cases_refuse('a_limit_grows_only_as_a_leader_approved');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER extension_was_approved AFTER INSERT OR UPDATE ON cases_caselimit FOR EACH ROW
    WHEN (NEW.extended_by > 0) EXECUTE FUNCTION cases_an_extension_was_approved();
"""

WRITERS = "mumian_web, mumian_worker"
RIGHTS = "\n".join(
    f"REVOKE UPDATE ON {table} FROM {WRITERS};"
    f" GRANT UPDATE (approved, remark, decided_by_id, decided_at) ON {table} TO {WRITERS};"
    for table in ("cases_refusalproposal", "cases_extensionproposal")
)
# The logins are made before the migrations run; a database without them has nobody to grant to.
GRANT = f"""
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'mumian_web') AND EXISTS (SELECT FROM pg_roles WHERE rolname = 'mumian_worker') THEN
        {RIGHTS}
    END IF;
END $$;
"""  # noqa: S608  # table names of this file, nothing from outside

UNDO = """
DROP FUNCTION cases_an_extension_was_approved() CASCADE;
DROP FUNCTION cases_a_refusal_was_countersigned() CASCADE;
DROP FUNCTION cases_a_proposal_is_an_approval_officers() CASCADE;
DROP TRIGGER refusal_is_decided ON cases_refusalproposal;
DROP TRIGGER extension_is_decided ON cases_extensionproposal;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_what_two_people_confirm")]

    operations = [
        migrations.RunSQL(PROPOSED + KEPT, UNDO),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
    ]
