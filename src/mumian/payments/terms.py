"""The words of this package, and the values in which money is asked for, taken and given back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NewType

from mumian.foundation.identifiers import LETTERS
from mumian.foundation.money import Money
from mumian.foundation.words import Text

Reference = str
"""What is paid for, such as `case:17`; opaque here."""

OrderId = NewType("OrderId", int)
ReceiptId = NewType("ReceiptId", int)
RefundId = NewType("RefundId", int)
ReconciliationId = NewType("ReconciliationId", int)

FEE: Final = "fee"
"""The purpose of most orders: the charge of the rulebook. A reference has one standing order for each purpose."""


class Method(StrEnum):
    """How money comes in at the window, and goes out again."""

    CASH = "cash"
    CARD = "card"


class PaidState(StrEnum):
    """How an order stands; derived, never stored."""

    FREE = "free"
    OPEN = "open"
    PART_PAID = "part_paid"
    PAID = "paid"
    WAIVED = "waived"
    REFUNDED = "refunded"


SETTLED: Final = frozenset({PaidState.FREE, PaidState.PAID, PaidState.WAIVED})
"""In these states nothing is owed, and the case may go on."""

METHOD_NAMES: Final[dict[Method, Text]] = {
    Method.CASH: Text("现金", "cash"),
    Method.CARD: Text("银行卡", "card"),
}

STATE_NAMES: Final[dict[PaidState, Text]] = {
    PaidState.FREE: Text("免费", "free of charge"),
    PaidState.OPEN: Text("待缴费", "to be paid"),
    PaidState.PART_PAID: Text("部分缴费", "partly paid"),
    PaidState.PAID: Text("已缴费", "paid"),
    PaidState.WAIVED: Text("已减免", "waived"),
    PaidState.REFUNDED: Text("已退费", "refunded"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One charge of an order; it may be zero."""

    code: str
    name: Text
    amount: Money


@dataclass(frozen=True, slots=True)
class ReceiptSheet:
    """A receipt as it is printed: its number, what it is for, how and by whom the money was taken, and what was given back."""

    receipt_id: ReceiptId
    number: str
    reference: Reference
    lines: tuple[Line, ...]
    amount: Money
    method: Method
    taken_at: datetime
    badge_number: str
    window: str
    window_number: int
    refunded: Money

    @property
    def shown(self) -> str:
        """The number in groups, as it stands beside its barcode."""
        return LETTERS.shown(self.number)


@dataclass(frozen=True, slots=True)
class OrderSheet:
    """An order with all that has been paid on it."""

    order_id: OrderId
    reference: Reference
    purpose: str
    lines: tuple[Line, ...]
    amount: Money
    paid: Money
    refunded: Money
    waived_because: str | None
    state: PaidState
    receipts: tuple[ReceiptSheet, ...]

    @property
    def is_settled(self) -> bool:
        """Whether nothing is owed: free of charge, paid, or waived."""
        return self.state in SETTLED

    @property
    def due(self) -> Money:
        """What is still to be paid at the window."""
        return self.amount - self.paid if self.state in (PaidState.OPEN, PaidState.PART_PAID) else self.amount * 0


@dataclass(frozen=True, slots=True)
class Takings:
    """What an officer has taken at a window and not yet reckoned up: receipts less refunds, by method."""

    cash: Money
    card: Money
    receipts: int
    refunds: int


@dataclass(frozen=True, slots=True)
class ReconciliationSheet:
    """A reckoning of one officer at one window: what the receipts add up to, what was counted, and why they differ."""

    reconciliation_id: ReconciliationId
    badge_number: str
    window: str
    on: date
    expected: Takings
    counted_cash: Money
    counted_card: Money
    explanation: str

    @property
    def difference(self) -> Money:
        """Counted less expected, both methods together."""
        return self.counted_cash + self.counted_card - self.expected.cash - self.expected.card
