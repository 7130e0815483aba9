"""Keeping lists within what an officer sees."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from mumian.offices.models import Hall
from mumian.offices.queries import officer_by_badge, sight_of, within_sight
from mumian.offices.rules.sight import Sight
from mumian.offices.terms import Role
from tests.factories.offices import CITY, NORTH, SOUTH, TODAY, officer, posting, small_office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office() -> None:
    small_office()


def sight(*roles: Role, on: date = TODAY) -> Sight:
    found = officer_by_badge("100001", on=on)
    assert found is not None
    return sight_of(found, roles=roles)


def halls(seen: Sight) -> list[str]:
    rows = within_sight(Hall.objects.all(), seen, bureau="bureau__code", hall="code")
    return list(rows.order_by("code").values_list("code", flat=True))


@pytest.mark.parametrize(
    ("bureau", "hall", "seen"), [(CITY, None, ["H01", "H02"]), (SOUTH, None, ["H02"]), (NORTH, None, []), (CITY, "H01", ["H01"])]
)
def test_list_holds_what_lies_below_the_posting(bureau: str, hall: str | None, seen: list[str]) -> None:
    officer("100001", posting(Role.ACCEPTANCE_OFFICER, bureau=bureau, hall=hall))

    assert halls(sight()) == seen


def test_sight_can_be_asked_for_some_roles_alone() -> None:
    officer("100001", posting(Role.HALL_MANAGER, hall="H01"), posting(Role.ANALYST))

    assert [halls(sight(Role.HALL_MANAGER)), halls(sight(Role.ANALYST)), halls(sight(Role.LEADER))] == [
        ["H01"],
        ["H01", "H02"],
        [],
    ]


def test_sight_ends_with_the_posting() -> None:
    officer("100001", posting(Role.ANALYST, valid_to=TODAY))

    assert halls(sight(on=date(2026, 9, 2))) == []


def test_sight_costs_one_query_and_the_list_none_of_its_own(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    officer("100001", posting(Role.ANALYST))
    found = officer_by_badge("100001", on=TODAY)
    assert found is not None

    with django_assert_num_queries(2):
        halls(sight_of(found))
