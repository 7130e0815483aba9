"""Comparing persons with five lists: one application, batches, a load, a change against everybody watched, a night in DuckDB.

The first run fills a server of its own under `var/bench-clearance` and leaves it there; later runs with the same sizes find it.
Beside each figure stands a plain scan with rapidfuzz over the names of one list and an exact join in DuckDB, made in the same
run. All persons are invented.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench import _lists, _million, _office  # sets Django up
from bench._clearance_store import CODES, filled, people_watched, sign_in_as_lists, tables_read
from bench._night import night
from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from mumian.clearance.commands.screening import beside, screened
from mumian.clearance.queries import word_for
from mumian.clearance.queries.meeting import bearers_for, bearers_of, entries_met
from mumian.clearance.rules.facts import Facts
from mumian.clearance.rules.keys import keyed
from mumian.clearance.rules.results import Result, Stand, find
from mumian.clearance.services import load_list, open_watches, rescreen
from mumian.clearance.terms import Ask, PersonToClear
from mumian.foundation.identifiers import Sex

TODAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
STRANGERS = 300_000_000
CHANGED = 10_000
SIGNIFICANT = 0.001


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--entries", type=int, default=200_000, help="entries of each of the five lists")
    parser.add_argument("--watched", type=int, default=0, help="persons who are watched (as many as entries of a list)")
    parser.add_argument("--singles", type=int, default=400, help="applications compared one by one")
    parser.add_argument("--batch", type=int, default=20_000, help="applications compared in batches")
    parser.add_argument("--pairs", type=int, default=2_000, help="pairs of applications whose times are told apart")
    parser.add_argument("--night", nargs=2, type=int, metavar=("PERSONS", "ENTRIES"), help="measure a night in DuckDB as well")
    parser.add_argument("--memory", default="4GB", help="what DuckDB may take")
    options = parser.parse_args()
    options.watched = options.watched or options.entries
    with filled(options.entries, options.watched) as (address, loads):
        result: dict[str, Any] = {"entries": options.entries, "lists": len(CODES), "watched": options.watched, "load_s": loads}
        result["read_gb"] = tables_read()
        result["one"] = _said("one", one_by_one(options))
        result["batches"] = _said("batches", batches(options))
        result["beside"] = _said("beside", plain_ways(options, result))
        result["change"] = _said("change", change(options))
        _million._sign_in(address("web"))  # as the pages are
        result["times"] = _said("times", times_apart(options, address))
        if options.night:
            sign_in_as_lists(address)
            persons, entries = options.night
            entries = min(entries, options.entries)
            result["night"] = night(persons, entries, first=options.entries, code=CODES[1], memory=options.memory)
        connection.close()
    result |= {"cores": os.cpu_count() or 0, "load_average": _office.load_average()}
    for name, value in result.items():
        sys.stdout.write(f"{name:<14} {json.dumps(value)}\n")
    if options.json:
        sys.stdout.write(json.dumps(result) + "\n")
    return 0


def _said(name: str, measured: dict[str, Any]) -> dict[str, Any]:
    """What was measured, told at once: a run that is cut off has not been for nothing."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} load {_office.load_average()} {name} {json.dumps(measured)}\n")
    return measured


def applicants(count: int, entries: int) -> list[Facts]:
    """Mostly strangers; one in ten stands on a list, and half of those say another number or none."""
    found = []
    for number in range(count):
        listed = _lists.person(entries + number * 7 % entries) if number % 10 == 0 else None
        if listed is None:
            found.append(_lists.person(STRANGERS + number))
        else:
            found.append(_lists.altered(listed, number) if number % 20 else listed)
    return found


def compared(person: Facts) -> list[Result]:
    """One person end to end: keys, candidates, rules."""
    met = entries_met({0: keyed(person)}, lists=CODES, on=TODAY)
    counts = bearers_of(person.names) if met else {}
    results = (
        find(person, one.facts, Stand(one.list_code, one.version, one.is_register, bearers_for(person, counts))) for one in met
    )
    return [result for result in results if result is not None]


def one_by_one(options: argparse.Namespace) -> dict[str, Any]:
    """Milliseconds of one application."""
    people = applicants(options.singles + 50, options.entries)
    for person in people[:50]:
        compared(person)
    took, surfaced = [], 0
    for person in people[50:]:
        began = time.perf_counter()
        surfaced += bool(compared(person))
        took.append(1000 * (time.perf_counter() - began))
    took.sort()
    return {"p50_ms": round(statistics.median(took), 2), "p99_ms": round(took[int(len(took) * 0.99)], 2), "surfaced": surfaced}


def batches(options: argparse.Namespace) -> dict[str, Any]:
    """Applications a second, keys and rules in processes beside the one that asks."""
    people = applicants(options.batch, options.entries)
    rows = [({"name": facts.names[0]}, facts) for facts in people]
    with beside() as run:
        for _ in screened(iter(rows[:2000]), lists=CODES, on=TODAY, run=run):
            pass
        began = time.perf_counter()
        surfaced = sum(len(found) for _, found in screened(iter(rows), lists=CODES, on=TODAY, run=run))
        seconds = time.perf_counter() - began
    return {"per_second": round(len(rows) / seconds), "surfaced": surfaced}


