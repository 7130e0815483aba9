"""What the packages need from each other is joined here, once, when a program starts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from mumian.cases.services import sockets
from mumian.clearance.services import close_watch, open_watch
from mumian.clearance.terms import PersonToClear
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.payments.queries import order_for
from mumian.people.queries import person_sheet
from mumian.people.terms import PersonId

APPLICANT_UNKNOWN: Final = Text(
    "未开始核查：没有查到申请人。请先登记申请人。",
    "The lists were not asked: the applicant is not on record. Enter the applicant first.",
)


class FeesAtTheWindow:
    """What is still to be paid, as `payments` knows it. Payment comes before acceptance (rule T8)."""

    def unpaid(self, *, case: str, amount: int) -> int:
        """The whole yuan of the fee unless an order for this case stands and nothing is owed on it."""
        order = order_for(case) if amount else None
        return 0 if order is not None and order.is_settled else amount


class ReferenceLists:
    """Applicants watched by `clearance` while their case is open."""

    def ask(self, *, case: str, person: PersonId, lists: Sequence[str], at: datetime) -> None:
        """Have this person compared with these lists, now and whenever one of them changes."""
        sheet = person_sheet(person, on=local_date(at))
        if sheet is None:
            raise Refusal(APPLICANT_UNKNOWN)
        value = PersonToClear(
            name=sheet.name,
            birth_date=sheet.birth_date,
            nationality=sheet.nationality,
            sex=sheet.sex,
            numbers=tuple(number.number for number in sheet.numbers),
            documents=tuple(document.number for document in sheet.documents),
        )
        open_watch(reference=case, person=value, lists=lists, at=at)

    def end(self, *, case: str, at: datetime) -> None:
        """Watch no longer."""
        close_watch(reference=case, at=at)


def join() -> None:
    """Fill the sockets of cases."""
    sockets.fees = FeesAtTheWindow()
    sockets.clearing = ReferenceLists()
