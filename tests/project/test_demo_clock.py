from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from mumian.foundation.clock import SystemClock, ahead, local_date, moment_at, set_ahead
from mumian.project.demo_clock import FILE, HourNotUnderstood, hour, keep_time, kept, put_ahead, put_right
from mumian.project.environment import Environment

TUESDAY_EVENING = datetime(2026, 11, 24, 12, 40, tzinfo=UTC)
FRIDAY_EVENING = datetime(2026, 11, 20, 12, 40, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _own_clock() -> Iterator[None]:
    yield
    set_ahead(timedelta(0))


@pytest.fixture
def house(tmp_path: Path) -> Environment:
    return replace(Environment.read({"MUMIAN_VAR": str(tmp_path)}), profile="demo")


def test_house_begins_at_the_next_such_hour(tmp_path: Path) -> None:
    by = put_ahead(tmp_path, time(10), now=TUESDAY_EVENING)

    assert abs(TUESDAY_EVENING + by - moment_at(date(2026, 11, 25), time(10))) < A_SECOND


def test_hour_that_is_still_to_come_is_of_the_same_day(tmp_path: Path) -> None:
    assert put_ahead(tmp_path, time(21), now=TUESDAY_EVENING) == timedelta(minutes=20)


def test_days_of_rest_are_passed_over(tmp_path: Path) -> None:
    by = put_ahead(tmp_path, time(10), now=FRIDAY_EVENING)

    assert local_date(FRIDAY_EVENING + by) == date(2026, 11, 23)


def test_holidays_are_passed_over_and_weekends_worked_through_are_not(tmp_path: Path) -> None:
    before_golden_week = datetime(2005, 9, 30, 12, tzinfo=UTC)

    by = put_ahead(tmp_path, time(10), now=before_golden_week)

    assert local_date(before_golden_week + by) == date(2005, 10, 8)


def test_clock_goes_on_from_where_it_was(tmp_path: Path) -> None:
    first = put_ahead(tmp_path, time(10), now=TUESDAY_EVENING)
    second = put_ahead(tmp_path, time(10), now=TUESDAY_EVENING + timedelta(hours=1))

    assert second > first
    assert kept(tmp_path) == second


def test_processes_of_the_house_have_its_time(house: Environment) -> None:
    put_ahead(house.var, time(10), now=datetime.now(UTC))

    keep_time(house)

    assert ahead() == kept(house.var)
    assert abs(SystemClock().now() - datetime.now(UTC) - ahead()) < A_SECOND


@pytest.mark.parametrize("profile", ["office", "test"])
def test_nobody_else_has_it(house: Environment, profile: str) -> None:
    put_ahead(house.var, time(10), now=TUESDAY_EVENING)

    keep_time(replace(house, profile=profile))  # type: ignore[arg-type]  # one of its values

    assert ahead() == timedelta(0)


def test_fresh_house_has_the_clock_of_the_machine(tmp_path: Path) -> None:
    put_ahead(tmp_path, time(10), now=TUESDAY_EVENING)

    put_right(tmp_path)
    put_right(tmp_path)

    assert kept(tmp_path) == timedelta(0)


@pytest.mark.parametrize("content", ["", "[]", "{}", json.dumps({"ahead_s": -5}), json.dumps({"ahead_s": "x"})])
def test_file_that_says_nothing_changes_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)

    assert kept(tmp_path) == timedelta(0)


def test_clock_never_runs_behind() -> None:
    with pytest.raises(ValueError, match="behind"):
        set_ahead(timedelta(seconds=-1))


@pytest.mark.parametrize("words", ["25:00", "ten", "10", ""])
def test_hour_that_is_none_is_refused_with_an_example(words: str) -> None:
    with pytest.raises(HourNotUnderstood, match="--at 10:00"):
        hour(words)


def test_hour_is_understood() -> None:
    assert hour("9:30") == time(9, 30)
