"""When a case is due."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from mumian.cases.rules.limits import Open, Span, due_of, left, nearer
from mumian.cases.rules.remedies import FINAL, remedy
from mumian.cases.rules.sampling import is_sampled
from mumian.cases.terms import LimitKind
from mumian.catalogue.terms import LimitUnit
from mumian.foundation.calendar import CalendarDay, DayType, WorkingCalendar
from mumian.foundation.clock import OFFICE_ZONE
from mumian.foundation.deadlines import Colour, Due, Stop, TimeLeft

pytestmark = pytest.mark.core

DAYS = [date.fromordinal(date(2026, 11, 1).toordinal() + number) for number in range(61)]
CALENDAR = WorkingCalendar(CalendarDay(day, DayType.WEEKEND if day.weekday() > 4 else DayType.WORKDAY) for day in DAYS)
TUESDAY = datetime(2026, 11, 3, 10, 0, tzinfo=OFFICE_ZONE)


def due_on(span: Span, *stops: Stop, at: datetime = TUESDAY) -> date:
    return due_of(span, calendar=CALENDAR, accepted_at=at, stops=stops, cut_off=time(17), as_of=at.date()).on


def open_limit(kind: LimitKind, span: Span) -> Open:
    found = due_of(span, calendar=CALENDAR, accepted_at=TUESDAY, stops=(), cut_off=None, as_of=TUESDAY.date())
    return Open(kind, found)


def test_a_promise_of_no_days_is_the_day_of_acceptance() -> None:
    assert due_on(Span(0, LimitUnit.WORKING_DAY)) == date(2026, 11, 3)


def test_a_promise_of_no_days_after_the_cut_off_is_the_next_working_day() -> None:
    assert due_on(Span(0, LimitUnit.WORKING_DAY), at=TUESDAY.replace(hour=18)) == date(2026, 11, 4)


def test_an_extension_counts_in_the_unit_of_the_limit() -> None:
    assert due_on(Span(5, LimitUnit.WORKING_DAY, extended_by=2)) == date(2026, 11, 12)


def test_a_stop_pushes_the_end_on() -> None:
    assert due_on(Span(5, LimitUnit.WORKING_DAY), Stop(date(2026, 11, 5), date(2026, 11, 6))) == date(2026, 11, 12)


def test_the_nearer_limit_decides_the_colour() -> None:
    promised = open_limit(LimitKind.PROMISED, Span(1, LimitUnit.WORKING_DAY))
    statutory = open_limit(LimitKind.STATUTORY, Span(15, LimitUnit.CALENDAR_DAY))

    assert left(calendar=CALENDAR, limits=[statutory, promised], stops=(), now=TUESDAY) == TimeLeft(
        1, Colour.ORANGE, is_held=False
    )


def test_when_the_promise_is_met_the_limit_of_the_law_remains() -> None:
    statutory = open_limit(LimitKind.STATUTORY, Span(15, LimitUnit.CALENDAR_DAY))

    assert nearer([statutory]) == statutory


def test_of_two_limits_at_the_same_moment_the_promise_counts() -> None:
    span = Span(3, LimitUnit.WORKING_DAY)
    both = [open_limit(LimitKind.STATUTORY, span), open_limit(LimitKind.PROMISED, span)]

    assert nearer(both) == both[1]


def test_nothing_is_due_when_all_is_met() -> None:
    assert left(calendar=CALENDAR, limits=[], stops=(), now=TUESDAY) is None


def test_due_is_a_value_of_the_foundation() -> None:
    found = open_limit(LimitKind.PROMISED, Span(0, LimitUnit.WORKING_DAY)).due

    assert found == Due(
        date(2026, 11, 3),
        date(2026, 11, 3),
        datetime(2026, 11, 4, tzinfo=OFFICE_ZONE),
        is_held=False,
        calendar_version=CALENDAR.version,
    )


@pytest.mark.parametrize(("on", "months"), [(date(2015, 4, 30), "3 months"), (date(2015, 5, 1), "6 months")])
def test_a_refusal_names_the_months_for_suing_of_its_day(on: date, months: str) -> None:
    assert months in remedy(family="passport", on=on).en


def test_refusals_of_papers_of_foreigners_are_final_since_the_law_of_2012() -> None:
    answers = [remedy(family="stay_permit", on=day) == FINAL for day in (date(2013, 6, 30), date(2013, 7, 1))]

    assert answers == [False, True]


def test_about_three_in_a_hundred_cases_are_sampled() -> None:
    sampled = sum(is_sampled(f"R{number:09}") for number in range(5000))

    assert 120 < sampled < 180


def test_without_a_share_nothing_is_sampled() -> None:
    assert not any(is_sampled(str(number), per_mille=0) for number in range(1000))
