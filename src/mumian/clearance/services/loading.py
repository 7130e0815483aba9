"""Load a version of a reference list from a file: streaming, whole or not at all, bad lines set aside.

Signs in as the role `lists` (or the owner): nobody else may write the lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction

from mumian.catalogue.queries import current_rulebook
from mumian.clearance.errors import LoadRefused
from mumian.clearance.rules.encodings import Surveyed, survey
from mumian.clearance.rules.keys import NORMALISER, digest_of_entry, keys_of_entry
from mumian.clearance.rules.lines import COLUMNS, TWICE, UNREADABLE, first_field, read_entry, split_line
from mumian.clearance.services.watching import tell
from mumian.clearance.terms import POPULATION, EntryFacts, ListCode, LoadCounts, LoadedList
from mumian.foundation.words import Text
from mumian.people.rules.names import written_form

BLOCK: Final = 1 << 20

Reject = Callable[[int, Text, Sequence[str]], None]
"""Told of each line that was not loaded: its number (the heading is 1), why, and its fields as far as they could be read."""

NO_SUCH_LIST: Final = Text(
    "未装入：手册中没有名单 {code}。可以装入的有：{known}。",
    "Nothing was loaded: the rulebook has no list {code}. It has: {known}.",
)
OTHER_FILE: Final = Text(
    "未装入：{code} 的版本 {version} 已用另一份文件装入过。请换一个版本号。",
    "Nothing was loaded: version {version} of {code} was loaded from another file before. Give this one another version.",
)
WRONG_COLUMNS: Final = Text(
    "未装入：首行应依次为 {wanted}，实为 {found}。请改正首行，名单保持原样。",
    "Nothing was loaded: the first line must be {wanted}, and it is {found}. Correct it; the list stays as it was.",
)
NOTHING_LEFT: Final = Text(
    "未装入：文件中没有一行可以装入，按整份名单装入会清空 {code}。请检查文件。",
    "Nothing was loaded: no line of the file can be used, and loading it as the whole list would empty {code}. Check the file.",
)

STAGE = """
    CREATE TEMPORARY TABLE load_line (
        entry_id text, name text, name_form text, aliases text[], birth_date text, id_number text, doc_number text,
        nationality text, sex text, ground text, valid_from date, valid_to date, owner text, digest bytea, keys text[]
    ) ON COMMIT DROP
"""
COPY = "COPY load_line FROM STDIN"
STAGE_SPARED = "CREATE TEMPORARY TABLE load_spared (entry_id text) ON COMMIT DROP"
CHANGES = """
    CREATE TEMPORARY TABLE load_change ON COMMIT DROP AS
    SELECT line.entry_id, standing.id AS standing FROM load_line line
    LEFT JOIN lists.entry standing
        ON standing.list_code = %s AND standing.entry_id = line.entry_id AND standing.ended_version IS NULL
    WHERE standing.digest IS DISTINCT FROM line.digest
"""
GONE = """
    CREATE TEMPORARY TABLE load_gone ON COMMIT DROP AS
    SELECT standing.id FROM lists.entry standing
    WHERE %s AND standing.list_code = %s AND standing.ended_version IS NULL
      AND NOT EXISTS (SELECT FROM load_line line WHERE line.entry_id = standing.entry_id)
      AND NOT EXISTS (SELECT FROM load_spared spared WHERE spared.entry_id = standing.entry_id)
"""
COUNTED = """
    SELECT count(*) FILTER (WHERE standing IS NULL), count(standing), (SELECT count(*) FROM load_line) - count(*),
           (SELECT count(*) FROM load_gone)
    FROM load_change
"""
KEEP_LIST = """
    INSERT INTO lists.reference_list AS kept (code, is_register, two_people) VALUES (%s, %s, %s)
    ON CONFLICT (code) DO UPDATE SET two_people = EXCLUDED.two_people WHERE kept.two_people <> EXCLUDED.two_people
"""
VERSION_BEFORE = """
    SELECT file_digest, added, changed, unchanged, ended, rejected FROM lists.list_version WHERE list_code = %s AND version = %s
"""
NEW_VERSION = """
    INSERT INTO lists.list_version (list_code, version, file_digest, is_whole, added, changed, unchanged, ended, rejected,
                                    loaded_at, loaded_by)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
"""
END = """
    UPDATE lists.entry SET ended_version = %s
    WHERE id IN (SELECT id FROM load_gone UNION ALL SELECT standing FROM load_change WHERE standing IS NOT NULL)
"""
BEGIN = """
    WITH begun AS (
        INSERT INTO lists.entry (list_code, entry_id, name, name_form, aliases, birth_date, id_number, doc_number, nationality,
                                 sex, ground, valid_from, valid_to, owner, digest, normaliser, first_version)
        SELECT %s, line.entry_id, line.name, line.name_form, line.aliases, line.birth_date, line.id_number, line.doc_number,
               line.nationality, line.sex, line.ground, line.valid_from, line.valid_to, line.owner, line.digest, %s, %s
        FROM load_line line JOIN load_change USING (entry_id)
        RETURNING id, entry_id
    )
    INSERT INTO lists.entry_key (key, entry_id)
    SELECT key, begun.id FROM begun JOIN load_line line USING (entry_id), unnest(line.keys) AS key
