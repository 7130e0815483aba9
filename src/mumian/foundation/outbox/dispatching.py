"""Handing events on: each turn first makes deliveries of new events, then works off a batch of deliveries.

Why flags and not a cursor: ids are given when a row is written and become visible when its transaction commits, so a cursor that
has passed 12 never sees the late 11. Here every row says for itself whether it has been handed on, and a late one is simply found
later. Waiting for the oldest running transaction (`pg_snapshot_xmin`) would also do, but one long load or one forgotten session,
even in another database of the same server, would hold up every counter. What it would add is the order of two overlapping
transactions about the same thing, and those do not overlap: a service locks the thing before it tells about it.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from mumian.foundation.clock import Clock
from mumian.foundation.outbox.events import from_json
from mumian.foundation.outbox.retrying import wait_after
from mumian.foundation.outbox.subscribing import Delivery, Later, subscriptions
from mumian.foundation.outbox.terms import DeliveryState

logger = logging.getLogger(__name__)

CHANNEL: Final = "mumian_outbox"
"""NOTIFY channel of handed-on events; the message is `{"topic": …, "id": …}` and nothing else."""

ONE_HANDS_ON: Final = 0x6D756D69616E  # "mumian": the advisory lock of hand_on
MOST_EVENTS: Final = 1000
MOST_DELIVERIES: Final = 200
LOOKED_AT: Final = 5000
SPARE: Final = 5
"""Times more deliveries are looked at than taken, so that this many dispatchers find work at the same time."""
SHORTEST_PAUSE: Final = timedelta(milliseconds=100)
"""A delivery that is put off to a moment in the past would else be tried again and again in one second."""
LONGEST_BATCH: Final = timedelta(seconds=1)
"""A batch keeps the locks of everything its handlers wrote; after this long it commits and leaves the rest to the next."""

HAND_ON = """
    WITH fresh AS (
        SELECT id, topic, key FROM outbox_event WHERE handed_on_at IS NULL ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED
    ), delivered AS (
        INSERT INTO outbox_delivery (event_id, subscriber, key, state, attempts, due_at, failed_with, discarded_because)
        SELECT fresh.id, subscriber.name, fresh.key, 'waiting', 0, %(at)s, '', ''
        FROM fresh JOIN unnest(%(topics)s::text[], %(names)s::text[]) AS subscriber(topic, name) USING (topic)
        ORDER BY fresh.id, subscriber.name
    ), marked AS (
        UPDATE outbox_event SET handed_on_at = %(at)s FROM fresh WHERE outbox_event.id = fresh.id
        RETURNING outbox_event.id, outbox_event.topic
    )
    SELECT pg_notify(%(channel)s, json_build_object('topic', topic, 'id', id)::text) FROM marked
"""

# A lane is one subscriber with one key. A dispatcher claims a lane by locking its head, the oldest unsettled delivery; those
# behind it come along, up to the first that is dead or not yet due. The oldest unsettled deliveries hold the heads of their
# lanes, so looking at some thousand of them is enough; only when all of these are stopped are the others looked at. Three plain
# statements, because one that joined them was planned badly, and took minutes, whenever the statistics of the table were old.
OLDEST = """
    SELECT id, event_id, subscriber, key, attempts, head FROM (
        SELECT id, event_id, subscriber, key, attempts,
               min(id) OVER (PARTITION BY subscriber, key) AS head,
               bool_or(state = 'dead' OR due_at > %(at)s) OVER (PARTITION BY subscriber, key ORDER BY id) AS is_stopped
        FROM (
            SELECT * FROM outbox_delivery WHERE state IN ('waiting', 'dead') ORDER BY id LIMIT %(within)s
        ) AS oldest
        WHERE subscriber = ANY(%(names)s::text[])
    ) AS lanes
    WHERE NOT is_stopped ORDER BY id LIMIT %(most)s
"""
HOLD = """
    SELECT id FROM outbox_delivery
    WHERE id = ANY(%(heads)s::bigint[]) AND state = 'waiting' AND due_at <= %(at)s
    ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED
