from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.foundation.clock import SettableClock, SystemClock, end_of, local, local_date, moment_at, with_zone

NOON = datetime(2006, 9, 27, 12, 0, tzinfo=UTC)


def test_system_clock_gives_a_moment_with_its_zone() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_settable_clock_stands_still_until_it_is_moved() -> None:
    clock = SettableClock(NOON)

    assert [clock.now(), clock.now(), clock.move(timedelta(hours=1)), clock.now()] == [
        NOON,
        NOON,
        *[NOON + timedelta(hours=1)] * 2,
    ]


def test_settable_clock_can_be_set_back() -> None:
    clock = SettableClock(NOON)

    clock.set(NOON - timedelta(days=1))

    assert clock.now() == NOON - timedelta(days=1)


def test_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        with_zone(datetime(2006, 9, 27, 12, 0))  # noqa: DTZ001  # the missing zone is the point


def test_evening_in_london_is_the_next_day_at_the_office() -> None:
    assert local_date(datetime(2006, 9, 27, 16, 0, tzinfo=UTC)) == date(2006, 9, 28)


def test_wall_clock_of_the_office_is_eight_hours_ahead_of_utc() -> None:
    assert local(NOON).replace(tzinfo=None) == datetime(2006, 9, 27, 20, 0)  # noqa: DTZ001  # only the wall clock is compared


def test_moment_at_and_local_are_each_other_s_opposite() -> None:
    assert local(moment_at(date(2006, 9, 27), time(20, 0))) == NOON


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_day_ends_where_the_next_begins(day: date) -> None:
    assert (local_date(end_of(day) - timedelta.resolution), local_date(end_of(day))) == (day, day + timedelta(days=1))
