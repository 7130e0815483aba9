"""A version begins: in one transaction entries end and begin, with their keys, and watches are compared with what has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from mumian.clearance.errors import LoadRefused
from mumian.clearance.rules.keys import KEPT_VERSION, KEYS_VERSION, NORMALISER
from mumian.clearance.rules.lines import TWICE
from mumian.clearance.services.loading.staging import Staging, forget
from mumian.clearance.services.rescreening import compare_with_watches
from mumian.clearance.terms import LoadCounts
from mumian.foundation.words import Text

NOTHING_LEFT: Final = Text(
    "未装入：文件中没有一行可以装入，按整份名单装入会清空 {code}。请检查文件。",
    "Nothing was loaded: no line of the file can be used, and loading it as the whole list would empty {code}. Check the file.",
)

PREPARE: Final = ("SET LOCAL work_mem = '256MB'", "SET LOCAL jit = off")
TWICE_IN_FILE: Final = """
    CREATE TEMPORARY TABLE load_twice ON COMMIT DROP AS
    SELECT line.line, line.entry_id, first.line AS first FROM lists.load_line line
    JOIN (
        SELECT entry_id, min(line) AS line FROM lists.load_line WHERE load_id = %s GROUP BY entry_id HAVING count(*) > 1
    ) AS first ON first.entry_id = line.entry_id AND line.line > first.line
    WHERE line.load_id = %s
"""
CHANGES: Final = """
    CREATE TEMPORARY TABLE load_change ON COMMIT DROP AS
    SELECT line.line, line.entry_id, standing.id AS standing FROM lists.load_line line
    LEFT JOIN lists.entry standing
        ON standing.list_code = %s AND standing.entry_id = line.entry_id AND standing.ended_version IS NULL
    WHERE line.load_id = %s AND standing.digest IS DISTINCT FROM line.digest
      AND NOT EXISTS (SELECT FROM load_twice twice WHERE twice.line = line.line)
"""
GONE: Final = """
    CREATE TEMPORARY TABLE load_gone ON COMMIT DROP AS
    SELECT standing.id FROM lists.entry standing
    WHERE %s AND standing.list_code = %s AND standing.ended_version IS NULL
      AND NOT EXISTS (SELECT FROM lists.load_line line WHERE line.load_id = %s AND line.entry_id = standing.entry_id)
      AND NOT EXISTS (SELECT FROM lists.load_reject bad WHERE bad.load_id = %s AND bad.first_field = standing.entry_id)
"""
ANY_UNNAMED: Final = "SELECT EXISTS (SELECT FROM lists.load_reject WHERE load_id = %s AND first_field = '')"
COUNTED: Final = """
    SELECT count(*) FILTER (WHERE standing IS NULL), count(standing),
           (SELECT count(*) FROM lists.load_line WHERE load_id = %s) - (SELECT count(*) FROM load_twice) - count(*),
           (SELECT count(*) FROM load_gone),
           (SELECT count(*) FROM lists.load_reject WHERE load_id = %s) + (SELECT count(*) FROM load_twice)
    FROM load_change
"""
REJECTED: Final = "SELECT line, reason_zh, reason_en, fields FROM lists.load_reject WHERE load_id = %s ORDER BY line"
FOUND_TWICE: Final = """
    SELECT twice.line, twice.entry_id, twice.first, line.* FROM load_twice twice
    JOIN lists.load_line line ON line.load_id = %s AND line.line = twice.line ORDER BY 1
"""
KEEP_LIST: Final = """
    INSERT INTO lists.reference_list AS kept (code, is_register, two_people, kept) VALUES (%s, %s, %s, %s)
    ON CONFLICT (code) DO UPDATE SET two_people = EXCLUDED.two_people WHERE kept.two_people <> EXCLUDED.two_people
"""
NEW_VERSION: Final = """
    INSERT INTO lists.list_version (list_code, version, file_digest, is_whole, added, changed, unchanged, ended, rejected,
                                    loaded_at, loaded_by)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
"""
COUNT_NAMES: Final = """
    WITH moved AS (
        SELECT entry.name_form, -1 AS by FROM lists.entry entry
        WHERE entry.id IN (SELECT id FROM load_gone UNION ALL SELECT standing FROM load_change WHERE standing IS NOT NULL)
        UNION ALL SELECT line.name_form, 1 FROM load_change
        JOIN lists.load_line line ON line.load_id = %s AND line.line = load_change.line
    ), summed AS (
        SELECT name_form, sum(by) AS by FROM moved WHERE name_form <> '' GROUP BY name_form
        UNION ALL SELECT '', coalesce(sum(by), 0) FROM moved
    )
    INSERT INTO lists.name_count AS kept (name_form, bearers) SELECT name_form, greatest(by, 0) FROM summed WHERE by <> 0
    ON CONFLICT (name_form) DO UPDATE
        SET bearers = greatest(kept.bearers + (SELECT by FROM summed WHERE summed.name_form = kept.name_form), 0)
"""
END: Final = """
    UPDATE lists.entry SET ended_version = %s
    WHERE id IN (SELECT id FROM load_gone UNION ALL SELECT standing FROM load_change WHERE standing IS NOT NULL)
