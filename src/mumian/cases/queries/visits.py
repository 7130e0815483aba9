"""Visits at home: those of an office, and one with its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, F, Prefetch, Q, QuerySet

from mumian.cases.models import ReservedNumber, Visit
from mumian.cases.terms import CaseId, VisitGround, VisitId
from mumian.offices.queries import OfficerSheet, sight_of, within_sight
from mumian.people.rules.masking import masked_name

AT_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class NumberSheet:
    """A reserved number; `case_id` where it was used."""

    number: str
    case_id: CaseId | None


@dataclass(frozen=True, slots=True)
class VisitSheet:
    """A visit; the name is masked. `approved` is None while it waits. `numbers` stay empty on lists."""

    visit_id: VisitId
    person: str
    ground: VisitGround
    reason: str
    address: str
    hall: str | None
    asked_badge: str
    asked_at: datetime
    approved: bool | None
    decided_badge: str | None
    on: date | None
    makers: tuple[str, ...]
    count: int
    used: int
    numbers: tuple[NumberSheet, ...] = ()


def visits(officer: OfficerSheet, *, most: int = AT_MOST) -> tuple[VisitSheet, ...]:
    """The visits that an officer sees, those to come and to be decided first. Two queries."""
    rows = _seen(officer).order_by(F("on").desc(nulls_first=True), "-pk")[:most]
    return tuple(_sheet(row) for row in rows)


def visit_sheet(visit_id: VisitId, *, officer: OfficerSheet) -> VisitSheet | None:
    """One visit with its numbers, for who sees it. Three queries."""
    numbers = Prefetch("numbers", ReservedNumber.objects.order_by("ordinal"))
    row = _seen(officer).prefetch_related(numbers).filter(pk=visit_id).first()
    if row is None:
        return None
    listed = tuple(NumberSheet(one.number, CaseId(one.case_id) if one.case_id else None) for one in row.numbers.all())
    return _sheet(row, listed)


def _seen(officer: OfficerSheet) -> QuerySet[Visit]:
    mine = Visit.objects.filter(
        Q(asked_by_id=officer.officer_id)
        | Q(first_officer_id=officer.officer_id)
        | Q(second_officer_id=officer.officer_id)
        | Q(pk__in=within_sight(Visit.objects.all(), sight_of(officer), bureau="bureau__code", hall="hall__code").values("pk"))
    )
    counted = mine.annotate(count=Count("numbers"), used=Count("numbers", filter=Q(numbers__case__isnull=False)))
    return counted.select_related("person", "hall", "asked_by", "decided_by", "first_officer", "second_officer")


def _sheet(row: Visit, numbers: tuple[NumberSheet, ...] = ()) -> VisitSheet:
    makers = tuple(one.badge_number for one in (row.first_officer, row.second_officer) if one)
    counts = vars(row)
    return VisitSheet(
        visit_id=VisitId(row.pk),
        person=masked_name(row.person.name),
        ground=VisitGround(row.ground),
        reason=row.reason,
        address=row.address,
        hall=row.hall.code if row.hall else None,
        asked_badge=row.asked_by.badge_number,
        asked_at=row.asked_at,
        approved=row.approved,
        decided_badge=row.decided_by.badge_number if row.decided_by else None,
        on=row.on,
        makers=makers,
        count=counts["count"],
        used=counts["used"],
        numbers=numbers,
    )
