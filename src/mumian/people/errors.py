"""What could not be done with people, in sentences for the officer."""

from __future__ import annotations

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text


class NumberKnown(Refusal):
    """An identity number was entered that belongs to somebody already; the number is told masked."""

    def __init__(self, masked: str) -> None:
        super().__init__(
            Text(
                "未登记:证件号码 {number} 已有登记。请先按该号码查找此人,不要重复登记。",
                "Nobody was entered: the number {number} is on record. Find the person by it instead of entering him again.",
            ).filled(number=masked)
        )


class DocumentKnown(Refusal):
    """A document was entered that somebody holds already; the number is told masked."""

    def __init__(self, masked: str) -> None:
        super().__init__(
            Text(
                "未登记:证件 {number} 已有登记。请核对证件种类和号码。",
                "Nothing was entered: the document {number} is on record. Check its type and number.",
            ).filled(number=masked)
        )


class GuardianRefused(Refusal):
    """Somebody cannot be entered as guardian; the sentence says why."""
