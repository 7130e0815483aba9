"""Screens come in by a door of their own and hear calls as bytes; everybody else goes on to the application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any, cast

from uvicorn import Config
from uvicorn.server import ServerState

from mumian.web.live.app import Live
from mumian.web.live.door import MOST_UNSENT, Asking, Door, Screen, door_of, screen_of
from mumian.web.live.halls import Halls
from mumian.web.live.hub import Hub
from tests.support.loops import finished

ASK = b"GET /live/halls/H01 HTTP/1.1\r\nHost: localhost\r\n\r\n"


async def _nobody(_session: str) -> bool:
    return False


def a_live() -> Live:
    halls = Halls(life="one")
    halls.begin_listening()
    return Live(Hub(), admit=_nobody, cookie="session", is_ours=lambda host: host == "localhost", halls=halls)


@asynccontextmanager
async def connected(live: Live) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter, ServerState]]:
    """A connection to a server that has this door."""
    state = ServerState()
    config = Config(live, log_config=None, lifespan="off")
    server = await asyncio.get_running_loop().create_server(lambda: door_of(live)(config, state, {}), "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    try:
        async with asyncio.timeout(20):
            yield reader, writer, state
    finally:
        writer.close()
        server.close()


def test_a_screen_hears_the_call_with_its_number_and_is_counted_until_it_leaves() -> None:
    async def test() -> tuple[bytes, bytes, list[int]]:
        live = a_live()
        async with connected(live) as (reader, writer, state):
            writer.write(ASK)
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readuntil(b"\n\n")
            followers = [len(live.halls), len(state.connections)]
            live.halls.heard("H01", {"hall": "H01", "number": "A001", "officer": 17})
            told = await reader.readuntil(b"\n\n")
            writer.close()
            while len(live.halls) or state.connections:
                await asyncio.sleep(0)
            return head.split(b"\r\n")[0], told, [*followers, len(live.halls), len(state.connections)]

    assert finished(test()) == (
        b"HTTP/1.1 200 OK", b'id: one-1\nevent: hall\ndata: {"hall": "H01", "number": "A001"}\n\n', [1, 1, 0, 0],
    )  # fmt: skip


def test_a_question_in_pieces_is_understood_and_a_number_from_before_answered() -> None:
    async def test() -> bytes:
        live = a_live()
        live.halls.heard("H01", {"hall": "H01", "number": "A001"})
        live.halls.heard("H01", {"hall": "H01", "number": "A002"})
        async with connected(live) as (reader, writer, _):
            for piece in (b"GET /li", b"ve/halls/H01?last=one-1 HTTP/1.1\r\n", b"Host: localhost\r\n\r\n"):
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0)
            await reader.readuntil(b"event: hello\ndata: -\n\n")
            return await reader.readuntil(b"A002")

    told = finished(test())
    assert (told.count(b"A001"), told.count(b"A002")) == (0, 1)


def test_whoever_is_no_screen_of_ours_is_answered_by_the_application() -> None:
    async def test(ask: bytes) -> bytes:
        async with connected(a_live()) as (reader, writer, _):
            writer.write(ask)
            return (await reader.readline()).strip()

    foreign = b"GET /live/halls/H01 HTTP/1.1\r\nHost: localhost\r\nOrigin: https://elsewhere.invalid\r\n\r\n"
    posted = b"POST /live/halls/H01 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
    health = b"GET /live/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    assert [finished(test(ask)).split()[1] for ask in (foreign, posted, health)] == [b"403", b"405", b"503"]


def test_a_screen_that_does_not_take_what_it_is_told_is_cut_off() -> None:
    cut: list[str] = []
    transport = SimpleNamespace(
        write=lambda _bytes: None, get_write_buffer_size=lambda: MOST_UNSENT + 1, is_closing=lambda: False,
        abort=lambda: cut.append("cut"), close=lambda: None,
    )  # fmt: skip

    async def test() -> None:
        live = a_live()
        Screen(cast("Door", None), cast("Any", transport), live, Asking("H01", "", {}))

    finished(test())
    assert cut[:1] == ["cut"]


def test_a_question_that_makes_no_sense_is_no_screens() -> None:
    asked = (b"GET /live/halls/h1 HTTP/1.1\r\n\r\n", b"GET /live/halls/H01\r\n\r\n", b"GET /live/halls/H01 HTTP/1.0\r\n\r\n")
    assert [screen_of(head) for head in asked] == [None, None, None]
