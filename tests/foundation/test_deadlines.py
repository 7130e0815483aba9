from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.foundation.calendar import CalendarDay, DayOutsideCalendar, DayType, WorkingCalendar
from mumian.foundation.clock import local_date, moment_at
from mumian.foundation.deadlines import (
    Colour,
    Limit,
    Recomputed,
    Stop,
    StopEndsBeforeItBegins,
    TimeLeft,
    Unit,
    acceptance_day,
    due,
    first_counted_day,
    merged,
    recomputed,
    time_left,
)
from tests.support.published import read_vectors

VECTORS = read_vectors("deadlines")
CUT_OFF = time(17, 0)
ONE_DAY = timedelta(days=1)


def working_days(value: int) -> Limit:
    return Limit(value, Unit.WORKING_DAY)


def calendar_days(value: int) -> Limit:
    return Limit(value, Unit.CALENDAR_DAY)


def morning(year: int, month: int, day: int) -> datetime:
    return moment_at(date(year, month, day), time(9, 30))


def due_on(calendar: WorkingCalendar, accepted_at: datetime, limit: Limit, **more: Any) -> date:
    return due(calendar=calendar, accepted_at=accepted_at, limit=limit, **more).on


# An oracle that is slow and obviously right: it walks day by day and asks of every day whether it counts.


def walked(
    calendar: WorkingCalendar, accepted_at: datetime, limit: Limit, stopped: set[date], cut_off: time | None = None
) -> date:
    day = local_date(accepted_at)
    if cut_off and accepted_at > moment_at(day, cut_off) and calendar.is_working_day(day):
        day += ONE_DAY
        while not calendar.is_working_day(day):
            day += ONE_DAY
    has_begun = calendar.is_working_day(day)
    left = limit.value
    while left:
        day += ONE_DAY
        has_begun = has_begun or calendar.is_working_day(day)
        counts = calendar.is_working_day(day) if limit.unit is Unit.WORKING_DAY else has_begun
        left -= counts and day not in stopped
    while not calendar.is_working_day(day) or day in stopped:
        day += ONE_DAY
    return day


def days_of(stops: list[Stop]) -> set[date]:
    return {stop.first + timedelta(days=n) for stop in stops for n in range(((stop.last or stop.first) - stop.first).days + 1)}


DAYS = st.dates(min_value=date(2003, 1, 10), max_value=date(2026, 12, 31))
MOMENTS = st.builds(moment_at, DAYS, st.times(min_value=time(0, 0), max_value=time(23, 59)))
LIMITS = st.builds(Limit, st.integers(1, 30), st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY]))


@st.composite
def moments_and_stops(draw: st.DrawFn) -> tuple[datetime, list[Stop]]:
    """A moment of acceptance, and stops that begin around it and often overlap."""
    accepted_at = draw(MOMENTS)
    begins = st.integers(-5, 45).map(lambda n: local_date(accepted_at) + timedelta(days=n))
    stops = draw(
        st.lists(
            st.builds(lambda first, length: Stop(first, first + timedelta(days=length)), begins, st.integers(0, 15)), max_size=4
        )
    )
    return accepted_at, stops


@pytest.mark.parametrize("vector", VECTORS["working_days"], ids=lambda vector: vector["why"])
def test_due_day_of_a_limit_in_working_days(calendar: WorkingCalendar, vector: dict[str, Any]) -> None:
    stops = [Stop(first, last) for first, last in vector.get("stopped", [])]

    assert due_on(calendar, moment_at(vector["accepted"], time(10)), working_days(vector["days"]), stops=stops) == vector["due"]


@pytest.mark.parametrize("vector", VECTORS["calendar_days"], ids=lambda vector: vector["why"])
def test_due_day_of_a_limit_in_calendar_days(calendar: WorkingCalendar, vector: dict[str, Any]) -> None:
    assert due_on(calendar, moment_at(vector["accepted"], time(10)), calendar_days(vector["days"])) == vector["due"]


@given(moments_and_stops(), LIMITS, st.sampled_from([None, CUT_OFF]))
def test_due_day_equals_walking_day_by_day(
    calendar: WorkingCalendar, case: tuple[datetime, list[Stop]], limit: Limit, cut_off: time | None
) -> None:
    accepted_at, stops = case

    assert due_on(calendar, accepted_at, limit, stops=stops, cut_off=cut_off) == walked(
        calendar, accepted_at, limit, days_of(stops), cut_off
    )


