"""What no constraint over one row can say: how a case moves, which lists it must clear, and who may write what.

Web and worker have no right to change a stage. They record a move; the trigger on it runs as the owner, locks the case, looks into
the table of moves and at the people, and only then lets the case go on. Frozen lists and breaches are written by triggers alone.
"""

from django.db import migrations

# The table of moves as it stood when this migration was written; a test holds it to `rules.transitions`.
OFFICE = "{acceptance_officer,counter_approver,hall_manager}"
EVERY, DECIDED, FULL = ("full", "decision", "registration"), ("full", "decision"), ("full",)
MOVES = (
    ("submit_application", "draft", "submitted", EVERY, "", "{applicant,officer}", OFFICE, ""),
    ("accept_application", "submitted", "accepted", DECIDED, "accept", "{officer,rule}", OFFICE, ""),
    ("register_at_once", "submitted", "registered", ("registration",), "accept", "{officer,rule}", OFFICE, ""),
    ("issue_material_notice", "submitted", "awaiting_materials", EVERY, "", "{officer}", OFFICE, ""),
    ("answer_notice", "awaiting_materials", "submitted", EVERY, "", "{applicant,officer}", OFFICE, ""),
    ("lapse_notice", "awaiting_materials", "withdrawn", EVERY, "", "{clock}", "{}", ""),
    ("decline_acceptance", "submitted", "not_accepted", EVERY, "", "{officer}", OFFICE, ""),
    ("approve_case", "accepted", "approved", DECIDED, "decide", "{officer}", "{approval_officer}", ""),
    ("approve_at_counter", "accepted", "approved", FULL, "decide", "{officer}", "{counter_approver}", ""),
    ("refuse_case", "accepted", "refused", DECIDED, "decide", "{officer}", "{approval_officer}", "countersigner"),
    ("start_production", "approved", "in_production", FULL, "produce", "{officer}", "{production_officer}", ""),
    ("fail_quality", "in_production", "approved", FULL, "check", "{officer}", "{quality_checker}", ""),
    ("spoil_document", "in_production", "approved", FULL, "", "{officer}", "{production_officer}", ""),
    ("pass_quality", "in_production", "ready", FULL, "check", "{officer}", "{quality_checker}", ""),
    ("hand_out_document", "ready", "collected", FULL, "hand_out", "{officer}", "{hand_over_officer}", ""),
    ("record_delivery", "ready", "collected", FULL, "", "{courier}", "{}", ""),
    ("withdraw", "draft", "withdrawn", EVERY, "", "{applicant,officer}", OFFICE, ""),
    ("withdraw", "submitted", "withdrawn", EVERY, "", "{applicant,officer}", OFFICE, ""),
    ("withdraw", "awaiting_materials", "withdrawn", EVERY, "", "{applicant,officer}", OFFICE, ""),
    ("withdraw", "accepted", "withdrawn", DECIDED, "", "{applicant,officer}", OFFICE, ""),
    ("reopen_for_error", "collected", "accepted", FULL, "accept", "{officer}", "{supervisor}", ""),
    ("archive", "not_accepted", "archived", EVERY, "", "{clock}", "{}", ""),
    ("archive", "withdrawn", "archived", EVERY, "", "{clock}", "{}", ""),
    ("archive", "refused", "archived", DECIDED, "", "{clock}", "{}", ""),
    ("archive", "collected", "archived", FULL, "", "{clock}", "{}", ""),
    ("archive", "approved", "archived", ("decision",), "", "{clock}", "{}", ""),
    ("archive", "registered", "archived", ("registration",), "", "{clock}", "{}", ""),
)

TABLE = "INSERT INTO cases_transition (path, command, from_stage, to_stage, hand, movers, roles, seconder) VALUES\n" + ",\n".join(
    f"('{path}', '{command}', '{start}', '{end}', '{hand}', '{movers}', '{roles}', '{seconder}')"
    for command, start, end, paths, hand, movers, roles, seconder in MOVES
    for path in paths
)

REFUSE = """
CREATE FUNCTION cases_refuse(sentence text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', sentence USING ERRCODE = 'check_violation', CONSTRAINT = sentence;
END $$;
"""

# The rulebook in force is the last load. A span without "from" or "to" is open on that side; both ends are inclusive.
LISTS = """
CREATE FUNCTION cases_lists_named(wanted_service text, on_day date) RETURNS SETOF text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    entry jsonb;
    load catalogue_rulebookload;
BEGIN
    SELECT * INTO load FROM catalogue_rulebookload ORDER BY id DESC LIMIT 1;
    SELECT content INTO entry FROM catalogue_rulebookentry
        WHERE rulebook = load.rulebook AND kind = 'services' AND code = wanted_service AND recorded_to IS NULL;
    IF entry IS NULL THEN
        PERFORM cases_refuse('the_lists_of_a_case_are_those_of_the_rulebook');
    END IF;
    RETURN QUERY
        SELECT jsonb_array_elements_text(COALESCE(span -> 'codes', '[]'::jsonb))
        FROM jsonb_array_elements(COALESCE(entry -> 'lists', '[]'::jsonb)) AS span
        WHERE (span ->> 'from' IS NULL OR (span ->> 'from')::date <= on_day)
          AND (span ->> 'to' IS NULL OR (span ->> 'to')::date >= on_day);
END $$;
"""

