"""Invented persons to be compared with the small lists of `tests/support/lists`, which every copy with the rulebook holds."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from mumian.clearance.services import open_watch, screen_waiting
from mumian.clearance.terms import ListCode, PersonToClear, Reference
from mumian.foundation.identifiers import Sex

REGISTERED = PersonToClear("木棉一", date(1990, 1, 1), "CHN", Sex.MALE, ("440199199001010017",), ("EA1234567",))
"""The resident of `factories.people`: in the population register, on no other list."""

LISTED_NOWHERE = PersonToClear("木棉空", date(1991, 2, 2), "CHN", Sex.MALE, documents=("EB7654321",))
STATE_STAFF = PersonToClear("木棉官", date(1975, 3, 3), "CHN", Sex.MALE, ("440199197503030510",))
BARRED = PersonToClear("木棉禁", date(1980, 5, 5), "CHN", Sex.MALE, ("440199198005050716",))
OVERSTAYER = PersonToClear("木棉违", date(1982, 6, 6), "CHN", Sex.FEMALE, ("440199198206060822",))
WANTED = PersonToClear("木棉追", date(1985, 7, 7), "CHN", Sex.MALE, ("44019919850707091X",))
"""These four stand each on one list and agree with the population register."""


def ask(person: PersonToClear, lists: Collection[ListCode], *, at: datetime, reference: Reference = "case:1") -> None:
    """Have a person compared with these lists at once. Pages settle only whom no entry meets; the worker settles everybody."""
    open_watch(reference=reference, person=person, lists=lists, at=at)
    screen_waiting(at=at)
