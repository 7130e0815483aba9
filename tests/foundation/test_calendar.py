from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.foundation.calendar import (
    CalendarDay,
    CalendarUnreadable,
    DayOutsideCalendar,
    DayType,
    LineProblem,
    WorkingCalendar,
    calendar_from_csv,
    changed_days,
)
from mumian.foundation.words import Text

DAYS = st.dates(min_value=date(2003, 3, 1), max_value=date(2027, 9, 30))
HEADING = "date,weekday,day_type,name_zh,name_en\n"


def test_calendar_holds_every_day_of_twenty_five_years(calendar: WorkingCalendar) -> None:
    assert (calendar.first, calendar.last, len(calendar.days)) == (date(2003, 1, 1), date(2027, 12, 31), 9131)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2005, 12, 31), True),  # a worked Saturday that other calendars forget
        (date(2006, 10, 1), False),
        (date(2006, 10, 8), True),  # a worked Sunday
        (date(2006, 10, 14), False),
        (date(2006, 10, 16), True),
        (date(2026, 9, 25), False),
    ],
)
def test_working_days_are_those_of_the_published_calendar(calendar: WorkingCalendar, day: date, expected: bool) -> None:
    assert calendar.is_working_day(day) is expected


def test_holiday_has_its_name_in_both_languages(calendar: WorkingCalendar) -> None:
    assert calendar.name_of(date(2006, 10, 1)) == Text(zh="国庆节", en="National Day")


def test_ordinary_day_has_no_name(calendar: WorkingCalendar) -> None:
    assert calendar.name_of(date(2006, 10, 16)) is None


def test_days_around_a_holiday_are_found(calendar: WorkingCalendar) -> None:
    holiday = date(2006, 10, 3)

    assert (
        calendar.previous_working_day(holiday),
        calendar.this_or_next_working_day(holiday),
        calendar.next_working_day(holiday),
    ) == (date(2006, 9, 30), date(2006, 10, 8), date(2006, 10, 8))


def test_working_day_is_itself_when_this_or_next_is_asked(calendar: WorkingCalendar) -> None:
    assert calendar.this_or_next_working_day(date(2006, 10, 9)) == date(2006, 10, 9)


def test_nothing_is_counted_backwards(calendar: WorkingCalendar) -> None:
    assert calendar.count_working_days(date(2006, 10, 9), date(2006, 10, 8)) == 0


@given(day=DAYS, count=st.integers(-40, 40))
def test_adding_working_days_equals_walking_day_by_day(calendar: WorkingCalendar, day: date, count: int) -> None:
    step = timedelta(days=1 if count > 0 else -1)
    walked, left = day, abs(count)
    while left:
        walked += step
        left -= calendar.is_working_day(walked)

    assert calendar.add_working_days(day, count) == walked


@given(day=DAYS, count=st.integers(1, 40))
def test_working_days_added_are_counted_back(calendar: WorkingCalendar, day: date, count: int) -> None:
    end = calendar.add_working_days(day, count)

    assert calendar.count_working_days(day + timedelta(days=1), end) == count


@given(first=DAYS, length=st.integers(0, 60))
def test_counting_equals_looking_at_every_day(calendar: WorkingCalendar, first: date, length: int) -> None:
    days = [first + timedelta(days=n) for n in range(length + 1)]

    worked = tuple(day for day in days if calendar.is_working_day(day))

    assert (calendar.working_days(first, days[-1]), calendar.count_working_days(first, days[-1])) == (worked, len(worked))


@pytest.mark.parametrize("day", [date(2028, 1, 3), date(2002, 12, 31)])
def test_day_outside_the_published_calendar_is_refused_by_its_year(calendar: WorkingCalendar, day: date) -> None:
    with pytest.raises(DayOutsideCalendar, match=f"calendar of {day.year} is not published"):
        calendar.is_working_day(day)


