"""Promises that were not kept, and whether the radar had named them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from mumian.foundation.calendar import CalendarDay, DayType, WorkingCalendar
from mumian.foundation.clock import OFFICE_ZONE
from mumian.simulation.matter import Matter, Where
from mumian.simulation.summing import radar
from mumian.simulation.tally import Tally

MONDAY = date(2026, 3, 2)
SATURDAY = 5


def at(day: date, hour: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=OFFICE_ZONE)


def due_on(day: date, *, case: int, where: Where = Where.APPROVAL) -> Matter:
    """A case that was accepted on Monday and is due on this day."""
    due = at(day + timedelta(days=1)).isoformat()
    return Matter(case, "PP-NEW", "counter", "H01", "440104", at(MONDAY, 9), case=case, due=due, where=where)


@pytest.fixture
def calendar() -> WorkingCalendar:
    """March 2026, without holidays."""
    days = (date(2026, 3, number) for number in range(1, 32))
    return WorkingCalendar(
        CalendarDay(on=day, day_type=DayType.WORKDAY if day.weekday() < SATURDAY else DayType.WEEKEND) for day in days
    )


def test_promise_that_is_not_kept_counts_once_on_the_evening_of_its_day(calendar: WorkingCalendar) -> None:
    tally, tuesday, late = Tally(), MONDAY + timedelta(days=1), due_on(MONDAY, case=1)
    in_time, ready = due_on(tuesday, case=2), due_on(MONDAY, case=3, where=Where.READY)
    tally.evening(MONDAY, at(MONDAY, 23), [late, in_time, ready])
    tally.finished(late, at(tuesday, 10), calendar)

    assert radar(tally)["missed"] == {"2026-03-02": 1}
    assert radar(tally)["unnamed_days"] == ["2026-03-02"]
    assert (sum(tally.late.values()), len(tally.late_ones)) == (1, 1)


def test_day_counts_as_named_when_the_radar_named_it_on_an_evening_before() -> None:
    tally, wednesday = Tally(), MONDAY + timedelta(days=2)
    tally.first_named_for = {wednesday.isoformat(): MONDAY.isoformat()}
    tally.named = {1: wednesday.isoformat()}
    tally.evening(wednesday, at(wednesday, 23), [due_on(wednesday, case=1), due_on(wednesday, case=2)])

    said = radar(tally)
    assert (said["missed"], said["missed_and_named"]) == ({"2026-03-04": 2}, {"2026-03-04": 1})
    assert (said["unnamed_days"], tally.named) == ([], {})


def test_day_that_the_radar_named_on_itself_was_not_named_beforehand() -> None:
    tally = Tally()
    tally.first_named_for = {MONDAY.isoformat(): MONDAY.isoformat()}
    tally.evening(MONDAY, at(MONDAY, 23), [due_on(MONDAY, case=1)])

    assert radar(tally)["unnamed_days"] == ["2026-03-02"]


def test_days_during_which_the_clock_stood_do_not_count_as_days_that_it_took(calendar: WorkingCalendar) -> None:
    tally, stopped = Tally(), due_on(MONDAY + timedelta(days=20), case=1)
    stopped.stopped = 4
    tally.finished(stopped, at(MONDAY + timedelta(days=8), 10), calendar)

    assert dict(tally.working_days) == {("PP-NEW", "counter", 2): 1}
