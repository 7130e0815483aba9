"""What payments tell the floors above."""

from __future__ import annotations

from dataclasses import dataclass

from mumian.foundation.outbox.events import Event
from mumian.payments.terms import OrderId, ReceiptId, Reference, RefundId


@dataclass(frozen=True, kw_only=True)
class _PaymentEvent(Event):
    reference: Reference
    order_id: OrderId

    @property
    def key(self) -> str:
        return self.reference


@dataclass(frozen=True, kw_only=True)
class OrderSettled(_PaymentEvent, topic="payments.order_settled"):
    """Nothing is owed on an order any more: it was paid in full, waived, or is free of charge."""


@dataclass(frozen=True, kw_only=True)
class ReceiptTaken(_PaymentEvent, topic="payments.receipt_taken"):
    """Money was taken at a window."""

    receipt_id: ReceiptId


@dataclass(frozen=True, kw_only=True)
class RefundMade(_PaymentEvent, topic="payments.refund_made"):
    """Money was given back."""

    refund_id: RefundId
