"""Who is told what. Packages subscribe in `ready()` of their `apps`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from mumian.foundation.outbox.events import Event

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a handler may want to know beside the event."""

    event_id: int
    subscriber: str
    attempt: int
    """1 at the first try."""
    at: datetime
    """Now: handlers hand it on as the `at` of the services they call."""

    @property
    def inbox_key(self) -> str:
        """The same at every attempt and used by no other delivery: give it to an outside system that knows idempotency keys."""
        return f"{self.subscriber}:{self.event_id}"


class Later(Exception):  # noqa: N818  # no error: the handler asks to be called again
    """Raised by a handler that has nothing to do before a moment: it is called again then, and this was no attempt."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(until)


Handler = Callable[[E, Delivery], object]


@dataclass(frozen=True)
class Subscription(Generic[E]):
    """One subscriber of one kind of event."""

    name: str
    event_class: type[E]
    handler: Handler[E]


_subscriptions: dict[str, Subscription[Any]] = {}


def subscribe(event_class: type[E], name: str) -> Callable[[Handler[E]], Handler[E]]:
    """Have every event of this class handed to a handler.

    `name` is kept in the database, so it stays when the handler moves; it is written `package.what_it_does`. The handler runs in
    a transaction that also marks the delivery as done: what it writes to the database happens once. It may be called again when
    that transaction fails, so whatever leaves the house carries `delivery.inbox_key`. It hears only events that are handed on
    after it subscribed.
    """

    def register(handler: Handler[E]) -> Handler[E]:
        if not event_class.topic:
            raise ValueError(f"{event_class.__name__} has no topic, so nobody can subscribe to it.")
        if name in _subscriptions:
            raise ValueError(f"There is already a subscriber {name!r}.")
        _subscriptions[name] = Subscription(name, event_class, handler)
        return handler

    return register


def subscriptions() -> Mapping[str, Subscription[Any]]:
    """All subscribers by name."""
    return dict(_subscriptions)


@contextmanager
def only(*subscribers: Subscription[Any]) -> Iterator[None]:
    """For tests: as long as this lasts, these are the only subscribers."""
    before = dict(_subscriptions)
    _subscriptions.clear()
    _subscriptions.update({subscriber.name: subscriber for subscriber in subscribers})
    try:
        yield
    finally:
        _subscriptions.clear()
        _subscriptions.update(before)
