"""How many acts the audit record takes beside plain inserts, how fast they are sealed, and whether alterations are found.

The database is the one of the tests, which does not wait for the disk: read the figures as ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ |= {"DJANGO_SETTINGS_MODULE": "mumian.project.settings", "MUMIAN_PROFILE": "test"}

import django  # noqa: E402  # the paths above come first

django.setup()

import psycopg  # noqa: E402  # after Django
import verify_audit  # noqa: E402  # as above
from django.db import connection, transaction  # noqa: E402  # needs Django set up

from mumian.audit.queries.verifying import verify_record  # noqa: E402  # as above
from mumian.audit.rules.signing import SigningKey  # noqa: E402  # as above
from mumian.audit.services import Sealer, keep_sealing_key, open_session, record_act, record_acts  # noqa: E402  # as above
from mumian.audit.services.recording import Said  # noqa: E402  # as above
from mumian.audit.terms import Acting, Actor, ActorKind, DetailValue, Thing  # noqa: E402  # as above
from mumian.foundation.clock import SystemClock  # noqa: E402  # as above
from mumian.project.environment import Environment  # noqa: E402  # as above
from tests.audit.conftest import write_record  # noqa: E402  # as above
from tests.support.alterations import altered  # noqa: E402  # as above
from tests.support.databases import TestDatabases, serving  # noqa: E402  # as above
from tests.support.logins import as_role  # noqa: E402  # as above

DETAIL: dict[str, DetailValue] = {
    "service": "passport_first",
    "due_on": "2026-09-08",
    "lists": ["FILED_STAFF", "EXIT_BAR", "WANTED"],
}
WRITERS = 2
# The same columns and the same index on thing and position as the record's, but nothing computed and nothing locked.
PLAIN_TABLE = """
    CREATE TABLE bench_plain (LIKE audit_act INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING INDEXES);
    GRANT INSERT ON bench_plain TO mumian_web;
"""
PLAIN = """
    INSERT INTO bench_plain (thing, position, act, actor_kind, actor_id, actor_department, session_id, place, at, written_at,
                             detail, personal, previous, hash)
    VALUES (%s, %s, 'accepted', 'officer', '100001', 'acceptance', 1, '10.0.0.7 H01-W01', %s, now(), %s::jsonb, '{}', %s, %s)
