"""What an officer sees of the tree of offices, and how lists are kept within it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from mumian.foundation.words import Text
from mumian.offices.models import Bureau, Hall
from mumian.offices.queries.staff import OfficerSheet
from mumian.offices.rules.sight import Sight, sight_from
from mumian.offices.terms import Role

Row = TypeVar("Row", bound=Model)


def sight_of(officer: OfficerSheet, *, roles: Collection[Role] = ()) -> Sight:
    """What the officer sees by his postings of the day, or by those in these roles alone. One query."""
    duties = [duty for duty in officer.duties if not roles or duty.role in roles]
    return sight_from([(duty.bureau, duty.hall) for duty in duties], dict(Bureau.objects.values_list("code", "parent__code")))


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
