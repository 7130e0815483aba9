"""An event to test with, and a subscriber that writes down in the database what it was told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from mumian.foundation import outbox
from mumian.foundation.clock import SettableClock
from mumian.foundation.commands.models import AnsweredCommand
from mumian.foundation.outbox import Delivery, Event
from mumian.foundation.outbox.dispatching import Dispatcher, Turn
from mumian.foundation.outbox.models import EventDelivery
from mumian.foundation.outbox.subscribing import Subscription, only

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class DrumBeaten(Event, topic="tests.drum_beaten"):
    """Something to tell."""

    drum: str
    beat: int

    @property
    def key(self) -> str:
        return f"drum:{self.drum}"


@dataclass
class Notebook:
    """A subscriber whose effect is a row (any would do: one of the command table), rolled back with its transaction."""

    name: str = "tests.notebook"
    before: Callable[[DrumBeaten, Delivery], None] = lambda event, delivery: None
    after: Callable[[DrumBeaten, Delivery], None] = lambda event, delivery: None
    called: list[tuple[str, int]] = field(default_factory=list)

    def __call__(self, event: DrumBeaten, delivery: Delivery) -> None:
        self.called.append((event.drum, event.beat))
        self.before(event, delivery)
        AnsweredCommand.objects.create(
            actor=self.name, key=str(uuid4()), command="note", request_hash=b"", answer=[event.drum, event.beat], asked_at=AT
        )
        self.after(event, delivery)

    @property
    def subscription(self) -> Subscription[Any]:
        return Subscription(self.name, DrumBeaten, self)

    def effects(self) -> list[tuple[str, int]]:
        """What was noted and committed, in the order of noting."""
        rows = AnsweredCommand.objects.filter(actor=self.name).order_by("id")
        return [(row.answer[0], row.answer[1]) for row in rows if row.answer]


@contextmanager
def told(*notebooks: Notebook) -> Iterator[None]:
    """As long as this lasts, these notebooks are the only subscribers."""
    with only(*(notebook.subscription for notebook in notebooks)):
        yield


def beat(*beats: tuple[str, int]) -> None:
    """Publish these beats in one transaction."""
    with transaction.atomic():
        outbox.publish(*(DrumBeaten(drum=drum, beat=number, at=AT) for drum, number in beats))


def turn(at: datetime = AT, **options: Any) -> Turn:
    """One turn of a fresh dispatcher whose clock stands at this moment."""
    return Dispatcher(clock=SettableClock(at), **options).turn()


def states() -> list[tuple[str, int]]:
    """State and attempts of every delivery, oldest first."""
    return list(EventDelivery.objects.order_by("id").values_list("state", "attempts"))
