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
LONGEST_WAIT: Final = 1.5
"""Screens show the truth again within five seconds after the database is back; so it is asked for about that often."""

HALL_CHANNEL: Final = "mumian_halls"
"""What happens in a hall comes here whole, as it is committed: a screen shows the call itself, and nothing has to be asked."""

# What a page has to know to read itself again is the stage.
EVENTS: Final = b"SELECT DISTINCT topic, payload->>'start', payload->>'end' FROM outbox_event WHERE id = ANY(%s::bigint[])"
Connect = Callable[[], Awaitable[psycopg.AsyncConnection[Any]]]


async def listen(hub: Hub, connect: Connect, halls: Halls | None = None) -> None:
    """Tell hub and halls what is heard, for ever. While the database is away it tries again, within one and a half seconds."""
    wait = FIRST_WAIT
    halls = Halls() if halls is None else halls  # one without streams counts as empty
    while True:
        try:
            async with await connect() as connection:
                await connection.execute(f"LISTEN {CHANNEL}; LISTEN {HALL_CHANNEL}".encode())
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
        notices = [notice async for notice in connection.notifies(timeout=ASKED_EVERY, stop_after=1)]
        for notice in notices:
            if notice.channel == HALL_CHANNEL and (told := told_in(notice.payload)):
                halls.heard(told["hall"], told)
        numbers = [number_of(notice.payload) for notice in notices if notice.channel == CHANNEL]
        if numbers or not notices:
            async with asyncio.timeout(ASKED_EVERY):
                events = await connection.execute(EVENTS, [[number for number in numbers if number]])
                for topic, start, end in await events.fetchall():
                    hub.heard(topics_of(topic, start, end))


def told_in(payload: str) -> dict[str, Any] | None:
    """What happened in a hall; None for what somebody else has sent on the channel."""
    try:
        told = json.loads(payload)
    except ValueError:
        return None
    return told if isinstance(told, dict) and isinstance(told.get("hall"), str) else None


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
