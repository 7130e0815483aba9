"""Beside the keys of names stands the birth date: who cannot be one by it is passed over in the index, before any row is read.

Of the entries that a person met by keys at full size, six of a hundred had his birth date; the others were read and judged for
nothing. A key that was kept before has no birth beside it and meets everybody, as before: nobody has to wait for
`mumian clearance rekey`, which only makes it faster. That goes in steps now, each kept, and goes on where it was cut off.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

SETTINGS = import_module("mumian.clearance.migrations.0010_judged_by_the_rules").SETTINGS

KEPT = """
ALTER TABLE lists.key ADD COLUMN born integer;
-- The index is made anew with one more column; between the two statements nobody sees the table.
-- squawk-ignore ban-drop-constraint, constraint-missing-not-valid, adding-serial-primary-key-field
ALTER TABLE lists.key DROP CONSTRAINT key_pkey, ADD PRIMARY KEY (key, of_watch, owner_id) INCLUDE (number, born);
-- How many of the keys of a line, the first ones, are those of numbers.
ALTER TABLE lists.load_line ADD COLUMN born integer, ADD COLUMN plain_keys smallint;
-- How every standing entry of the list is kept: since 2 with births.
ALTER TABLE lists.reference_list ADD COLUMN kept smallint NOT NULL DEFAULT 1;

-- Keys on their way to take the place of those of a list. Unlogged both: after a crash of the server both are empty, and it begins anew.
CREATE UNLOGGED TABLE lists.keying (
    list_code text PRIMARY KEY,
    keyed smallint NOT NULL,
    kept smallint NOT NULL,
    last_entry bigint NOT NULL,
    entries bigint NOT NULL
);
CREATE UNLOGGED TABLE lists.keying_key (
    list_code text NOT NULL,
    key bigint NOT NULL,
    owner_id bigint NOT NULL,
    number bigint,
    born integer
);
"""

DROPPED = "".join(
    f"-- Made anew with births by the next statements.\n-- squawk-ignore ban-drop-function\nDROP FUNCTION lists.{name}"
    "(bigint[], bigint[], bigint[], bigint[], smallint, timestamptz);\n"
    for name in ("meet", "screen", "candidates_of")
)

MEET = """
-- Stores the keys of these watches and answers which entries they meet and have not met before. A load of a list waits, or is waited for.
-- Of each watch: its number, the keys of its numbers and of its names, its birth, and the births near it (none: all), as arrays in text.
CREATE FUNCTION lists.meet(p_watches bigint[], p_numbers bigint[], p_plain text[], p_named text[], p_born integer[], p_near text[],
                           p_keyed smallint, p_at timestamptz) RETURNS TABLE (watch_id bigint, entry_id bigint) LANGUAGE plpgsql AS $$
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
    UPDATE lists.watch watch SET keyed = p_keyed, keys = kept.keys
    FROM (SELECT own.owner, own.plain::bigint[] || own.named::bigint[] AS keys
          FROM unnest(p_watches, p_plain, p_named) AS own (owner, plain, named)) AS kept
    WHERE watch.id = kept.owner AND kept.keys <> '{}' AND (watch.keyed, watch.keys) IS DISTINCT FROM (p_keyed, kept.keys);
    INSERT INTO lists.key (key, of_watch, owner_id, number, born)
    SELECT own.key, true, one.owner, one.number, own.born
    FROM unnest(p_watches, p_numbers, p_plain, p_named, p_born) AS one (owner, number, plain, named, born)
    CROSS JOIN LATERAL (SELECT FROM lists.watch watch WHERE watch.id = one.owner OFFSET 0) AS there
    CROSS JOIN LATERAL (
        SELECT key, NULL::integer AS born FROM unnest(one.plain::bigint[]) AS key
        UNION ALL SELECT key, one.born FROM unnest(one.named::bigint[]) AS key) AS own
    ON CONFLICT DO NOTHING;

    -- A register that writes number, name, birth date and sex alike agrees; nothing is left to judge.
    INSERT INTO lists.match (person_digest, entry_id, list_code, keys_met, agrees, list_version, rules, found_at,
                             band, reasons, keyed)
    SELECT DISTINCT ON (watch.person_digest, entry.id) watch.person_digest, entry.id, entry.list_code,
           ARRAY['C' || entry.id_number], true, list.current_version, 1, p_at, 'hit', ARRAY['name_same', 'birth_same', 'id_same'], p_keyed
    FROM unnest(p_watches, p_numbers) AS one (owner, number)
    CROSS JOIN LATERAL (
        SELECT stored.owner_id FROM lists.key stored
        WHERE stored.key = one.number AND NOT stored.of_watch AND stored.number = one.number OFFSET 0) AS met
    CROSS JOIN LATERAL (
        SELECT * FROM lists.entry WHERE id = met.owner_id AND ended_version IS NULL AND length(id_number) = 18 OFFSET 0) AS entry
    CROSS JOIN LATERAL (SELECT * FROM lists.watch WHERE id = one.owner OFFSET 0) AS watch
    JOIN lists.reference_list list ON list.code = entry.list_code AND list.is_register AND list.keyed = p_keyed
    JOIN lists.watch_list asked ON asked.watch_id = watch.id AND asked.list_code = entry.list_code
    WHERE watch.name_form = entry.name_form AND watch.birth_date::text = entry.birth_date
      AND coalesce(nullif(entry.sex, ''), watch.person ->> 'sex') = watch.person ->> 'sex'
    ON CONFLICT DO NOTHING;

    RETURN QUERY
        SELECT DISTINCT one.owner, entry.id
        FROM unnest(p_watches, p_numbers, p_plain, p_named, p_near) AS one (owner, number, plain, named, near)
        CROSS JOIN LATERAL (
            SELECT * FROM lists.watch watch WHERE watch.id = one.owner OFFSET 0) AS watch
        CROSS JOIN LATERAL (
            SELECT one.near::integer[] AS near, one.plain::bigint[] || one.named::bigint[] AS keys OFFSET 0) AS asking
        CROSS JOIN LATERAL unnest(asking.keys) AS own (key)
        CROSS JOIN LATERAL (
            SELECT stored.owner_id FROM lists.key stored
            WHERE stored.key = own.key AND NOT stored.of_watch
              AND (stored.number = one.number OR stored.number IS NULL OR one.number IS NULL)
              AND (stored.born IS NULL OR asking.near IS NULL OR stored.born = ANY (asking.near)) OFFSET 0) AS met
        CROSS JOIN LATERAL (SELECT * FROM lists.entry WHERE id = met.owner_id AND ended_version IS NULL OFFSET 0) AS entry
        JOIN lists.reference_list list ON list.code = entry.list_code AND list.keyed = p_keyed
        JOIN lists.watch_list asked ON asked.watch_id = one.owner AND asked.list_code = entry.list_code
        WHERE NOT EXISTS (SELECT FROM lists.match before WHERE before.person_digest = watch.person_digest AND before.entry_id = entry.id);