"""
MOVE_ON = """
    UPDATE lists.reference_list list SET current_version = %s
    FROM (SELECT code, current_version FROM lists.reference_list WHERE code = %s) AS before
    WHERE list.code = before.code RETURNING before.current_version IS NULL
"""
CHANGED = "SELECT reference, list_code FROM lists.list_changed(%s, %s, %s)"
ONE_LOAD = "SELECT pg_advisory_xact_lock(hashtextextended('mumian load of ' || %s, 0))"
# The same lock that `lists.ask` takes shared: whoever asks either sees the new version or is seen by it.
NOBODY_ASKS = "SELECT pg_advisory_xact_lock(hashtextextended('mumian reference list ' || %s, 0))"


@dataclass
class _Lines:
    """The lines of a file on their way: entries go on, the others to the reject file."""

    reject: Reject
    taken: dict[str, int] = field(default_factory=dict)
    spared: set[str] = field(default_factory=set)
    rejected: int = 0

    def entries(self, lines: Iterable[tuple[int, str]]) -> Iterator[EntryFacts]:
        for number, line in lines:
            if not line.strip():
                continue
            written = split_line(line)
            entry = UNREADABLE if written is None else read_entry(written)
            if isinstance(entry, EntryFacts) and entry.entry_id in self.taken:
                entry = TWICE.filled(entry_id=entry.entry_id, line=self.taken[entry.entry_id])
            if isinstance(entry, EntryFacts):
                self.taken[entry.entry_id] = number
                yield entry
            else:
                self.rejected += 1
                self.spared.add(first_field(line))
                self.reject(number, entry, written or [line])


def load_list(*, path: Path, code: ListCode, version: str, whole: bool, at: datetime, by: str, reject: Reject) -> LoadedList:
    """Load one version of a list from a CSV file; when anything stops it, nothing of it is there.

    Entries whose line is as it was stay as they are; changed ones end and begin anew, so that cleared pairs are looked at again.
    With `whole` the file is the whole list, and entries that are not in it end; entries named by a rejected line do not, and when
    such a line names none, nothing ends. Watches that the change concerns are compared in the same transaction. The same file
    under the same version is done already. Raises LoadRefused, NoRulebook.
    """
    kept = current_rulebook().list_of.get(code)
    if kept is None:
        raise LoadRefused(NO_SUCH_LIST.filled(code=code, known=", ".join(sorted(current_rulebook().list_of))))
    surveyed = survey(_blocks(path))
    before = _version_before(code, version, surveyed)
    if before is not None:
        return LoadedList(code, version, before, is_new=False)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ONE_LOAD, [code])
        lines = _Lines(reject)
        _stage(cursor, lines, path, surveyed)
        if whole and not lines.taken:
            raise LoadRefused(NOTHING_LEFT.filled(code=code))
        cursor.execute(KEEP_LIST, [code, code == POPULATION, kept.two_people])
        cursor.execute(CHANGES, [code])
        cursor.execute(GONE, [whole and "" not in lines.spared, code])
        cursor.execute(COUNTED)
        figures = (*cursor.fetchone(), lines.rejected)
        cursor.execute(NEW_VERSION, [code, version, surveyed.digest, whole, *figures, at, by])
        [version_id] = cursor.fetchone()
        cursor.execute(END, [version_id])
        cursor.execute(BEGIN, [code, NORMALISER, version_id])
        cursor.execute(NOBODY_ASKS, [code])
        cursor.execute(MOVE_ON, [version_id, code])
        [is_first] = cursor.fetchone()
        cursor.execute(CHANGED, [version_id, is_first, at])
        tell(cursor.fetchall(), at)
    return LoadedList(code, version, LoadCounts(*figures), is_new=True)


def _version_before(code: ListCode, version: str, surveyed: Surveyed) -> LoadCounts | None:
    with connection.cursor() as cursor:
        cursor.execute(VERSION_BEFORE, [code, version])
        row = cursor.fetchone()
    if row is None:
        return None
    if bytes(row[0]) != surveyed.digest:
        raise LoadRefused(OTHER_FILE.filled(code=code, version=version))
    return LoadCounts(*row[1:])


def _stage(cursor: Any, lines: _Lines, path: Path, surveyed: Surveyed) -> None:
    cursor.execute(STAGE)
    cursor.execute(STAGE_SPARED)
    with path.open(encoding=surveyed.encoding, errors="replace", newline="") as file:
        numbered = enumerate((line.rstrip("\r\n") for line in file), start=1)
        found = split_line(next(numbered, (1, ""))[1]) or []
        if tuple(name.strip() for name in found) != COLUMNS:
            raise LoadRefused(WRONG_COLUMNS.filled(wanted=",".join(COLUMNS), found=",".join(found)[:200]))
        with cursor.copy(COPY) as copy:
            for entry in lines.entries(numbered):
                copy.write_row(_row(entry))
    cursor.execute("INSERT INTO load_spared SELECT unnest(%s::text[])", [sorted(lines.spared)])
    cursor.execute("ANALYZE load_line")


def _row(entry: EntryFacts) -> tuple[object, ...]:
    return (
        entry.entry_id,
        entry.name,
        written_form(entry.name),
        list(entry.aliases),
        entry.birth_date,
        entry.id_number,
        entry.doc_number,
        entry.nationality,
        entry.sex,
        entry.ground,
        entry.valid_from,
        entry.valid_to,
        entry.owner,
        digest_of_entry(entry),
        list(keys_of_entry(entry)),
    )


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
