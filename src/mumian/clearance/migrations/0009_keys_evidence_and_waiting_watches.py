"""Persons and entries meet by typed keys of names, dates and numbers, in one table; matches keep their evidence.

A key is the 64-bit digest of its text, for it is only looked up: the texts that met stand in the match. `number` is the digest of a
valid citizen number: two valid ones that differ are two people, so such pairs never become candidates. Who asks is written down
and compared afterwards by the worker, all who wait together: so asking takes as long for a person on a list as for any other.
"""

from __future__ import annotations

from django.db import migrations

PARTITIONS = 8

KEYS = """
CREATE TABLE lists.key (
    key bigint NOT NULL,
    of_watch boolean NOT NULL,
    owner_id bigint NOT NULL,
    number bigint,
    PRIMARY KEY (key, of_watch, owner_id) INCLUDE (number)
) PARTITION BY HASH (key);
""" + "".join(
    f"CREATE TABLE lists.key_{place} PARTITION OF lists.key FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {place});\n"
    for place in range(PARTITIONS)
)

COLUMNS = """
-- In which version of the keys every standing entry of the list is keyed; a list keyed otherwise answers nobody.
ALTER TABLE lists.reference_list ADD COLUMN keyed smallint NOT NULL DEFAULT 0;

ALTER TABLE lists.watch
    ADD COLUMN asked_at timestamptz,
    ADD COLUMN screened_at timestamptz,
    ADD COLUMN keys bigint[] NOT NULL DEFAULT '{}',
    ADD COLUMN keyed smallint NOT NULL DEFAULT 0;
CREATE INDEX watches_to_be_screened ON lists.watch (id) WHERE screened_at IS NULL AND closed_at IS NULL;
CREATE INDEX keys_to_be_swept ON lists.watch (id) WHERE closed_at IS NOT NULL AND keys <> '{}';

-- What the rules said, as they said it: `mumian clearance replay` makes the same bytes again.
ALTER TABLE lists.match
    ADD COLUMN band text NOT NULL DEFAULT 'hit' CONSTRAINT a_match_is_a_hit_or_to_be_reviewed CHECK (band IN ('hit', 'review')),
    ADD COLUMN reasons text[] NOT NULL DEFAULT '{}',
    ADD COLUMN evidence json,
    ADD COLUMN keyed smallint NOT NULL DEFAULT 1;

-- How many standing entries of the population register bear a name, in its simplified form.
CREATE TABLE lists.name_count (
    name_form text PRIMARY KEY,
    bearers bigint NOT NULL CONSTRAINT a_name_is_borne_by_people CHECK (bearers >= 0)
);

-- Lines of a file on their way into a version; they are there so that a load that was cut off goes on where it stopped.
CREATE TABLE lists.load (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    list_code text NOT NULL,
    version text NOT NULL,
    file_digest bytea NOT NULL,
    normaliser smallint NOT NULL,
    keyed smallint NOT NULL,
    lines_read bigint NOT NULL DEFAULT 0,
    begun_at timestamptz NOT NULL,
    CONSTRAINT a_list_is_loaded_by_one_file_at_a_time UNIQUE (list_code)
);
CREATE TABLE lists.load_line (
    load_id bigint NOT NULL,
    line bigint NOT NULL,
    entry_id text NOT NULL,
    name text, name_form text, aliases text[], birth_date text, id_number text, doc_number text, nationality text, sex text,
    ground text, valid_from date, valid_to date, owner text,
    digest bytea,
    number bigint,
    keys bigint[],
    PRIMARY KEY (load_id, line)
);
CREATE TABLE lists.load_reject (
    load_id bigint NOT NULL,
    line bigint NOT NULL,
    reason_zh text NOT NULL,
    reason_en text NOT NULL,
    first_field text NOT NULL,
    fields text[] NOT NULL,
    PRIMARY KEY (load_id, line)
);
"""

GRANT = """
DO $$
DECLARE
    login name;
BEGIN
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname = 'mumian_lists' LOOP
        EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA lists TO %I', login);
        EXECUTE format('GRANT INSERT, DELETE ON TABLE lists.key, lists.load, lists.load_line, lists.load_reject TO %I', login);
        EXECUTE format('GRANT INSERT, UPDATE ON TABLE lists.name_count TO %I', login);
        EXECUTE format('GRANT UPDATE (lines_read) ON TABLE lists.load TO %I', login);
        EXECUTE format('GRANT UPDATE (keyed) ON TABLE lists.reference_list TO %I', login);
    END LOOP;
END $$;
"""

DROP = """
DROP TABLE lists.load_reject, lists.load_line, lists.load, lists.name_count, lists.key;
ALTER TABLE lists.match DROP COLUMN band, DROP COLUMN reasons, DROP COLUMN evidence, DROP COLUMN keyed;
ALTER TABLE lists.watch DROP COLUMN asked_at, DROP COLUMN screened_at, DROP COLUMN keys, DROP COLUMN keyed;
ALTER TABLE lists.reference_list DROP COLUMN keyed;
"""


class Migration(migrations.Migration):
    dependencies = [("clearance", "0008_released_in_one_look")]
    operations = [migrations.RunSQL(KEYS + COLUMNS + GRANT, DROP)]
