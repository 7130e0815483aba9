"""Let a town live: its ground, its workers, its days, and at the end what the database says."""

from __future__ import annotations

import gc
import os
import resource
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection

from mumian.audit.services import Sealer, load_sealing_key
from mumian.foundation.clock import SystemClock
from mumian.foundation.words import Text
from mumian.simulation.city import staff_city
from mumian.simulation.city.founding import NotADemonstration
from mumian.simulation.parts import PARTS, QUEUEING, expect
from mumian.simulation.parts.clearance import load_people, screen
from mumian.simulation.pool import InProcess, Processes
from mumian.simulation.proving import acts_on_record, proof, sealed, stood_before
from mumian.simulation.running import Orders, Town
from mumian.simulation.stage import Stage
from mumian.simulation.summing import Summary, city_of
from mumian.simulation.town.demand import applications_for, moment

LOOKED_AT: Final = (20, 100, 400, 1_500, 6_000, 25_000, 100_000)
"""Cases or calls after which the server looks at its tables again, as one does by itself that is not started a minute ago."""

SignIn = Callable[[str], None]


@dataclass
class Clockwork:
    """How a run is carried out; none of it changes what comes of it.

    `sign_in` leads a process to the database as a role; without it everything happens in this process and on its connection.
    `say` is told a line of progress at most every other second.
    """

    processes: int = 2
    sign_in: SignIn | None = None
    say: Callable[[str], None] = lambda _line: None
    sealing_key: Path | None = None
    memory: list[tuple[str, int]] = field(default_factory=list)


def lived(orders: Orders, *, seed: int, how: Clockwork) -> tuple[Summary, Town]:
    """Let the town live as ordered and sum it up. Raises NotADemonstration in an office at work, NoGround."""
    began, used_before = time.monotonic(), used(0)
    town = town_of(orders, seed=seed, how=how)
    try:
        at_first = time.monotonic()
        town.run()
        answer = summed(town, how, seconds=time.monotonic() - at_first, made_in=at_first - began, used_before=used_before)
    finally:
        if isinstance(town.pool, Processes):
            town.pool.close()
    return answer, town


def town_of(orders: Orders, *, seed: int, how: Clockwork) -> Town:
    """A town before its first day. Raises NotADemonstration in an office at work, NoGround."""
    if not settings.DEMO_MODE:
        raise NotADemonstration
    staff_city(at=moment(orders.first, 0))
    stage = Stage.stands(seed=seed, on=orders.first)
    usual = orders.visitors or round(stage.volumes.stated.visitors_a_day * orders.share * 1.3)
    expect(applications=applications_for(stage.volumes, usual), days=orders.days)
    gc.collect()
    gc.freeze()  # rulebook and stage stay to the end: whoever collects need not go through them, here and in every worker
    pool = Processes(stage, number=how.processes, sign_in=_as_web(how)) if how.sign_in else InProcess(stage)
    before = stood_before(since=moment(orders.first, 0))
    return Town(stage, orders, pool, partial(_prepare, orders), _load, screen, _Teller(how), before=before)


def summed(town: Town, how: Clockwork, *, seconds: float, made_in: float = 0.0, used_before: float = 0.0) -> Summary:
    """The summary of a town as it stands; `used_before` are the processor seconds of this process when the town began."""
    since = moment(town.orders.first, 0)
    last = max(town.tally.overdue, default=town.orders.first.isoformat())
    at = moment(date.fromisoformat(last), 24 * 3600 - 1)
    city = city_of(town, proof(town.stage, since=since, at=at))
    opened = city["applications"]["opened"]
    run: dict[str, Any] = {
        "seconds": round(seconds, 1),
        "made_in_seconds": round(made_in, 1),
        "cases_a_second": round(opened / seconds, 1) if seconds else 0.0,
        "visitors_a_second": round(city["visitors"]["came"] / seconds, 1) if seconds else 0.0,
        "processes": how.processes if how.sign_in else 1,
        "cores": os.cpu_count(),
        "processor_seconds": processor_seconds(town, used_before=used_before),
        "load_average": [round(one, 2) for one in os.getloadavg()],
        "memory_mb": {day: round(kilobytes / 1024, 1) for day, kilobytes in how.memory},
        "memory_slope_mb_a_day": slope(how.memory),
        "acts_on_record": acts_on_record(),
    }
    if how.sealing_key is not None:
        size, root = sealed(Sealer(key=load_sealing_key(how.sealing_key, at=SystemClock().now()), clock=SystemClock()))
        run |= {"audit_size": size, "audit_root": root}
    return Summary(city, run)


