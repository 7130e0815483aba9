"""The city at the pages: people come at a rate, officers lead each case from the window to the hand, and a ledger is kept."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from math import ceil
from random import Random
from typing import Any, Final

from django.db import Error, connection

from mumian.offices.terms import Role
from mumian.simulation.http import officers as acts
from mumian.simulation.http.browser import Unexpected, sign_in
from mumian.simulation.http.effects import lines_of
from mumian.simulation.http.ledger import Ledger
from mumian.simulation.http.patient import PatientOfficer, Weather
from mumian.simulation.http.preparing import Prepared
from mumian.simulation.http.watching import watching

CREW: Final[Mapping[Role, int]] = {
    Role.ACCEPTANCE_OFFICER: 16,
    Role.APPROVAL_OFFICER: 12,
    Role.PRODUCTION_OFFICER: 12,
    Role.QUALITY_CHECKER: 12,
    Role.HAND_OVER_OFFICER: 12,
}
"""At most so many officers of each role work."""
EACH_SERVES: Final = 1.5
"""So many officers of a role are called for each person a second: signing in costs more than a page."""
MINUTE: Final = 60.0
PATIENCE: Final = 300.0
"""Seconds after the last person has come until everybody gives up."""
WOUNDED_AFTER: Final = 75.0
"""Seconds after the last person has come during which processes are still killed: approvals come a minute after acceptance."""
LISTS_ARE_ANSWERED: Final = 1.0
"""Seconds after a full minute at which the answers of the reference lists are there: all are told on the minute."""
WORST: Final = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """How many people come a second and for how long, how many lists watch, and what goes wrong meanwhile."""

    rate: float
    minutes: float
    lists: int = 20
    unheard: float = 0.02
    kills: tuple[str, ...] = ()
    kill_every: float = 15.0
    forgets_keys: bool = False
    seed: int = 1

    @property
    def lives(self) -> int:
        """How many people come."""
        return max(1, round(self.rate * self.minutes * MINUTE))

    @property
    def crew(self) -> dict[Role, int]:
        """How many officers of each role work."""
        return {role: min(most, max(2, ceil(EACH_SERVES * self.rate))) for role, most in CREW.items()}


@dataclass
class Day:
    """What was seen from outside: milliseconds by page, when each life began and ended (seconds), what went wrong."""

    by_page: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    begun: int = 0
    ended: list[float] = field(default_factory=list)
    seconds: float = 0.0
    tries: Counter[str] = field(default_factory=Counter)
    killed: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    refreshes: list[float] = field(default_factory=list)

    def took(self, page: str, milliseconds: float) -> None:
        """Note a request."""
        self.by_page[page].append(milliseconds)

    @property
    def lives_per_s(self) -> float:
        """Whole lives a second while the middle half of them ended: neither the first wait nor the tail counts."""
        many = len(self.ended)
        if many < 8:  # noqa: PLR2004  # too few for a middle
            return many / self.seconds if self.seconds else 0.0
        first, last = self.ended[many // 4], self.ended[3 * many // 4]
        return (3 * many // 4 - many // 4) / max(last - first, 1e-9)

    def as_values(self) -> dict[str, Any]:
        """For a terminal and for JSON."""
        every = [took for each in self.by_page.values() for took in each]
        spent = {page: sum(took) for page, took in self.by_page.items()}
        whole = sum(spent.values()) or 1.0
        return {
            "lives_begun": self.begun,
            "lives_ended": len(self.ended),
            "lives_per_s": round(self.lives_per_s, 2),
            "requests": len(every),
            "median_ms": round(statistics.median(every), 1) if every else 0.0,
            "p95_ms": round(statistics.quantiles(every, n=20)[-1], 1) if len(every) > 1 else 0.0,
            "dearest_pages": {
                page: f"{100 * spent[page] / whole:.0f} % of the waiting, {spent[page] / len(self.by_page[page]):.0f} ms each"
                for page in sorted(spent, key=lambda page: -spent[page])[:WORST]
            },
            "refreshes_of_lists": len(self.refreshes),
            "asked_again": dict(self.tries),
            "killed": dict(self.killed),
            "faults": self.faults[:WORST],
            "lives_with_faults": len(self.faults),
        }


class Crews:
    """Officers by role; each does one thing at a time."""

    def __init__(self) -> None:
        self._free: dict[Role, asyncio.Queue[PatientOfficer]] = defaultdict(asyncio.Queue)

    def join(self, role: Role, officer: PatientOfficer) -> None:
        """One more."""
        self._free[role].put_nowait(officer)

    @asynccontextmanager
    async def one(self, role: Role) -> AsyncIterator[PatientOfficer]:
        """The next who is free."""
        officer = await self._free[role].get()
        try:
            yield officer
        finally:
            self._free[role].put_nowait(officer)


async def lived(plan: Plan, prepared: Prepared, *, port: int, ledger: Ledger, kill: Callable[[str], int | None]) -> Day:
    """Let it be a day. `kill` ends a process of the house by force."""
    day, chance = Day(), Random(plan.seed)  # noqa: S311  # an invented city
    weather = Weather(chance, unheard=plan.unheard, forgets_keys=plan.forgets_keys, tries=day.tries)
    crews = Crews()
    for role, names in prepared.officers.items():
        for name in names:
            browser = await sign_in(port, name, prepared.password)
            crews.join(role, PatientOfficer(browser, day.took, name, prepared.password, ledger, weather))
    looking = [await sign_in(port, prepared.officers[Role.APPROVAL_OFFICER][0], prepared.password)]
    async with watching(looking, plan.lists) as watch:
        began = time.monotonic()
        weather.until = began + plan.minutes * MINUTE + PATIENCE
        wounds = asyncio.create_task(_wounded(plan, kill, chance, day))
        try:
            await _all_come(plan, prepared, crews, day, began)
        finally:
            wounds.cancel()
        day.seconds = time.monotonic() - began
        day.refreshes = watch.refreshes
    return day


async def _all_come(plan: Plan, prepared: Prepared, crews: Crews, day: Day, began: float) -> None:
    """One after the other at the rate, whether those before have ended or not; then wait for the last."""
    with ThreadPoolExecutor(1, thread_name_prefix="reader") as reader:
        async with asyncio.TaskGroup() as lives:
            for place, number in enumerate(prepared.numbers[: plan.lives]):
                await asyncio.sleep(max(0.0, began + place / plan.rate - time.monotonic()))
                day.begun += 1
                life = Life(prepared.first + place, number, prepared.positions[place], crews, reader)
                lives.create_task(_one(life, plan, day, began))


async def _one(life: Life, plan: Plan, day: Day, began: float) -> None:
    try:
        await life.led(spread=min(MINUTE - 10, plan.minutes * MINUTE / 4), chance=Random(life.person))  # noqa: S311  # an invented city
        day.ended.append(time.monotonic() - began)
    except Unexpected as fault:
        day.faults.append(f"person {life.person}: {fault}"[:400])


@dataclass
class Life:
    """One person's first passport."""

    person: int
    number: str
    position: str
    crews: Crews
    reader: ThreadPoolExecutor

    async def led(self, *, spread: float, chance: Random) -> None:
        """From the window to the hand. The lists are answered on the minute; approval is spread over so many seconds after it."""
        async with self.crews.one(Role.ACCEPTANCE_OFFICER) as officer:
            case = await acts.accept(officer, self.number, self.person)
        await asyncio.sleep(MINUTE - time.time() % MINUTE + LISTS_ARE_ANSWERED + chance.uniform(0, spread))
        await self._approved(case)
        async with self.crews.one(Role.PRODUCTION_OFFICER) as officer:
            await acts.make(officer, case)
        lines = await self._read(case)
        async with self.crews.one(Role.QUALITY_CHECKER) as officer:
            await acts.check(officer, case, lines)
        async with self.crews.one(Role.HAND_OVER_OFFICER) as officer:
            await acts.shelve(officer, case, self.position)
        async with self.crews.one(Role.HAND_OVER_OFFICER) as officer:
            await acts.hand_out(officer, case, self.number)

    async def _approved(self, case: int) -> None:
        """While the lists are not answered the page has no form; the officer comes back to it on the next minute."""
        for turn in range(3):
            async with self.crews.one(Role.APPROVAL_OFFICER) as officer:
                try:
                    await acts.approve(officer, case)
                except Unexpected as fault:
                    if fault.status or turn == 2:  # noqa: PLR2004  # the last
                        raise
                else:
                    return
            await asyncio.sleep(MINUTE - time.time() % MINUTE + LISTS_ARE_ANSWERED)

    async def _read(self, case: int) -> list[str]:
        """What the reader types. It goes on trying while the database is away."""
        for _ in range(int(PATIENCE)):
            try:
                return await asyncio.get_running_loop().run_in_executor(self.reader, _lines, case)
            except Error:
                await asyncio.sleep(1)
        raise Unexpected("the reader read nothing")


def _lines(case: int) -> list[str]:
    try:
        return lines_of(case)
    except Error:
        connection.close()
        raise


async def _wounded(plan: Plan, kill: Callable[[str], int | None], chance: Random, day: Day) -> None:
    """At random moments one of the processes is ended by force."""
    ends = time.monotonic() + plan.minutes * MINUTE + WOUNDED_AFTER
    while plan.kills:
        await asyncio.sleep(chance.uniform(0.3, 1.7) * plan.kill_every)
        if time.monotonic() > ends:
            return
        name = chance.choice(plan.kills)
        if kill(name) is not None:
            day.killed[name] += 1
