"""What every screen of a hall is told: calls as they happen, to anybody who asks, since a hall's screen tells nothing else.

Unlike the lists of officers, a screen is not told to fetch its page again: a thousand would ask a thousand times a second.
The call itself travels: a ticket's number, a window, a floor, a moment, never a name. Each message has a number of this process;
whoever comes back with it (`Last-Event-ID`) hears what he missed, or is told to read his page anew when that is no longer known.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

KEPT: Final = 256
"""Messages that are kept for each hall: more than a busy hall says in three minutes."""
MOST_WAITING: Final = 64
"""Messages that may wait for one slow screen; then it is told to read its page instead."""
TOLD: Final = frozenset(
    {"hall", "number", "window", "window_number", "floor", "service", "kind", "at", "state", "again", "waiting"}
)
"""Fields of an event that a screen may show. Everything else of it stays here."""
ANEW: Final = b"event: anew\ndata: -\n\n"
AWAY: Final = b"event: away\ndata: -\n\n"
BEAT: Final = b"event: beat\ndata: -\n\n"


class Follower(Protocol):
    """Whoever follows a hall: a connection, or a stream that keeps what it is told until it is asked."""

    def tell(self, message: bytes) -> None:
        """Take one message, without waiting."""
        ...


@dataclass(eq=False)
class HallStream:
    """One screen, telephone or page that follows a hall. Messages are bytes that all streams of the hall share."""

    waiting: deque[bytes] = field(default_factory=deque)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    is_closed: bool = False

    def tell(self, message: bytes) -> None:
        if len(self.waiting) >= MOST_WAITING:
            self.waiting.clear()
            message = ANEW
        self.waiting.append(message)
        self.wake.set()

    def close(self) -> None:
        self.is_closed = True
        self.wake.set()

    async def next(self, *, beat: float) -> bytes:
        """Everything that waits to be said, at once; after `beat` seconds of silence, that all is well."""
        if not self.waiting and not self.is_closed:
            self.wake.clear()
            timer = asyncio.get_running_loop().call_later(beat, self.wake.set)
            await self.wake.wait()
            timer.cancel()
        said = b"".join(self.waiting) or BEAT
        self.waiting.clear()
        return said


@dataclass
class HallNews:
    """What was said of one hall, with the streams that follow it."""

    messages: deque[tuple[int, bytes]] = field(default_factory=lambda: deque(maxlen=KEPT))
    streams: set[Follower] = field(default_factory=set)
    number: int = 0


class Halls:
    """The streams of all halls. One event loop, no threads, no database."""

    def __init__(self, *, life: str | None = None) -> None:
        self.life = life or secrets.token_hex(4)
        self.halls: dict[str, HallNews] = {}
        self.begins = 0
        self.is_listening = False

    def __len__(self) -> int:
        return sum(len(hall.streams) for hall in self.halls.values())

    def open(self, code: str, *, last: str, stream: Follower) -> None:
        """Let somebody follow who has heard `last`, and tell him at once what he missed since."""
        hall = self._hall(code)
        for message in self._missed(hall, last):
            stream.tell(message)
        if not self.is_listening:
            stream.tell(AWAY)
        hall.streams.add(stream)

    def close(self, code: str, stream: Follower) -> None:
        hall = self.halls.get(code)
        if hall is not None:
            hall.streams.discard(stream)
            if not hall.streams and not hall.messages:  # any name may be asked for; what nobody follows is not kept
                self.begins = max(self.begins, hall.number)
                del self.halls[code]

    def heard(self, code: str, event: Mapping[str, Any]) -> None:
        """Something has happened in this hall: tell all who follow it."""
        hall = self._hall(code)
        hall.number += 1
        said = json.dumps({name: value for name, value in event.items() if name in TOLD}, ensure_ascii=False)
        message = f"id: {self.life}-{hall.number}\nevent: hall\ndata: {said}\n\n".encode()
        hall.messages.append((hall.number, message))
        for stream in hall.streams:
            stream.tell(message)

    def begin_listening(self) -> None:
        """The database is heard again; what happened meanwhile nobody knows, so every page is read anew."""
        self.is_listening = True
        for hall in self.halls.values():
            hall.messages.clear()
            hall.number += KEPT  # no number from before fits any more
        self._tell_all(ANEW)

    def end_listening(self) -> None:
        """The database is not heard any more: screens show how old they are."""
        self.is_listening = False
        self._tell_all(AWAY)

    def _hall(self, code: str) -> HallNews:
        """What is kept of a hall. One that comes anew counts on from the highest number given, so that none is given twice."""
        return self.halls.setdefault(code, HallNews(number=self.begins))

    def _tell_all(self, message: bytes) -> None:
        for hall in self.halls.values():
            for stream in hall.streams:
                stream.tell(message)

    def _missed(self, hall: HallNews, last: str) -> list[bytes]:
        """What came after the message `last`; without one, where the numbers stand now."""
        here = f"id: {self.life}-{hall.number}\nevent: hello\ndata: -\n\n".encode()
        if not last:
            return [here]
        life, _, number = last.partition("-")
        if life != self.life or not number.isdecimal():
            return [here, ANEW]
        heard = int(number)
        oldest = hall.messages[0][0] if hall.messages else hall.number + 1
        if heard + 1 < oldest or heard > hall.number:
            return [here, ANEW]
        return [here, *(message for at, message in hall.messages if at > heard)]
