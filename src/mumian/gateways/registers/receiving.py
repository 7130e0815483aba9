"""The office's end: hears each stream in turn and hands on what is new. What could not be heard is noted and tried again."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol

from mumian.foundation.clock import Clock
from mumian.gateways.registers.provincial import NotHeard
from mumian.gateways.registers.wire import Message

logger = logging.getLogger(__name__)

AT_ONCE: Final = 20
"""Messages of one stream in one turn: after an outage the others are not kept waiting."""


class Sender(Protocol):
    """Who is asked for the next message of a stream."""

    def next_after(self, stream: str, sequence: int) -> Message: ...


class Store(Protocol):
    """Where messages are kept, and how far each stream was heard."""

    def heard_up_to(self, stream: str) -> int: ...

    def hear(self, *, stream: str, sequence: int, version: str, whole: bool, body: bytes | None, at: datetime) -> bool: ...

    def feed_failed(self, *, stream: str, fault: str, at: datetime) -> None: ...


def hear_streams(streams: Sequence[str], *, sender: Sender, store: Store, clock: Clock) -> int:
    """Ask for everything new on each stream; answers how many messages were kept. One that fails does not stop the others."""
    return sum(_hear(stream, sender, store, clock) for stream in streams)


def _hear(stream: str, sender: Sender, store: Store, clock: Clock) -> int:
    kept = 0
    for _ in range(AT_ONCE):
        known = store.heard_up_to(stream)
        try:
            message = sender.next_after(stream, known)
        except NotHeard as fault:
            logger.warning("a feed was not heard", extra={"stream": stream, "fault": fault.fault, "why": str(fault)})
            store.feed_failed(stream=stream, fault=fault.fault, at=clock.now())
            return kept
        is_new = store.hear(
            stream=stream,
            sequence=message.sequence,
            version=f"{message.version} #{message.sequence}",
            whole=message.whole,
            body=message.body,
            at=clock.now(),
        )
        if not is_new:
            return kept
        kept += 1
    return kept
