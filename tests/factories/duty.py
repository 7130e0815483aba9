"""Shifts of the small office: a manager who plans, officers who serve."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mumian.offices.models import Officer
from mumian.offices.services import plan_shifts
from mumian.offices.terms import DepartmentKind, OfficerId, Role, ShiftFacts, ShiftId
from tests.factories.offices import CITY, officer, posting

NINE = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
NOON = NINE + timedelta(hours=3)
FIVE = NINE + timedelta(hours=8)


def officer_id(badge_number: str) -> OfficerId:
    """The id of somebody on the staff."""
    return OfficerId(Officer.objects.get(badge_number=badge_number).pk)


def serving(badge_number: str, role: Role = Role.ACCEPTANCE_OFFICER, **changes: object) -> OfficerId:
    """Somebody posted in the central hall, unless said otherwise."""
    officer(badge_number, posting(role, **{"hall": "H01", **changes}))
    return officer_id(badge_number)


def manager() -> OfficerId:
    """The manager of the central hall."""
    return serving("200001", Role.HALL_MANAGER)


def shift(badge_number: str = "100001", **changes: object) -> ShiftFacts:
    """A morning at window 1 of the central hall."""
    facts = ShiftFacts(badge_number, CITY, DepartmentKind.ACCEPTANCE, NINE, NOON, hall="H01", window="H01-W01")
    return replace(facts, **changes)  # type: ignore[arg-type]  # the names of fields, given by the test


def planned(*shifts: ShiftFacts, by: OfficerId) -> tuple[ShiftId, ...]:
    """Plan them the day before."""
    return plan_shifts(shifts=shifts, by=by, at=NINE - timedelta(days=1))