@pytest.mark.parametrize("limit", [working_days(5), calendar_days(5)], ids=["working days", "calendar days"])
def test_counting_starts_on_monday_after_an_open_saturday(calendar: WorkingCalendar, limit: Limit) -> None:
    open_saturday = morning(2006, 9, 16)

    assert due(calendar=calendar, accepted_at=open_saturday, limit=limit).counted_from == date(2006, 9, 18)


def test_five_working_days_from_an_open_saturday_end_on_friday(calendar: WorkingCalendar) -> None:
    assert due_on(calendar, morning(2006, 9, 16), working_days(5)) == date(2006, 9, 22)


def test_make_up_saturday_is_a_working_day_of_acceptance(calendar: WorkingCalendar) -> None:
    """Saturday 30 December 2006 and Sunday 31 December were worked: day one is the Sunday."""
    made_up = due(calendar=calendar, accepted_at=morning(2006, 12, 30), limit=working_days(1))

    assert (made_up.counted_from, made_up.on) == (date(2006, 12, 31), date(2006, 12, 31))


def test_make_up_saturday_counts_as_a_day_of_the_limit(calendar: WorkingCalendar) -> None:
    assert due_on(calendar, morning(2006, 9, 29), working_days(1)) == date(2006, 9, 30)


def test_acceptance_after_the_cut_off_hour_counts_as_the_next_working_day(calendar: WorkingCalendar) -> None:
    friday_evening = moment_at(date(2006, 9, 15), time(17, 1))

    assert due(calendar=calendar, accepted_at=friday_evening, limit=working_days(5), cut_off=CUT_OFF) == due(
        calendar=calendar, accepted_at=morning(2006, 9, 18), limit=working_days(5), cut_off=CUT_OFF
    )


def test_cut_off_hour_itself_is_in_time(calendar: WorkingCalendar) -> None:
    at_five = moment_at(date(2006, 9, 15), CUT_OFF)

    assert acceptance_day(calendar=calendar, accepted_at=at_five, cut_off=CUT_OFF) == date(2006, 9, 15)


def test_acceptance_before_a_holiday_after_the_cut_off_counts_as_the_first_day_after_it(calendar: WorkingCalendar) -> None:
    eve = moment_at(date(2006, 9, 30), time(18, 0))

    assert due(calendar=calendar, accepted_at=eve, limit=calendar_days(1), cut_off=CUT_OFF).on == date(2006, 10, 9)


def test_late_hour_of_an_open_saturday_changes_nothing(calendar: WorkingCalendar) -> None:
    evening = moment_at(date(2006, 9, 16), time(18, 0))

    assert due(calendar=calendar, accepted_at=evening, limit=working_days(1), cut_off=CUT_OFF).on == date(2006, 9, 18)


@given(DAYS, st.integers(0, 20), LIMITS)
def test_later_acceptance_is_never_due_earlier(calendar: WorkingCalendar, day: date, later: int, limit: Limit) -> None:
    first, second = (due_on(calendar, moment_at(on, time(10)), limit) for on in (day, day + timedelta(days=later)))

    assert first <= second


@given(MOMENTS, LIMITS, st.integers(0, 10))
def test_longer_limit_is_never_due_earlier(calendar: WorkingCalendar, accepted_at: datetime, limit: Limit, more: int) -> None:
    assert due_on(calendar, accepted_at, limit) <= due_on(calendar, accepted_at, limit.extended_by(more))


@given(moments_and_stops(), LIMITS)
def test_stop_never_shortens(calendar: WorkingCalendar, case: tuple[datetime, list[Stop]], limit: Limit) -> None:
    accepted_at, stops = case

    assert due_on(calendar, accepted_at, limit, stops=stops[1:]) <= due_on(calendar, accepted_at, limit, stops=stops)


