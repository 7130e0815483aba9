"""Matches wait for their holders with a time to be decided by; what is late is escalated once; holders leave notes for each other.

Notes, and all else that hangs on a match, are shown only to a holder who has looked at it within the last quarter of an hour, so that
nothing is read beside a look that is on record.
"""

from __future__ import annotations

from django.db import migrations

TABLES = """
CREATE TABLE lists.note (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    match_id bigint NOT NULL REFERENCES lists.match (id),
    officer_id bigint NOT NULL,
    standing text NOT NULL DEFAULT 'police' CONSTRAINT notes_are_left_only_by_police CHECK (standing = 'police'),
    says text NOT NULL CONSTRAINT a_note_says_something CHECK (length(btrim(says)) BETWEEN 2 AND 2000),
    at timestamptz NOT NULL,
    CONSTRAINT who_notes_is_an_officer_of_that_standing
        FOREIGN KEY (officer_id, standing) REFERENCES offices_officer (id, status)
);
CREATE INDEX notes_of_a_match ON lists.note (match_id, id);
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON lists.note EXECUTE FUNCTION lists.only_added();

-- An answer that waited longer than its list allows; told once.
CREATE TABLE lists.escalation (
    answer_id bigint PRIMARY KEY REFERENCES lists.answer (id),
    list_code text NOT NULL,
    due_at timestamptz NOT NULL,
    raised_at timestamptz NOT NULL,
    CONSTRAINT only_what_is_late_is_escalated CHECK (raised_at >= due_at)
);
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON lists.escalation EXECUTE FUNCTION lists.only_added();
"""