"""
FUNCTION = "SELECT audit_record_act(%s, %s, 'accepted', %s, %s::jsonb)"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--acts", type=int, default=6_000, help="acts of each measurement")
    parser.add_argument("--rounds", type=int, default=3, help="times that each is measured, in turn; the median counts")
    parser.add_argument("--alterations", type=int, default=1_000, help="alterations of an export to be found")
    options = parser.parse_args()
    environment = Environment.read()
    with serving(environment.var / "test", environment.database_url) as databases:
        result = measured(databases, options.acts, options.rounds)
        result |= proved(databases, options.alterations)
    for name, value in result.items():
        sys.stdout.write(f"{name:<28} {value}\n")
    if options.json:
        sys.stdout.write(json.dumps(result) + "\n")
    return 0 if result["alterations_missed"] == 0 and result["faults"] == 0 else 1


def measured(databases: TestDatabases, acts: int, rounds: int) -> dict[str, float]:
    """Acts a second in each way, and their ratio to plain inserts of equal rows in the same run."""
    with databases.login("owner").connect() as owner:
        owner.execute(PLAIN_TABLE.encode())
    with as_role(databases, "web"):
        acting = signed_in()
        things = [Thing(f"case:{number}") for number in range(acts)]
        record_acts(said=[Said(thing) for thing in things], act="opened", actor=acting, at=now(), expects="new")
        ways: dict[str, Callable[[int], None]] = {
            "plain": lambda turn: plainly(databases, things, turn),
            "acts": lambda turn: by_function(databases, acting, things),
            "acts_by_service": lambda turn: by_service(acting, things[: acts // 3]),
            "acts_of_one_thing": lambda turn: by_function(databases, acting, things[:1] * (acts // 3), writers=1),
            "acts_in_sets": lambda turn: in_sets(acting, things),
        }
        counts = {"acts_by_service": acts // 3, "acts_of_one_thing": acts // 3}
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        for turn in range(rounds):
            for name, way in ways.items():
                seconds[name].append(timed(lambda way=way, turn=turn: way(turn)))  # type: ignore[misc]  # defaults bind the loop's values
    rates = {name: counts.get(name, acts) / statistics.median(took) for name, took in seconds.items()}
    figures = {f"{name}_per_s": round(rate) for name, rate in rates.items()}
    ratios = {f"{name}_to_plain": round(rate / rates["plain"], 2) for name, rate in rates.items() if name != "plain"}
    return {**figures, **ratios, **sealed(databases)}


def sealed(databases: TestDatabases) -> dict[str, float]:
    """Sealing and verifying all that was written above."""
    with as_role(databases, "owner"):
        key = SigningKey.new()
        keep_sealing_key(key, at=now())
        sealer, count = Sealer(key=key, clock=SystemClock()), 0
        began = time.perf_counter()
        while turn := sealer.turn().sealed:
            count += turn
        took = time.perf_counter() - began
        began = time.perf_counter()
        found = verify_record()
        verifying = time.perf_counter() - began
    if found.waiting or found.sealed != count:
        raise RuntimeError(f"{found.waiting} acts were not sealed, {found.sealed} of {count} were")
    return {
        "sealed": count,
        "sealed_per_s": round(count / took),
        "verified_per_s": round(count / verifying),
        "faults": len(found.faults),
    }


def proved(databases: TestDatabases, alterations: int) -> dict[str, float]:
    """Random alterations of an export of its own, each of which the stand-alone verifier must find; the clean one must pass."""
    chance, missed = random.Random(2026), 0  # noqa: S311  # the same alterations every time
    databases.refresh("plain")
    with tempfile.TemporaryDirectory() as scratch, as_role(databases, "owner"), transaction.atomic():
        written = write_record(acts=60, rounds=6, store=Path(scratch))
        transaction.set_rollback(True)
        clean = {path.name: path.read_bytes() for path in written.folder.iterdir()}
        is_clean_fine = verify_audit.check(folder=written.folder, anchors=[written.anchor])[0] == 0
        began = time.perf_counter()
        for number in range(alterations):
            _, files = altered(clean, chance)
            folder = Path(scratch) / f"altered-{number}"
            folder.mkdir()
            for name, content in files.items():
                (folder / name).write_bytes(content)
            missed += verify_audit.check(folder=folder, anchors=[written.anchor])[0] != verify_audit.BROKEN
        took = time.perf_counter() - began
    return {
        "clean_export_passes": is_clean_fine,
        "alterations": alterations,
        "alterations_found": alterations - missed,
        "alterations_missed": missed,
        "alterations_per_s": round(alterations / took),
        "cores": os.cpu_count() or 0,
    }


def now() -> datetime:
    return datetime.now(UTC)


def signed_in() -> Acting:
    actor = Actor(ActorKind.OFFICER, "100001", "acceptance")
    place, at = "10.0.0.7 H01-W01", now()
    return open_session(actor=actor, token=os.urandom(32).hex(), place=place, at=at, expires_at=at + timedelta(hours=10))


def timed(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def plainly(databases: TestDatabases, things: list[Thing], turn: int) -> None:
    """One row a transaction, by as many writers as there are below."""
    detail, digest = json.dumps(DETAIL), bytes(32)
    spread(databases, things, WRITERS, lambda page, thing: page.execute(PLAIN, [thing, turn, now(), detail, digest, digest]))


def by_function(databases: TestDatabases, acting: Acting, things: list[Thing], *, writers: int = WRITERS) -> None:
    """One act a transaction, by plain SQL: what an act that is one SQL function pays for its record."""
    detail = json.dumps(DETAIL)
    spread(databases, things, writers, lambda page, thing: page.execute(FUNCTION, [acting.token, thing, now(), detail]))


def spread(
    databases: TestDatabases, things: list[Thing], writers: int, act: Callable[[psycopg.Connection, Thing], object]
) -> None:
    def work(share: list[Thing]) -> None:
        with databases.login("web").connect() as page:
            page.prepare_threshold = 0
            for thing in share:
                act(page, thing)

    threads = [threading.Thread(target=work, args=(things[number::writers],)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def by_service(acting: Acting, things: list[Thing]) -> None:
    """One act a transaction, by the service, on one connection."""
    for thing in things:
        record_act(thing=thing, act="accepted", actor=acting, at=now(), detail=DETAIL)


def in_sets(acting: Acting, things: list[Thing]) -> None:
    """A bulk approval: one row for each case, five hundred cases a transaction."""
    for first in range(0, len(things), 500):
        record_acts(said=[Said(thing, DETAIL) for thing in things[first : first + 500]], act="approved", actor=acting, at=now())


if __name__ == "__main__":
    connection.close()
    sys.exit(main())