@given(moments_and_stops(), LIMITS)
def test_overlapping_stops_count_once(calendar: WorkingCalendar, case: tuple[datetime, list[Stop]], limit: Limit) -> None:
    accepted_at, stops = case
    day_by_day = [Stop(day, day) for day in days_of(stops)]

    assert due_on(calendar, accepted_at, limit, stops=stops) == due_on(calendar, accepted_at, limit, stops=day_by_day)


@given(moments_and_stops())
def test_merged_stops_cover_the_same_days_without_touching(case: tuple[datetime, list[Stop]]) -> None:
    runs = merged(case[1])

    assert (
        days_of([Stop(first, last) for first, last in runs]),
        all(before[1] + ONE_DAY < after[0] for before, after in itertools.pairwise(runs)),
    ) == (days_of(case[1]), True)


@given(MOMENTS, st.integers(1, 30))
def test_working_days_of_a_limit_are_counted_back(calendar: WorkingCalendar, accepted_at: datetime, value: int) -> None:
    answer = due(calendar=calendar, accepted_at=accepted_at, limit=working_days(value))

    assert calendar.count_working_days(answer.counted_from, answer.on) == value


@given(moments_and_stops(), LIMITS)
def test_due_day_is_worked_and_not_stopped(calendar: WorkingCalendar, case: tuple[datetime, list[Stop]], limit: Limit) -> None:
    accepted_at, stops = case
    on = due_on(calendar, accepted_at, limit, stops=stops)

    assert (calendar.is_working_day(on), on in days_of(stops)) == (True, False)


def test_stop_over_a_holiday_takes_only_its_working_days(calendar: WorkingCalendar) -> None:
    """From 30 September to 8 October 2006 only the two make-up days were worked."""
    over_holiday = [Stop(date(2006, 9, 30), date(2006, 10, 8))]

    assert due_on(calendar, morning(2006, 9, 27), working_days(10), stops=over_holiday) == date(2006, 10, 18)


def test_stop_within_a_holiday_changes_nothing(calendar: WorkingCalendar) -> None:
    within = [Stop(date(2006, 10, 2), date(2006, 10, 5))]

    assert due_on(calendar, morning(2006, 9, 27), working_days(10), stops=within) == date(2006, 10, 16)


def test_stop_after_the_due_day_changes_nothing(calendar: WorkingCalendar) -> None:
    after = [Stop(date(2006, 10, 17), date(2006, 10, 20))]

    assert due_on(calendar, morning(2006, 9, 27), working_days(10), stops=after) == date(2006, 10, 16)


def test_stop_on_the_last_day_moves_it(calendar: WorkingCalendar) -> None:
    on_last_day = [Stop(date(2006, 10, 16), date(2006, 10, 16))]

    assert due_on(calendar, morning(2006, 9, 27), working_days(10), stops=on_last_day) == date(2006, 10, 17)


def test_open_stop_holds_the_clock_through_the_day_of_asking(calendar: WorkingCalendar) -> None:
    held = due(
        calendar=calendar,
        accepted_at=morning(2006, 3, 1),
        limit=working_days(10),
        stops=[Stop(date(2006, 3, 3))],
        as_of=date(2006, 3, 8),
    )

    assert (held.on, held.is_held) == (date(2006, 3, 21), True)


def test_open_stop_moves_the_due_day_with_every_working_day(calendar: WorkingCalendar) -> None:
    stops = [Stop(date(2006, 3, 3))]
    days = [
        due_on(calendar, morning(2006, 3, 1), working_days(10), stops=stops, as_of=date(2006, 3, day))
        for day in (8, 9, 10, 11, 12)
    ]

    assert days == [date(2006, 3, day) for day in (21, 22, 23, 23, 23)]


def test_open_stop_without_a_day_of_asking_is_a_defect(calendar: WorkingCalendar) -> None:
    with pytest.raises(ValueError, match="as of which"):
        due_on(calendar, morning(2006, 3, 1), working_days(10), stops=[Stop(date(2006, 3, 3))])


def test_stop_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(StopEndsBeforeItBegins, match="ends on 2006-03-02, before it begins on 2006-03-03"):
        Stop(date(2006, 3, 3), date(2006, 3, 2))


def test_extension_adds_in_the_limit_s_own_unit(calendar: WorkingCalendar) -> None:
    assert due_on(calendar, morning(2006, 9, 27), working_days(20).extended_by(10)) == due_on(
        calendar, morning(2006, 9, 27), working_days(30)
    )


