"""Asking about halls, windows and points."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from mumian.foundation.words import Text
from mumian.offices.queries import (
    FloorSheet,
    HallSheet,
    WindowSheet,
    hall_by_code,
    halls_with_floors,
    service_points,
    windows_of_hall,
)
from mumian.offices.services import keep_halls
from mumian.offices.terms import AmenityFacts, DistrictSpan, HallKind, WindowKind
from tests.factories.offices import AT, TODAY, hall_facts, office_facts, small_office

pytestmark = pytest.mark.django_db

PLAIN = {"priority": False, "low_counter": False, "seated": False, "rating_device": True}
W01 = WindowSheet("H01-W01", 1, 1, WindowKind.ACCEPT_CITIZEN, priority=True, low_counter=True, seated=True, rating_device=True)
W02 = WindowSheet("H01-W02", 2, 1, WindowKind.ACCEPT_FOREIGNER, **PLAIN)
W03 = WindowSheet("H01-W03", 3, 2, WindowKind.COLLECT, **PLAIN)


def test_hall_is_told_whole() -> None:
    small_office()

    assert hall_by_code("H01", on=TODAY) == HallSheet(
        code="H01",
        name=Text("中心大厅", "Central Hall"),
        kind=HallKind.CENTRAL,
        bureau_code="440100",
        bureau=Text("虚构市局", "City Office"),
        district="440104",
        address=Text("虚构路1号", "1 Fictional Road"),
        how_to_get=Text("地铁虚构站", "Metro, Fictional station"),
        phone="020-0000-1001",
        services=("passport", "hm"),
        daily_share=Decimal("0.6"),
        hours=hall_facts().hours,
        floors=(
            FloorSheet(
                1,
                Text("受理窗口", "acceptance windows"),
                (AmenityFacts("ramp", Text("坡道", "ramp"), accessible=True), AmenityFacts("water", Text("饮水", "water"))),
                (W01, W02),
            ),
            FloorSheet(2, Text("领证窗口", "collection windows"), (), (W03,)),
        ),
    )


def test_hall_lies_in_the_district_of_the_day() -> None:
    small_office()

    districts = [hall_by_code("H01", on=on).district for on in (date(2005, 4, 27), date(2005, 4, 28))]  # type: ignore[union-attr]  # kept above

    assert districts == ["440102", "440104"]


def test_hall_lies_nowhere_before_the_first_district_stated() -> None:
    small_office()
    keep_halls(halls=[hall_facts(districts=(DistrictSpan(date(2026, 1, 1), None, "440104"),))], at=AT)

    assert hall_by_code("H01", on=date(2025, 1, 1)).district == ""  # type: ignore[union-attr]  # kept above


def test_unknown_hall_is_none() -> None:
    assert hall_by_code("H99", on=TODAY) is None


@pytest.mark.parametrize("more", [0, 15])
def test_list_of_halls_takes_six_queries_for_two_halls_and_for_seventeen(
    more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    small_office()
    keep_halls(halls=[hall_facts(f"X{number:02}") for number in range(more)], at=AT)

    with django_assert_num_queries(6):
        halls = halls_with_floors(on=TODAY)

    assert len(halls) == 2 + more


def test_one_hall_takes_six_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    small_office()

    with django_assert_num_queries(6):
        hall_by_code("H01", on=TODAY)


def test_windows_of_a_hall_take_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    small_office()

    with django_assert_num_queries(1):
        windows = windows_of_hall("H01", on=TODAY)

    assert windows == (W01, W02, W03)


def test_points_are_told_as_they_were_stated_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    small_office()

    with django_assert_num_queries(1):
        points = service_points(on=TODAY)

    assert points == office_facts().points
