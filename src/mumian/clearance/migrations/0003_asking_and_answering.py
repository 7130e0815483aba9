"""Asking the lists: watches, matches by equal keys, answers as they follow from matches and decisions.

All run with the rights of the owner, so that those who ask need no right to read. A load of a list and those who ask it meet at
an advisory lock: without it a watch and an entry written at the same moment would not see each other, and a match would be missed.
"""

from __future__ import annotations

from django.db import migrations

ANSWERS = """
CREATE FUNCTION lists.day_of(p_at timestamptz) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (p_at AT TIME ZONE 'Asia/Shanghai')::date
$$;

CREATE FUNCTION lists.next_tick(p_at timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT to_timestamp((floor(extract(epoch FROM p_at) / 60) + 1) * 60)
$$;

CREATE FUNCTION lists.find_matches(p_watches bigint[], p_at timestamptz) RETURNS void LANGUAGE sql AS $$
    INSERT INTO lists.match (person_digest, entry_id, list_code, keys_met, agrees, list_version, rules, found_at)
    SELECT watch.person_digest, entry.id, entry.list_code, array_agg(DISTINCT met.key ORDER BY met.key),
           bool_or(watch.name_form = entry.name_form AND watch.birth_date::text = entry.birth_date
                   AND coalesce(nullif(entry.sex, ''), watch.person ->> 'sex') = watch.person ->> 'sex'
                   AND met.key LIKE 'C:%'),
           list.current_version, 1, p_at
    FROM lists.watch watch
    JOIN lists.watch_list asked ON asked.watch_id = watch.id
    JOIN lists.reference_list list ON list.code = asked.list_code AND list.current_version IS NOT NULL
    JOIN lists.watch_key own ON own.watch_id = watch.id
    JOIN lists.entry_key met ON met.key = own.key
    JOIN lists.entry entry ON entry.id = met.entry_id AND entry.list_code = asked.list_code AND entry.ended_version IS NULL
    WHERE watch.id = ANY (p_watches) AND watch.closed_at IS NULL
    GROUP BY watch.person_digest, entry.id, entry.list_code, list.current_version
    ON CONFLICT (person_digest, entry_id) DO NOTHING
$$;

-- What each list says now: written only where it is not what was said last, or where the person is no longer the same.
CREATE FUNCTION lists.record_answers(p_watches bigint[], p_at timestamptz)
RETURNS TABLE (reference text, list_code text) LANGUAGE sql AS $$
    WITH asked AS (
        SELECT watch.id, watch.reference, watch.person_digest, list.code, list.is_register, list.current_version
        FROM lists.watch watch
        JOIN lists.watch_list wanted ON wanted.watch_id = watch.id
        JOIN lists.reference_list list ON list.code = wanted.list_code AND list.current_version IS NOT NULL
        WHERE watch.id = ANY (p_watches) AND watch.closed_at IS NULL
    ), met AS (
        SELECT asked.id, asked.code, coalesce(entry.valid_from <= lists.day_of(p_at), true) AS begun, entry.valid_from, entry.valid_to,
               met.agrees OR coalesce(made.judgement = 'same_person', false) AS agrees, made.judgement, held.judgement AS condition
        FROM asked
        JOIN lists.match met ON met.person_digest = asked.person_digest AND met.list_code = asked.code
        JOIN lists.entry entry ON entry.id = met.entry_id AND entry.ended_version IS NULL
             AND coalesce(entry.valid_to >= lists.day_of(p_at), true)
        LEFT JOIN lists.decision made ON made.match_id = met.id AND made.watch_id IS NULL AND made.is_settled
        LEFT JOIN lists.decision held ON held.match_id = met.id AND held.watch_id = asked.id AND held.is_settled
    ), summed AS (
        SELECT met.id, met.code, bool_or(begun) AS any_match, bool_or(begun AND agrees) AS agrees,
               bool_or(begun AND judgement IS NULL) AS undecided, bool_or(begun AND judgement = 'same_person') AS is_true,
               bool_or(begun AND judgement = 'same_person' AND condition IS NULL) AS unconditioned,
               min(CASE WHEN begun THEN valid_to + 1 ELSE valid_from END) AS look_again_on
        FROM met GROUP BY met.id, met.code
    ), said AS (
        SELECT asked.*, summed.look_again_on, CASE
            WHEN asked.is_register AND summed.agrees THEN 'agrees'
            WHEN asked.is_register THEN 'differs'
            WHEN NOT coalesce(summed.any_match, false) THEN 'no_match'
            WHEN summed.undecided THEN 'open_match'
            WHEN summed.unconditioned THEN 'true_match'
            WHEN summed.is_true THEN 'condition_met'
            ELSE 'other_person' END AS kind
        FROM asked LEFT JOIN summed ON summed.id = asked.id AND summed.code = asked.code
    ), written AS (
        INSERT INTO lists.answer (watch_id, list_code, person_digest, kind, list_version, rules, look_again_on, recorded_at, visible_from)
        SELECT said.id, said.code, said.person_digest, said.kind, said.current_version, 1, said.look_again_on, p_at, lists.next_tick(p_at)
        FROM said
        LEFT JOIN LATERAL (
            SELECT answer.kind, answer.look_again_on, answer.person_digest FROM lists.answer answer
            WHERE answer.watch_id = said.id AND answer.list_code = said.code ORDER BY answer.id DESC LIMIT 1
        ) AS last ON true
        WHERE (last.kind, last.look_again_on, last.person_digest)
              IS DISTINCT FROM (said.kind, said.look_again_on, said.person_digest)
        ORDER BY said.id, said.code
        RETURNING watch_id, answer.list_code
    )
    SELECT asked.reference, written.list_code FROM written
    JOIN asked ON asked.id = written.watch_id AND asked.code = written.list_code ORDER BY 1, 2
$$;

-- What was said last, and whether it still holds today.
CREATE FUNCTION lists.is_cleared(p_reference text, p_list text, p_at timestamptz) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((
        SELECT answer.is_cleared AND coalesce(answer.look_again_on > lists.day_of(p_at), true) FROM lists.answer answer
        JOIN lists.watch watch ON watch.id = answer.watch_id AND watch.person_digest = answer.person_digest
        WHERE watch.reference = p_reference AND answer.list_code = p_list
        ORDER BY answer.id DESC LIMIT 1), false)
$$;

-- Cleared is what was cleared at the last tick and has not been taken back since.
CREATE FUNCTION lists.released(p_references text[], p_at timestamptz)
RETURNS TABLE (reference text, list_code text, is_cleared boolean) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT watch.reference, asked.list_code,
           coalesce(shown.is_cleared AND lists.is_cleared(watch.reference, asked.list_code, p_at), false)
    FROM lists.watch watch
    JOIN lists.watch_list asked ON asked.watch_id = watch.id
    LEFT JOIN LATERAL (
        SELECT answer.is_cleared FROM lists.answer answer
        WHERE answer.watch_id = watch.id AND answer.list_code = asked.list_code AND answer.visible_from <= p_at
        ORDER BY answer.id DESC LIMIT 1
    ) AS shown ON true
    WHERE watch.reference = ANY (p_references)
    ORDER BY 1, 2
$$;
"""

