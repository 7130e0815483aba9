"""The one connection that hears the outbox, made again whenever it is lost."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

import psycopg

from mumian.cases.terms import CaseStage
from mumian.foundation.outbox.dispatching import CHANNEL
from mumian.web.live.halls import Halls
from mumian.web.live.hub import Hub

logger = logging.getLogger(__name__)

ASKED_EVERY: Final = 10.0
"""Seconds of silence after which the server is asked whether it is still there."""
FIRST_WAIT: Final = 0.2
LONGEST_WAIT: Final = 3.0

# What a page has to know to read itself again is the stage; of what happens in a hall its screens show the call itself.
EVENTS: Final = b"SELECT DISTINCT topic, payload->>'start', payload->>'end' FROM outbox_event WHERE id = ANY(%s::bigint[])"
IN_HALLS: Final = b"""
    SELECT payload FROM outbox_event
    WHERE id = ANY(%s::bigint[]) AND topic LIKE 'queueing.%%' AND payload ? 'hall' ORDER BY id
"""

Connect = Callable[[], Awaitable[psycopg.AsyncConnection[Any]]]


async def listen(hub: Hub, connect: Connect, halls: Halls | None = None) -> None:
    """Tell hub and halls what is heard, for ever. While the database is away it tries again, at most every three seconds."""
    wait = FIRST_WAIT
    halls = Halls() if halls is None else halls  # one without streams counts as empty
    while True:
        try:
            async with await connect() as connection:
                await connection.execute(f"LISTEN {CHANNEL}".encode())
                hub.begin_listening()
                halls.begin_listening()
                logger.info("listening")
                wait = FIRST_WAIT
                await _hear(hub, halls, connection)
        except (psycopg.Error, OSError) as error:  # a time-out is an OSError
            hub.end_listening()
            halls.end_listening()
            logger.warning("database away", extra={"error": type(error).__name__, "again_in_s": wait})
        await asyncio.sleep(wait)
        wait = min(wait * 2, LONGEST_WAIT)


async def _hear(hub: Hub, halls: Halls, connection: psycopg.AsyncConnection[Any]) -> None:
    """Until the connection is lost. A dead network says nothing, so the server is asked after a silence."""
    while True:
        numbers = [number_of(notice.payload) async for notice in connection.notifies(timeout=ASKED_EVERY, stop_after=1)]
        async with asyncio.timeout(ASKED_EVERY):
            known = [number for number in numbers if number]
            events = await connection.execute(EVENTS, [known])
            happened = await events.fetchall()
            for topic, start, end in happened:
                hub.heard(topics_of(topic, start, end))
            if any(topic.startswith("queueing.") for topic, _, _ in happened):
                for (payload,) in await (await connection.execute(IN_HALLS, [known])).fetchall():
                    halls.heard(payload["hall"], payload)


def number_of(payload: str) -> int:
    """The number of the event in the dispatcher's message; 0 for what somebody else has sent on the channel."""
    try:
        return int(json.loads(payload)["id"])
    except (ValueError, TypeError, KeyError):
        return 0


def topics_of(topic: str, start: str | None, end: str | None) -> set[str]:
    """What the event of this topic changes: `cases`, `cases.case_moved`, and of the stages `cases.accepted` those it concerns.

    An event of cases that names no stages may concern each of them.
    """
    package = topic.partition(".")[0]
    stages = {start, end} - {None} or set(CaseStage) if package == "cases" else set()
    return {topic, package, *(f"{package}.{stage}" for stage in stages)}
