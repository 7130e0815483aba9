"""The lines of a file on their way into a version; each chunk is committed, so a load goes on where it was cut off.

Reading and making keys is work for all cores: chunks go through processes beside this one, in order. Keys are made only
for lines that are not as they stand in the list already.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction

from mumian.clearance.rules.chunks import Read, Rejected, keys_of_entries, read_lines
from mumian.clearance.rules.keys import KEYS_VERSION, NORMALISER
from mumian.clearance.rules.lines import without_notes
from mumian.clearance.services.loading.copying import COLUMNS, keyed_and_written, read_and_written, unchanged
from mumian.clearance.terms import EntryFacts, ListCode
from mumian.foundation.beside import processes_beside

CHUNK: Final = 4_000
"""Lines that are read and committed together."""
WARM: Final = EntryFacts("", "木棉", birth_date="1990-01-01")
WORTH_IT: Final = 20_000
"""From so many lines on, processes are started beside this one."""

BEGUN: Final = "SELECT id, version, file_digest, normaliser, keyed, lines_read FROM lists.load WHERE list_code = %s"
BEGIN: Final = """
    INSERT INTO lists.load (list_code, version, file_digest, normaliser, keyed, begun_at)
    VALUES (%s, %s, %s, %s, %s, %s) RETURNING id
"""
FORGET: Final = (
    "DELETE FROM lists.load_line WHERE load_id = %s",
    "DELETE FROM lists.load_reject WHERE load_id = %s",
    "DELETE FROM lists.load WHERE id = %s",
)
COPY_LINES: Final = f"COPY lists.load_line ({COLUMNS}) FROM STDIN"
COPY_REJECTS: Final = "COPY lists.load_reject (load_id, line, reason_zh, reason_en, first_field, fields) FROM STDIN"
READ: Final = "UPDATE lists.load SET lines_read = %s WHERE id = %s"
STANDS: Final = "SELECT EXISTS (SELECT FROM lists.entry WHERE list_code = %s AND ended_version IS NULL)"
AS_IT_WAS: Final = """
    SELECT line FROM unnest(%s::bigint[], %s::text[], %s::bytea[]) AS read (line, entry_id, digest)
    JOIN lists.entry standing ON standing.list_code = %s AND standing.entry_id = read.entry_id AND standing.ended_version IS NULL
    WHERE standing.digest = read.digest
"""

Run = Callable[..., "Future[Any]"]
Numbered = list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Staging:
    """What is loaded: a version of a list from one file, at this moment."""

    code: ListCode
    version: str
    digest: bytes
    is_register: bool
    at: datetime
    noted: bool = False
    """Whether it is a report of rejected lines, whose notes are not read."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines on their way: rows for COPY that are there, and those that are being keyed. `last` is the number of the last line."""

    last: int
    rejected: Sequence[Rejected]
    rows: str
    keyed: Future[str]


def stage(staging: Staging, *, path: Path, encoding: str) -> int:
    """Read the file from where an earlier try stopped; answers the number of the load."""
    load, done = _begun(staging)
    with connection.cursor() as cursor:
        cursor.execute(STANDS, [staging.code])
        [stands] = cursor.fetchone()
    with path.open(encoding=encoding, errors="replace", newline="") as file, _pool(path.stat().st_size) as run:
        written = (line.rstrip("\r\n") for line in file)
        lines = enumerate(map(without_notes, written) if staging.noted else written, start=1)
        numbered = islice(lines, max(done, 1), None)
        for chunk in _chunks(numbered, run, staging, load, stands=stands):
            _write(load, chunk)
    return load


def forget(load: int) -> None:
    """Take away the lines of a load."""
    with connection.cursor() as cursor:
        for statement in FORGET:
            cursor.execute(statement, [load])


def _begun(staging: Staging) -> tuple[int, int]:
    """The load of this very file that was cut off, with the lines it has read; else a new one."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BEGUN, [staging.code])
        row = cursor.fetchone()
        if row is not None:
            wanted = (staging.version, staging.digest, NORMALISER, KEYS_VERSION)
            if (row[1], bytes(row[2]), row[3], row[4]) == wanted:
                return row[0], row[5]
            forget(row[0])
        cursor.execute(BEGIN, [staging.code, staging.version, staging.digest, NORMALISER, KEYS_VERSION, staging.at])
        [load] = cursor.fetchone()
        return load, 0


@contextmanager
def _pool(size: int) -> Iterator[Run]:
    """Where chunks are read: in processes beside this one for a large file, at once for a small one."""
    if size < WORTH_IT * 60:
        yield _at_once
        return
    keys_of_entries([WARM], of_register=False)  # the dictionaries are read once, before there are processes
    with processes_beside() as run:
        yield run


def _at_once(do: Callable[..., Any], *arguments: Any) -> Future[Any]:
    done: Future[Any] = Future()
    done.set_result(do(*arguments))
    return done


def _chunks(numbered: Iterator[tuple[int, str]], run: Run, staging: Staging, load: int, *, stands: bool) -> Iterator[Chunk]:
    """Chunks in the order of the file; a few are under way at a time, in each of the two stages."""
    ahead = 2 * (os.cpu_count() or 1)
    reading: deque[tuple[int, Future[Any]]] = deque()
    keying: deque[Chunk] = deque()
    while True:
        while len(reading) < ahead and (lines := list(islice(numbered, CHUNK))):
            begun = run(read_lines, lines) if stands else run(read_and_written, load, lines, staging.is_register)
            reading.append((lines[-1][0], begun))
        if not reading:
            break
        last, future = reading.popleft()
        keying.append(_changed(last, future.result(), run, staging, load) if stands else _fresh(last, future.result()))
        if len(keying) > ahead:
            yield keying.popleft()
    yield from keying


def _fresh(last: int, found: tuple[str, list[Rejected]]) -> Chunk:
    rows, rejected = found
    return Chunk(last, rejected, rows, _at_once(str))


def _changed(last: int, found: tuple[list[Read], list[Rejected]], run: Run, staging: Staging, load: int) -> Chunk:
    """Lines that are as they stand already are told apart here, and no keys are made for them."""
    read, rejected = found
    with connection.cursor() as cursor:
        values: list[Any] = [[one.line for one in read], [one.entry.entry_id for one in read], [one.digest for one in read]]
        cursor.execute(AS_IT_WAS, [*values, staging.code])
        same = {line for (line,) in cursor.fetchall()}
    to_key = [one for one in read if one.line not in same]
    keyed = run(keyed_and_written, load, to_key, staging.is_register)
    return Chunk(last, rejected, unchanged(load, (one for one in read if one.line in same)), keyed)


def _write(load: int, chunk: Chunk) -> None:
    keyed = chunk.keyed.result()
    with transaction.atomic(), connection.cursor() as cursor:
        with cursor.copy(COPY_LINES) as copy:
            copy.write(chunk.rows)
            copy.write(keyed)
        if chunk.rejected:
            with cursor.copy(COPY_REJECTS) as copy:
                for bad in chunk.rejected:
                    copy.write_row((load, bad.line, bad.reason.zh, bad.reason.en, bad.first_field, _plain(bad.fields)))
        cursor.execute(READ, [chunk.last, load])


def _plain(fields: Sequence[str]) -> list[str]:
    """Without what no text of the database holds."""
    return [field.replace("\0", "\ufffd") for field in fields]
