"""How feeds and deliveries stand, for the office: about lists, never about anybody on them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection

from mumian.clearance.rules.keys import KEPT_VERSION, KEYS_VERSION
from mumian.clearance.terms import ListCode
from mumian.foundation.statements import all_rows

FEEDS: Final = "SELECT * FROM lists.feeds_standing(%s)"
DELIVERIES: Final = "SELECT * FROM lists.deliveries_standing(%s)"
KEYING: Final = "SELECT list_code, clears_nobody, entries FROM lists.keyed_otherwise(%s::smallint, %s::smallint)"
CALLER: Final = "SELECT source, lists, is_too_often FROM lists.caller(%s, %s)"
SAID: Final = "SELECT lists.delivery_said(%s, %s, %s)::text"
MOST: Final = 50


@dataclass(frozen=True, slots=True)
class FeedState:
    """A stream of a feed; while it is silent its list clears nobody. `fault` says how the last try failed, if it did."""

    stream: str
    code: ListCode
    source: str
    sequence: int
    heard_at: datetime
    silent_from: datetime
    fault: str
    fault_since: datetime | None

    def is_silent(self, at: datetime) -> bool:
        """Whether nothing was heard for longer than the stream may be silent."""
        return self.silent_from < at


@dataclass(frozen=True, slots=True)
class Keying:
    """A list whose keys are not yet those of today, and how many entries are done. Some answer meanwhile, some clear nobody."""

    code: ListCode
    clears_nobody: bool
    done: int


@dataclass(frozen=True, slots=True)
class DeliveryState:
    """A delivery and what became of it: `waiting`, `loaded` or `refused`."""

    delivery_id: int
    source: str
    stream: str
    version: str
    received_at: datetime
    outcome: str
    done_at: datetime | None
    counts: dict[str, int] | None
    said_zh: str
    said_en: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls with a token: a source, what it may send, and whether it calls more often than it may."""

    source: str
    streams: tuple[str, ...]
    is_too_often: bool


def hash_of(token: str) -> bytes:
    """How a source's token is kept. It is 256 bits of chance, so one round is enough."""
    return hashlib.sha256(token.encode()).digest()


def feed_states(*, at: datetime) -> tuple[FeedState, ...]:
    """Every stream, by its name. One query."""
    with connection.cursor() as cursor:
        cursor.execute(FEEDS, [at])
        return tuple(FeedState(*row) for row in cursor.fetchall())


def silent_feeds(*, at: datetime) -> tuple[FeedState, ...]:
    """The streams that have fallen silent: cases that need their lists wait. One query."""
    return tuple(feed for feed in feed_states(at=at) if feed.is_silent(at))


def lists_being_keyed() -> tuple[Keying, ...]:
    """The lists whose keys are made anew since an upgrade, by their codes. One query."""
    return tuple(Keying(*row) for row in all_rows(KEYING, [KEYS_VERSION, KEPT_VERSION]))


def deliveries(*, most: int = MOST) -> tuple[DeliveryState, ...]:
    """The last deliveries, newest first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(DELIVERIES, [most])
        rows = cursor.fetchall()
    return tuple(DeliveryState(*(*row[:7], json.loads(row[7]) if row[7] else None, *row[8:])) for row in rows)


def caller_of(token: str, *, at: datetime) -> Caller | None:
    """Who calls; the call is counted. None for a token that opens nothing."""
    with connection.cursor() as cursor:
        cursor.execute(CALLER, [hash_of(token), at])
        source, streams, is_too_often = cursor.fetchone()
    return None if source is None else Caller(source, tuple(streams), is_too_often)


def delivery_said(delivery_id: int, *, token: str, at: datetime) -> dict[str, Any] | None:
    """What became of a delivery, for the source that sent it."""
    with connection.cursor() as cursor:
        cursor.execute(SAID, [hash_of(token), delivery_id, at])
        [said] = cursor.fetchone()
    found: dict[str, Any] | None = json.loads(said) if said else None
    return found
