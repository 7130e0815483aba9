"""Keys made anew for a whole list, when the rules by which they are made or the way in which they are kept have changed.

Keys are made by all cores and set aside a chunk at a time, so whoever is cut off goes on where he stopped; then they take the
place of the old ones in one transaction. Meanwhile a list that is only kept otherwise answers as before. One that is keyed by
other rules clears nobody who asks from then on.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, Final

from django.db import connection, transaction

from mumian.clearance.rules.chunks import keys_of_entries
from mumian.clearance.rules.keys import KEPT_VERSION, KEYS_VERSION, Keyed
from mumian.clearance.terms import POPULATION, EntryFacts, ListCode
from mumian.foundation.beside import processes_beside

CHUNK: Final = 5_000
WORTH_IT: Final = 20_000
"""From so many entries on, processes are started beside this one."""
AHEAD: Final = 4
WARM: Final = EntryFacts("", "木棉", birth_date="1990-01-01")

STANDS: Final = "SELECT keyed, kept FROM lists.reference_list WHERE code = %s"
OTHERWISE: Final = "SELECT code FROM lists.reference_list WHERE keyed <> %s OR kept < %s ORDER BY keyed = %s, code"
COUNT: Final = "SELECT count(*) FROM lists.entry WHERE list_code = %s AND ended_version IS NULL"
BEGUN: Final = "SELECT last_entry, entries FROM lists.keying WHERE list_code = %s AND (keyed, kept) = (%s, %s)"
FORGET: Final = ("DELETE FROM lists.keying_key WHERE list_code = %s", "DELETE FROM lists.keying WHERE list_code = %s")
BEGIN: Final = "INSERT INTO lists.keying (list_code, keyed, kept, last_entry, entries) VALUES (%s, %s, %s, 0, 0)"
ENTRIES: Final = """
    SELECT id, name, aliases, birth_date, id_number, doc_number, nationality, sex FROM lists.entry
    WHERE list_code = %s AND ended_version IS NULL AND id > %s ORDER BY id LIMIT 5000
"""
COPY_KEYS: Final = "COPY lists.keying_key (list_code, key, owner_id, number, born) FROM STDIN"
CAME_TO: Final = "UPDATE lists.keying SET last_entry = %s, entries = entries + %s WHERE list_code = %s"
TAKE_THEIR_PLACE: Final = (
    "SET LOCAL work_mem = '256MB'",
    "SET LOCAL jit = off",
    """
    DELETE FROM lists.key stored USING lists.entry entry
    WHERE NOT stored.of_watch AND entry.id = stored.owner_id AND entry.list_code = %(code)s
    """,
    """
    INSERT INTO lists.key (key, of_watch, owner_id, number, born)
    SELECT key, false, owner_id, number, born FROM lists.keying_key WHERE list_code = %(code)s ORDER BY key
    """,
)
KEYED: Final = "UPDATE lists.reference_list SET keyed = %s, kept = %s WHERE code = %s"
ANEW: Final = "SELECT lists.compare_anew(%s)"
NOBODY_COMPARES: Final = "SELECT pg_advisory_xact_lock(hashtextextended('mumian reference list ' || %s, 0))"
LOCK: Final = "SELECT pg_advisory_lock(hashtextextended('mumian load of ' || %s, 0))"
UNLOCK: Final = "SELECT pg_advisory_unlock(hashtextextended('mumian load of ' || %s, 0))"

Told = Callable[[ListCode, int, int], None]
"""Told how far a list has come: its code, the entries that are done, and how many there are."""
Entries = list[tuple[int, EntryFacts]]


def key_lists_anew(told: Told = lambda _code, _done, _of: None) -> int:
    """Key every list that is keyed or kept otherwise, those first that wait for it; answers how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERWISE, [KEYS_VERSION, KEPT_VERSION, KEYS_VERSION])
        codes = [code for (code,) in cursor.fetchall()]
    for code in codes:
        key_list_anew(code, is_register=code == POPULATION, told=told)
    return len(codes)