def test_counting_beyond_the_published_calendar_names_the_missing_year(calendar: WorkingCalendar) -> None:
    with pytest.raises(DayOutsideCalendar, match="2028年的工作日历尚未公布"):
        calendar.add_working_days(date(2027, 12, 30), 5)


def test_counting_before_the_published_calendar_names_the_missing_year(calendar: WorkingCalendar) -> None:
    with pytest.raises(DayOutsideCalendar, match="calendar of 2002 is not published"):
        calendar.previous_working_day(date(2003, 1, 2))


def test_version_is_fixed_by_the_days(calendar: WorkingCalendar) -> None:
    assert WorkingCalendar(calendar.days).version == calendar.version


def test_version_changes_with_a_single_day(calendar: WorkingCalendar) -> None:
    changed = [*calendar.days]
    changed[100] = CalendarDay(on=changed[100].on, day_type=DayType.HOLIDAY)

    assert WorkingCalendar(changed).version != calendar.version


def test_changed_days_are_those_worked_in_one_calendar_only(calendar: WorkingCalendar) -> None:
    late = WorkingCalendar(
        CalendarDay(on=day.on, day_type=DayType.HOLIDAY) if day.on == date(2027, 12, 30) else day for day in calendar.days[:-1]
    )

    assert changed_days(calendar, late) == (date(2027, 12, 30), date(2027, 12, 31))


def test_every_faulty_line_is_named() -> None:
    lines = [
        "2006-09-29,Fri,workday,,",
        "2006-09-30,Sat,workday,,",
        "2006-10-01,Sun,holiday,国庆节,",
        "2006-10-02,Tue,holiday,国庆节,National Day",
        "2006-10-03,Tue,feast,国庆节,National Day",
        "2006-10-04,Wed,weekend,,",
        "5 October,Thu,holiday,国庆节,National Day",
        "2006-10-06,Fri,holiday,国庆节,National Day",
        "2006-10-08,Sun,makeup_workday,国庆节调休上班,National Day make-up",
    ]

    with pytest.raises(CalendarUnreadable) as refused:
        calendar_from_csv(StringIO(HEADING + "\n".join(lines)))

    assert [(problem.line, problem.sentence.en) for problem in refused.value.problems] == [
        (3, "2006-09-30 is a Saturday or Sunday; when it is worked, write makeup_workday"),
        (4, "the name must be given in Chinese and in English"),
        (5, "2006-10-02 is not a Tue"),
        (6, '"feast" is not a type of day'),
        (7, "2006-10-04 is neither Saturday nor Sunday and cannot be weekend"),
        (8, '"5 October" is not a date'),
        (10, "2006-10-06 must be followed by 2006-10-07, not by 2006-10-08"),
    ]


def test_refused_calendar_says_what_to_do() -> None:
    with pytest.raises(CalendarUnreadable) as refused:
        calendar_from_csv(StringIO("date,day_type\n2006-02-30,workday\n"))

    assert refused.value.sentence == Text(
        zh="工作日历未载入：第2行，“2006-02-30”不是日期（共1处）。请改正后重新载入。",
        en='The working calendar was not loaded. Line 2: "2006-02-30" is not a date (1 in all). Correct the file, load it again.',
    )


def test_calendar_without_its_columns_is_refused() -> None:
    with pytest.raises(CalendarUnreadable, match="the column date, day_type is missing"):
        calendar_from_csv(StringIO("day,kind\n"))


def test_calendar_without_days_is_refused() -> None:
    with pytest.raises(CalendarUnreadable) as refused:
        WorkingCalendar([])

    assert refused.value.problems == (LineProblem(0, Text(zh="没有任何日期", en="there are no days")),)


def test_calendar_with_a_gap_is_refused() -> None:
    days = [CalendarDay(on=date(2006, 10, day), day_type=DayType.HOLIDAY) for day in (2, 4)]

    with pytest.raises(CalendarUnreadable, match="2006-10-02 must be followed by 2006-10-03"):
        WorkingCalendar(days)
