"""Acceptances a second through the real pages, from finding the person to the receipt, while live lists watch.

A demonstration of its own is opened on free ports, with its data under `var/bench-http`. Officers sign in by the page for it,
with cookies and CSRF tokens; the lists hear of every act by the live process and fetch their page again, as the script of the
pages does, at most once a second each. Acceptances begin at a fixed rate, whether those before have ended or not, and the rate
is raised until the slowest twentieth of the requests takes too long. Server, lists and browsers share the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from mumian.project.environment import Environment  # noqa: E402  # the paths above come first
from mumian.project.trial import house_on_trial, metered, set_up  # noqa: E402  # as above
from mumian.simulation.http.browser import Browser, Unexpected, sign_in  # noqa: E402  # as above
from mumian.simulation.http.officers import Officer, accept  # noqa: E402  # as above
from mumian.simulation.http.watching import LIST, Watch, watching  # noqa: E402  # as above

if TYPE_CHECKING:
    from mumian.simulation.http.preparing import Prepared

GOAL_PER_S, GOAL_MS = 20.0, 150.0
CEILING_SECONDS = 5.0


@dataclass
class Taken:
    """How long requests took, in milliseconds, by page; `done` counts whole acceptances."""

    by_page: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    done: int = 0
    late: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def all(self) -> list[float]:
        """Every request of an acceptance."""
        return [took for each in self.by_page.values() for took in each]

    def took(self, page: str, milliseconds: float) -> None:
        """Note a request."""
        self.by_page[page].append(milliseconds)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--rates", type=float, nargs="+", default=[2, 5, 10, 15, 20, 25, 30, 40, 50, 60], help="acceptances a second"
    )
    parser.add_argument("--seconds", type=float, default=15, help="how long each rate is kept")
    parser.add_argument("--warm", type=float, default=10, help="seconds at the lowest rate before anything is measured")
    parser.add_argument("--lists", type=int, default=200, help="how many live lists watch")
    parser.add_argument("--officers", type=int, default=40, help="officers at windows")
    parser.add_argument("--watchers", type=int, default=20, help="officers whose lists watch")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes of the pages")
    parser.add_argument("--at", type=int, help="measure a demonstration that is open at this port instead; MUMIAN_VAR names it")
    parser.add_argument("--on", action="store_true", help="go on to the end of the rates although they take too long")
    options = parser.parse_args()
    with house(options) as environment:
        set_up(environment)
        from bench.http.ceiling import ceiling, server_settings  # noqa: PLC0415  # needs Django set up

        prepared = visitors(options)
        result = asyncio.run(measured(environment, prepared, options)) | {"server": server_settings()}
        found = ceiling(environment, prepared.first, CEILING_SECONDS)
    possible = found["pgbench_tps"] / found["acts_per_acceptance"]
    result |= {**found, "ratio": round(result["acceptances_per_s"] / possible, 4)}
    for name, value in result.items():
        sys.stdout.write(f"{name:<24} {json.dumps(value, ensure_ascii=False)}\n")
    if options.json:
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    return 0 if result["acceptances_per_s"] >= GOAL_PER_S else 1


@contextmanager
def house(options: argparse.Namespace) -> Iterator[Environment]:
    """A demonstration of our own, ended afterwards, or the one that is open at a port."""
    if options.at:
        os.environ["MUMIAN_PORT"] = str(options.at)
        yield Environment.read()
        return
    with house_on_trial(ROOT / "var" / "bench-http", workers=options.workers) as environment:
        yield environment


def visitors(options: argparse.Namespace) -> Prepared:
    """Accounts and people."""
    from mumian.offices.terms import Role  # noqa: PLC0415  # needs Django set up
    from mumian.simulation.http.preparing import prepare  # noqa: PLC0415  # as above

    people = int(options.warm * options.rates[0] + options.seconds * sum(options.rates) * 1.1) + 100
    officers = {Role.ACCEPTANCE_OFFICER: options.officers, Role.APPROVAL_OFFICER: options.watchers}
    return prepare(people=people, officers=officers)


async def measured(environment: Environment, prepared: Prepared, options: argparse.Namespace) -> dict[str, Any]:
    """Warm up, then each rate until the requests take too long."""
    port = environment.port
    accepting, looking = prepared.officers.values()
    officers = [await sign_in(port, name, prepared.password) for name in accepting]
    watchers = [await sign_in(port, name, prepared.password) for name in looking]
    visitors = iter(enumerate(prepared.numbers, start=prepared.first))
    steps = []
    async with watching(watchers, options.lists) as watch:
        await at_rate(officers, visitors, options.rates[0], options.warm)
        for rate in options.rates:
            watch.refreshes.clear()
            own = own_seconds()
            with metered(environment.var) as meter:
                taken = await at_rate(officers, visitors, rate, options.seconds)
            used = meter.seconds | {"browsers": own_seconds() - own}
            steps.append(step := said(rate, taken, watch, options.seconds, used))
            sys.stderr.write(json.dumps(step) + "\n")
            if not step["holds"] and not options.on:
                break
        faults = watch.faults[:3]
    held = [step for step in steps if step["holds"]]
    best = max(held, key=lambda step: step["acceptances_per_s"], default=None)
    return {
        "acceptances_per_s": best["acceptances_per_s"] if best else 0.0,
        "p95_ms": best["p95_ms"] if best else steps[0]["p95_ms"],
        "goal_per_s": GOAL_PER_S,
        "goal_p95_ms": GOAL_MS,
        "requests_per_acceptance": round(len(taken.all) / max(taken.done, 1), 1),
        "steps": steps,
        "lists": options.lists,
        "list": LIST,
        "faults_of_lists": faults,
        "officers": len(officers),
        "web_processes": environment.web_workers,
        "people": len(prepared.numbers),
        "warm_seconds": options.warm,
        "cores": os.cpu_count() or 0,
        "load_average": [round(one, 2) for one in os.getloadavg()],
    }


def said(rate: float, taken: Taken, watch: Watch, seconds: float, used: dict[str, float]) -> dict[str, Any]:
    """One rate: what was reached, how long requests took, and how many cores each process needed."""
    p95 = _p95(taken.all)
    reached = taken.done / seconds
    return {
        "offered_per_s": rate,
        "acceptances_per_s": round(reached, 1),
        "median_ms": round(statistics.median(taken.all or [0.0]), 1),
        "p95_ms": p95,
        "p95_by_page_ms": {page: _p95(took) for page, took in taken.by_page.items()},
        "refreshes_per_s": round(len(watch.refreshes) / seconds, 1),
        "refresh_p95_ms": _p95(watch.refreshes),
        "no_officer_free": taken.late,
        "cores_used": {name: round(spent / seconds, 2) for name, spent in used.items()},
        "load": round(os.getloadavg()[0], 1),
        "faults": taken.faults[:3],
        "holds": p95 < GOAL_MS and reached >= rate * 0.95 and not taken.faults,
    }


def _p95(took: Sequence[float]) -> float:
    return round(statistics.quantiles(took, n=20)[-1], 1) if len(took) > 1 else 0.0


def own_seconds() -> float:
    """Seconds of processor time that the browsers have used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def at_rate(officers: list[Browser], visitors: Iterator[tuple[int, str]], rate: float, seconds: float) -> Taken:
    """Begin acceptances at this rate for so long, and wait for the last of them."""
    taken, free = Taken(), list(officers)
    running: set[asyncio.Task[None]] = set()
    begin = time.perf_counter()
    for place in range(int(rate * seconds)):
        wait = begin + place / rate - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        if not free:
            taken.late += 1
            continue
        task = asyncio.create_task(served(free.pop(0), next(visitors), taken, free))
        running.add(task)
        task.add_done_callback(running.discard)
    late = (await asyncio.wait(running, timeout=30))[1] if running else ()
    for task in late:
        task.cancel()  # his browser hangs up, and is free for the next rate
    await asyncio.gather(*late, return_exceptions=True)
    taken.faults += [f"{len(late)} acceptances had not ended half a minute after the last began"] if late else []
    return taken


async def served(browser: Browser, visitor: tuple[int, str], taken: Taken, free: list[Browser]) -> None:
    """One acceptance; what went otherwise is noted. The officer is then free for the next."""
    person, number = visitor
    try:
        await accept(Officer(browser, taken.took), number, person)
        taken.done += 1
    except (Unexpected, OSError, EOFError, ValueError) as fault:
        taken.faults.append(f"{type(fault).__name__}: {fault}"[:600])
    finally:
        free.append(browser)


if __name__ == "__main__":
    sys.exit(main())
