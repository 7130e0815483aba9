"""The city at the pages: people come at a rate, officers lead each case from the window to the hand, and a ledger is kept."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import Final

from django.db import Error, connection

from mumian.offices.terms import Role
from mumian.simulation.http import officers as acts
from mumian.simulation.http.browser import Unexpected, sign_in
from mumian.simulation.http.day import MINUTE, Day, Plan
from mumian.simulation.http.effects import lines_of
from mumian.simulation.http.ledger import Ledger
from mumian.simulation.http.patient import PatientOfficer, Weather
from mumian.simulation.http.preparing import Prepared
from mumian.simulation.http.watching import watching

WOUNDED_AFTER: Final = 75.0
"""Seconds after the last person has come during which processes are still killed: approvals come a minute after acceptance."""
LISTS_ARE_ANSWERED: Final = 1.0
"""Seconds after a full minute at which the answers of the reference lists are there: all are told on the minute."""
READ_AGAIN: Final = 1.0
"""Seconds after which the reader tries again while the database is away."""


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
        wounds = asyncio.create_task(_wounded(plan, kill, chance, day))
        try:
            await _all_come(plan, prepared, crews, day, began)
        finally:
            wounds.cancel()
        day.seconds = time.monotonic() - began
        day.lists_behind = await watch.behind(looking[0])
        day.refreshes, day.list_faults, day.lists_broken_off = watch.refreshes, watch.faults, watch.broken
    return day


async def _all_come(plan: Plan, prepared: Prepared, crews: Crews, day: Day, began: float) -> None:
    """One after the other at the rate, whether those before have ended or not; then wait for the last, but not for ever."""
    ends = began + plan.minutes * MINUTE
    with ThreadPoolExecutor(1, thread_name_prefix="reader") as reader:
        async with asyncio.TaskGroup() as lives:
            tasks = []
            for place, number in enumerate(prepared.numbers[: plan.lives]):
                await asyncio.sleep(max(0.0, began + place / plan.rate - time.monotonic()))
                if place and time.monotonic() > ends:
                    break
                day.begun += 1
                life = Life(prepared.first + place, number, prepared.positions[place], crews, reader, day.walking)
                tasks.append(lives.create_task(_one(life, plan, day, began)))
            left = ends + plan.patience * MINUTE - time.monotonic()
            _, still_walking = await asyncio.wait(tasks, timeout=max(0.0, left))
            for one in still_walking:
                one.cancel()


async def _one(life: Life, plan: Plan, day: Day, began: float) -> None:
    try:
        await life.led(spread=min(MINUTE - 10, plan.minutes * MINUTE / 4), chance=Random(life.person))  # noqa: S311  # an invented city
        day.ended.append(time.monotonic() - began)
    except Unexpected as fault:
        day.faults.append(f"person {life.person}, {day.walking[life.person]}: {fault}"[:400])
    except asyncio.CancelledError:
        day.let_go[life.person] = day.walking[life.person]
        raise
    finally:
        day.walking.pop(life.person, None)


@dataclass
class Life:
    """One person's first passport."""

    person: int
    number: str
    position: str
    crews: Crews
    reader: ThreadPoolExecutor
    walking: dict[int, str]
    """Where each person stands."""

    async def led(self, *, spread: float, chance: Random) -> None:
        """From the window to the hand. The lists are answered on the minute; approval is spread over so many seconds after it."""
        async with self._at("at the window", Role.ACCEPTANCE_OFFICER) as officer:
            case = await acts.accept(officer, self.number, self.person)
        self._stands("waits for the reference lists")
        await asyncio.sleep(MINUTE - time.time() % MINUTE + LISTS_ARE_ANSWERED + chance.uniform(0, spread))
        await self._approved(case)
        async with self._at("in production", Role.PRODUCTION_OFFICER) as officer:
            await acts.make(officer, case)
        lines = await self._read(case)
        async with self._at("at the check", Role.QUALITY_CHECKER) as officer:
            await acts.check(officer, case, lines)
        async with self._at("before the shelf", Role.HAND_OVER_OFFICER) as officer:
            await acts.shelve(officer, case, self.position)
        async with self._at("at the hand-over desk", Role.HAND_OVER_OFFICER) as officer:
            await acts.hand_out(officer, case, self.number)

    @asynccontextmanager
    async def _at(self, where: str, role: Role) -> AsyncIterator[PatientOfficer]:
        """The next officer of this role who is free; until then the life waits there."""
        self._stands(f"waits for an officer {where}")
        async with self.crews.one(role) as officer:
            self._stands(where)
            yield officer

    def _stands(self, where: str) -> None:
        self.walking[self.person] = where

    async def _approved(self, case: int) -> None:
        """While the lists are not answered the page has no form; the officer comes back to it on the next minute."""
        for turn in range(3):
            async with self._at("at the approval", Role.APPROVAL_OFFICER) as officer:
                try:
                    await acts.approve(officer, case)
                except Unexpected as fault:
                    if fault.status or turn == 2:  # noqa: PLR2004  # the last
                        raise
                else:
                    return
            self._stands("waits for the reference lists")
            await asyncio.sleep(MINUTE - time.time() % MINUTE + LISTS_ARE_ANSWERED)

    async def _read(self, case: int) -> list[str]:
        """What the reader types. It goes on trying while the database is away."""
        self._stands("at the reader")
        while True:
            try:
                return await asyncio.get_running_loop().run_in_executor(self.reader, _lines, case)
            except Error:
                await asyncio.sleep(READ_AGAIN)


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