HOLDS = """
CREATE FUNCTION cases_holds_role(wanted_officer bigint, wanted_department bigint, wanted_roles text[], at timestamptz)
RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM offices_posting AS posting
        WHERE posting.officer_id = wanted_officer AND posting.department_id = wanted_department
          AND posting.role = ANY (wanted_roles)
          AND posting.valid_from <= (at AT TIME ZONE 'Asia/Shanghai')::date
          AND (posting.valid_to IS NULL OR posting.valid_to >= (at AT TIME ZONE 'Asia/Shanghai')::date)
    )
$$;
"""

CLEARED = """
CREATE FUNCTION cases_lists_are_cleared(wanted_case bigint, wanted_round integer) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT NOT EXISTS (
        SELECT FROM cases_frozenlist AS frozen
        LEFT JOIN LATERAL (
            SELECT answer FROM cases_listanswer AS said
            WHERE said.case_id = frozen.case_id AND said.round = frozen.round AND said.list_id = frozen.list_id
            ORDER BY said.id DESC LIMIT 1
        ) AS last ON true
        WHERE frozen.case_id = wanted_case AND frozen.round = wanted_round
          AND (last.answer IS NULL OR last.answer NOT IN ('no_match', 'other_person', 'condition_met', 'agrees'))
    )
$$;
"""

MOVE = """
CREATE FUNCTION cases_a_move_is_made() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    stood cases_case;
    step cases_transition;
    before bigint;
BEGIN
    SELECT * INTO stood FROM cases_case WHERE id = NEW.case_id FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM cases_refuse('a_move_is_of_a_case');
    END IF;
    IF NEW.from_stage <> stood.stage THEN
        PERFORM cases_refuse('a_move_starts_where_the_case_stands');
    END IF;
    SELECT * INTO step FROM cases_transition
        WHERE path = stood.path AND command = NEW.command AND from_stage = NEW.from_stage AND to_stage = NEW.to_stage;
    IF NOT FOUND THEN
        PERFORM cases_refuse('only_legal_moves_are_made');
    END IF;
    IF NOT NEW.mover = ANY (step.movers) THEN
        PERFORM cases_refuse('a_move_is_made_by_those_the_table_names');
    END IF;
    IF NEW.mover = 'officer' AND NOT cases_holds_role(NEW.officer_id, NEW.department_id, step.roles, NEW.at) THEN
        PERFORM cases_refuse('who_moves_a_case_holds_the_role_in_his_department');
    END IF;
    IF NEW.mover = 'rule' AND NOT EXISTS (
        SELECT FROM offices_department WHERE id = NEW.department_id AND kind = 'acceptance'
    ) THEN
        PERFORM cases_refuse('a_machine_counts_as_the_acceptance_department');
    END IF;
    IF step.seconder <> '' AND (
        NEW.seconder_id IS NULL
        OR NOT cases_holds_role(NEW.seconder_id, NEW.seconder_department_id, ARRAY[step.seconder], NEW.at)
    ) THEN
        PERFORM cases_refuse('a_refusal_is_countersigned');
    END IF;
    NEW.number := stood.moves + 1;
    NEW.round := stood.round + CASE WHEN NEW.command = 'reopen_for_error' THEN 1 ELSE 0 END;
    NEW.hand := step.hand;

    IF NEW.to_stage IN ('accepted', 'registered') THEN
        IF stood.receipt_number IS NULL THEN
            PERFORM cases_refuse('an_accepted_case_has_a_receipt_number');
        END IF;
        IF NEW.to_stage = 'accepted' THEN
            INSERT INTO cases_frozenlist (case_id, round, list_id)
                SELECT stood.id, NEW.round, named
                FROM cases_lists_named(stood.service_id, (NEW.at AT TIME ZONE 'Asia/Shanghai')::date) AS named;
        END IF;
    ELSIF NEW.to_stage = 'approved' AND NEW.hand = 'decide' THEN
        IF NOT cases_lists_are_cleared(stood.id, stood.round) THEN
            PERFORM cases_refuse('a_case_is_approved_when_every_frozen_list_is_cleared');
        END IF;
        IF NEW.command = 'approve_at_counter' THEN
            IF NOT stood.counter_approval THEN
                PERFORM cases_refuse('approval_moves_forward_only_where_the_rulebook_lets_it');
            END IF;
            SELECT department_id INTO before FROM cases_move
                WHERE case_id = stood.id AND round = stood.round AND hand = 'accept';
            IF before IS DISTINCT FROM NEW.department_id THEN
                PERFORM cases_refuse('approval_moves_forward_within_the_department_that_accepted');
            END IF;
        END IF;
    ELSIF NEW.to_stage IN ('refused', 'not_accepted') THEN
        IF NOT EXISTS (
            SELECT FROM cases_letter WHERE case_id = stood.id AND round = stood.round
              AND kind = CASE NEW.to_stage WHEN 'refused' THEN 'refusal' ELSE 'decline' END
        ) THEN
            PERFORM cases_refuse('a_refusal_has_its_letter');
        END IF;
    ELSIF NEW.to_stage = 'awaiting_materials' THEN
        IF NOT EXISTS (
            SELECT FROM cases_notice AS notice JOIN cases_noticeitem AS item ON item.notice_id = notice.id
            WHERE notice.case_id = stood.id AND notice.answered_at IS NULL
        ) THEN
            PERFORM cases_refuse('a_case_waits_for_materials_that_a_notice_names');
        END IF;
    END IF;
    IF NEW.hand = 'check' THEN
        SELECT officer_id INTO before FROM cases_move
            WHERE case_id = stood.id AND round = stood.round AND hand = 'produce' ORDER BY number DESC LIMIT 1;
        IF before IS NOT DISTINCT FROM NEW.officer_id THEN
            PERFORM cases_refuse('nobody_checks_the_document_that_he_made');
        END IF;
    ELSIF NEW.hand = 'hand_out' THEN
        SELECT officer_id INTO before FROM cases_move
            WHERE case_id = stood.id AND round = stood.round AND hand = 'check' ORDER BY number DESC LIMIT 1;
        IF before IS NOT DISTINCT FROM NEW.officer_id THEN
            PERFORM cases_refuse('nobody_hands_out_the_document_that_he_checked');
        END IF;
    END IF;

    UPDATE cases_case SET stage = NEW.to_stage, round = NEW.round, moves = NEW.number, moved_at = NEW.at WHERE id = stood.id;
    RETURN NEW;
END $$;
CREATE TRIGGER a_move_is_made BEFORE INSERT ON cases_move FOR EACH ROW EXECUTE FUNCTION cases_a_move_is_made();
"""

