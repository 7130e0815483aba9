"""What a person does about the outbox: see what is stuck, try again, give up with a reason, and forget what is long done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import Min

from mumian.foundation.errors import Refusal
from mumian.foundation.outbox.models import EventDelivery, PublishedEvent
from mumian.foundation.outbox.terms import DeliveryState
from mumian.foundation.words import Text


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A delivery that waits for a person, and how many wait behind it."""

    delivery_id: int
    event_id: int
    topic: str
    key: str
    subscriber: str
    attempts: int
    occurred_at: datetime
    failed_with: str
    held_up: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """How far behind the outbox is."""

    not_handed_on: int
    waiting: int
    dead: int
    oldest_at: datetime | None
    """When the oldest event that is not settled everywhere was written."""


class NotADeadLetter(Refusal):
    """Somebody asked for a delivery to be tried again or given up that is not waiting for that."""


NOT_DEAD: Final = Text(
    zh="第 {delivery} 号投递未作改动：它不在待处理的失败投递之列。请先用“outbox list”查看当前的编号。",
    en="Delivery {delivery} was not changed: it is not among the dead letters. See their present numbers with “outbox list”.",
)
NO_REASON: Final = Text(
    zh="第 {delivery} 号投递未作废：没有说明理由。请写明理由后再试。",
    en="Delivery {delivery} was not discarded: no reason was given. Say why, and try again.",
)

DEAD_LETTERS = """
    SELECT dead.id, dead.event_id, event.topic, dead.key, dead.subscriber, dead.attempts, event.occurred_at, dead.failed_with,
           (SELECT count(*) FROM outbox_delivery AS behind
            WHERE behind.subscriber = dead.subscriber AND behind.key = dead.key
              AND behind.id > dead.id AND behind.state = 'waiting')
    FROM outbox_delivery AS dead JOIN outbox_event AS event ON event.id = dead.event_id
    WHERE dead.state = 'dead' ORDER BY dead.id
"""

FORGET = """
    WITH forgotten AS (
        SELECT id FROM outbox_event AS event
        WHERE event.handed_on_at < %(before)s
          AND NOT EXISTS (
              SELECT 1 FROM outbox_delivery AS delivery
              WHERE delivery.event_id = event.id AND (delivery.settled_at IS NULL OR delivery.settled_at >= %(before)s)
          )
        ORDER BY id LIMIT %(most)s
    ), deliveries AS (
        DELETE FROM outbox_delivery USING forgotten WHERE event_id = forgotten.id
    )
    DELETE FROM outbox_event USING forgotten WHERE outbox_event.id = forgotten.id
"""


def dead_letters() -> list[DeadLetter]:
    """Every delivery that waits for a person, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(DEAD_LETTERS)
        return [DeadLetter(*row) for row in cursor.fetchall()]


def backlog() -> Backlog:
    """How much is under way, for `status` and for metrics."""
    waiting = EventDelivery.objects.filter(state=DeliveryState.WAITING.value)
    dead = EventDelivery.objects.filter(state=DeliveryState.DEAD.value)
    fresh = PublishedEvent.objects.filter(handed_on_at=None)
    oldest = [
        fresh.aggregate(oldest=Min("written_at"))["oldest"],
        (waiting | dead).aggregate(oldest=Min("event__written_at"))["oldest"],
    ]
    return Backlog(
        not_handed_on=fresh.count(),
        waiting=waiting.count(),
        dead=dead.count(),
        oldest_at=min((moment for moment in oldest if moment), default=None),
    )


@transaction.atomic
def retry(*, delivery_id: int, at: datetime) -> None:
    """Let a dead letter be tried again, with all its attempts; those behind it follow. Raises NotADeadLetter."""
    delivery = _locked_dead_letter(delivery_id)
    delivery.state = DeliveryState.WAITING.value
    delivery.attempts = 0
    delivery.due_at = at
    delivery.save(update_fields=["state", "attempts", "due_at"])


@transaction.atomic
def discard(*, delivery_id: int, because: str, at: datetime) -> None:
    """Give a dead letter up, so that those behind it can go on; the row and the reason stay. Raises NotADeadLetter."""
    if not because.strip():
        raise NotADeadLetter(NO_REASON.filled(delivery=delivery_id))
    delivery = _locked_dead_letter(delivery_id)
    delivery.state = DeliveryState.DISCARDED.value
    delivery.settled_at = at
    delivery.discarded_because = because.strip()
    delivery.save(update_fields=["state", "settled_at", "discarded_because"])


def forget_settled(*, before: datetime, most: int = 10_000) -> int:
    """Delete up to `most` events handed on, and settled with every subscriber, before this moment; gives their number."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, {"before": before, "most": most})
        return int(cursor.rowcount)


def _locked_dead_letter(delivery_id: int) -> EventDelivery:
    delivery = EventDelivery.objects.select_for_update().filter(pk=delivery_id, state=DeliveryState.DEAD.value).first()
    if delivery is None:
        raise NotADeadLetter(NOT_DEAD.filled(delivery=delivery_id))
    return delivery
