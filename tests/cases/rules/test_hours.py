"""When a window accepts and hands out."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from mumian.cases.rules.hours import may_act_now
from mumian.foundation.calendar import CalendarDay, DayType, WorkingCalendar
from mumian.foundation.clock import OFFICE_ZONE
from mumian.foundation.words import Text
from mumian.offices.terms import HoursSpan

HALL = Text("虚构大厅", "Invented hall")
FRIDAY, SUNDAY, UNPUBLISHED = date(2026, 11, 20), date(2026, 11, 22), date(2026, 11, 27)
CALENDAR = WorkingCalendar(
    [CalendarDay(FRIDAY, DayType.WORKDAY), *(CalendarDay(date(2026, 11, day), DayType.WEEKEND) for day in (21, 22))]
)
HOURS = (HoursSpan(None, None, mon_fri=("09:00-12:00", "13:00-17:00")),)


def may(day: date, clock: str, *, hours: tuple[HoursSpan, ...] = HOURS, calendar: WorkingCalendar | None = CALENDAR) -> bool:
    at = datetime.combine(day, time.fromisoformat(clock), OFFICE_ZONE)
    return bool(may_act_now(hall=HALL, hours=hours, calendar=calendar, at=at))


@pytest.mark.parametrize(
    ("clock", "open_"),
    [("08:59", False), ("09:00", True), ("12:30", True), ("17:00", True), ("18:59", True), ("19:00", False)],
)
def test_window_works_from_opening_until_who_waits_is_served(clock: str, open_: bool) -> None:
    assert may(FRIDAY, clock) is open_


def test_window_does_not_work_on_a_closed_day() -> None:
    assert not may(SUNDAY, "10:00")


def test_nobody_is_held_up_where_hours_or_calendar_are_unknown() -> None:
    assert (may(UNPUBLISHED, "03:00"), may(SUNDAY, "03:00", hours=()), may(SUNDAY, "03:00", calendar=None)) == (True, True, True)