def plain_ways(options: argparse.Namespace, result: dict[str, Any]) -> dict[str, Any]:
    """A scan of every name of one list with Jaro-Winkler, and an exact join by name and birth date."""
    import duckdb  # noqa: PLC0415  # for development only

    names = [_lists.person(number).names[0] for number in range(options.entries, 2 * options.entries)]
    asked = applicants(20, options.entries)
    began = time.perf_counter()
    for person in asked:
        process.extract(person.names[0], names, scorer=JaroWinkler.similarity, limit=5, score_cutoff=0.9)
    scan = 1000 * (time.perf_counter() - began) / len(asked)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "list.csv")
        _lists.write_list(file, options.entries, options.entries)
        people = Path(folder, "people.csv")
        lines = (f"{number},{one.names[0]},{one.birth}" for number, one in enumerate(applicants(options.batch, options.entries)))
        people.write_text("person_id,name,dob\n" + "\n".join(lines) + "\n")
        base = duckdb.connect()
        base.execute("SET threads = 2")
        base.execute("CREATE TABLE entry AS SELECT * FROM read_csv(?, all_varchar = true)", [str(file)])
        base.execute("CREATE TABLE person AS SELECT * FROM read_csv(?, all_varchar = true)", [str(people)])
        began = time.perf_counter()
        base.execute("SELECT count(*) FROM person JOIN entry USING (name, dob)").fetchall()
        joined = time.perf_counter() - began
    return {
        "rapidfuzz_scan_of_one_list_ms": round(scan, 2),
        "one_to_scan_of_five_lists": round(scan * len(CODES) / result["one"]["p50_ms"], 1),
        "duckdb_join_per_second": round(options.batch / joined),
        "batches_to_join": round(result["batches"]["per_second"] / (options.batch / joined), 4),
    }


def change(options: argparse.Namespace) -> dict[str, Any]:
    """A file in which some entries are new, loaded; then all that came with it compared again with everybody who is watched."""
    count = min(CHANGED, options.entries // 4)
    first = 2 * options.entries
    stamp = f"change {time.time_ns()}"
    chance = random.Random(time.time_ns())  # noqa: S311  # other entries in every run
    start = chance.randrange(600_000_000, 900_000_000)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "change.csv")
        _lists.write_list(file, first, count, changed=frozenset())
        text = file.read_text().replace("虚构,", f"虚构{start},")
        file.write_text(text)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT max(version) FROM lists.list_version v JOIN lists.reference_list l ON l.current_version = v.id "
                "WHERE l.code = %s",
                [CODES[2]],
            )
            [before] = cursor.fetchone()
        began = time.perf_counter()
        counts = load_list(path=file, code=CODES[2], version=stamp, whole=False, at=AT, by="bench", reject=print).counts
        loading = time.perf_counter() - began
    began = time.perf_counter()
    done = rescreen(since=before, at=AT)
    again = time.perf_counter() - began
    return {
        "entries": counts.added + counts.changed,
        "load_and_rescreen_s": round(loading, 2),
        "rescreen_s": round(again, 2),
        "pairs_left": done.pairs,
        "watched": people_watched(),
    }


def times_apart(options: argparse.Namespace, address: Callable[[str], Any]) -> dict[str, Any]:
    """Asking for persons on a list and for strangers, in turn: can their times be told apart, and would the test tell?"""
    listed = [_lists.person(options.entries + number) for number in range(options.pairs)]
    strange = [_lists.person(STRANGERS + 10_000_000 + number) for number in range(options.pairs)]
    pairs = [(listed[n], strange[n]) for n in range(options.pairs)]
    stamp = time.time_ns()
    honest = _times(pairs, f"b{stamp}", lambda _is_listed: None)
    # What must be found: an office in which a hit costs a fifth of a millisecond more.
    red = _times(pairs[: max(200, options.pairs // 4)], f"r{stamp}", lambda is_listed: _lose_time(0.0002 if is_listed else 0))
    return {
        "pairs": options.pairs,
        "median_ms": [round(1000 * statistics.median(one), 3) for one in honest],
        "p": round(told_apart(*honest), 4),
        "red_control_p": told_apart(*red),
        "told_apart": told_apart(*honest) < SIGNIFICANT,
        "red_control_found": told_apart(*red) < SIGNIFICANT,
    }


def _lose_time(seconds: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        pass


def _times(
    pairs: Sequence[tuple[Facts, Facts]], stamp: str, beside_it: Callable[[bool], None]
) -> tuple[list[float], list[float]]:
    took: tuple[list[float], list[float]] = ([], [])
    chance = random.Random(7)  # noqa: S311  # the same order every time
    for number, pair in enumerate(pairs):
        for which in chance.sample((0, 1), 2):
            reference = f"{stamp}:{number}:{which}"
            began = time.perf_counter()
            open_watches(asks=[Ask(reference, _applicant(pair[which]), CODES)], at=AT)
            beside_it(which == 0)
            word_for(reference, lists=CODES, at=AT + timedelta(minutes=1))
            took[which].append(time.perf_counter() - began)
    return took


def _applicant(facts: Facts) -> PersonToClear:
    return PersonToClear(
        facts.names[0], date.fromisoformat(facts.birth), facts.nationality, Sex.MALE, facts.id_numbers, facts.doc_numbers
    )


def told_apart(one: Sequence[float], other: Sequence[float]) -> float:
    """The probability of such a difference by chance, by the ranks of Mann and Whitney, two-sided."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    total = sum(rank for rank, (_, which) in enumerate(ranked, start=1) if which == 0)
    many, few = len(one), len(other)
    mean = many * (many + few + 1) / 2
    spread = (many * few * (many + few + 1) / 12) ** 0.5
    return 2 * (1 - statistics.NormalDist().cdf(abs(total - mean) / spread))


if __name__ == "__main__":
    sys.exit(main())
