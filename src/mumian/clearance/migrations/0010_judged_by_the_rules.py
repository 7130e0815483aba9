"""Who asks is written down; those who wait are compared together, by keys here and by the rules in the program.

`lists.screen` is for everybody: it settles those who meet no entry at all, or only themselves in a register, and shows nothing. The
worker and the role `lists` take the candidates of the others with `lists.candidates_of`, judge them, and hand the findings to
`lists.judged`. Answers of all who were taken together are recorded with one time, so the next tick shows them together.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

HOLDERS = import_module("mumian.clearance.migrations.0004_holders_see_and_decide").HOLDERS
EARLIER = import_module("mumian.clearance.migrations.0007_what_is_asked_often_is_planned_once")
SETTINGS = ("jit", "enable_seqscan", "enable_hashjoin", "enable_mergejoin")

ASK = """
-- The next statements make each function anew in this transaction; only the owner's own functions called them.
-- squawk-ignore ban-drop-function
DROP FUNCTION lists.list_changed(bigint, boolean, timestamptz);
-- squawk-ignore ban-drop-function
DROP FUNCTION lists.ask(jsonb, timestamptz);
-- squawk-ignore ban-drop-function
DROP FUNCTION lists.find_matches(bigint[], timestamptz);
-- Keys are computed from entries and watches; the table of typed keys holds them now.
-- squawk-ignore ban-drop-table
DROP TABLE lists.entry_key, lists.watch_key;

-- Whoever waits since before is compared anew, by the keys of today.
UPDATE lists.watch SET asked_at = opened_at WHERE asked_at IS NULL;
-- Watches are the people of open cases: few enough to be looked through.
-- squawk-ignore adding-not-nullable-field
ALTER TABLE lists.watch ALTER COLUMN asked_at SET NOT NULL;

CREATE FUNCTION lists.ask(p_asks jsonb, p_at timestamptz) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO lists.watch AS watch
        (reference, person, person_digest, name_form, birth_date, normaliser, opened_at, until, asked_at)
    SELECT ask ->> 'reference', ask -> 'person', decode(ask ->> 'digest', 'hex'), ask ->> 'name_form',
           (ask ->> 'birth_date')::date, (ask ->> 'normaliser')::smallint, p_at, (ask ->> 'until')::date, p_at
    FROM jsonb_array_elements(p_asks) AS ask ORDER BY ask ->> 'reference'
    ON CONFLICT ON CONSTRAINT a_reference_is_watched_once DO UPDATE
        SET person = EXCLUDED.person, person_digest = EXCLUDED.person_digest, name_form = EXCLUDED.name_form,
            birth_date = EXCLUDED.birth_date, normaliser = EXCLUDED.normaliser, until = EXCLUDED.until, closed_at = NULL,
            asked_at = EXCLUDED.asked_at,
            screened_at = CASE WHEN watch.person_digest = EXCLUDED.person_digest AND watch.closed_at IS NULL
                               THEN watch.screened_at END;

    WITH named AS (
        INSERT INTO lists.watch_list AS asked (watch_id, list_code)
        SELECT watch.id, code FROM jsonb_array_elements(p_asks) AS ask
        JOIN lists.watch watch ON watch.reference = ask ->> 'reference', jsonb_array_elements_text(ask -> 'lists') AS code
        ON CONFLICT DO NOTHING RETURNING asked.watch_id
    )
    UPDATE lists.watch watch SET screened_at = NULL FROM named WHERE watch.id = named.watch_id AND watch.screened_at IS NOT NULL;
END $$;

CREATE OR REPLACE FUNCTION lists.close(p_references text[], p_at timestamptz) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    closed bigint;
BEGIN
    UPDATE lists.watch SET closed_at = p_at WHERE reference = ANY (p_references) AND closed_at IS NULL;
    GET DIAGNOSTICS closed = ROW_COUNT;
    RETURN closed;
END $$;
"""

SCREEN = """
-- Watches that nobody has compared yet, oldest first, for whoever takes them now; another who takes some gets others.
CREATE FUNCTION lists.waiting(p_most integer) RETURNS TABLE (watch_id bigint, person text) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
        SELECT watch.id, watch.person::text FROM lists.watch watch
        WHERE watch.screened_at IS NULL AND watch.closed_at IS NULL
        ORDER BY watch.id LIMIT p_most FOR UPDATE SKIP LOCKED;