DOORS = """
-- How long holders have: half an hour for wanted persons, four hours for the exit bar, a day for the others.
CREATE FUNCTION lists.decide_within(p_list text) RETURNS interval LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE p_list WHEN 'WANTED' THEN interval '30 minutes' WHEN 'EXIT_BAR' THEN interval '4 hours' ELSE interval '24 hours' END
$$;

-- Every answer that waits for people: the last one of each open watch and list.
CREATE FUNCTION lists.undecided() RETURNS TABLE (watch_id bigint, reference text, person_digest bytea, list_code text, answer_id bigint,
                                               kind text, since timestamptz, due_at timestamptz) LANGUAGE sql STABLE AS $$
    SELECT watch.id, watch.reference, watch.person_digest, last.list_code, last.id, last.kind, last.recorded_at,
           last.recorded_at + lists.decide_within(last.list_code)
    FROM lists.watch watch
    JOIN lists.watch_list asked ON asked.watch_id = watch.id
    JOIN LATERAL (
        SELECT * FROM lists.answer answer WHERE answer.watch_id = watch.id AND answer.list_code = asked.list_code
        ORDER BY answer.id DESC LIMIT 1
    ) AS last ON last.kind IN ('open_match', 'true_match', 'differs')
    WHERE watch.closed_at IS NULL
$$;

-- What waits for the holder who acts: no name and no number, these are a look of their own.
CREATE FUNCTION lists.queue_for(p_token text, p_at timestamptz)
RETURNS TABLE (reference text, list_code text, state text, since timestamptz, due_at timestamptz, is_escalated boolean,
               is_for_another boolean) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    officer bigint := lists.acting_officer(p_token, p_at);
    held text[] := lists.held_by(officer, p_at);
BEGIN
    RETURN QUERY
        SELECT one.reference, one.list_code,
               CASE WHEN second.id IS NOT NULL THEN 'second' WHEN one.kind = 'true_match' THEN 'true' ELSE 'open' END,
               one.since, one.due_at, late.answer_id IS NOT NULL, coalesce(second.decided_by = officer, false)
        FROM lists.undecided() AS one
        LEFT JOIN lists.escalation late ON late.answer_id = one.answer_id
        LEFT JOIN LATERAL (
            SELECT made.id, made.decided_by FROM lists.match met
            JOIN lists.decision made ON made.match_id = met.id AND made.withdrawn_at IS NULL AND NOT made.is_settled
            WHERE met.person_digest = one.person_digest AND met.list_code = one.list_code ORDER BY made.id LIMIT 1
        ) AS second ON true
        WHERE one.list_code = ANY (held) ORDER BY one.due_at, one.reference, one.list_code;
END $$;

CREATE FUNCTION lists.escalate(p_at timestamptz) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    raised bigint;
BEGIN
    INSERT INTO lists.escalation (answer_id, list_code, due_at, raised_at)
        SELECT one.answer_id, one.list_code, one.due_at, p_at FROM lists.undecided() AS one WHERE one.due_at <= p_at
        ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS raised = ROW_COUNT;
    RETURN raised;
END $$;

-- For leaders: how many decisions wait and how many are late, all lists together, about nobody.
CREATE FUNCTION lists.decisions_standing(p_at timestamptz) RETURNS TABLE (waiting bigint, late bigint) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*), count(*) FILTER (WHERE one.due_at <= p_at) FROM lists.undecided() AS one
$$;

CREATE FUNCTION lists.looked_lately(p_token text, p_reference text, p_at timestamptz, OUT officer bigint, OUT held text[])
LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_variable
BEGIN
    officer := lists.acting_officer(p_token, p_at);
    held := lists.held_by(officer, p_at);
    IF NOT EXISTS (SELECT FROM lists.look WHERE look.officer_id = officer AND look.reference = p_reference
                   AND look.looked_at > p_at - interval '15 minutes' AND look.looked_at <= p_at) THEN
        PERFORM lists.fail('what_hangs_on_a_match_is_seen_with_a_look', 'there is no look within a quarter of an hour');
    END IF;
END $$;

CREATE FUNCTION lists.notes_of(p_token text, p_reference text, p_at timestamptz)
RETURNS TABLE (match_id bigint, badge text, says text, at timestamptz) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    allowed text[];
BEGIN
    SELECT found.held INTO allowed FROM lists.looked_lately(p_token, p_reference, p_at) AS found;
    RETURN QUERY
        SELECT note.match_id, officer.badge_number::text, note.says, note.at FROM lists.watch watch
        JOIN lists.match met ON met.person_digest = watch.person_digest AND met.list_code = ANY (allowed)
        JOIN lists.note note ON note.match_id = met.id
        JOIN public.offices_officer officer ON officer.id = note.officer_id
        WHERE watch.reference = p_reference ORDER BY note.id;
END $$;

CREATE FUNCTION lists.add_note(p_token text, p_match bigint, p_says text, p_at timestamptz) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    officer bigint;
    added bigint;
BEGIN
    SELECT found.officer INTO officer FROM lists.match_for(p_token, p_match, p_at) AS found;
    INSERT INTO lists.note (match_id, officer_id, says, at) VALUES (p_match, officer, p_says, p_at) RETURNING id INTO added;
    PERFORM public.audit_record_act(p_token, 'list_note:' || added, 'match_note_added', p_at, p_expects => 'new');
END $$;

CREATE FUNCTION lists.lists_held(p_token text, p_at timestamptz) RETURNS text[] LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN lists.held_by(lists.acting_officer(p_token, p_at), p_at);
END $$;
"""

INNER = ("lists.decide_within(text)", "lists.undecided()", "lists.looked_lately(text, text, timestamptz)")
PAGES = (
    "lists.queue_for(text, timestamptz)",
    "lists.decisions_standing(timestamptz)",
    "lists.notes_of(text, text, timestamptz)",
    "lists.add_note(text, bigint, text, timestamptz)",
    "lists.lists_held(text, timestamptz)",
)
WORKER = ("lists.escalate(timestamptz)",)

GRANT = f"""
REVOKE ALL ON FUNCTION {", ".join((*INNER, *PAGES, *WORKER))} FROM PUBLIC;
DO $$
DECLARE
    login name;
BEGIN
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname = 'mumian_web' LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION {", ".join(PAGES)} TO %I', login);
    END LOOP;
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname = 'mumian_worker' LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION {", ".join(WORKER)} TO %I', login);
    END LOOP;
END $$;
"""  # noqa: S608  # the names stand in this file

DROP = (
    "\n".join(f"DROP FUNCTION {name};" for name in (*WORKER, *PAGES, *reversed(INNER)))
    + "\nDROP TABLE lists.escalation, lists.note;"
)


class Migration(migrations.Migration):
    dependencies = [("clearance", "0012_units_file_and_consent")]
    operations = [migrations.RunSQL(TABLES + DOORS + GRANT, DROP)]