"""
BEGUN_TABLE: Final = "CREATE TEMPORARY TABLE load_begun (id bigint, entry_id text) ON COMMIT DROP"
BEGIN: Final = """
    WITH begun AS (
        INSERT INTO lists.entry (list_code, entry_id, name, name_form, aliases, birth_date, id_number, doc_number, nationality,
                                 sex, ground, valid_from, valid_to, owner, digest, normaliser, first_version)
        SELECT %s, line.entry_id, line.name, line.name_form, line.aliases, line.birth_date, line.id_number, line.doc_number,
               line.nationality, line.sex, line.ground, line.valid_from, line.valid_to, line.owner, line.digest, %s, %s
        FROM load_change JOIN lists.load_line line ON line.load_id = %s AND line.line = load_change.line
        ORDER BY line.line
        RETURNING id, entry_id
    )
    INSERT INTO load_begun SELECT id, entry_id FROM begun
"""
# In the order of the keys, so that the index grows page by page.
KEYS_TABLE: Final = """
    CREATE TEMPORARY TABLE met_key ON COMMIT DROP AS
    SELECT key, begun.id AS entry_id, line.number, CASE WHEN place > line.plain_keys THEN line.born END AS born
    FROM load_begun begun JOIN load_change USING (entry_id)
    JOIN lists.load_line line ON line.load_id = %s AND line.line = load_change.line,
         unnest(line.keys) WITH ORDINALITY AS own (key, place)
    ORDER BY key
"""
KEEP_KEYS: Final = """
    INSERT INTO lists.key (key, of_watch, owner_id, number, born) SELECT key, false, entry_id, number, born FROM met_key
"""
KEYED: Final = "UPDATE lists.reference_list SET keyed = %s WHERE code = %s AND keyed <> %s"
MOVE_ON: Final = """
    UPDATE lists.reference_list list SET current_version = %s
    FROM (SELECT code, current_version FROM lists.reference_list WHERE code = %s) AS before
    WHERE list.code = before.code RETURNING before.current_version IS NULL
"""
# The same lock that comparing takes shared: whoever compares either sees the new version or is seen by it.
NOBODY_COMPARES: Final = "SELECT pg_advisory_xact_lock(hashtextextended('mumian reference list ' || %s, 0))"


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of the lines; the rejected ones with number, reason and fields."""

    counts: LoadCounts
    rejected: Sequence[tuple[int, Text, Sequence[str]]]


def merge(load: int, staging: Staging, *, whole: bool, two_people: bool, by: str) -> Merged:
    """Make the lines of a load the version of its list. Runs in the caller's transaction. Raises LoadRefused."""
    with connection.cursor() as cursor:
        for statement in PREPARE:
            cursor.execute(statement)
        cursor.execute(TWICE_IN_FILE, [load, load])
        cursor.execute(CHANGES, [staging.code, load])
        cursor.execute(ANY_UNNAMED, [load])
        [unnamed] = cursor.fetchone()
        cursor.execute(GONE, [whole and not unnamed, staging.code, load, load])
        cursor.execute("ANALYZE load_change, load_gone, load_twice")
        cursor.execute(COUNTED, [load, load])
        counts = LoadCounts(*cursor.fetchone())
        if whole and not (counts.added or counts.changed or counts.unchanged):
            forget(load)
            raise LoadRefused(NOTHING_LEFT.filled(code=staging.code))
        rejected = _rejected(cursor, load)
        _begin(cursor, load, staging, counts, whole=whole, two_people=two_people, by=by)
        forget(load)
    return Merged(counts, rejected)


def _begin(cursor: Any, load: int, staging: Staging, counts: LoadCounts, *, whole: bool, two_people: bool, by: str) -> None:
    code = staging.code
    cursor.execute(KEEP_LIST, [code, staging.is_register, two_people, KEPT_VERSION])
    figures = (counts.added, counts.changed, counts.unchanged, counts.ended, counts.rejected)
    cursor.execute(NEW_VERSION, [code, staging.version, staging.digest, whole, *figures, staging.at, by])
    [version] = cursor.fetchone()
    if staging.is_register:
        cursor.execute(COUNT_NAMES, [load])
    cursor.execute(END, [version])
    cursor.execute(BEGUN_TABLE)
    cursor.execute(BEGIN, [code, NORMALISER, version, load])
    cursor.execute("ANALYZE load_begun")
    cursor.execute(KEYS_TABLE, [load])
    cursor.execute(KEEP_KEYS)
    cursor.execute(KEYED, [KEYS_VERSION, code, KEYS_VERSION])
    cursor.execute("ANALYZE met_key")
    cursor.execute(NOBODY_COMPARES, [code])
    cursor.execute(MOVE_ON, [version, code])
    [is_first] = cursor.fetchone()
    compare_with_watches(cursor, code=code, ended_in=version, everybody=is_first, at=staging.at)


def _rejected(cursor: Any, load: int) -> list[tuple[int, Text, Sequence[str]]]:
    cursor.execute(REJECTED, [load])
    found: list[tuple[int, Text, Sequence[str]]] = [(line, Text(zh, en), fields) for line, zh, en, fields in cursor.fetchall()]
    cursor.execute("SELECT line, entry_id, first FROM load_twice ORDER BY line")
    found += [(line, TWICE.filled(entry_id=entry_id, line=first), (entry_id,)) for line, entry_id, first in cursor.fetchall()]
    return sorted(found, key=lambda one: one[0])
