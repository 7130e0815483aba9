"""The one connection that hears the outbox, made again whenever it is lost."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

import psycopg

from mumian.foundation.outbox.dispatching import CHANNEL
from mumian.web.live.hub import Hub

logger = logging.getLogger(__name__)

ASKED_EVERY: Final = 10.0
"""Seconds of silence after which the server is asked whether it is still there."""
FIRST_WAIT: Final = 0.2
LONGEST_WAIT: Final = 3.0

Connect = Callable[[], Awaitable[psycopg.AsyncConnection[Any]]]


async def listen(hub: Hub, connect: Connect) -> None:
    """Tell the hub what is heard, for ever. While the database is away it tries again, at most every three seconds."""
    wait = FIRST_WAIT
    while True:
        try:
            async with await connect() as connection:
                await connection.execute(f"LISTEN {CHANNEL}".encode())
                hub.begin_listening()
                logger.info("listening")
                wait = FIRST_WAIT
                await _hear(hub, connection)
        except (psycopg.Error, OSError) as error:  # a time-out is an OSError
            hub.end_listening()
            logger.warning("database away", extra={"error": type(error).__name__, "again_in_s": wait})
        await asyncio.sleep(wait)
        wait = min(wait * 2, LONGEST_WAIT)


async def _hear(hub: Hub, connection: psycopg.AsyncConnection[Any]) -> None:
    """Until the connection is lost. A dead network says nothing, so it is asked after a silence."""
    while True:
        async for notice in connection.notifies(timeout=ASKED_EVERY):
            topic = topic_of(notice.payload)
            if topic:
                hub.heard(topic)
        async with asyncio.timeout(ASKED_EVERY):
            await connection.execute(b"SELECT 1")


def topic_of(payload: str) -> str:
    """The topic of the dispatcher's message; empty for what somebody else has sent on the channel."""
    try:
        topic = json.loads(payload)["topic"]
    except (ValueError, TypeError, KeyError):
        return ""
    return topic if isinstance(topic, str) else ""