"""
READ = "SELECT id, topic, payload::text FROM outbox_event WHERE id = ANY(%s::bigint[])"

SETTLE = """
    UPDATE outbox_delivery AS delivery
    SET state = outcome.state, attempts = delivery.attempts + outcome.tries, due_at = outcome.due_at,
        failed_with = outcome.failed_with,
        settled_at = CASE WHEN outcome.state = 'done' THEN %(at)s::timestamptz END
    FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(due)s::timestamptz[], %(errors)s::text[], %(tries)s::int[])
         AS outcome(id, state, due_at, failed_with, tries)
    WHERE delivery.id = outcome.id
"""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn of the dispatcher did."""

    handed_on: int = 0
    done: int = 0
    failed: int = 0
    dead: int = 0

    def __bool__(self) -> bool:
        """Whether there was anything to do, so that looking again at once is worth while."""
        return any((self.handed_on, self.done, self.failed, self.dead))


@dataclass(frozen=True, slots=True)
class _Claimed:
    delivery_id: int
    event_id: int
    subscriber: str
    key: str
    attempts: int
    topic: str
    payload: str

    @property
    def lane(self) -> tuple[str, str]:
        return self.subscriber, self.key


@dataclass(slots=True)
class _Outcomes:
    """What became of the deliveries of one batch, column by column as SETTLE takes them."""

    ids: list[int] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    due: list[datetime] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    tries: list[int] = field(default_factory=list)
    """1 for an attempt, 0 for a delivery that was only put off."""

    def add(self, claimed: _Claimed, state: DeliveryState, due_at: datetime, error: str = "") -> None:
        self.tries.append(1)
        self._add(claimed, state, due_at, error)

    def put_off(self, claimed: _Claimed, due_at: datetime) -> None:
        self.tries.append(0)
        self._add(claimed, DeliveryState.WAITING, due_at, "")

    def _add(self, claimed: _Claimed, state: DeliveryState, due_at: datetime, error: str) -> None:
        self.ids.append(claimed.delivery_id)
        self.states.append(state.value)
        self.due.append(due_at)
        self.errors.append(error)

    def count(self, state: DeliveryState) -> int:
        """How many attempts ended so."""
        return sum(1 for one, tried in zip(self.states, self.tries, strict=True) if tried and one == state.value)


def in_one_order(batch: Iterable[_Claimed]) -> list[_Claimed]:
    """What is told of things with a number by their number, after what is told of others; each lane in its own order.

    A batch keeps what its handlers locked until it commits. Others who lock many things (sets of cases) do so by number; in any
    other order the two stand in each other's way, and the database ends one of them.
    """
    return sorted(batch, key=lambda one: (_number_of(one.key), one.delivery_id))


def _number_of(key: str) -> int:
    number = key.rpartition(":")[2]
    return int(number) if number.isascii() and number.isdigit() else 0