END $$;

-- Stores the keys of these watches and answers which entries they meet and have not met before. A load of a list waits, or is waited for.
CREATE FUNCTION lists.meet(p_watches bigint[], p_numbers bigint[], p_owners bigint[], p_keys bigint[], p_keyed smallint,
                           p_at timestamptz) RETURNS TABLE (watch_id bigint, entry_id bigint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    code text;
BEGIN
    FOR code IN SELECT DISTINCT asked.list_code FROM lists.watch_list asked WHERE asked.watch_id = ANY (p_watches) ORDER BY 1
    LOOP
        PERFORM pg_advisory_xact_lock_shared(hashtextextended('mumian reference list ' || code, 0));
    END LOOP;

    DELETE FROM lists.key stored USING lists.watch watch, unnest(watch.keys) AS earlier
    WHERE watch.id = ANY (p_watches) AND watch.keys <> '{}'
      AND stored.key = earlier AND stored.of_watch AND stored.owner_id = watch.id;
    INSERT INTO lists.key (key, of_watch, owner_id, number)
    SELECT own.key, true, own.owner, one.number FROM unnest(p_owners, p_keys) AS own (owner, key)
    JOIN unnest(p_watches, p_numbers) AS one (owner, number) ON one.owner = own.owner
    ON CONFLICT DO NOTHING;
    UPDATE lists.watch watch SET keyed = p_keyed, keys = kept.keys
    FROM (SELECT own.owner, array_agg(own.key) AS keys FROM unnest(p_owners, p_keys) AS own (owner, key) GROUP BY own.owner) AS kept
    WHERE watch.id = kept.owner AND (watch.keyed, watch.keys) IS DISTINCT FROM (p_keyed, kept.keys);

    -- A register that writes number, name, birth date and sex alike agrees; nothing is left to judge.
    INSERT INTO lists.match (person_digest, entry_id, list_code, keys_met, agrees, list_version, rules, found_at,
                             band, reasons, keyed)
    SELECT DISTINCT ON (watch.person_digest, entry.id) watch.person_digest, entry.id, entry.list_code,
           ARRAY['C' || entry.id_number], true, list.current_version, 1, p_at, 'hit', ARRAY['name_same', 'birth_same', 'id_same'], p_keyed
    FROM unnest(p_watches, p_numbers) AS one (owner, number)
    JOIN lists.key met ON met.key = one.number AND NOT met.of_watch AND met.number = one.number
    JOIN lists.entry entry ON entry.id = met.owner_id AND entry.ended_version IS NULL AND length(entry.id_number) = 18
    JOIN lists.reference_list list ON list.code = entry.list_code AND list.is_register AND list.keyed = p_keyed
    JOIN lists.watch watch ON watch.id = one.owner
    JOIN lists.watch_list asked ON asked.watch_id = watch.id AND asked.list_code = entry.list_code
    WHERE watch.name_form = entry.name_form AND watch.birth_date::text = entry.birth_date
      AND coalesce(nullif(entry.sex, ''), watch.person ->> 'sex') = watch.person ->> 'sex'
    ON CONFLICT DO NOTHING;

    RETURN QUERY
        SELECT DISTINCT own.owner, entry.id
        FROM unnest(p_owners, p_keys) AS own (owner, key)
        JOIN unnest(p_watches, p_numbers) AS one (owner, number) ON one.owner = own.owner
        JOIN lists.key met ON met.key = own.key AND NOT met.of_watch
             AND (met.number = one.number OR met.number IS NULL OR one.number IS NULL)
        JOIN lists.entry entry ON entry.id = met.owner_id AND entry.ended_version IS NULL
        JOIN lists.reference_list list ON list.code = entry.list_code AND list.keyed = p_keyed
        JOIN lists.watch_list asked ON asked.watch_id = own.owner AND asked.list_code = entry.list_code
        JOIN lists.watch watch ON watch.id = own.owner
        WHERE NOT EXISTS (SELECT FROM lists.match before WHERE before.person_digest = watch.person_digest AND before.entry_id = entry.id);
END $$;

-- Settles those who meet nobody; the others wait for the worker.
CREATE FUNCTION lists.screen(p_watches bigint[], p_numbers bigint[], p_owners bigint[], p_keys bigint[], p_keyed smallint,
                             p_at timestamptz) RETURNS TABLE (reference text, list_code text) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    met bigint[];
    settled bigint[];
BEGIN
    SELECT array_agg(DISTINCT found.watch_id) INTO met
        FROM lists.meet(p_watches, p_numbers, p_owners, p_keys, p_keyed, p_at) AS found;
    SELECT array_agg(id) INTO settled FROM unnest(p_watches) AS id WHERE id <> ALL (coalesce(met, '{}'));
    RETURN QUERY SELECT * FROM lists.settled(settled, p_at);
END $$;

CREATE FUNCTION lists.settled(p_watches bigint[], p_at timestamptz) RETURNS TABLE (reference text, list_code text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    UPDATE lists.watch watch SET screened_at = p_at WHERE watch.id = ANY (p_watches);
    RETURN QUERY SELECT * FROM lists.record_answers(p_watches, p_at);
END $$;

-- The entries that these watches meet and that the rules have to judge.
CREATE FUNCTION lists.candidates_of(p_watches bigint[], p_numbers bigint[], p_owners bigint[], p_keys bigint[], p_keyed smallint,
                                    p_at timestamptz)
RETURNS TABLE (watch_id bigint, entry_id bigint, list_code text, is_register boolean, version text, name text, aliases text[],
               birth_date text, id_number text, doc_number text, nationality text, sex text) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT met.watch_id, entry.id, entry.list_code, list.is_register, version.version, entry.name, entry.aliases,
               entry.birth_date, entry.id_number, entry.doc_number, entry.nationality, entry.sex
        FROM lists.meet(p_watches, p_numbers, p_owners, p_keys, p_keyed, p_at) AS met
        JOIN lists.entry entry ON entry.id = met.entry_id
        JOIN lists.reference_list list ON list.code = entry.list_code
        JOIN lists.list_version version ON version.id = list.current_version
        ORDER BY met.watch_id, entry.id;
END $$;

-- Writes what the rules have found.
CREATE FUNCTION lists.judged(p_findings jsonb, p_keyed smallint, p_rules smallint, p_at timestamptz) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO lists.match (person_digest, entry_id, list_code, keys_met, agrees, list_version, rules, found_at,
                             band, reasons, evidence, keyed)
    SELECT watch.person_digest, entry.id, entry.list_code, found.keys, found.agrees, list.current_version, p_rules, p_at,
           found.band, found.reasons, found.evidence::json, p_keyed
    FROM jsonb_to_recordset(p_findings) AS found
         (watch bigint, entry bigint, keys text[], agrees boolean, band text, reasons text[], evidence text)
    JOIN lists.watch watch ON watch.id = found.watch
    JOIN lists.entry entry ON entry.id = found.entry
    JOIN lists.reference_list list ON list.code = entry.list_code
    ORDER BY watch.person_digest, entry.id
    ON CONFLICT ON CONSTRAINT a_person_meets_an_entry_once DO NOTHING;
END $$;

-- What the lists say anew about watches that have been compared before.
CREATE FUNCTION lists.say_again(p_watches bigint[], p_at timestamptz) RETURNS TABLE (reference text, list_code text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT * FROM lists.record_answers(p_watches, p_at);
END $$;

-- The entries of a list have other keys than before: everybody who asks it is compared anew.
CREATE FUNCTION lists.compare_anew(p_list text) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    watched bigint;
BEGIN
    UPDATE lists.watch watch SET screened_at = NULL FROM lists.watch_list asked
        WHERE asked.watch_id = watch.id AND asked.list_code = p_list AND watch.closed_at IS NULL;
    GET DIAGNOSTICS watched = ROW_COUNT;
    RETURN watched;
END $$;

-- How many entries of the register bear these names; the empty name stands for all.
CREATE FUNCTION lists.bearers_of(p_names text[]) RETURNS TABLE (name_form text, bearers bigint) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT counted.name_form, counted.bearers FROM lists.name_count counted WHERE counted.name_form = ANY (array_append(p_names, ''));
END $$;

-- Keys of watches that are closed and of entries that have ended are of no use any more.
CREATE FUNCTION lists.sweep(p_most integer) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    over bigint[];
BEGIN
    SELECT array_agg(id) INTO over FROM (
        SELECT watch.id FROM lists.watch watch WHERE watch.closed_at IS NOT NULL AND watch.keys <> '{}'
        LIMIT p_most FOR UPDATE SKIP LOCKED) AS closed;
    DELETE FROM lists.key stored USING lists.watch watch, unnest(watch.keys) AS own
    WHERE watch.id = ANY (over) AND stored.key = own AND stored.of_watch AND stored.owner_id = watch.id;
    UPDATE lists.watch SET keys = '{}', screened_at = NULL WHERE id = ANY (over);
    RETURN coalesce(cardinality(over), 0);
END $$;
"""

# Who has not been compared yet is told nothing, and a list whose entries are keyed otherwise than the person says nothing about him.
RECORD = (
    EARLIER.planned_once(EARLIER.written("lists.record_answers("))
    .replace(
        "list.code = wanted.list_code AND list.current_version IS NOT NULL",
        "list.code = wanted.list_code AND list.current_version IS NOT NULL AND list.keyed = watch.keyed",
    )
    .replace(
        "WHERE watch.id = ANY (p_watches) AND watch.closed_at IS NULL",
        "WHERE watch.id = ANY (p_watches) AND watch.closed_at IS NULL AND watch.screened_at IS NOT NULL",
    )
)

MATCHES = HOLDERS[HOLDERS.index("CREATE FUNCTION lists.matches_of(") : HOLDERS.index("CREATE FUNCTION lists.decision_said(")]
ANEW = "-- Made anew, wider, by the next statement.\n-- squawk-ignore ban-drop-function\n"
WIDER = (
    ANEW
    + "DROP FUNCTION lists.matches_of(text, text, text, timestamptz);\n"
    + MATCHES.replace(
        "decision jsonb, condition jsonb)", "decision jsonb, condition jsonb, band text, reasons text[], evidence json)"
    ).replace(
        "lists.decision_said(made), lists.decision_said(held_condition)",
        "lists.decision_said(made), lists.decision_said(held_condition), met.band, met.reasons, met.evidence",
    )
)

SCREENING = (
    "lists.screen(bigint[], bigint[], bigint[], bigint[], smallint, timestamptz)",
    "lists.candidates_of(bigint[], bigint[], bigint[], bigint[], smallint, timestamptz)",
    "lists.judged(jsonb, smallint, smallint, timestamptz)",
    "lists.ask(jsonb, timestamptz)",
)
BY_INDEXES = "".join(f"ALTER FUNCTION {function} SET {setting} = off;\n" for function in SCREENING for setting in SETTINGS)

GRANT = """
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA lists FROM PUBLIC;
DO $$
DECLARE
    login name;
BEGIN
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname IN ('mumian_web', 'mumian_worker', 'mumian_lists') LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION lists.waiting(integer), '
                       'lists.screen(bigint[], bigint[], bigint[], bigint[], smallint, timestamptz) TO %I', login);
    END LOOP;
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname IN ('mumian_web', 'mumian_worker') LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION lists.ask(jsonb, timestamptz) TO %I', login);
    END LOOP;
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname IN ('mumian_worker', 'mumian_lists') LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION '
                       'lists.candidates_of(bigint[], bigint[], bigint[], bigint[], smallint, timestamptz), '
                       'lists.judged(jsonb, smallint, smallint, timestamptz), '
                       'lists.settled(bigint[], timestamptz), '
                       'lists.bearers_of(text[]), lists.sweep(integer) TO %I', login);
    END LOOP;
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname = 'mumian_web' LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION lists.matches_of(text, text, text, timestamptz) TO %I', login);
    END LOOP;
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname = 'mumian_lists' LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION lists.say_again(bigint[], timestamptz), lists.compare_anew(text) TO %I', login);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("clearance", "0009_keys_evidence_and_waiting_watches")]
    operations = [migrations.RunSQL(ASK + SCREEN + RECORD + WIDER + BY_INDEXES + GRANT)]
