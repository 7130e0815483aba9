"""Opening hours met with the calendar."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.foundation.calendar import CalendarDay, DayOutsideCalendar, DayType, WorkingCalendar
from mumian.foundation.clock import OFFICE_ZONE, moment_at
from mumian.foundation.words import Text
from mumian.offices.rules.opening import Interval, Opening, intervals_of, opening_at, opening_intervals
from mumian.offices.terms import HoursSpan

MORNING, AFTERNOON = Interval(time(9), time(12)), Interval(time(13), time(17))
NATIONAL_DAY = Text("国庆节", "National Day")

# 2006-09-25 is a Monday; Saturday 30 September is worked to make up for the holiday of 1 to 3 October.
CALENDAR = WorkingCalendar(
    [CalendarDay(date(2006, 9, day), DayType.WORKDAY) for day in range(18, 23)]
    + [CalendarDay(date(2006, 9, day), DayType.WEEKEND) for day in (23, 24)]
    + [CalendarDay(date(2006, 9, day), DayType.WORKDAY) for day in range(25, 30)]
    + [CalendarDay(date(2006, 9, 30), DayType.MAKEUP_WORKDAY, NATIONAL_DAY)]
    + [CalendarDay(date(2006, 10, day), DayType.HOLIDAY, NATIONAL_DAY) for day in range(1, 4)]
    + [CalendarDay(date(2006, 10, day), DayType.WORKDAY) for day in range(4, 7)]
)
HOURS = (HoursSpan(None, None, mon_fri=("09:00-12:00", "13:00-17:00"), sat=("09:00-12:00",)),)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=OFFICE_ZONE)


@pytest.mark.parametrize(
    ("day", "intervals"),
    [
        pytest.param(date(2006, 9, 22), (MORNING, AFTERNOON), id="a working day has the hours of Monday to Friday"),
        pytest.param(date(2006, 9, 23), (MORNING,), id="a Saturday of rest may be open all the same"),
        pytest.param(date(2006, 9, 24), (), id="Sunday is closed"),
        pytest.param(date(2006, 9, 30), (MORNING, AFTERNOON), id="a make-up Saturday has the hours of Monday to Friday"),
        pytest.param(date(2006, 10, 2), (), id="a public holiday is closed though it is a Monday"),
    ],
)
def test_hall_is_open_by_the_kind_of_day(day: date, intervals: tuple[Interval, ...]) -> None:
    assert opening_intervals(HOURS, day, CALENDAR) == intervals


def test_make_up_day_has_its_own_hours_where_they_are_stated() -> None:
    hours = (HoursSpan(None, None, mon_fri=("09:00-17:00",), make_up=()),)

    assert opening_intervals(hours, date(2006, 9, 30), CALENDAR) == ()


def test_holiday_is_open_where_hours_for_holidays_are_stated() -> None:
    hours = (HoursSpan(None, None, mon_fri=(), holidays=("09:00-12:00",)),)

    assert opening_intervals(hours, date(2006, 10, 1), CALENDAR) == (MORNING,)


def test_hours_change_on_the_day_the_rulebook_says() -> None:
    hours = (
        HoursSpan(None, date(2006, 9, 27), mon_fri=("09:00-12:00",)),
        HoursSpan(date(2006, 9, 28), None, mon_fri=("13:00-17:00",)),
    )

    assert [opening_intervals(hours, date(2006, 9, day), CALENDAR) for day in (27, 28)] == [(MORNING,), (AFTERNOON,)]


def test_day_without_stated_hours_is_closed() -> None:
    assert opening_intervals((HoursSpan(date(2006, 9, 28), None, mon_fri=("09:00-12:00",)),), date(2006, 9, 27), CALENDAR) == ()


def test_day_without_published_calendar_is_refused() -> None:
    with pytest.raises(DayOutsideCalendar):
        opening_intervals(HOURS, date(2030, 1, 1), CALENDAR)


def test_moment_beyond_the_published_calendar_is_answered_with_not_known() -> None:
    answer = opening_at(HOURS, at(date(2030, 1, 1), 10), CALENDAR)

    assert (answer.is_open, answer.is_known, answer.today, answer.changes_at) == (False, False, (), None)


def test_open_hall_says_until_when_and_when_again() -> None:
    assert opening_at(HOURS, at(date(2006, 9, 22), 10), CALENDAR) == Opening(
        is_open=True,
        today=(MORNING, AFTERNOON),
        changes_at=moment_at(date(2006, 9, 22), time(12)),
        sentence=Text("正在办公，12:00休息，13:00继续。", "Open now, until 12:00 and again from 13:00."),
    )


def test_open_hall_says_only_until_when_in_its_last_hours() -> None:
    answer = opening_at(HOURS, at(date(2006, 9, 22), 16), CALENDAR)

    assert answer.sentence == Text("正在办公，17:00结束。", "Open now, until 17:00.")


@pytest.mark.parametrize(
    ("moment", "opens_at", "sentence"),
    [
        pytest.param(
            at(date(2006, 9, 22), 12),
            moment_at(date(2006, 9, 22), time(13)),
            Text("现在未办公。今日13:00开门。", "Closed now. Opens today at 13:00."),
            id="at noon, at the very minute of closing",
        ),
        pytest.param(
            at(date(2006, 9, 28), 17),
            moment_at(date(2006, 9, 29), time(9)),
            Text(
                "现在未办公。明日（9月29日 星期五）09:00开门。",
                "Closed now. Opens tomorrow (Friday 29 September) at 09:00.",
            ),
            id="in the evening",
        ),
        pytest.param(
            at(date(2006, 9, 23), 15),
            moment_at(date(2006, 9, 25), time(9)),
            Text("现在未办公。9月25日 星期一 09:00开门。", "Closed now. Opens on Monday 25 September at 09:00."),
            id="over Sunday",
        ),
        pytest.param(
            at(date(2006, 10, 1), 10),
            moment_at(date(2006, 10, 4), time(9)),
            Text(
                "今日放假（国庆节）。10月4日 星期三 09:00开门。",
                "Closed for National Day. Opens on Wednesday 4 October at 09:00.",
            ),
            id="on a holiday",
        ),
        pytest.param(
            at(date(2006, 10, 6), 18),
            None,
            Text(
                "现在未办公。下次开放时间尚未公布，请致电咨询。",
                "Closed now. The next opening is not published yet; please telephone.",
            ),
            id="where the published calendar ends",
        ),
    ],
)
def test_closed_hall_says_when_it_opens(moment: datetime, opens_at: datetime | None, sentence: Text) -> None:
    answer = opening_at(HOURS, moment, CALENDAR)

    assert (answer.is_open, answer.changes_at, answer.sentence) == (False, opens_at, sentence)


@pytest.mark.parametrize(
    "written", [["9:00-12:00"], ["09:00"], ["12:00-09:00"], ["09:00-09:00"], ["09:00-12:00", "11:00-14:00"], ["aa:00-12:00"]]
)
def test_unreadable_hours_are_refused(written: list[str]) -> None:
    with pytest.raises(ValueError, match=r"interval|before|overlap|Invalid"):
        intervals_of(written)


minutes = st.integers(0, 24 * 60 - 1)


@given(st.tuples(minutes, minutes).filter(lambda pair: pair[0] < pair[1]))
def test_interval_reads_back_as_it_is_written(pair: tuple[int, int]) -> None:
    opens, closes = (time(minute // 60, minute % 60) for minute in pair)

    assert Interval.parse(str(Interval(opens, closes)).replace("–", "-")) == Interval(opens, closes)


@given(st.integers(0, 18), minutes)
def test_open_now_means_that_an_interval_of_today_holds_this_minute(day: int, minute: int) -> None:
    moment = moment_at(CALENDAR.days[day].on, time(minute // 60, minute % 60))

    answer = opening_at(HOURS, moment, CALENDAR)

    assert answer.is_open == any(interval.opens_at <= moment.time() < interval.closes_at for interval in answer.today)