class Dispatcher:
    """Hands events on. Any number may run at once, in any number of processes; each may be killed at any moment."""

    def __init__(self, *, clock: Clock, most_deliveries: int = MOST_DELIVERIES) -> None:
        self.clock = clock
        self.most_deliveries = most_deliveries
        self._left: frozenset[int] = frozenset()
        """Deliveries that the last batch had no time for."""

    def turn(self) -> Turn:
        """Make deliveries of new events, and work off one batch of deliveries."""
        handed_on = self.hand_on()
        outcomes = self.deliver()
        return Turn(
            handed_on=handed_on,
            done=outcomes.count(DeliveryState.DONE),
            failed=outcomes.count(DeliveryState.WAITING),
            dead=outcomes.count(DeliveryState.DEAD),
        )

    @transaction.atomic
    def hand_on(self) -> int:
        """Make a delivery for every subscriber of each new event and tell listeners; gives the number of events.

        One dispatcher at a time does this, so that the deliveries of one lane are numbered in the order in which they become
        visible.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_HANDS_ON])
            if cursor.fetchone() != (True,):
                return 0
            known = subscriptions().values()
            cursor.execute(
                HAND_ON,
                {
                    "most": MOST_EVENTS,
                    "at": self.clock.now(),
                    "topics": [subscription.event_class.topic for subscription in known],
                    "names": [subscription.name for subscription in known],
                    "channel": CHANNEL,
                },
            )
            return int(cursor.rowcount)

    @transaction.atomic
    def deliver(self) -> _Outcomes:
        """Work off one batch in one transaction: what the handlers write and the marks of success stand or fall together."""
        outcomes = _Outcomes()
        stopped: set[tuple[str, str]] = set()
        closes_at = time.monotonic() + LONGEST_BATCH.total_seconds()
        batch, self._left = in_one_order(self._claim()), frozenset()
        for place, claimed in enumerate(batch):
            if time.monotonic() > closes_at:
                self._left = frozenset(one.delivery_id for one in batch[place:])
                break
            if claimed.lane in stopped:
                continue
            if not self._hand_over(claimed, outcomes):
                stopped.add(claimed.lane)
        self._settle(outcomes)
        return outcomes

    def _claim(self) -> list[_Claimed]:
        """Lock lanes that nobody else holds and give their next deliveries, oldest first."""
        at = self.clock.now()
        found = self._oldest(at, within=LOOKED_AT) or self._oldest(at, within=None)
        if not found:
            return []
        with connection.cursor() as cursor:
            heads = list({row[5] for row in found})
            cursor.execute(HOLD, {"heads": heads, "at": at, "most": self.most_deliveries})
            held = {row[0] for row in cursor.fetchall()}
            rows = [row for row in found if row[5] in held]
            # What the last batch did not reach goes first, as its things may stand last in the order of every batch.
            rows = ([row for row in rows if row[0] in self._left] or rows)[: self.most_deliveries]
            cursor.execute(READ, [list({row[1] for row in rows})])
            events = {event_id: (topic, payload) for event_id, topic, payload in cursor.fetchall()}
        return [_Claimed(*row[:5], *events[row[1]]) for row in rows]

    def _oldest(self, at: datetime, *, within: int | None) -> list[tuple[int, int, str, str, int, int]]:
        """Deliveries that may run now, by number, with the head of their lane; among the oldest `within`, or all."""
        most, names = self.most_deliveries * SPARE, list(subscriptions())
        with connection.cursor() as cursor:
            cursor.execute(OLDEST, {"at": at, "names": names, "within": within, "most": most})
            return list(cursor.fetchall())

    def _hand_over(self, claimed: _Claimed, outcomes: _Outcomes) -> bool:
        """Call the handler in a savepoint; gives whether the lane may go on."""
        at = self.clock.now()
        attempt = claimed.attempts + 1
        try:
            with transaction.atomic():
                event = from_json(claimed.topic, claimed.payload)
                delivery = Delivery(event_id=claimed.event_id, subscriber=claimed.subscriber, attempt=attempt, at=at)
                subscriptions()[claimed.subscriber].handler(event, delivery)
        except Later as later:
            outcomes.put_off(claimed, max(later.until, at + SHORTEST_PAUSE))
            return False
        except Exception as error:
            if not connection.is_usable():
                raise  # the database is gone, and with it the whole batch: nothing has happened
            self._note_failure(claimed, attempt, at, error, outcomes)
            return False
        outcomes.add(claimed, DeliveryState.DONE, at)
        return True

    def _note_failure(self, claimed: _Claimed, attempt: int, at: datetime, error: Exception, outcomes: _Outcomes) -> None:
        wait = wait_after(attempt)
        state = DeliveryState.DEAD if wait is None else DeliveryState.WAITING
        place = where(error)
        outcomes.add(claimed, state, at + (wait or timedelta()), place)
        logger.log(
            logging.ERROR if wait is None else logging.WARNING,
            "dead letter" if wait is None else "delivery failed",
            extra={"event_id": claimed.event_id, "subscriber": claimed.subscriber, "attempt": attempt, "error": place},
        )

    def _settle(self, outcomes: _Outcomes) -> None:
        if not outcomes.ids:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                SETTLE,
                {
                    "at": self.clock.now(),
                    "ids": outcomes.ids,
                    "states": outcomes.states,
                    "due": outcomes.due,
                    "errors": outcomes.errors,
                    "tries": outcomes.tries,
                },
            )


def where(error: BaseException) -> str:
    """The kind of an error and the innermost of our lines it came from, without its words: they may hold personal data."""
    ours = [
        frame for frame in traceback.extract_tb(error.__traceback__) if "mumian" in frame.filename or "tests" in frame.filename
    ]
    place = f" in {ours[-1].name}, line {ours[-1].lineno}" if ours else ""
    return f"{type(error).__module__}.{type(error).__qualname__}{place}"
