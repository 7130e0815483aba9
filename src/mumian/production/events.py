"""What production tells the floors above."""

from __future__ import annotations

from dataclasses import dataclass

from mumian.foundation.outbox.events import Event
from mumian.production.terms import CaseKey, OrderId, SpoilCause


@dataclass(frozen=True, kw_only=True)
class _OrderEvent(Event):
    order_id: OrderId
    case: CaseKey

    @property
    def key(self) -> str:
        return self.case


@dataclass(frozen=True, kw_only=True)
class ProductionStarted(_OrderEvent, topic="production.started"):
    """A blank and a number were allotted to a case; `attempt` is 1 for the first document."""

    attempt: int


@dataclass(frozen=True, kw_only=True)
class DocumentSpoiled(_OrderEvent, topic="production.spoiled"):
    """A document in work became unusable, or failed its check; another has to be made."""

    cause: SpoilCause


@dataclass(frozen=True, kw_only=True)
class QualityPassed(_OrderEvent, topic="production.quality_passed"):
    """A document was read back, is as ordered, and can be handed out."""


@dataclass(frozen=True, kw_only=True)
class DocumentRecalled(_OrderEvent, topic="production.recalled"):
    """A finished document was taken back; it counts as spoiled."""


@dataclass(frozen=True, kw_only=True)
class StockTaken(Event, topic="production.stock_taken"):
    """The blanks of a kind were counted. `missing` is how many should have been there and were not."""

    count_id: int
    kind: str
    missing: int

    @property
    def key(self) -> str:
        return f"blanks:{self.kind}"


@dataclass(frozen=True, kw_only=True)
class BlanksReceived(Event, topic="production.blanks_received"):
    """A batch of blanks came into stock."""

    batch_id: int
    kind: str
    quantity: int

    @property
    def key(self) -> str:
        return f"blanks:{self.kind}"