@pytest.mark.parametrize("value", [0, -1])
def test_limit_of_nothing_is_a_defect(value: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        working_days(value)


def test_extension_never_shortens() -> None:
    with pytest.raises(ValueError, match="never shortens"):
        working_days(20).extended_by(-1)


def test_hours_run_through_nights_and_days_of_rest(calendar: WorkingCalendar) -> None:
    saturday_night = moment_at(date(2006, 9, 30), time(23, 0))

    assert due(calendar=calendar, accepted_at=saturday_night, limit=Limit(24, Unit.HOUR), cut_off=CUT_OFF).before == moment_at(
        date(2006, 10, 1), time(23, 0)
    )


def test_hours_of_a_stopped_day_do_not_count(calendar: WorkingCalendar) -> None:
    answer = due(
        calendar=calendar,
        accepted_at=morning(2006, 9, 25),
        limit=Limit(24, Unit.HOUR),
        stops=[Stop(date(2006, 9, 26), date(2006, 9, 26)), Stop(date(2006, 9, 26), date(2006, 9, 26))],
    )

    assert answer.before == moment_at(date(2006, 9, 27), time(9, 30))


def test_hours_ending_at_midnight_are_due_on_the_day_before(calendar: WorkingCalendar) -> None:
    midnight = moment_at(date(2006, 9, 26), time(0, 0))

    assert due_on(calendar, midnight, Limit(24, Unit.HOUR)) == date(2006, 9, 26)


def test_day_one_after_a_working_day_is_the_next_calendar_day_for_calendar_days(calendar: WorkingCalendar) -> None:
    friday = date(2006, 9, 15)

    assert [
        first_counted_day(calendar=calendar, accepted_on=friday, unit=unit) for unit in (Unit.CALENDAR_DAY, Unit.WORKING_DAY)
    ] == [
        date(2006, 9, 16),
        date(2006, 9, 18),
    ]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2006, 9, 27), TimeLeft(10, Colour.GREEN, is_held=False)),
        (date(2006, 10, 10), TimeLeft(4, Colour.GREEN, is_held=False)),
        (date(2006, 10, 11), TimeLeft(3, Colour.GREEN, is_held=False)),
        (date(2006, 10, 12), TimeLeft(2, Colour.YELLOW, is_held=False)),
        (date(2006, 10, 13), TimeLeft(1, Colour.ORANGE, is_held=False)),
        (date(2006, 10, 15), TimeLeft(1, Colour.ORANGE, is_held=False)),
        (date(2006, 10, 16), TimeLeft(0, Colour.RED, is_held=False)),
        (date(2006, 10, 17), TimeLeft(-1, Colour.PURPLE, is_held=False)),
        (date(2006, 10, 23), TimeLeft(-5, Colour.PURPLE, is_held=False)),
    ],
)
def test_colour_follows_the_working_days_left(calendar: WorkingCalendar, today: date, expected: TimeLeft) -> None:
    answer = due(calendar=calendar, accepted_at=morning(2006, 9, 27), limit=working_days(10))

    assert time_left(calendar=calendar, due=answer, now=moment_at(today, time(8))) == expected


def test_last_minute_of_the_last_day_is_in_time(calendar: WorkingCalendar) -> None:
    answer = due(calendar=calendar, accepted_at=morning(2006, 9, 27), limit=working_days(10))
    midnight = moment_at(date(2006, 10, 17))

    assert [time_left(calendar=calendar, due=answer, now=now).colour for now in (midnight - timedelta(minutes=1), midnight)] == [
        Colour.RED,
        Colour.PURPLE,
    ]


def test_stopped_clock_keeps_its_colour(calendar: WorkingCalendar) -> None:
    """Eight days were left when it stopped on 3 March; eight are left on every day of the stop."""
    stops = [Stop(date(2006, 3, 3))]
    left = []
    for day in (3, 4, 6, 10, 24):
        today = date(2006, 3, day)
        answer = due(calendar=calendar, accepted_at=morning(2006, 3, 1), limit=working_days(9), stops=stops, as_of=today)
        left.append(time_left(calendar=calendar, due=answer, now=moment_at(today, time(8)), stops=stops))

    assert left == [TimeLeft(8, Colour.GREEN, is_held=True)] * 5


