"""Approving and beginning many cases at once, beside pgbench writing sets of equal form in the same database.

The cases are first passports that were accepted at a window and whose lists are clear. Each gets its own move, row of audit and
event; each document its own blank, number and zone.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench import (
    _office,  # sets Django up
    lifecycles,
)
from bench._office import AT, MINUTE, BenchOffice

from mumian.cases import services
from mumian.cases.terms import CaseId
from mumian.offices.terms import Role

SET = 500


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--cases", type=int, default=4_000)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seconds", type=int, default=10, help="how long pgbench runs")
    options = parser.parse_args()
    options.ordinary = False
    with _office.opened(people=options.cases) as (office, applicants):
        shares = [applicants[number :: options.processes] for number in range(options.processes)]
        ids: list[list[CaseId]] = lifecycles.together(
            office,
            [lambda share=share, n=n: accepted(office, n, share) for n, share in enumerate(shares)],  # type: ignore[misc]  # defaults bind the loop's values
            options,
        ).answers
        lifecycles.together(office, [lambda: lifecycles.compare(len(applicants))], options)
        _office.analyse(office)
        result = measured(office, ids, options)
    for name, value in result.items():
        sys.stdout.write(f"{name:<28} {value}\n")
    if options.json:
        sys.stdout.write(json.dumps(result) + "\n")
    return 0


def accepted(office: BenchOffice, worker: int, applicants: list[_office.Applicant]) -> list[CaseId]:
    """Cases that wait for approval."""
    ids = lifecycles.begin(office, worker, applicants)
    lifecycles.pay(ids)
    by = office.mover(Role.ACCEPTANCE_OFFICER, worker)
    for case_id in ids:
        services.accept_application(
            case_id=case_id, hall=lifecycles.HALL, identity_checked=True, by=by, at=AT, key=f"accept-{case_id}"
        )
    return ids


def measured(office: BenchOffice, ids: Sequence[list[CaseId]], options: argparse.Namespace) -> dict[str, Any]:
    """Cases a second, and the ratio to what pgbench writes in sets of the same size."""
    cases = sum(map(len, ids))
    settings = _office.server_settings()
    rates = {}
    for name, act in (("approval", approve), ("production", make)):
        run = lifecycles.together(
            office,
            [lambda mine=mine, n=n, act=act: act(office, n, mine) for n, mine in enumerate(ids)],  # type: ignore[misc]
            options,
        )
        if sum(run.answers) != cases:
            raise ValueError(f"{name}: {run.answers} of {cases} were done")
        rates[name] = cases / run.seconds
    limit = _office.ceiling(office, clients=options.processes, seconds=options.seconds, at_once=SET)
    return {
        "cases": cases,
        "set": SET,
        **{f"{name}_per_s": round(rate) for name, rate in rates.items()},
        "pgbench_acts_per_s": round(limit),
        **{f"{name}_ratio": round(rate / limit, 2) for name, rate in rates.items()},
        "processes": options.processes,
        "server": settings,
        "cores": os.cpu_count() or 0,
        "load_average": _office.load_average(),
    }


def approve(office: BenchOffice, worker: int, ids: Sequence[CaseId]) -> int:
    """Approve all, set by set; answers how many were."""
    by = office.mover(Role.APPROVAL_OFFICER, worker)
    return in_sets(
        ids, lambda some, key: services.approve_cases(case_ids=some, by=by, at=AT + 2 * MINUTE, key=f"a-{worker}-{key}")
    )


def make(office: BenchOffice, worker: int, ids: Sequence[CaseId]) -> int:
    """Begin all documents, set by set; answers how many were."""
    by = office.mover(Role.PRODUCTION_OFFICER, worker)
    return in_sets(
        ids, lambda some, key: services.start_productions(case_ids=some, by=by, at=AT + 3 * MINUTE, key=f"p-{worker}-{key}")
    )


def in_sets(ids: Sequence[CaseId], act: Callable[[Sequence[CaseId], int], Sequence[services.BulkAnswer]]) -> int:
    """So many were done."""
    done = 0
    for first in range(0, len(ids), SET):
        done += sum(answer.is_done for answer in act(ids[first : first + SET], first))
    return done


if __name__ == "__main__":
    sys.exit(main())
