"""A case is decided with its clock running and nothing left open beside it; whatever still waited ends with the decision."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"
DECIDED = (
    (SQL / "decided_whole.sql").read_text()
    + """
CREATE TRIGGER nothing_is_open_when_a_case_is_decided BEFORE INSERT ON cases_move FOR EACH ROW
    WHEN (NEW.from_stage = 'accepted') EXECUTE FUNCTION cases_nothing_is_open_when_a_case_is_decided();
"""
)

# What was left open before by cases that have gone on: it ended when they did.
MENDED = """
UPDATE cases_clockstop AS held
    SET last = greatest(held.first, (one.moved_at AT TIME ZONE 'Asia/Shanghai')::date), resumed_by_id = held.stopped_by_id,
        resumed_at = one.moved_at
    FROM cases_case AS one WHERE one.id = held.case_id AND held.last IS NULL AND one.stage <> 'accepted';
UPDATE cases_case SET clock_stopped = false WHERE clock_stopped AND stage <> 'accepted';
UPDATE cases_refusalproposal AS proposed SET ended_at = made.at, ended_by = made.command
    FROM cases_case AS one JOIN cases_move AS made ON made.case_id = one.id AND made.number = one.moves
    WHERE one.id = proposed.case_id AND proposed.decided_at IS NULL AND one.stage <> 'accepted';
UPDATE cases_extensionproposal AS proposed SET ended_at = made.at, ended_by = made.command
    FROM cases_case AS one JOIN cases_move AS made ON made.case_id = one.id AND made.number = one.moves
    WHERE one.id = proposed.case_id AND proposed.decided_at IS NULL AND one.stage <> 'accepted';
"""

# Somebody decides only what is open, so the question who may is not asked of what ends by itself.
OPEN = """
DROP TRIGGER refusal_is_decided ON cases_refusalproposal;
DROP TRIGGER extension_is_decided ON cases_extensionproposal;
CREATE TRIGGER refusal_is_decided BEFORE INSERT OR UPDATE ON cases_refusalproposal FOR EACH ROW WHEN (NEW.ended_at IS NULL)
    EXECUTE FUNCTION cases_a_request_is_decided('a_refusal_is_signed_by_a_countersigner', '{countersigner}');
CREATE TRIGGER extension_is_decided BEFORE INSERT OR UPDATE ON cases_extensionproposal FOR EACH ROW WHEN (NEW.ended_at IS NULL)
    EXECUTE FUNCTION cases_a_request_is_decided('an_extension_is_approved_by_a_leader', '{leader}');

CREATE FUNCTION cases_a_proposal_is_of_an_accepted_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.ended_at IS NOT NULL THEN
        PERFORM cases_refuse('a_proposal_begins_open');
    END IF;
    PERFORM FROM cases_case WHERE id = NEW.case_id AND stage = 'accepted' AND round = NEW.round FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM cases_refuse('a_proposal_is_of_an_accepted_case');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_proposal_is_of_an_accepted_case BEFORE INSERT ON cases_refusalproposal FOR EACH ROW
    EXECUTE FUNCTION cases_a_proposal_is_of_an_accepted_case();
CREATE TRIGGER a_proposal_is_of_an_accepted_case BEFORE INSERT ON cases_extensionproposal FOR EACH ROW
    EXECUTE FUNCTION cases_a_proposal_is_of_an_accepted_case();

CREATE FUNCTION cases_the_clock_stops_while_a_case_is_decided() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.last IS NOT NULL THEN
        PERFORM cases_refuse('a_stop_that_has_ended_stays_ended');
    END IF;
    PERFORM FROM cases_case WHERE id = NEW.case_id AND stage = 'accepted' AND round = NEW.round FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM cases_refuse('the_clock_stops_only_while_a_case_is_decided');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER the_clock_stops_while_a_case_is_decided BEFORE INSERT OR UPDATE ON cases_clockstop FOR EACH ROW
    WHEN (NEW.last IS NULL) EXECUTE FUNCTION cases_the_clock_stops_while_a_case_is_decided();
"""

UNDO = """
DROP TRIGGER the_clock_stops_while_a_case_is_decided ON cases_clockstop;
DROP FUNCTION cases_the_clock_stops_while_a_case_is_decided();
DROP FUNCTION cases_a_proposal_is_of_an_accepted_case() CASCADE;
DROP TRIGGER refusal_is_decided ON cases_refusalproposal;
DROP TRIGGER extension_is_decided ON cases_extensionproposal;
CREATE TRIGGER refusal_is_decided BEFORE INSERT OR UPDATE ON cases_refusalproposal FOR EACH ROW
    EXECUTE FUNCTION cases_a_request_is_decided('a_refusal_is_signed_by_a_countersigner', '{countersigner}');
CREATE TRIGGER extension_is_decided BEFORE INSERT OR UPDATE ON cases_extensionproposal FOR EACH ROW
    EXECUTE FUNCTION cases_a_request_is_decided('an_extension_is_approved_by_a_leader', '{leader}');
DROP FUNCTION cases_nothing_is_open_when_a_case_is_decided() CASCADE;
"""


PROPOSALS = (
    ("refusalproposal", "a_proposed_refusal_ends_by_a_move_or_is_decided", "a_refusal_is_proposed_once_at_a_time"),
    ("extensionproposal", "a_proposed_extension_ends_by_a_move_or_is_decided", "an_extension_is_proposed_once_at_a_time"),
)

# The table of proposals is short, and nobody proposes while the index is made anew.
ONCE = """
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX {once};
CREATE UNIQUE INDEX {once} ON {table} (case_id) WHERE {open};
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_lists_find_their_rows_by_indexes")]

    operations = [
        *(
            operation
            for model, ended, once in PROPOSALS
            for operation in (
                migrations.AddField(model, "ended_at", models.DateTimeField(null=True)),
                migrations.AddField(model, "ended_by", models.CharField(blank=True, db_default="", default="", max_length=32)),
                migrations.AddConstraint(
                    model,
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by", "")),
                            models.Q(
                                ("decided_at__isnull", True),
                                ("ended_at__isnull", False),
                                models.Q(("ended_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name=ended,
                    ),
                ),
                migrations.SeparateDatabaseAndState(
                    database_operations=[
                        migrations.RunSQL(
                            ONCE.format(table=f"cases_{model}", once=once, open="decided_at IS NULL AND ended_at IS NULL"),
                            ONCE.format(table=f"cases_{model}", once=once, open="decided_at IS NULL"),
                        )
                    ],
                    state_operations=[
                        migrations.RemoveConstraint(model, once),
                        migrations.AddConstraint(
                            model,
                            models.UniqueConstraint(
                                condition=models.Q(("decided_at__isnull", True), ("ended_at__isnull", True)),
                                fields=("case",),
                                name=once,
                            ),
                        ),
                    ],
                ),
            )
        ),
        migrations.RunSQL(OPEN + DECIDED, UNDO),
        migrations.RunSQL(MENDED, migrations.RunSQL.noop),
    ]
