"""The server of the measurement of clearance: five lists and everybody who is watched, filled once and kept."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import _lists, _million
from django.db import connection

from mumian.clearance.rules.facts import facts_of_person
from mumian.clearance.rules.keys import KEPT_VERSION, KEYS_VERSION, NORMALISER, Keyed, digest_of_person, keyed
from mumian.clearance.rules.persons import watch_of
from mumian.clearance.services import load_list
from mumian.clearance.terms import Ask, PersonToClear
from mumian.foundation.identifiers import Sex
from mumian.project.database.address import Address
from mumian.project.database.embedded import EmbeddedDatabase
from mumian.project.database.logins import login_name
from mumian.project.environment import Environment

CODES = ("POPULATION", "FILED_STAFF", "EXIT_BAR", "HKMO_VIOLATION", "WANTED")
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
WATCHED_FROM = 400_000_000
FILLED = 2
CHUNK = 5_000


@contextmanager
def filled(entries: int, watched: int) -> Iterator[tuple[Callable[[str], Address], dict[str, Any]]]:
    """The server, and this process signed in to it as the role `lists`; with what loading took when it was filled."""
    folder = Environment.read().var / "bench-clearance"
    embedded = EmbeddedDatabase(folder, careless=True)
    cluster = embedded.cluster()
    cluster.make()
    cluster.start()
    kind = f"{FILLED}-{KEYS_VERSION}.{KEPT_VERSION}-{entries}-{watched}"
    filling, stamp, migrated = folder / f"filling-{kind}.json", folder / f"filled-{kind}.json", folder / _million._migrations()
    try:
        if not embedded.is_prepared():
            embedded.prepare(cluster)
        if not stamp.exists():
            if not filling.exists():
                for old in [*folder.glob("filled-*"), *folder.glob("filling-*"), *folder.glob("migrated-*")]:
                    old.unlink()
                _emptied(embedded, cluster.address)
                migrated.touch()
                filling.write_text("{}")
            _fill(embedded, cluster.address, filling, entries, watched)
            filling.rename(stamp)
        if not migrated.exists():
            _million._run(embedded.address("owner"), "manage", "migrate", "--verbosity=0", "--no-input")  # as above
            migrated.touch()
        sign_in_as_lists(embedded.address)
        yield embedded.address, json.loads(stamp.read_text())
    finally:
        connection.close()
        cluster.stop()


def sign_in_as_lists(address: Callable[[str], Address]) -> None:
    """Sign in as lists are loaded: with time for a long statement, which this process, set up for pages, would not have."""
    connection.settings_dict["OPTIONS"]["options"] = "-c statement_timeout=0"
    _million._sign_in(address("lists"))


def _fill(embedded: EmbeddedDatabase, superuser: Address, filling: Path, entries: int, watched: int) -> None:
    """Lists and those who are watched; a fill that was cut off goes on with the next list."""
    loads: dict[str, Any] = json.loads(filling.read_text())
    sign_in_as_lists(embedded.address)
    for place, code in enumerate(CODES):
        if code not in loads:
            loads[code] = round(_loaded(code, place, entries), 1)
            filling.write_text(json.dumps(loads))
    _watch(embedded.address("owner"), watched)
    with superuser.with_name(embedded.address("owner").name).connect() as server:
        server.execute("VACUUM (ANALYZE)")


def tables_read() -> float:
    """Gigabytes of tables and indexes, read once from the disk: memory holds them, as at an office that has long been open."""
    files = Environment.read().var / "bench-clearance" / "database" / "data" / "base"
    size = 0
    for path in sorted(files.rglob("*")):
        if path.is_file():
            with path.open("rb", buffering=0) as file:
                while part := file.read(1 << 22):
                    size += len(part)
    return round(size / 1e9, 1)


def people_watched() -> int:
    """How many persons are watched."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM lists.watch WHERE closed_at IS NULL")
        return int(cursor.fetchone()[0])


def _emptied(embedded: EmbeddedDatabase, superuser: Address) -> None:
    name = embedded.address("owner").name
    with superuser.connect() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        server.execute(f'CREATE DATABASE "{name}" OWNER "{login_name("owner")}"'.encode())
    embedded.prepare(embedded.cluster())
    _million._run(embedded.address("owner"), "manage", "migrate", "--verbosity=0", "--no-input")  # as above
    _million._run(embedded.address("owner"), "rulebook", "load", "rulebooks/guangzhou")  # as above


def _loaded(code: str, place: int, entries: int) -> float:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} loading {code}\n")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"{code}.csv")
        _lists.write_list(file, place * entries, entries)
        began = time.perf_counter()
        load_list(path=file, code=code, version="bench", whole=True, at=AT, by="bench", reject=print)
        return time.perf_counter() - began


def _watch(owner: Address, watched: int) -> None:
    """Everybody written as the worker would have left him; nobody waits."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} watching {watched}\n")
    starts = range(WATCHED_FROM, WATCHED_FROM + watched, CHUNK)
    with ProcessPoolExecutor(2) as pool, owner.connect() as server:
        for rows in pool.map(_rows, starts):
            first = server.execute("SELECT coalesce(max(id), 0) + 1 FROM lists.watch").fetchone()
            start = first[0] if first else 1
            with server.cursor() as cursor:
                with cursor.copy(
                    "COPY lists.watch (id, reference, person, person_digest, name_form, birth_date, normaliser, opened_at,"
                    " asked_at, screened_at, keys, keyed) FROM STDIN"
                ) as copy:
                    for place, (said, one) in enumerate(rows):
                        digest = bytes.fromhex(said["digest"])
                        person = json.dumps(said["person"], ensure_ascii=False)
                        copy.write_row(
                            (
                                start + place,
                                said["reference"],
                                person,
                                digest,
                                said["name_form"],
                                said["birth_date"],
                                NORMALISER,
                                AT,
                                AT,
                                AT,
                                list(one.keys),
                                KEYS_VERSION,
                            )
                        )
                with cursor.copy("COPY lists.watch_list FROM STDIN") as copy:
                    for place in range(len(rows)):
                        for code in CODES:
                            copy.write_row((start + place, code))
                with cursor.copy("COPY lists.key (key, of_watch, owner_id, number, born) FROM STDIN") as copy:
                    for place, (_, one) in enumerate(rows):
                        for key, born_beside in one.with_births():
                            copy.write_row((key, True, start + place, one.number, born_beside))
        server.execute("SELECT setval(pg_get_serial_sequence('lists.watch', 'id'), (SELECT max(id) FROM lists.watch))")


def _rows(first: int) -> list[tuple[dict[str, Any], Keyed]]:
    rows = []
    for number in range(first, first + CHUNK):
        facts = _lists.person(number)
        born = datetime.fromisoformat(facts.birth).date()
        person = PersonToClear(facts.names[0], born, facts.nationality, Sex.MALE, facts.id_numbers, facts.doc_numbers)
        one = keyed(facts_of_person(person))
        rows.append((watch_of(Ask(f"bench:{number}", person, CODES)), one))
        assert digest_of_person(person)  # noqa: S101  # it can be told apart
    return rows
