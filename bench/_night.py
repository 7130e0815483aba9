"""Everybody of a province against a list in one night: keys as Parquet, joined in DuckDB by a statement in plain SQL."""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench import _lists

from mumian.clearance.queries.meeting import entries_met
from mumian.clearance.rules.births import near_births
from mumian.clearance.rules.keys import keyed

CHUNK = 50_000
SAMPLE = 500
PERSONS_FROM = 700_000_000
# Plain SQL: equal keys, no two valid citizen numbers that differ, and births that may be one. Where none is known,
# and of a person a year alone, all are near.
CANDIDATES = """
    SELECT DISTINCT person.owner AS person, entry.owner AS entry
    FROM person JOIN entry ON entry.key = person.key
         AND (entry.number = person.number OR entry.number IS NULL OR person.number IS NULL)
    LEFT JOIN near ON near.born = person.born AND near.other = entry.born
    WHERE near.other IS NOT NULL OR entry.born IS NULL OR person.born IS NULL OR person.born < 10000
"""


def night(persons: int, entries: int, *, first: int, code: str, memory: str) -> dict[str, Any]:
    """Seconds for keys and for the join, pairs, memory; and whether a sample meets the same entries as it does online.

    `first` is the number of the first entry of the list with this code in the tables.
    """
    import duckdb  # noqa: PLC0415  # for development only

    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        _write(Path(folder, "person.parquet"), PERSONS_FROM, persons)
        keys_of_persons = time.perf_counter() - began
        _write(Path(folder, "entry.parquet"), first, entries)
        base = duckdb.connect(str(Path(folder, "night.duckdb")))
        base.execute(f"SET memory_limit = '{memory}'")
        base.execute("SET threads = 2")
        base.execute(f"SET temp_directory = '{folder}/spill'")
        base.execute("SET preserve_insertion_order = false")
        for side in ("person", "entry"):
            base.execute(f"CREATE VIEW {side} AS SELECT * FROM read_parquet('{folder}/{side}.parquet/*.parquet')")  # noqa: S608  # names of ours
        base.execute("CREATE TABLE near (born INTEGER, other INTEGER)")
        base.execute(f"COPY near FROM '{_near(folder)}'")  # as above
        began = time.perf_counter()
        base.execute(f"COPY ({CANDIDATES}) TO '{folder}/pairs.parquet' (FORMAT parquet)")  # names of ours
        joined = time.perf_counter() - began
        row = base.execute(f"SELECT count(*) FROM read_parquet('{folder}/pairs.parquet')").fetchone()  # noqa: S608  # names of ours
        same = _same_as_online(base, folder, persons, range(first, first + entries), code)
    return {
        "persons": persons,
        "entries": entries,
        "keys_s": round(keys_of_persons, 1),
        "join_s": round(joined, 1),
        "pairs": row[0] if row else 0,
        "memory_limit": memory,
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "sample": SAMPLE,
        "same_as_online": same,
    }


def _write(folder: Path, first: int, count: int) -> None:
    """Keys as Parquet files of a chunk each, made by all cores."""
    folder.mkdir()
    with ProcessPoolExecutor(2) as pool:
        starts = range(first, first + count, CHUNK)
        list(pool.map(_file, ((folder, start, min(CHUNK, first + count - start)) for start in starts)))


def _file(what: tuple[Path, int, int]) -> None:
    import duckdb  # noqa: PLC0415  # for development only

    folder, start, count = what
    text = folder / f"{start}.csv"
    with text.open("w") as file:
        file.writelines(_lines(start, count))
    base = duckdb.connect()
    base.execute("SET threads = 1")
    base.execute(
        f"COPY (SELECT * FROM read_csv('{text}', header = false, columns = "  # noqa: S608  # names of ours
        "{'owner': 'BIGINT', 'key': 'BIGINT', 'number': 'BIGINT', 'born': 'INTEGER'})) "
        f"TO '{folder / str(start)}.parquet' (FORMAT parquet)"
    )
    text.unlink()


def _lines(start: int, count: int) -> Iterator[str]:
    for number in range(start, start + count):
        one = keyed(_lists.person(number))
        written = "" if one.number is None else str(one.number)
        yield from (f"{number},{key},{written},{'' if born is None else born}\n" for key, born in one.with_births())


def _near(folder: str) -> Path:
    """A file of all births of invented persons, each with every birth near it."""
    file = Path(folder, "near.csv")
    days = (_lists.FIRST_DAY + timedelta(days=number) for number in range(_lists.DAYS))
    with file.open("w") as lines:
        for born in (int(f"{day:%Y%m%d}") for day in days):
            lines.writelines(f"{born},{other}\n" for other in near_births(born) or ())
    return file


def _same_as_online(base: Any, folder: str, persons: int, entries: range, code: str) -> bool:
    """Whether a sample meets here what it meets in the tables, where those entries stand on the list of this code."""
    step = max(persons // SAMPLE, 1)
    sample = list(range(PERSONS_FROM, PERSONS_FROM + persons, step))[:SAMPLE]
    pairs = base.execute(
        f"SELECT person, entry FROM read_parquet('{folder}/pairs.parquet') WHERE person IN (SELECT unnest(?))",  # noqa: S608  # names of ours
        [sample],  # names of ours
    ).fetchall()
    met = entries_met({number: keyed(_lists.person(number)) for number in sample}, lists=[code], on=date(2026, 11, 20))
    return set(pairs) == {(one.owner, int(one.number[1:])) for one in met if int(one.number[1:]) in entries}
