"""Work lists, search, case page, counts and the public status with a million cases in the database.

The first run fills a server of its own under `var/bench-lists` (some minutes) and leaves it there; later runs find it. Every case
has its moves and limits; audit, declarations and papers stand for a sample. All persons are invented.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench import _million, _office  # sets Django up
from bench._office import AT
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mumian.cases import queries
from mumian.cases.terms import CaseId, CaseStage
from mumian.offices.queries import officer_by_badge
from mumian.offices.terms import OfficerId
from mumian.project.database.address import Address

GOAL_MS = 25.0


@dataclass(frozen=True)
class Asked:
    """A question as it is asked at the desk, again and again with other values."""

    name: str
    ask: Callable[[], Any]
    is_goal: bool = True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=40, help="how often each question is asked")
    parser.add_argument("--seconds", type=int, default=5, help="how long pgbench runs")
    options = parser.parse_args()
    with _million.filled(options.cases) as address:
        result = measured(address, options)
    for name, value in result.items():
        sys.stdout.write(f"{name:<20} {json.dumps(value, ensure_ascii=False)}\n")
    if options.json:
        sys.stdout.write(json.dumps(result) + "\n")
    slow = [name for name, one in result["questions"].items() if one["is_goal"] and one["median_ms"] >= GOAL_MS]
    return 1 if slow else 0


def measured(address: Address, options: argparse.Namespace) -> dict[str, Any]:
    """Each question with its median, its slowest twentieth and its number of queries, beside pgbench fetching a page of rows."""
    found: dict[str, Any] = {}
    for asked in questions():
        took, counts = [], set()
        for _ in range(options.times):
            with CaptureQueriesContext(connection) as seen:
                start = time.perf_counter()
                asked.ask()
                took.append(1000 * (time.perf_counter() - start))
            counts.add(len(seen))
        found[asked.name] = {
            "median_ms": round(statistics.median(took), 2),
            "p95_ms": round(statistics.quantiles(took, n=20)[-1], 2),
            "queries": sorted(counts),
            "is_goal": asked.is_goal,
        }
    floor = _million.pgbench_page_ms(address, options.seconds)
    for one in found.values():
        one["ratio"] = round(floor / one["median_ms"], 3)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        cases = cursor.fetchone()[0]
    return {
        "cases": cases,
        "pgbench_page_ms": floor,
        "questions": found,
        "worst_median_ms": max(one["median_ms"] for one in found.values() if one["is_goal"]),
        "server": _office.server_settings(),
        "cores": os.cpu_count() or 0,
        "load_average": _office.load_average(),
    }


def questions() -> Iterator[Asked]:
    """What is asked, with values drawn anew each time."""
    chance = random.Random(2026)  # noqa: S311  # the same values every time
    receipts, numbers, names, ids, opened = (_million.sample(what) for what in ("receipts", "numbers", "names", "ids", "open"))
    viewer = officer_by_badge(_million.APPROVER, on=AT.date())
    stages = [CaseStage.ACCEPTED, CaseStage.APPROVED, CaseStage.READY]
    halls = _million.sample("halls")
    services = _million.sample("services")

    yield Asked("work_list", lambda: queries.work_list(stage=chance.choice(stages), at=AT))
    yield Asked("work_list_hall", lambda: queries.work_list(stage=chance.choice(stages), at=AT, hall=chance.choice(halls)))
    yield Asked(
        "work_list_service", lambda: queries.work_list(stage=chance.choice(stages), at=AT, service=chance.choice(services))
    )
    yield Asked(
        "work_list_hall_service",
        lambda: queries.work_list(stage=chance.choice(stages), at=AT, hall=chance.choice(halls), service=chance.choice(services)),
    )
    yield Asked("work_list_due_today", lambda: queries.work_list(stage=chance.choice(stages), at=AT, due_until=AT.date()))
    yield Asked("work_list_page_100", lambda: queries.work_list(stage=CaseStage.ACCEPTED, at=AT, after=5_000))
    yield Asked("work_list_last_page", lambda: queries.work_list(stage=CaseStage.READY, at=AT, after=50_000), is_goal=False)
    yield Asked("search_receipt", lambda: queries.search(chance.choice(receipts), at=AT))
    yield Asked("search_number", lambda: queries.search(chance.choice(numbers), at=AT))
    yield Asked("search_name", lambda: queries.search(chance.choice(names), at=AT))
    yield Asked("case_page", lambda: queries.case_sheet(CaseId(chance.choice(ids)), viewer=viewer, at=AT))
    yield Asked("case_page_open", lambda: queries.case_sheet(CaseId(chance.choice(opened)), viewer=viewer, at=AT))
    yield Asked(
        "public_status",
        lambda: queries.public_status(receipt_number=chance.choice(receipts), last_four=_million.LAST_FOUR),
    )
    yield Asked(
        "counter_list",
        lambda: queries.counter_list(department_id=_million.department(), officer=OfficerId(1), at=AT),
        is_goal=False,
    )
    yield Asked("leaders_counts", lambda: queries.counts_by_stage_and_hall(at=AT), is_goal=False)
    yield Asked("folders_out_of_step", queries.folders_out_of_step, is_goal=False)


if __name__ == "__main__":
    sys.exit(main())
