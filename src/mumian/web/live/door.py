"""The door at which screens come in: what follows a hall is written straight to its connection, everything else goes on to ASGI.

A screen takes no part in a conversation: it asks once and then only hears. Five thousand of them at fifty calls a second are
fifteen thousand messages a second, and a task, a time-out and a chunk of HTTP for each is more than one processor does. Here a
message is encoded once for its hall and handed as it is to each connection. The answer ends with the connection (RFC 9112, 6.3),
so no message needs a frame of its own.
"""

from __future__ import annotations

import asyncio
import random
from typing import Final
from urllib.parse import parse_qs

from uvicorn.protocols.http.h11_impl import H11Protocol

from mumian.web.live.app import HALL, STREAM, Live, cross_origin
from mumian.web.live.halls import AWAY, BEAT

ASKS_FOR_A_HALL: Final = b"GET /live/halls/"
LONGEST_HEAD: Final = 16 * 1024
MOST_UNSENT: Final = 64 * 1024
"""Bytes that may wait for one slow screen; a slower one is cut off and comes back with the last number it has."""


class Door(H11Protocol):
    """Uvicorn's own protocol until a connection begins with a screen's question. Use `door_of`."""

    live: Live
    head: bytes = b""
    is_decided: bool = False

    def data_received(self, data: bytes) -> None:
        if self.is_decided:
            super().data_received(data)
            return
        self.head += data
        if not ASKS_FOR_A_HALL.startswith(self.head[: len(ASKS_FOR_A_HALL)]):
            self._go_on()
        elif b"\r\n\r\n" in self.head or len(self.head) > LONGEST_HEAD:
            if (asked := screen_of(self.head)) and self.live.may_follow(asked.headers) == 200:  # noqa: PLR2004  # OK
                self._let_in(asked)
            else:
                self._go_on()  # which answers why not

    def _go_on(self) -> None:
        self.is_decided = True
        super().data_received(self.head)

    def _let_in(self, asked: Asking) -> None:
        transport = self.transport
        transport.set_protocol(Screen(self, transport, self.live, asked))


class Asking:
    """What a screen asks: which hall, and the last message it has heard."""

    def __init__(self, code: str, last: str, headers: dict[str, str]) -> None:
        self.code = code
        self.last = last
        self.headers = headers


class Screen(asyncio.Protocol):
    """One screen that is followed; the protocol it came by is told when it leaves, so that the server still counts it."""

    def __init__(self, door: Door, transport: asyncio.Transport, live: Live, asked: Asking) -> None:
        self.door = door
        self.transport = transport
        self.live = live
        self.code = asked.code
        transport.write(head_of(asked.headers))
        live.halls.open(asked.code, last=asked.last, stream=self)
        loop = asyncio.get_running_loop()
        self.ends = loop.call_later(live.life * random.uniform(0.8, 1.2), transport.close)  # noqa: S311  # spreads load
        self.beats = loop.call_later(live.beat * random.uniform(0.5, 1.0), self.beat)  # noqa: S311  # spreads load

    def tell(self, message: bytes) -> None:
        """Write it, or cut off who does not take what he is told."""
        if self.transport.get_write_buffer_size() > MOST_UNSENT:
            self.transport.abort()
        elif not self.transport.is_closing():
            self.transport.write(message)

    def beat(self) -> None:
        self.tell(BEAT if self.live.halls.is_listening else AWAY)
        self.beats = asyncio.get_running_loop().call_later(self.live.beat, self.beat)

    def data_received(self, data: bytes) -> None:
        """Nothing more is asked on such a connection."""

    def connection_lost(self, exc: Exception | None) -> None:
        self.ends.cancel()
        self.beats.cancel()
        self.live.halls.close(self.code, self)
        self.door.connection_lost(exc)


def door_of(live: Live) -> type[Door]:
    """The protocol for uvicorn whose screens follow these halls."""
    return type("DoorOfTheHouse", (Door,), {"live": live})


def screen_of(head: bytes) -> Asking | None:
    """The question of a screen; None where it is not understood."""
    first, *lines = head.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    parts = first.split(" ")
    path, _, query = parts[1].partition("?")
    followed = HALL.fullmatch(path)
    if followed is None or parts[2:] != ["HTTP/1.1"]:
        return None
    pairs = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    last = headers.get("last-event-id") or parse_qs(query).get("last", [""])[0]
    return Asking(followed[1], last, headers)


def head_of(headers: dict[str, str]) -> bytes:
    lines: list[tuple[bytes, bytes]] = [*STREAM, *cross_origin(headers), (b"connection", b"close")]
    return b"HTTP/1.1 200 OK\r\n" + b"".join(b"%s: %s\r\n" % line for line in lines) + b"\r\n"