CASE = """
CREATE FUNCTION cases_a_case_begins_as_a_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.stage <> 'draft' OR NEW.round <> 1 OR NEW.moves <> 0 OR NEW.receipt_number IS NOT NULL
       OR NEW.accepted_at IS NOT NULL OR NEW.counter_approval THEN
        PERFORM cases_refuse('a_case_begins_as_a_draft');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_case_begins_as_a_draft BEFORE INSERT ON cases_case
    FOR EACH ROW EXECUTE FUNCTION cases_a_case_begins_as_a_draft();

CREATE FUNCTION cases_what_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.receipt_number IS NOT NULL AND NEW.receipt_number IS DISTINCT FROM OLD.receipt_number THEN
        PERFORM cases_refuse('a_receipt_number_is_given_once');
    END IF;
    IF OLD.accepted_at IS NOT NULL AND NEW.accepted_at IS DISTINCT FROM OLD.accepted_at THEN
        PERFORM cases_refuse('the_moment_of_acceptance_stays');
    END IF;
    IF OLD.contact_officer_id IS NOT NULL AND NEW.contact_officer_id IS DISTINCT FROM OLD.contact_officer_id THEN
        PERFORM cases_refuse('the_officer_first_asked_stays_the_contact');
    END IF;
    IF OLD.folder_barcode IS NOT NULL AND NEW.folder_barcode IS DISTINCT FROM OLD.folder_barcode THEN
        PERFORM cases_refuse('a_folder_keeps_its_barcode');
    END IF;
    IF OLD.stage NOT IN ('draft', 'submitted', 'awaiting_materials')
       AND (NEW.facts, NEW.counter_approval, NEW.fee, NEW.rulebook_load_id)
           IS DISTINCT FROM (OLD.facts, OLD.counter_approval, OLD.fee, OLD.rulebook_load_id) THEN
        PERFORM cases_refuse('what_was_accepted_is_not_rewritten');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER what_is_written_once BEFORE UPDATE ON cases_case
    FOR EACH ROW EXECUTE FUNCTION cases_what_is_written_once();
"""

