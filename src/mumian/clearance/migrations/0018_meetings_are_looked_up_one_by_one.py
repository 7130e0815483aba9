"""Each person is looked up by each of his keys, whatever the planner knows of the lists.

Keys are written to the person first and read from there, so a comparison grows with the number of persons and never with its square;
each look into keys and entries stands for itself, so no plan can go through a list from its other end.
"""

from __future__ import annotations

from django.db import migrations

MEET = """
CREATE OR REPLACE FUNCTION lists.meet(p_watches bigint[], p_numbers bigint[], p_owners bigint[], p_keys bigint[], p_keyed smallint,
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
    UPDATE lists.watch watch SET keyed = p_keyed, keys = kept.keys
    FROM (SELECT own.owner, array_agg(own.key) AS keys FROM unnest(p_owners, p_keys) AS own (owner, key) GROUP BY own.owner) AS kept
    WHERE watch.id = kept.owner AND (watch.keyed, watch.keys) IS DISTINCT FROM (p_keyed, kept.keys);
    INSERT INTO lists.key (key, of_watch, owner_id, number)
    SELECT own.key, true, one.owner, one.number FROM unnest(p_watches, p_numbers) AS one (owner, number)
    CROSS JOIN LATERAL (SELECT watch.keys FROM lists.watch watch WHERE watch.id = one.owner AND watch.id = ANY (p_owners)) AS stored
    CROSS JOIN LATERAL unnest(stored.keys) AS own (key)
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
        FROM unnest(p_watches, p_numbers) AS one (owner, number)
        CROSS JOIN LATERAL (SELECT * FROM lists.watch WHERE id = one.owner AND id = ANY (p_owners) OFFSET 0) AS watch
        CROSS JOIN LATERAL unnest(watch.keys) AS own (key)
        CROSS JOIN LATERAL (
            SELECT stored.owner_id FROM lists.key stored
            WHERE stored.key = own.key AND NOT stored.of_watch
              AND (stored.number = one.number OR stored.number IS NULL OR one.number IS NULL) OFFSET 0) AS met
        CROSS JOIN LATERAL (SELECT * FROM lists.entry WHERE id = met.owner_id AND ended_version IS NULL OFFSET 0) AS entry
        JOIN lists.reference_list list ON list.code = entry.list_code AND list.keyed = p_keyed
        JOIN lists.watch_list asked ON asked.watch_id = one.owner AND asked.list_code = entry.list_code
        WHERE NOT EXISTS (SELECT FROM lists.match before WHERE before.person_digest = watch.person_digest AND before.entry_id = entry.id);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("clearance", "0017_meetings_go_from_persons_to_entries")]
    operations = [migrations.RunSQL(MEET, migrations.RunSQL.noop)]