END $$;

-- Settles those who meet nobody; the others wait for the worker.
CREATE FUNCTION lists.screen(p_watches bigint[], p_numbers bigint[], p_plain text[], p_named text[], p_born integer[], p_near text[],
                             p_keyed smallint, p_at timestamptz) RETURNS TABLE (reference text, list_code text) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    met bigint[];
    settled bigint[];
BEGIN
    SELECT array_agg(DISTINCT found.watch_id) INTO met
        FROM lists.meet(p_watches, p_numbers, p_plain, p_named, p_born, p_near, p_keyed, p_at) AS found;
    SELECT array_agg(id) INTO settled FROM unnest(p_watches) AS id WHERE id <> ALL (coalesce(met, '{}'));
    RETURN QUERY SELECT * FROM lists.settled(settled, p_at);
END $$;

-- The entries that these watches meet and that the rules have to judge.
CREATE FUNCTION lists.candidates_of(p_watches bigint[], p_numbers bigint[], p_plain text[], p_named text[], p_born integer[],
                                    p_near text[], p_keyed smallint, p_at timestamptz)
RETURNS TABLE (watch_id bigint, entry_id bigint, list_code text, is_register boolean, version text, name text, aliases text[],
               birth_date text, id_number text, doc_number text, nationality text, sex text) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT met.watch_id, entry.id, entry.list_code, list.is_register, version.version, entry.name, entry.aliases,
               entry.birth_date, entry.id_number, entry.doc_number, entry.nationality, entry.sex
        FROM lists.meet(p_watches, p_numbers, p_plain, p_named, p_born, p_near, p_keyed, p_at) AS met
        JOIN lists.entry entry ON entry.id = met.entry_id
        JOIN lists.reference_list list ON list.code = entry.list_code
        JOIN lists.list_version version ON version.id = list.current_version
        ORDER BY met.watch_id, entry.id;
END $$;

-- Which entries of these lists, in force on a day, persons meet who are not watched. For the role `lists`, which reads the tables.
CREATE FUNCTION lists.entries_met(p_owners bigint[], p_numbers bigint[], p_keys text[], p_near text[], p_lists text[], p_day date,
                                  p_keyed smallint)
