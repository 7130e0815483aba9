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
BETWEEN: Final = 1.0
"""Seconds from one refresh of a list to its next, as in the script of the pages."""
AGAIN: Final = 1.0
"""Seconds after which a stream that broke off is opened again."""
OK: Final = 200


@dataclass
class Watch:
    """What the lists found: how long each refresh took, in milliseconds, how many streams are open, and what went wrong."""

    refreshes: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    broken: int = 0
    open: int = 0


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
    lists = [_live_list(officers[place % len(officers)], int(live[1]), topic[1].decode(), watch) for place in range(many)]
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


async def _live_list(officer: Browser, live: int, topics: str, watch: Watch) -> None:
    """One page with a list, for as long as it is left open."""
    page, changed = Browser(officer.port, dict(officer.cookies)), Change()
    hearing = asyncio.create_task(_hear(live, officer, topics, changed, watch))
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
                continue
            if answer.status != OK:
                watch.faults.append(f"{LIST} answered {answer.status}")
            if changed.at > asked_at - answer.drawn:
                changed.wanted.set()  # it was drawn for another page, before what this one has heard of
            watch.refreshes.append(1000 * (time.perf_counter() - asked_at))
    finally:
        hearing.cancel()
        with suppress(asyncio.CancelledError):
            await hearing
        page.close()


async def _hear(live: int, officer: Browser, topics: str, changed: Change, watch: Watch) -> None:
    """Listen, and open the stream again when it breaks off."""
    while True:
        is_open = False
        try:
            async for event in listen(live, officer.cookie, topics):
                if not is_open:
                    watch.open, is_open = watch.open + 1, True
                if event == b"changed":
                    changed.heard()
        except (OSError, EOFError, ValueError, Unexpected):
            watch.broken += 1
        finally:
            watch.open -= is_open
        changed.heard()
        await asyncio.sleep(AGAIN)