ANSWERS = """
CREATE FUNCTION cases_only_frozen_lists_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM cases_frozenlist WHERE case_id = NEW.case_id AND round = NEW.round AND list_id = NEW.list_id
    ) THEN
        PERFORM cases_refuse('only_frozen_lists_answer');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_frozen_lists_answer BEFORE INSERT ON cases_listanswer
    FOR EACH ROW EXECUTE FUNCTION cases_only_frozen_lists_answer();
"""

NOTICES = """
CREATE FUNCTION cases_a_later_demand_is_a_breach() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    demand cases_notice;
BEGIN
    SELECT * INTO demand FROM cases_notice WHERE id = NEW.notice_id;
    IF demand.answered_at IS NOT NULL THEN
        PERFORM cases_refuse('an_answered_notice_is_closed');
    END IF;
    IF demand.ordinal > 1 AND NOT EXISTS (
        SELECT FROM cases_noticeitem AS item JOIN cases_notice AS notice ON notice.id = item.notice_id
        WHERE notice.case_id = demand.case_id AND notice.ordinal = 1 AND item.item_id = NEW.item_id
    ) THEN
        INSERT INTO cases_breach (notice_id, item_id, at) VALUES (demand.id, NEW.item_id, demand.issued_at);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_later_demand_is_a_breach AFTER INSERT ON cases_noticeitem
    FOR EACH ROW EXECUTE FUNCTION cases_a_later_demand_is_a_breach();

CREATE FUNCTION cases_a_notice_is_answered_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.answered_at IS NOT NULL THEN
        PERFORM cases_refuse('a_notice_is_answered_once');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_notice_is_answered_once BEFORE UPDATE ON cases_notice
    FOR EACH ROW EXECUTE FUNCTION cases_a_notice_is_answered_once();

CREATE FUNCTION cases_notices_follow_each_other() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.ordinal > 1 AND NOT EXISTS (
        SELECT FROM cases_notice WHERE case_id = NEW.case_id AND ordinal = NEW.ordinal - 1
    ) THEN
        PERFORM cases_refuse('notices_follow_each_other');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notices_follow_each_other BEFORE INSERT ON cases_notice
    FOR EACH ROW EXECUTE FUNCTION cases_notices_follow_each_other();
"""

WRITERS = "mumian_web, mumian_worker"
# Table, what may be updated in it ("" for nothing), and whether rows may be added.
RIGHTS = (
    ("cases_transition", "", False),
    ("cases_frozenlist", "", False),
    ("cases_breach", "", False),
    ("cases_move", "", True),
    ("cases_listanswer", "", True),
    ("cases_folderscan", "", True),
    ("cases_handedin", "", True),
    ("cases_declaration", "", True),
    ("cases_noticeitem", "", True),
    ("cases_letter", "", True),
    ("cases_urgency", "", True),
    ("cases_stageshare", "", True),
    ("cases_group", "", True),
    ("cases_batch", "", True),
    ("cases_notice", "answered_at", True),
    ("cases_consentrequest", "given, answered_at", True),
    ("cases_clockstop", "last, resumed_by_id, resumed_at", True),
    ("cases_caselimit", "value, unit, extended_by, due_on, due_before, counted_from, calendar_version, met_at", True),
    (
        "cases_case",
        "receipt_number, facts, hall_id, bureau_id, contact_officer_id, group_id, batch_id, folder_barcode, submitted_at, "
        "accepted_at, rulebook_load_id, counter_approval, fee, due_on, due_before, clock_stopped, variant, agent_id",
        True,
    ),
)

LINES = "\n".join(
    f"REVOKE UPDATE{'' if added else ', INSERT'} ON {table} FROM {WRITERS};"
    + (f" GRANT UPDATE ({columns}) ON {table} TO {WRITERS};" if columns else "")
    for table, columns, added in RIGHTS
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
DROP FUNCTION cases_notices_follow_each_other() CASCADE;
DROP FUNCTION cases_a_notice_is_answered_once() CASCADE;
DROP FUNCTION cases_a_later_demand_is_a_breach() CASCADE;
DROP FUNCTION cases_only_frozen_lists_answer() CASCADE;
DROP FUNCTION cases_what_is_written_once() CASCADE;
DROP FUNCTION cases_a_case_begins_as_a_draft() CASCADE;
DROP FUNCTION cases_a_move_is_made() CASCADE;
DROP FUNCTION cases_lists_are_cleared(bigint, integer);
DROP FUNCTION cases_holds_role(bigint, bigint, text[], timestamptz);
DROP FUNCTION cases_lists_named(text, date);
DROP FUNCTION cases_refuse(text);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_cases_and_their_moves")]

    operations = [
        migrations.RunSQL(TABLE, "DELETE FROM cases_transition"),
        migrations.RunSQL(REFUSE + LISTS + HOLDS + CLEARED + MOVE + CASE + ANSWERS + NOTICES, DROP),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
    ]