def key_list_anew(
    code: ListCode, *, is_register: bool, only_by_rules: bool = False, told: Told = lambda _code, _done, _of: None
) -> None:
    """Make the keys of a list's standing entries again; where other rules had made them, who asks the list is compared anew.

    With `only_by_rules` a list that is merely kept otherwise stays as it is. One load or keying of a list goes at a time.
    """
    with nobody_else_loads(code), connection.cursor() as cursor:
        cursor.execute(STANDS, [code])
        row = cursor.fetchone()
        if row is None or (row[0] == KEYS_VERSION and (only_by_rules or row[1] >= KEPT_VERSION)):
            return
        _set_aside(cursor, code, is_register=is_register, told=told)
        with transaction.atomic():
            for statement in TAKE_THEIR_PLACE:
                cursor.execute(statement, {"code": code})
            if row[0] != KEYS_VERSION:
                cursor.execute(NOBODY_COMPARES, [code])
            cursor.execute(KEYED, [KEYS_VERSION, KEPT_VERSION, code])
            if row[0] != KEYS_VERSION:
                cursor.execute(ANEW, [code])
            for statement in FORGET:
                cursor.execute(statement, [code])


@contextmanager
def nobody_else_loads(code: ListCode) -> Iterator[None]:
    """One load of a list at a time; another waits for it to end."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [code])
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute(UNLOCK, [code])


def _set_aside(cursor: Any, code: ListCode, *, is_register: bool, told: Told) -> None:
    """The keys of every standing entry, from where an earlier try stopped."""
    cursor.execute(COUNT, [code])
    [of] = cursor.fetchone()
    after, done = _begun(cursor, code)
    keying: deque[tuple[Entries, Future[list[Keyed]]]] = deque()
    with _pool(of) as run:
        while True:
            while len(keying) < AHEAD and (rows := _entries(cursor, code, after)):
                keying.append((rows, run(keys_of_entries, [entry for _, entry in rows], is_register)))
                after = rows[-1][0]
            if not keying:
                return
            rows, keys = keying.popleft()
            _keep(cursor, code, rows, keys.result())
            done += len(rows)
            told(code, done, of)


@transaction.atomic
def _begun(cursor: Any, code: ListCode) -> tuple[int, int]:
    """Up to which entry, and how many, an earlier try by these rules has come."""
    cursor.execute(BEGUN, [code, KEYS_VERSION, KEPT_VERSION])
    row = cursor.fetchone()
    if row is not None:
        return row[0], row[1]
    for statement in FORGET:
        cursor.execute(statement, [code])
    cursor.execute(BEGIN, [code, KEYS_VERSION, KEPT_VERSION])
    return 0, 0


@transaction.atomic
def _keep(cursor: Any, code: ListCode, rows: Entries, keys: list[Keyed]) -> None:
    with cursor.copy(COPY_KEYS) as copy:
        for (number, _), one in zip(rows, keys, strict=True):
            for key, born in one.with_births():
                copy.write_row((code, key, number, one.number, born))
    cursor.execute(CAME_TO, [rows[-1][0], len(rows), code])


@contextmanager
def _pool(entries: int) -> Iterator[Callable[..., Future[Any]]]:
    if entries < WORTH_IT:
        yield at_once
        return
    keys_of_entries([WARM], of_register=False)  # the dictionaries are read once, before there are processes
    with processes_beside() as run:
        yield run


def at_once(do: Callable[..., Any], *arguments: Any) -> Future[Any]:
    """The same in this process."""
    done: Future[Any] = Future()
    done.set_result(do(*arguments))
    return done


def _entries(cursor: Any, code: ListCode, after: int) -> Entries:
    cursor.execute(ENTRIES, [code, after])
    return [
        (
            number,
            EntryFacts(
                "", name, tuple(aliases), birth_date=birth, id_number=id_number, doc_number=document, nationality=state, sex=sex
            ),
        )
        for number, name, aliases, birth, id_number, document, state, sex in cursor.fetchall()
    ]
