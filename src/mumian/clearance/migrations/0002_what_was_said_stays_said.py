"""Entries end and are not rewritten; answers and looks are only added; a decision is confirmed once and withdrawn once."""

from __future__ import annotations

from django.db import migrations

TRIGGERS = """
CREATE FUNCTION lists.fail(fault text, said text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', said USING ERRCODE = 'check_violation', CONSTRAINT = fault, DETAIL = fault;
END $$;

CREATE FUNCTION lists.only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM lists.fail('what_was_said_stays_said', 'rows of ' || TG_TABLE_NAME || ' are only added');
    RETURN NULL;
END $$;
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON lists.answer EXECUTE FUNCTION lists.only_added();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON lists.look EXECUTE FUNCTION lists.only_added();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON lists.match EXECUTE FUNCTION lists.only_added();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON lists.list_version EXECUTE FUNCTION lists.only_added();
CREATE TRIGGER only_added BEFORE DELETE OR TRUNCATE ON lists.entry EXECUTE FUNCTION lists.only_added();
CREATE TRIGGER only_added BEFORE DELETE OR TRUNCATE ON lists.decision EXECUTE FUNCTION lists.only_added();

CREATE FUNCTION lists.entry_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_version IS NOT NULL OR NEW.ended_version IS NULL
       OR to_jsonb(NEW) - 'ended_version' IS DISTINCT FROM to_jsonb(OLD) - 'ended_version' THEN
        PERFORM lists.fail('an_entry_is_never_rewritten', 'an entry ends once and is not rewritten');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER entry_only_ends BEFORE UPDATE ON lists.entry FOR EACH ROW EXECUTE FUNCTION lists.entry_only_ends();

CREATE FUNCTION lists.decision_begins() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    list lists.reference_list;
BEGIN
    SELECT * INTO list FROM lists.reference_list WHERE code = NEW.list_code;
    IF NEW.two_people IS DISTINCT FROM list.two_people THEN
        PERFORM lists.fail('a_decision_takes_as_many_people_as_its_list_asks_for', 'the list says how many people decide');
    END IF;
    IF NEW.confirmed_by IS NOT NULL OR NEW.withdrawn_by IS NOT NULL THEN
        PERFORM lists.fail('a_decision_begins_with_one_person', 'a decision is confirmed or withdrawn after it was made');
    END IF;
    IF list.is_register AND NEW.judgement <> 'same_person' THEN
        PERFORM lists.fail('a_register_is_agreed_with_by_the_same_person', 'a register knows only the same person');
    END IF;
    IF NEW.watch_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM lists.decision made JOIN lists.match met ON met.id = made.match_id
            JOIN lists.watch watch ON watch.id = NEW.watch_id AND watch.person_digest = met.person_digest
        WHERE made.match_id = NEW.match_id AND made.watch_id IS NULL AND made.judgement = 'same_person' AND made.is_settled
    ) THEN
        PERFORM lists.fail('a_condition_follows_a_true_match', 'only a true match can have its condition met');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_begins BEFORE INSERT ON lists.decision FOR EACH ROW EXECUTE FUNCTION lists.decision_begins();

CREATE FUNCTION lists.decision_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moving text[] := ARRAY['confirmed_by', 'confirmed_at', 'withdrawn_by', 'withdrawn_at', 'is_settled'];
BEGIN
    IF to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving
       OR (OLD.confirmed_by IS NOT NULL AND NEW.confirmed_by IS DISTINCT FROM OLD.confirmed_by)
       OR (OLD.withdrawn_by IS NOT NULL) THEN
        PERFORM lists.fail('a_decision_is_never_rewritten', 'a decision is confirmed once or withdrawn once');
    END IF;
    IF NEW.confirmed_by IS NOT NULL AND NOT NEW.two_people THEN
        PERFORM lists.fail('a_decision_waits_for_confirmation', 'the decision needs no confirmation');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_goes_on BEFORE UPDATE ON lists.decision FOR EACH ROW EXECUTE FUNCTION lists.decision_goes_on();
"""


class Migration(migrations.Migration):
    dependencies = [("clearance", "0001_lists_in_a_schema_of_their_own")]
    operations = [
        migrations.RunSQL(
            TRIGGERS,
            """
            DROP FUNCTION lists.only_added() CASCADE;
            DROP FUNCTION lists.entry_only_ends() CASCADE;
            DROP FUNCTION lists.decision_begins() CASCADE;
            DROP FUNCTION lists.decision_goes_on() CASCADE;
            DROP FUNCTION lists.fail(text, text);
            """,
        )
    ]
