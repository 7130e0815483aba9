"""What could not be done in production, in sentences for the officer."""

from __future__ import annotations

from collections.abc import Sequence

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.production.terms import CaseKey, Difference


class StockRefused(Refusal):
    """Something was not done with blanks; the sentence says why."""


class NoBlankLeft(Refusal):
    """There are not enough free blanks of a kind; nobody got any."""

    def __init__(self, *, kind: str, wanted: int, found: int) -> None:
        self.kind = kind
        super().__init__(
            Text(
                "未开始制证：空白证件 {kind} 需要 {wanted} 份，可用的只有 {found} 份。请领取空白证件后重试，案件不受影响。",
                "Production was not started: {wanted} blanks of the kind {kind} are needed and {found} are free. "
                "Draw blanks and try again; the cases stay as they are.",
            ).filled(kind=kind, wanted=wanted, found=found)
        )


class KindUnknown(Refusal):
    """Nobody has entered this kind of blank, or the document is not made from blanks on that day."""

    def __init__(self, code: str) -> None:
        super().__init__(
            Text(
                "未办理：没有登记过空白证件种类 {code}。请先登记该种类，或改正种类代码。",
                "Nothing was done: no kind of blank {code} is on record. Enter the kind first, or correct its code.",
            ).filled(code=code)
        )


class DocumentInWork(Refusal):
    """A case has a document in work or finished; a second would be one too many."""

    def __init__(self, cases: Sequence[CaseKey]) -> None:
        self.cases = tuple(cases)
        super().__init__(
            Text(
                "未开始制证：{count} 件案件已有在制或制成的证件（{first}）。请先查看该证件；确需重制的，先登记废证。",
                "Production was not started: {count} of the cases have a document in work or finished ({first}). "
                "Look at it first; to make another, record it as spoiled.",
            ).filled(count=len(self.cases), first=self.cases[0])
        )


class NumberRefusedHere(Refusal):
    """The number of a document cannot be this one; the sentence says why."""


class OrderRefused(Refusal):
    """Something was not done with a document in work; the sentence says why."""


class ReadBackDiffers(Refusal):
    """What was read from the document is not what was ordered; `differences` names every stretch."""

    def __init__(self, differences: Sequence[Difference], sentence: Text) -> None:
        self.differences = tuple(differences)
        super().__init__(sentence)