def processor_seconds(town: Town, *, used_before: float) -> dict[str, float]:
    """Processor time of this process since then, of its workers, and of the server's processes; nothing where unknown."""
    workers = town.pool.pids if isinstance(town.pool, Processes) else []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        servers = [row[0] for row in cursor.fetchall()]
    found = {"town": [0], "workers": workers, "server": servers}
    return {name: round(sum(used(pid) for pid in pids) - used_before * (name == "town"), 1) for name, pids in found.items()}


def used(pid: int) -> float:
    """The processor seconds a process has used; 0 means this one. 0.0 where the system does not tell."""
    try:
        said = Path(f"/proc/{pid or 'self'}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")


def slope(memory: list[tuple[str, int]]) -> float:
    """Megabytes a day by least squares over the evenings, without the first fifth, in which caches fill."""
    points = [kilobytes / 1024 for _, kilobytes in memory][len(memory) // 5 :]
    number = len(points)
    if number < 3:  # noqa: PLR2004  # a line through fewer says nothing
        return 0.0
    middle, mean = (number - 1) / 2, sum(points) / number
    across = sum((place - middle) * (point - mean) for place, point in enumerate(points))
    return round(across / sum((place - middle) ** 2 for place in range(number)), 3)


class _Teller:
    """Says how far the town is, keeps the server's knowledge of its tables fresh, notes the memory of each evening."""

    def __init__(self, how: Clockwork) -> None:
        self._how, self._next, self._looked, self._day = how, 0.0, 0, None
        self._began = time.monotonic()

    def __call__(self, town: Town, now: datetime) -> None:
        opened = sum(town.tally.opened.values())
        grown = max(opened, town.tally.tickets["calls"])
        if self._looked < len(LOOKED_AT) and grown >= LOOKED_AT[self._looked]:
            self._looked = sum(one <= grown for one in LOOKED_AT)
            if not connection.in_atomic_block:
                with connection.cursor() as cursor:
                    cursor.execute("ANALYZE")
        if now.hour == now.minute == 0:
            self._evening(town)
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + 2
            self._how.say(self._line(town, now, opened))

    def _evening(self, town: Town) -> None:
        gc.collect()
        pids = [0, *(town.pool.pids if isinstance(town.pool, Processes) else [])]
        self._how.memory.append((max(town.tally.days, default=""), sum(_resident(pid) for pid in pids)))

    def _line(self, town: Town, now: datetime, opened: int) -> str:
        tally = town.tally
        seconds = max(0.1, time.monotonic() - self._began)
        return LINE.filled(
            now=f"{now:%Y-%m-%d %H:%M}",
            came=sum(tally.visitors.values()),
            accepted=sum(tally.accepted_by.values()),
            approved=sum(tally.decided_by.values()),
            ready=sum(tally.working_days.values()),
            given=sum(tally.collected.values()),
            late=list(tally.overdue.values())[-1] if tally.overdue else 0,
            rate=round(opened / seconds, 1),
        ).in_language("zh")


LINE: Final = Text(
    "{now}  来访 {came}  受理 {accepted}  批准 {approved}  制成 {ready}  发出 {given}  超期 {late}  ({rate} 件/秒)",
    "{now}  came {came}  accepted {accepted}  approved {approved}  ready {ready}  given {given}  overdue {late}  ({rate}/s)",
)


def _resident(pid: int) -> int:
    """The memory of a process in kilobytes, without what it shares with others (0: this one); 0 where the system does not say."""
    try:
        said = Path(f"/proc/{pid or 'self'}/statm").read_text().split()
    except OSError:
        return 0
    return (int(said[1]) - int(said[2])) * resource.getpagesize() // 1024


def _as_web(how: Clockwork) -> Callable[[], None]:
    def sign_in() -> None:
        assert how.sign_in is not None  # noqa: S101  # there are processes only where there is a way to sign in
        how.sign_in("web")

    return sign_in


def _prepare(orders: Orders, stage: Stage, day: date) -> None:
    for part in PARTS:
        if orders.tickets if part is QUEUEING else orders.cases:
            part.prepare(stage, day=day)


def _load(people: Iterable[Any], version: str, at: datetime) -> None:
    load_people(people, version=version, at=at)
