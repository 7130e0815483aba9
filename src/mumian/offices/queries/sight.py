"""What an officer sees of the tree of offices, and how lists are kept within it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final, TypeVar

from django.db.models import Model, Q, QuerySet

from mumian.foundation.statements import all_rows
from mumian.foundation.words import Text
from mumian.offices.models import Hall, Shift
from mumian.offices.queries.staff import Duty, OfficerSheet
from mumian.offices.rules.sight import Sight, sight_from
from mumian.offices.terms import CallAnswer, Role, ShiftKind

TREE: Final = """
    SELECT bureau.code, parent.code FROM offices_bureau bureau LEFT JOIN offices_bureau parent ON parent.id = bureau.parent_id
"""
Row = TypeVar("Row", bound=Model)
AT_WORK: Final = Q(kind=ShiftKind.DUTY.value) | Q(calls__answer=CallAnswer.ACKNOWLEDGED.value)
"""On duty by the roster, or on stand-by, called and come."""


def sight_of(officer: OfficerSheet, *, roles: Collection[Role] = ()) -> Sight:
    """What the officer sees by his postings of the day, or by those in these roles alone. One query at most."""
    places = [(duty.bureau, duty.hall) for duty in officer.duties if not roles or duty.role in roles]
    # Who is posted in halls alone sees these, and nothing below them that the tree would have to tell.
    return sight_from(places, dict(all_rows(TREE)) if any(hall is None for _, hall in places) else {})


def duty_over(officer: OfficerSheet, *, roles: Collection[Role], bureau: str, hall: str | None, at: datetime) -> Duty | None:
    """The posting by which somebody holds one of these roles over this place: that of the bureau itself first, then one above it
    or of the hall, then one whose department has him on duty in the hall at this moment. None when he has no say there.

    No query in the usual case, at most two.
    """
    fitting = [duty for duty in officer.duties if duty.role in roles]
    for duty in fitting:
        if duty.bureau == bureau and duty.hall in {None, hall}:
            return duty
    if not fitting:
        return None
    parents: dict[str, str | None] = dict(all_rows(TREE))
    for duty in fitting:
        if sight_from([(duty.bureau, duty.hall)], parents).covers(bureau=bureau, hall=hall):
            return duty
    shifts = Shift.objects.filter(AT_WORK, officer_id=officer.officer_id, hall__code=hall, withdrawn_at=None)
    at_work = set(shifts.filter(starts_at__lte=at, ends_at__gt=at).values_list("department_id", flat=True))
    return next((duty for duty in fitting if duty.department_id in at_work), None)


def within_sight(rows: QuerySet[Row], sight: Sight, *, bureau: str | None = None, hall: str | None = None) -> QuerySet[Row]:
    """The rows that may be seen; `bureau` and `hall` are the lookups that lead from a row to the codes, as `hall__bureau__code`.

    A row without a hall is seen by whoever sees its bureau. No query by itself.
    """
    seen = Q(pk__in=())
    if bureau is not None:
        seen |= Q(**{f"{bureau}__in": sight.bureaus})
    if hall is not None:
        seen |= Q(**{f"{hall}__in": sight.halls})
    return rows.filter(seen)


def halls_seen(sight: Sight) -> dict[str, Text]:
    """The halls that may be seen, by code, with their names. One query."""
    halls = within_sight(Hall.objects.all(), sight, bureau="bureau__code", hall="code")
    return {hall.code: hall.name for hall in halls.order_by("code")}


def hall_names() -> dict[str, Text]:
    """The names of all halls, by code: where a document lies is told to everybody who holds its receipt. One query."""
    return {hall.code: hall.name for hall in Hall.objects.order_by("code")}
