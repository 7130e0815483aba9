"""What delivery tells the floors above."""

from __future__ import annotations

from dataclasses import dataclass

from mumian.delivery.terms import Arrival, CaseKey, DocumentKey
from mumian.foundation.outbox.events import Event


@dataclass(frozen=True, kw_only=True)
class _DocumentEvent(Event):
    case: CaseKey
    document: DocumentKey

    @property
    def key(self) -> str:
        return self.case


@dataclass(frozen=True, kw_only=True)
class DocumentShelved(_DocumentEvent, topic="delivery.shelved"):
    """A document lies on a shelf and can be collected there."""

    hall: str
    arrival: Arrival


@dataclass(frozen=True, kw_only=True)
class DocumentHandedOut(_DocumentEvent, topic="delivery.handed_out"):
    """A document was handed to somebody whose identity was checked."""
