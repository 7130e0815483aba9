"""The words of this package: blanks and what becomes of them, orders and what is written into a document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NewType

from mumian.foundation.identifiers import Sex
from mumian.foundation.words import Text
from mumian.offices.terms import OfficerId

CaseKey = str
"""What a document is made for, such as `case:17`; opaque here."""

OrderId = NewType("OrderId", int)


@dataclass(frozen=True, slots=True)
class Hand:
    """Who does something, in which department (its id), and when."""

    officer: OfficerId
    department: int
    at: datetime


class BlankForm(StrEnum):
    """What a blank is made of."""

    BOOKLET = "booklet"
    CARD = "card"
    STICKER = "sticker"
    SHEET = "sheet"
    ON_CARRIER = "on_carrier"


class Numbering(StrEnum):
    """Where the number of a document comes from."""

    ON_BLANK = "on_blank"
    ALLOTTED = "allotted"
    HOLDERS = "holders"


class BlankState(StrEnum):
    """Where a blank is; every blank that was ever received is in exactly one of these states."""

    IN_STOCK = "in_stock"
    ISSUED = "issued"
    IN_WORK = "in_work"
    USED = "used"
    SPOILED = "spoiled"
    DESTROYED = "destroyed"
    MISSING = "missing"


class OrderState(StrEnum):
    """How far the making of one document has come."""

    IN_WORK = "in_work"
    PASSED = "passed"
    SPOILED = "spoiled"
    RECALLED = "recalled"


class SpoilCause(StrEnum):
    """Why a blank or a document became unusable."""

    PRINTING = "printing"
    LAMINATION = "lamination"
    WRONG_DATA = "wrong_data"
    UNREADABLE = "unreadable"
    DAMAGED = "damaged"
    FAULTY_BLANK = "faulty_blank"
    CANCELLED = "cancelled"


class Finding(StrEnum):
    """What stock-taking finds about one serial number."""

    MISSING = "missing"
    FOUND_AGAIN = "found_again"
    OUT_OF_PLACE = "out_of_place"
    UNKNOWN = "unknown"


LIVE_ORDERS: Final = (OrderState.IN_WORK, OrderState.PASSED)
"""A case has at most one order in these states."""

CAUSE_NAMES: Final[dict[SpoilCause, Text]] = {
    SpoilCause.PRINTING: Text("打印缺陷", "fault in printing"),
    SpoilCause.LAMINATION: Text("覆膜或封装缺陷", "fault in lamination"),
    SpoilCause.WRONG_DATA: Text("内容错误", "wrong content"),
    SpoilCause.UNREADABLE: Text("机读区或芯片无法读取", "machine-readable zone or chip cannot be read"),
    SpoilCause.DAMAGED: Text("损坏", "damaged"),
    SpoilCause.FAULTY_BLANK: Text("空白证件本身有缺陷", "the blank itself is faulty"),
    SpoilCause.CANCELLED: Text("制证任务取消", "the order was cancelled"),
}


@dataclass(frozen=True, slots=True)
class KindFacts:
    """A kind of blank: which document is made of it, and between which days (inclusive; None is open).

    `mrz_code` is the document code of its machine-readable zone (`PO`, `CS`); empty when it has none.
    """

    code: str
    document_type: str
    form: BlankForm
    numbering: Numbering
    mrz_code: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """Serial numbers from one to another, both ends included: the same letters, then digits of one width."""

    prefix: str
    first: int
    last: int
    digits: int

    @property
    def quantity(self) -> int:
        """How many numbers it holds."""
        return self.last - self.first + 1

    def number(self, place: int) -> str:
        """The number at this place; the first is 0."""
        return f"{self.prefix}{self.first + place:0{self.digits}d}"

    def __str__(self) -> str:
        return f"{self.number(0)}–{self.number(self.quantity - 1)}"


@dataclass(frozen=True, slots=True)
class Holder:
    """What is written into a document about its holder. `surname` and `given` in Latin letters as the document spells them.

    `optional` is the optional data of the zone; `issue_count`, `home_id_number` and `issue_place` stand on permits of Hong Kong,
    Macao and Taiwan residents only. `lines` are further lines to print, such as the kind and stay of an endorsement.
    """

    name: str
    surname: str
    given: str
    sex: Sex
    born_on: date
    nationality: str
    expires_on: date | None
    issuer: str = "CHN"
    birth_place: str = ""
    issue_place: str = ""
    identity_number: str = ""
    optional: str = ""
    issue_count: str = ""
    home_id_number: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """One document to be made. `number` only for kinds whose number belongs to the holder."""

    case: CaseKey
    kind: str
    holder: Holder
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Started:
    """One order that was started, with the blank and number it got."""

    order_id: OrderId
    case: CaseKey
    attempt: int
    serial: str
    number: str
    mrz: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One stretch of the machine-readable zone that was read otherwise than ordered; line and position count from 1."""

    what: Text
    line: int
    position: int
    ordered: str
    read: str
