"""Applicants compared with the reference lists, by `clearance`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from mumian.clearance.services import close_watch, open_watch
from mumian.clearance.terms import PersonToClear
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.people.queries.particulars import particulars_of
from mumian.people.terms import PersonId

APPLICANT_UNKNOWN: Final = Text(
    "未开始核查：没有查到申请人。请先登记申请人。",
    "The lists were not asked: the applicant is not on record. Enter the applicant first.",
)


class ReferenceLists:
    """Applicants watched by `clearance` while their case is open."""

    def ask(self, *, case: str, person: PersonId, lists: Sequence[str], at: datetime) -> None:
        """Have this person compared with these lists, now and whenever one of them changes."""
        found = particulars_of(person)
        if found is None:
            raise Refusal(APPLICANT_UNKNOWN)
        value = PersonToClear(
            name=found.name,
            birth_date=found.birth_date,
            nationality=found.nationality,
            sex=found.sex,
            numbers=found.numbers,
            documents=found.documents,
        )
        open_watch(reference=case, person=value, lists=lists, at=at)

    def end(self, *, case: str, at: datetime) -> None:
        """Watch no longer."""
        close_watch(reference=case, at=at)
