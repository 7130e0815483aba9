"""Lists that watch: each with its stream of server-sent events, fetching its page again as the script of the pages does."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

from mumian.simulation.http.browser import Browser, Unexpected, listen

LIST: Final = "/desk/cases?stage=accepted"
LIVE: Final = re.compile(rb'data-address="http://[^:/"]+:(\d+)')
SECTION: Final = re.compile(rb'<section id="cases" data-live="([^"]+)"')
ROW: Final = re.compile(rb'<tr id="case-(\d+)"')
BETWEEN: Final = 1.0
"""Seconds from one refresh of a list to its next, as in the script of the pages."""
AGAIN: Final = 1.0
"""Seconds after which a stream that broke off is opened again."""
OK: Final = 200
CATCHES_UP_WITHIN: Final = 60.0
"""Seconds after the last act within which every list must show what its page shows who opens it anew."""


@dataclass
class Shown:
    """What one list shows: its cases. `is_open` while its stream is."""

    cases: frozenset[bytes]
    is_open: bool = False


@dataclass
class Watch:
    """What the lists found: how long each refresh took, in milliseconds, how often a stream or an answer broke off, which
    refreshes were answered with a fault, and what each list shows.
    """

    refreshes: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    broken: int = 0
    lists: list[Shown] = field(default_factory=list)

    @property
    def open(self) -> int:
        """How many lists hear of changes."""
        return sum(one.is_open for one in self.lists)

    async def behind(self, officer: Browser, *, within: float = CATCHES_UP_WITHIN) -> list[str]:
        """A sentence for each list that hears nothing any more, or does not show what somebody sees who opens its page now: what
        it was told of was lost on the way. A list is given this many seconds, as it may be reading just now.
        """
        ends = time.monotonic() + within
        while True:
            found = await self._behind(officer)
            if not found or time.monotonic() > ends:
                return found
            await asyncio.sleep(BETWEEN)

    async def _behind(self, officer: Browser) -> list[str]:
        if not self.lists:
            return []
        try:
            now = await officer.get(LIST)
        except (OSError, EOFError, ValueError) as fault:
            return [f"the page of the lists cannot be opened: {fault!r}"]
        if now.status != OK:
            return [f"the page of the lists answered {now.status}"]
        there, found = cases_of(now.body), []
        for place, one in enumerate(self.lists, start=1):
            if not one.is_open:
                found.append(f"list {place} hears of no change any more")
            elif one.cases != there:
                found.append(
                    f"list {place} shows {len(one.cases - there)} cases that are gone and lacks {len(there - one.cases)}"
                )
        return found


def cases_of(body: bytes) -> frozenset[bytes]:
    """The cases that stand in the list of a page."""
    return frozenset(ROW.findall(body))


@dataclass
class Change:
    """What a page has heard: that it should read itself again, and when something was last said to have changed."""

    wanted: asyncio.Event = field(default_factory=asyncio.Event)
    at: float = 0.0

    def heard(self) -> None:
        """Something has changed, or may have."""
        self.at = time.perf_counter()
        self.wanted.set()


@asynccontextmanager
async def watching(officers: Sequence[Browser], many: int) -> AsyncIterator[Watch]:
    """So many live lists of these officers, open when the block begins."""
    watch = Watch()
    if not many:
        yield watch
        return
    page = await officers[0].get(LIST)
    live, topic = LIVE.search(page.body), SECTION.search(page.body)
    if page.status != OK or live is None or topic is None:
        raise Unexpected(f"{LIST} answered {page.status} without an address of live updates")
    watch.lists = [Shown(cases_of(page.body)) for _ in range(many)]
    lists = [
        _live_list(officers[place % len(officers)], int(live[1]), topic[1].decode(), watch=watch, shown=shown)
        for place, shown in enumerate(watch.lists)
    ]
    tasks = [asyncio.create_task(one) for one in lists]
    try:
        async with asyncio.timeout(60):
            while watch.open < many:
                await asyncio.sleep(0.1)
        yield watch
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _live_list(officer: Browser, live: int, topics: str, *, watch: Watch, shown: Shown) -> None:
    """One page with a list, for as long as it is left open."""
    page, changed = Browser(officer.port, dict(officer.cookies)), Change()
    hearing = asyncio.create_task(_hear(live, officer, topics, changed=changed, watch=watch, shown=shown))
    asked_at = 0.0
    try:
        while True:
            await changed.wanted.wait()
            await asyncio.sleep(max(0.0, asked_at + BETWEEN - time.perf_counter()))
            changed.wanted.clear()
            asked_at = time.perf_counter()
            try:
                answer = await page.get(LIST, Mumian_Live="refresh")
            except (OSError, EOFError, ValueError):
                watch.broken += 1
                changed.wanted.set()  # it has not seen what it was told of
                continue
            if answer.status == OK:
                shown.cases = cases_of(answer.body)
            else:
                watch.faults.append(f"{LIST} answered {answer.status}")
                changed.wanted.set()
            if changed.at > asked_at - answer.drawn:
                changed.wanted.set()  # it was drawn for another page, before what this one has heard of
            watch.refreshes.append(1000 * (time.perf_counter() - asked_at))
    finally:
        hearing.cancel()
        with suppress(asyncio.CancelledError):
            await hearing
        page.close()


async def _hear(live: int, officer: Browser, topics: str, *, changed: Change, watch: Watch, shown: Shown) -> None:
    """Listen, and open the stream again when it breaks off."""
    while True:
        try:
            async for event in listen(live, officer.cookie, topics):
                shown.is_open = True
                if event == b"changed":
                    changed.heard()
        except (OSError, EOFError, ValueError, Unexpected):
            watch.broken += 1
        finally:
            shown.is_open = False
        changed.heard()
        await asyncio.sleep(AGAIN)
