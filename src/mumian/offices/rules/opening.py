"""When a hall is open: dated hours of the rulebook met with the working calendar.

A public holiday has the hours of holidays (mostly none); a weekend worked to make up for one has those of Monday to Friday
unless others are stated; every other day has those of its weekday. All times are those of the office's wall clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from mumian.foundation.calendar import DayOutsideCalendar, DayType, WorkingCalendar
from mumian.foundation.clock import local, moment_at
from mumian.foundation.dates import said_day
from mumian.foundation.words import Text
from mumian.offices.terms.facts import HoursSpan

SATURDAY, SUNDAY = 5, 6
DAYS_LOOKED_AHEAD = 21  # the longest run of closed days in the published calendars is 9


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Open from a time up to, and not including, another on the same day; 24:00 is written 23:59."""

    opens_at: time
    closes_at: time

    @classmethod
    def parse(cls, written: str) -> Interval:
        """Read "09:00-12:00". Raises ValueError when it is written otherwise or ends before it begins."""
        opens, dash, closes = written.partition("-")
        if not dash or len(written) != len("09:00-12:00"):
            raise ValueError(f"{written!r} is no interval such as 09:00-12:00.")
        interval = cls(time.fromisoformat(opens), time.fromisoformat(closes))
        if interval.closes_at <= interval.opens_at:
            raise ValueError(f"{written!r} ends before it begins.")
        return interval

    def __str__(self) -> str:
        return f"{self.opens_at:%H:%M}–{self.closes_at:%H:%M}"

    def holds(self, moment: time) -> bool:
        """Whether it is open at this time."""
        return self.opens_at <= moment < self.closes_at


@dataclass(frozen=True, slots=True)
class Opening:
    """The answer for one hall and one moment. `changes_at` is when it next closes or opens; None when nobody knows.

    `is_known` is False when the calendar of the day is not published; then nobody can say whether it is a holiday.
    """

    is_open: bool
    today: tuple[Interval, ...]
    changes_at: datetime | None
    sentence: Text
    is_known: bool = True


UNPUBLISHED = Text(
    "今日的工作日历尚未公布，请先致电询问再来。",
    "The calendar of today is not published yet; please telephone before you come.",
)


def intervals_of(written: Sequence[str]) -> tuple[Interval, ...]:
    """Read the intervals of a day, in their order. Raises ValueError when one is unreadable or two overlap."""
    intervals = tuple(sorted(Interval.parse(interval) for interval in written))
    for earlier, later in pairwise(intervals):
        if later.opens_at < earlier.closes_at:
            raise ValueError(f"{earlier} and {later} overlap.")
    return intervals


def hours_on(hours: Sequence[HoursSpan], on: date) -> HoursSpan | None:
    """The hours that hold on this day, if any are stated."""
    for span in hours:
        if (span.valid_from or date.min) <= on <= (span.valid_to or date.max):
            return span
    return None


def opening_intervals(hours: Sequence[HoursSpan], on: date, calendar: WorkingCalendar) -> tuple[Interval, ...]:
    """When a hall with these hours is open on this day; empty when closed. Raises DayOutsideCalendar."""
    span = hours_on(hours, on)
    if span is None:
        return ()
    day_type = calendar.day(on).day_type
    if day_type is DayType.HOLIDAY:
        return intervals_of(span.holidays)
    if day_type is DayType.MAKEUP_WORKDAY and span.make_up is not None:
        return intervals_of(span.make_up)
    if day_type.is_worked:
        return intervals_of(span.mon_fri)
    return intervals_of(span.sat if on.weekday() == SATURDAY else span.sun)


def opening_at(hours: Sequence[HoursSpan], at: datetime, calendar: WorkingCalendar) -> Opening:
    """Say whether the hall is open at this moment, until when, or when it opens next.

    When the calendar of that very day is not published, the answer is that nobody knows; when it ends within the days
    looked ahead, the next opening is unknown and the sentence says so.
    """
    now = local(at)
    try:
        today = opening_intervals(hours, now.date(), calendar)
    except DayOutsideCalendar:
        return Opening(False, (), None, UNPUBLISHED, is_known=False)
    for position, interval in enumerate(today):
        if interval.holds(now.time()):
            again = today[position + 1] if position + 1 < len(today) else None
            return Opening(True, today, moment_at(now.date(), interval.closes_at), _open_until(interval, again))
    opens_at = _next_opening(hours, now, calendar)
    return Opening(False, today, opens_at, _closed(now, opens_at, calendar))


def _next_opening(hours: Sequence[HoursSpan], now: datetime, calendar: WorkingCalendar) -> datetime | None:
    for ahead in range(DAYS_LOOKED_AHEAD):
        day = now.date() + timedelta(days=ahead)
        try:
            intervals = opening_intervals(hours, day, calendar)
        except DayOutsideCalendar:
            return None
        for interval in intervals:
            if ahead or interval.opens_at > now.time():
                return moment_at(day, interval.opens_at)
    return None


def _open_until(interval: Interval, again: Interval | None) -> Text:
    if again is None:
        return Text("正在办公，{closes}结束。", "Open now, until {closes}.").filled(closes=f"{interval.closes_at:%H:%M}")
    return Text(
        "正在办公，{closes}休息，{again}继续。",
        "Open now, until {closes} and again from {again}.",
    ).filled(closes=f"{interval.closes_at:%H:%M}", again=f"{again.opens_at:%H:%M}")


def _closed(now: datetime, opens_at: datetime | None, calendar: WorkingCalendar) -> Text:
    day = calendar.day(now.date())
    reason = (
        Text("今日放假（{name}）。", "Closed for {name}.").filled(name=day.name)
        if day.day_type is DayType.HOLIDAY and day.name
        else Text("现在未办公。", "Closed now.")
    )
    when = _opens(now.date(), opens_at)
    return Text(zh=reason.zh + when.zh, en=f"{reason.en} {when.en}")


def _opens(today: date, opens_at: datetime | None) -> Text:
    if opens_at is None:
        return Text("下次开放时间尚未公布，请致电咨询。", "The next opening is not published yet; please telephone.")
    day, clock = opens_at.date(), f"{opens_at:%H:%M}"
    if day == today:
        return Text("今日{clock}开门。", "Opens today at {clock}.").filled(clock=clock)
    if day == today + timedelta(days=1):
        return Text("明日（{day}）{clock}开门。", "Opens tomorrow ({day}) at {clock}.").filled(
            day=said_day(day, today=today), clock=clock
        )
    return Text("{day} {clock}开门。", "Opens on {day} at {clock}.").filled(day=said_day(day, today=today), clock=clock)