ASKING = """
CREATE FUNCTION lists.ask(p_asks jsonb, p_at timestamptz) RETURNS TABLE (reference text, list_code text) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    code text;
    asked bigint[];
BEGIN
    FOR code IN SELECT DISTINCT named FROM jsonb_array_elements(p_asks) ask, jsonb_array_elements_text(ask -> 'lists') named ORDER BY 1
    LOOP
        PERFORM pg_advisory_xact_lock_shared(hashtextextended('mumian reference list ' || code, 0));
    END LOOP;

    WITH opened AS (
        INSERT INTO lists.watch AS watch (reference, person, person_digest, name_form, birth_date, normaliser, opened_at, until)
        SELECT ask ->> 'reference', ask -> 'person', decode(ask ->> 'digest', 'hex'), ask ->> 'name_form',
               (ask ->> 'birth_date')::date, (ask ->> 'normaliser')::smallint, p_at, (ask ->> 'until')::date
        FROM jsonb_array_elements(p_asks) AS ask ORDER BY ask ->> 'reference'
        ON CONFLICT ON CONSTRAINT a_reference_is_watched_once DO UPDATE
            SET person = EXCLUDED.person, person_digest = EXCLUDED.person_digest, name_form = EXCLUDED.name_form,
                birth_date = EXCLUDED.birth_date, normaliser = EXCLUDED.normaliser, until = EXCLUDED.until, closed_at = NULL
        RETURNING watch.id
    )
    SELECT array_agg(id) INTO asked FROM opened;

    INSERT INTO lists.watch_list (watch_id, list_code)
    SELECT watch.id, named FROM jsonb_array_elements(p_asks) AS ask
    JOIN lists.watch watch ON watch.reference = ask ->> 'reference', jsonb_array_elements_text(ask -> 'lists') AS named
    ON CONFLICT DO NOTHING;

    DELETE FROM lists.watch_key key USING lists.watch watch, jsonb_array_elements(p_asks) AS ask
    WHERE key.watch_id = watch.id AND watch.reference = ask ->> 'reference' AND NOT ask -> 'keys' ? key.key;
    INSERT INTO lists.watch_key (key, watch_id)
    SELECT key, watch.id FROM jsonb_array_elements(p_asks) AS ask
    JOIN lists.watch watch ON watch.reference = ask ->> 'reference', jsonb_array_elements_text(ask -> 'keys') AS key
    ON CONFLICT DO NOTHING;

    PERFORM lists.find_matches(asked, p_at);
    RETURN QUERY SELECT * FROM lists.record_answers(asked, p_at);
END $$;

CREATE FUNCTION lists.close(p_references text[], p_at timestamptz) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    closed bigint;
BEGIN
    DELETE FROM lists.watch_key key USING lists.watch watch
    WHERE watch.id = key.watch_id AND watch.reference = ANY (p_references);
    UPDATE lists.watch SET closed_at = p_at WHERE reference = ANY (p_references) AND closed_at IS NULL;
    GET DIAGNOSTICS closed = ROW_COUNT;
    RETURN closed;
END $$;

-- A day has come on which an entry begins or ends, or a watch is over.
CREATE FUNCTION lists.look_again(p_at timestamptz) RETURNS TABLE (reference text, list_code text) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM lists.close(ARRAY(
        SELECT watch.reference FROM lists.watch watch WHERE watch.closed_at IS NULL AND watch.until < lists.day_of(p_at)), p_at);
    RETURN QUERY SELECT * FROM lists.record_answers(ARRAY(
        SELECT DISTINCT answer.watch_id FROM lists.answer answer WHERE answer.look_again_on <= lists.day_of(p_at)), p_at);
END $$;

-- After a load: everybody whose keys meet an entry that is new or gone; everybody who waits for a list's first version.
CREATE FUNCTION lists.list_changed(p_version bigint, p_is_first boolean, p_at timestamptz)
RETURNS TABLE (reference text, list_code text) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    concerned bigint[];
BEGIN
    SELECT array_agg(DISTINCT asked.watch_id) INTO concerned FROM lists.list_version version
    JOIN lists.watch_list asked ON asked.list_code = version.list_code
    WHERE version.id = p_version AND (p_is_first OR asked.watch_id IN (
        SELECT own.watch_id FROM lists.entry entry
        JOIN lists.entry_key key ON key.entry_id = entry.id
        JOIN lists.watch_key own ON own.key = key.key
        WHERE entry.first_version = p_version OR entry.ended_version = p_version));
    IF concerned IS NOT NULL THEN
        PERFORM lists.find_matches(concerned, p_at);
        RETURN QUERY SELECT * FROM lists.record_answers(concerned, p_at);
    END IF;
END $$;
"""

DROP = """
DROP FUNCTION lists.list_changed(bigint, boolean, timestamptz);
DROP FUNCTION lists.look_again(timestamptz);
DROP FUNCTION lists.close(text[], timestamptz);
DROP FUNCTION lists.ask(jsonb, timestamptz);
DROP FUNCTION lists.released(text[], timestamptz);
DROP FUNCTION lists.is_cleared(text, text, timestamptz);
DROP FUNCTION lists.record_answers(bigint[], timestamptz);
DROP FUNCTION lists.find_matches(bigint[], timestamptz);
DROP FUNCTION lists.next_tick(timestamptz);
DROP FUNCTION lists.day_of(timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("clearance", "0002_what_was_said_stays_said")]
    operations = [migrations.RunSQL(ANSWERS + ASKING, DROP)]