def test_coming_stop_is_not_counted_as_time_left(calendar: WorkingCalendar) -> None:
    stops = [Stop(date(2006, 10, 13), date(2006, 10, 17))]
    answer = due(calendar=calendar, accepted_at=morning(2006, 9, 27), limit=working_days(10), stops=stops)

    assert time_left(calendar=calendar, due=answer, now=morning(2006, 10, 12), stops=stops) == TimeLeft(
        2, Colour.YELLOW, is_held=False
    )


def test_hours_left_over_a_weekend_are_orange_before_the_last_day(calendar: WorkingCalendar) -> None:
    answer = due(calendar=calendar, accepted_at=moment_at(date(2006, 9, 15), time(18)), limit=Limit(48, Unit.HOUR))

    assert time_left(calendar=calendar, due=answer, now=moment_at(date(2006, 9, 16), time(9))) == TimeLeft(
        0, Colour.ORANGE, is_held=False
    )


def test_hours_run_out_within_the_last_day(calendar: WorkingCalendar) -> None:
    answer = due(calendar=calendar, accepted_at=morning(2006, 9, 25), limit=Limit(24, Unit.HOUR))

    assert [
        time_left(calendar=calendar, due=answer, now=moment_at(date(2006, 9, 26), at)) for at in (time(9, 29), time(9, 30))
    ] == [TimeLeft(0, Colour.RED, is_held=False), TimeLeft(0, Colour.PURPLE, is_held=False)]


@given(MOMENTS, LIMITS, st.integers(-5, 60))
def test_colours_come_in_their_order(calendar: WorkingCalendar, accepted_at: datetime, limit: Limit, later: int) -> None:
    order = [*Colour]
    answer = due(calendar=calendar, accepted_at=accepted_at, limit=limit)
    today = accepted_at + timedelta(days=later)

    shown = [order.index(time_left(calendar=calendar, due=answer, now=moment).colour) for moment in (today, today + ONE_DAY)]

    assert shown == sorted(shown)


def test_each_colour_has_its_word() -> None:
    assert [TimeLeft(0, colour, is_held=False).said.en for colour in Colour] == ["in time", "2 days", "1 day", "today", "overdue"]


def with_day(calendar: WorkingCalendar, on: date, day_type: DayType) -> WorkingCalendar:
    return WorkingCalendar(CalendarDay(on=day.on, day_type=day_type) if day.on == on else day for day in calendar.days)


def test_changed_calendar_gives_the_old_and_the_new_due_day(calendar: WorkingCalendar) -> None:
    new = with_day(calendar, date(2006, 10, 12), DayType.HOLIDAY)

    answer = recomputed(old=calendar, new=new, accepted_at=morning(2006, 9, 27), limit=working_days(10))

    assert (answer.old.on, answer.new.on, answer.has_moved) == (date(2006, 10, 16), date(2006, 10, 17), True)


def test_change_after_the_due_day_moves_nothing(calendar: WorkingCalendar) -> None:
    new = with_day(calendar, date(2006, 10, 17), DayType.HOLIDAY)
    before = due(calendar=calendar, accepted_at=morning(2006, 9, 27), limit=working_days(10))

    answer = recomputed(old=calendar, new=new, accepted_at=morning(2006, 9, 27), limit=working_days(10))

    assert (answer, answer.has_moved) == (Recomputed(before, replace(before, calendar_version=new.version)), False)


def test_calendar_published_late_is_asked_for_by_its_year(calendar: WorkingCalendar) -> None:
    unpublished = WorkingCalendar(day for day in calendar.days if day.on.year <= 2006)

    with pytest.raises(DayOutsideCalendar, match="calendar of 2007 is not published"):
        due_on(unpublished, morning(2006, 12, 27), working_days(6))


def test_calendar_published_late_does_not_hinder_what_is_due_before(calendar: WorkingCalendar) -> None:
    unpublished = WorkingCalendar(day for day in calendar.days if day.on.year <= 2006)

    assert due_on(unpublished, morning(2006, 12, 27), working_days(4)) == date(2006, 12, 31)
