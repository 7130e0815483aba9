"""Which topics have changed, and the streams that want to know. One event loop, no threads, no database.

A stream holds a set of topics and not a queue of messages: however much happens, there is nothing to pile up, and a browser hears
of each topic at most once a second.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

BETWEEN: Final = 1.0
"""Seconds from one message of a stream to its next: a list is fetched at most once a second."""
GATHERED_FOR: Final = 0.03
"""Seconds for which changes are gathered before the streams are told: a thousand acts cost one round."""
SPREAD_PER_STREAM: Final = 0.002
WIDEST_SPREAD: Final = 0.4
"""The more streams, the wider their fetching is spread: two hundred lists do not ask for their page in the same instant."""
BEAT: Final = 15.0
"""Seconds after which a stream that has nothing to say says so, for proxies and for the page that watches its pulse."""


@dataclass(frozen=True, slots=True)
class News:
    """What a stream says next: topics that have changed, or (None) only that it is still there."""

    topics: tuple[str, ...] = ()
    is_listening: bool = True


@dataclass(eq=False)
class Stream:
    """One open page."""

    topics: frozenset[str]
    hub: Hub
    pending: set[str] = field(default_factory=set)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    quiet_until: float = 0.0
    is_closed: bool = False

    def tell(self, topics: Iterable[str]) -> None:
        self.pending.update(self.topics.intersection(topics))
        if self.pending:
            self.wake.set()

    def close(self) -> None:
        self.is_closed = True
        self.wake.set()

    async def news(self, *, beat: float = BEAT) -> News:
        """Wait for the next thing to say. After `beat` seconds of silence it says that all is well."""
        try:
            async with asyncio.timeout(beat):
                await self.wake.wait()
        except TimeoutError:
            return News(is_listening=self.hub.is_listening)
        now = self.hub.now()
        wait = self.quiet_until - now if self.quiet_until > now else random.random() * self.hub.spread  # noqa: S311  # spreads load
        if not self.is_closed and wait > 0:
            await asyncio.sleep(wait)
        self.wake.clear()
        topics = tuple(sorted(self.pending))
        self.pending.clear()
        self.quiet_until = self.hub.now() + BETWEEN
        return News(topics=topics, is_listening=self.hub.is_listening)


class Hub:
    """The open streams of this process and when each topic last changed. `now` gives seconds of the loop's clock."""

    def __init__(self, *, now: Callable[[], float] | None = None) -> None:
        self.now = now or (lambda: asyncio.get_running_loop().time())
        self.streams: set[Stream] = set()
        self.changed_at: dict[str, float] = {}
        self.heard_since: float | None = None
        self.gathered: set[str] = set()

    @property
    def is_listening(self) -> bool:
        """Whether the database is heard; while it is not, pages say so."""
        return self.heard_since is not None

    @property
    def spread(self) -> float:
        return min(WIDEST_SPREAD, SPREAD_PER_STREAM * len(self.streams))

    def open(self, topics: Iterable[str], *, age: float) -> Stream:
        """A stream for a page whose lists were read `age` seconds ago. It is told at once what it may have missed since."""
        stream = Stream(topics=frozenset(topics), hub=self)
        self.streams.add(stream)
        stream.tell(self.missed(stream.topics, since=self.now() - age))
        return stream

    def close(self, stream: Stream) -> None:
        stream.close()
        self.streams.discard(stream)

    def missed(self, topics: Iterable[str], *, since: float) -> set[str]:
        """Those of the topics that have changed since then, as far as is known: who has not listened cannot say no."""
        if self.heard_since is None or since < self.heard_since:
            return set(topics)
        return {topic for topic in topics if self.changed_at.get(topic, since) > since}

    def heard(self, topics: Iterable[str]) -> None:
        """Something of these topics has changed."""
        if not self.gathered and self.streams:
            asyncio.get_running_loop().call_later(GATHERED_FOR, self.flush)
        for topic in topics:
            self.changed_at[topic] = self.now()
            if self.streams:
                self.gathered.add(topic)

    def flush(self) -> None:
        """Tell every stream what was gathered."""
        topics, self.gathered = self.gathered, set()
        for stream in self.streams:
            stream.tell(topics)

    def begin_listening(self) -> None:
        """The database is heard from now on; what happened before nobody knows, so every list is read again."""
        self.heard_since = self.now()
        for stream in self.streams:
            stream.tell(stream.topics)

    def end_listening(self) -> None:
        """The database is not heard any more: every page is told so."""
        self.heard_since = None
        for stream in self.streams:
            stream.wake.set()