RETURNS TABLE (owner bigint, entry bigint, list_code text, is_register boolean, version text, name text, aliases text[],
               birth_date text, id_number text, doc_number text, nationality text, sex text, entry_id text) LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT pair.owner, entry.id, entry.list_code, list.is_register, version.version, entry.name, entry.aliases,
               entry.birth_date, entry.id_number, entry.doc_number, entry.nationality, entry.sex, entry.entry_id
        FROM (
            SELECT DISTINCT one.owner, met.owner_id
            FROM unnest(p_owners, p_numbers, p_keys, p_near) AS one (owner, number, keys, near)
            CROSS JOIN LATERAL (SELECT one.near::integer[] AS near, one.keys::bigint[] AS keys OFFSET 0) AS asking
            CROSS JOIN LATERAL unnest(asking.keys) AS own (key)
            CROSS JOIN LATERAL (
                SELECT stored.owner_id FROM lists.key stored
                WHERE stored.key = own.key AND NOT stored.of_watch
                  AND (stored.number = one.number OR stored.number IS NULL OR one.number IS NULL)
                  AND (stored.born IS NULL OR asking.near IS NULL OR stored.born = ANY (asking.near)) OFFSET 0) AS met
        ) AS pair
        CROSS JOIN LATERAL (
            SELECT * FROM lists.entry
            WHERE id = pair.owner_id AND ended_version IS NULL AND list_code = ANY (p_lists)
              AND coalesce(valid_from <= p_day, true) AND coalesce(valid_to >= p_day, true) OFFSET 0) AS entry
        CROSS JOIN LATERAL (
            SELECT * FROM lists.reference_list WHERE code = entry.list_code AND keyed = p_keyed OFFSET 0) AS list
        CROSS JOIN LATERAL (SELECT * FROM lists.list_version WHERE id = list.current_version OFFSET 0) AS version
        ORDER BY pair.owner, entry.list_code, entry.entry_id;
END $$;

-- Lists whose entries are keyed by other rules than these, and how far that has come: they clear nobody until it is done.
CREATE FUNCTION lists.keyed_otherwise(p_keyed smallint, p_kept smallint)
RETURNS TABLE (list_code text, clears_nobody boolean, entries bigint) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT list.code, list.keyed <> p_keyed, coalesce(keying.entries, 0)
    FROM lists.reference_list list LEFT JOIN lists.keying keying ON keying.list_code = list.code
    WHERE list.current_version IS NOT NULL AND (list.keyed <> p_keyed OR list.kept < p_kept) ORDER BY list.code
$$;
"""

SCREENING = tuple(
    f"lists.{name}(bigint[], bigint[], text[], text[], integer[], text[], smallint, timestamptz)"
    for name in ("screen", "candidates_of")
)
ENTRIES_MET = "lists.entries_met(bigint[], bigint[], text[], text[], text[], date, smallint)"
BY_INDEXES = "".join(
    f"ALTER FUNCTION {function} SET {setting};\n"
    for function in (*SCREENING, ENTRIES_MET)
    for setting in (*(f"{one} = off" for one in SETTINGS), "join_collapse_limit = 1", "plan_cache_mode = force_generic_plan")
)

GRANT = """
REVOKE ALL ON FUNCTION lists.meet(bigint[], bigint[], text[], text[], integer[], text[], smallint, timestamptz),
    SCREEN, CANDIDATES, ENTRIES_MET, lists.keyed_otherwise(smallint, smallint) FROM PUBLIC;
DO $$
DECLARE
    login name;
BEGIN
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname IN ('mumian_web', 'mumian_worker', 'mumian_lists') LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION SCREEN, lists.keyed_otherwise(smallint, smallint) TO %I', login);
    END LOOP;
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname IN ('mumian_worker', 'mumian_lists') LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION CANDIDATES TO %I', login);
    END LOOP;
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname = 'mumian_lists' LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION ENTRIES_MET TO %I', login);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE lists.keying, lists.keying_key TO %I', login);
        EXECUTE format('GRANT UPDATE (kept) ON TABLE lists.reference_list TO %I', login);
    END LOOP;
END $$;
"""
GRANT = GRANT.replace("SCREEN", SCREENING[0]).replace("CANDIDATES", SCREENING[1]).replace("ENTRIES_MET", ENTRIES_MET)


class Migration(migrations.Migration):
    dependencies = [("clearance", "0022_a_silent_feed_clears_nobody")]
    operations = [migrations.RunSQL(KEPT + DROPPED + MEET + BY_INDEXES + GRANT)]
