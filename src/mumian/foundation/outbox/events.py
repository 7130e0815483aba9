"""What an event is, and how it becomes JSON and itself again. Plain Python: rules and terms may stand beside it."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, Final

from pydantic import TypeAdapter

TOPIC: Final = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")

_event_classes: dict[str, type[Event]] = {}


class UnknownTopic(LookupError):  # noqa: N818  # errors are named for what could not be
    """This program knows no event of that topic: an older worker met a newer event, or its package is not installed."""


@dataclass(frozen=True, kw_only=True)
class Event(ABC):
    """Something that has happened, said in ids and dates.

    A subclass is a frozen dataclass with a topic `package.what_happened` that never changes once it has been published. Fields
    may be anything that pydantic reads back from JSON as it was: str, int, Decimal, date, datetime, UUID, enums, tuples of these,
    other frozen dataclasses. A field added later needs a default, because older events are still on their way. Events lie in the
    database for weeks: they carry ids, never names, numbers of documents or other personal data.
    """

    topic: ClassVar[str] = ""

    at: datetime
    """When it happened, with its time zone."""

    @property
    @abstractmethod
    def key(self) -> str:
        """The thing it happened to, such as `case:17`. Events of one key reach each subscriber in their order."""

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError(f"{type(self).__name__}.at has no time zone.")

    def __init_subclass__(cls, *, topic: str = "", **options: Any) -> None:
        super().__init_subclass__(**options)
        if not topic:
            return
        if not TOPIC.fullmatch(topic):
            raise ValueError(f"The topic {topic!r} is not of the form package.what_happened.")
        known = _event_classes.setdefault(topic, cls)
        # A dataclass with slots is made anew by its decorator; the same name in the same module is still the same event.
        if (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise ValueError(f"The topic {topic!r} already belongs to {known.__module__}.{known.__qualname__}.")
        _event_classes[topic] = cls
        cls.topic = topic


@cache
def _adapter(event_class: type[Event]) -> TypeAdapter[Event]:
    return TypeAdapter(event_class)


def to_json(event: Event) -> str:
    """Write the event's fields as a JSON object."""
    return _adapter(type(event)).dump_json(event).decode()


def from_json(topic: str, payload: str) -> Event:
    """Read an event back, equal to the one that was written.

    Fields that this program does not know are passed over. Raises UnknownTopic, or pydantic's ValidationError for a wrong
    payload.
    """
    try:
        event_class = _event_classes[topic]
    except KeyError:
        raise UnknownTopic(topic) from None
    return _adapter(event_class).validate_json(payload, strict=True)


def topics() -> list[str]:
    """Every topic known to this program."""
    return sorted(_event_classes)
