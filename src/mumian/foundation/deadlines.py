"""Due days. They are computed from dates, never counted down by a nightly job.

The rules, by their codes in the rulebook:

- T1: counting starts on the day after acceptance. Acceptance after the cut-off hour of a working day counts as acceptance on the
  next working day. Acceptance on a day of rest (an open Saturday) counts as itself, and counting starts on the first working day
  after it; a Saturday worked to make up for a holiday is a working day like any other.
- T2: a limit is stated in working days (Administrative Licensing Law, article 82), in calendar days, or in hours, which run
  through from the moment of acceptance.
- T3: a limit in calendar days that ends on a day of rest runs on to the next working day.
- T5, T6: the days of a stop do not count, both ends included; stops that overlap count once.
- T9: green, yellow with two working days left, orange with one, red on the last day, purple when overdue.
- T10: a limit may be extended in its own unit.

T4, T7 and T8 need no arithmetic: acceptance happens once the papers are complete and the fee is paid, and the post is no part
of a limit. All days are days at the office.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from mumian.foundation.calendar import WorkingCalendar
from mumian.foundation.clock import end_of, local, local_date, moment_at, with_zone
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text

ONE_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a limit is counted in."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    HOUR = "hour"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many working days, calendar days or hours; at least one."""

    value: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.value < 1:
            raise ValueError(f"A limit is at least one {self.unit}, not {self.value}.")

    def extended_by(self, more: int) -> Limit:
        """The limit after an approved extension, which is given in the limit's own unit."""
        if more < 0:
            raise ValueError("An extension never shortens a limit.")
        return replace(self, value=self.value + more)


class StopEndsBeforeItBegins(Refusal):
    """A stop of the clock was given with its ends the wrong way round."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__(
            Text(
                zh=f"未记录停钟：结束日{last}早于开始日{first}。请核对两个日期。",
                en=f"The stop was not recorded: it ends on {last}, before it begins on {first}. Check the two days.",
            )
        )


@dataclass(frozen=True, slots=True)
class Stop:
    """Days on which the clock stands still, both ends included; `last` is None while the stop is open."""

    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise StopEndsBeforeItBegins(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due.

    `counted_from` is day one, `on` the last day in time, `before` the first moment that is too late. `is_held` says that an open
    stop holds the clock: `on` is then the earliest day it can become and moves on with every day of the stop.
    """

    counted_from: date
    on: date
    before: datetime
    is_held: bool
    calendar_version: str


class Colour(StrEnum):
    """How urgent a case is; always shown with its word and its shape."""

    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"
    PURPLE = "purple"


COLOUR_WORDS = {
    Colour.GREEN: Text(zh="期限内", en="in time"),
    Colour.YELLOW: Text(zh="剩2个工作日", en="2 days"),
    Colour.ORANGE: Text(zh="剩1个工作日", en="1 day"),
    Colour.RED: Text(zh="今天到期", en="today"),
    Colour.PURPLE: Text(zh="已超期", en="overdue"),
}

TWO_DAYS = 2


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """Working days still to come after today up to the due day: 0 on the last day, negative by the working days overdue."""

    working_days: int
    colour: Colour
    is_held: bool

    @property
    def said(self) -> Text:
        """The word that stands beside the colour."""
        return COLOUR_WORDS[self.colour]


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A due day before and after the calendar changed."""

    old: Due
    new: Due

    @property
    def has_moved(self) -> bool:
        """Whether the due day or its moment is another one now."""
        return self.old.before != self.new.before


def merged(stops: Iterable[Stop], *, open_until: date | None = None) -> tuple[tuple[date, date], ...]:
    """The stopped days as separate runs in order. An open stop lasts until `open_until`, needed then (ValueError)."""
    runs: list[tuple[date, date]] = []
    for first, last in sorted(_ends_of(stop, open_until) for stop in stops):
        if runs and first <= runs[-1][1] + ONE_DAY:
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
        else:
            runs.append((first, last))
    return tuple(runs)


def _ends_of(stop: Stop, open_until: date | None) -> tuple[date, date]:
    if stop.last is not None:
        return stop.first, stop.last
    if open_until is None:
        raise ValueError("With an open stop the day as of which to count must be given.")
    return stop.first, max(stop.first, open_until)


def acceptance_day(*, calendar: WorkingCalendar, accepted_at: datetime, cut_off: time | None = None) -> date:
    """The day that counts as the day of acceptance; the cut-off hour itself is in time, after it the next working day counts."""
    moment = local(accepted_at)
    day = moment.date()
    if cut_off is not None and moment.time() > cut_off and calendar.is_working_day(day):
        return calendar.next_working_day(day)
    return day


def first_counted_day(*, calendar: WorkingCalendar, accepted_on: date, unit: Unit) -> date:
    """Day one of a limit in days: the day after acceptance, and after acceptance on a day of rest the first working day."""
    if unit is Unit.CALENDAR_DAY and calendar.is_working_day(accepted_on):
        return accepted_on + ONE_DAY
    return calendar.next_working_day(accepted_on)


def due(
    *,
    calendar: WorkingCalendar,
    accepted_at: datetime,
    limit: Limit,
    stops: Iterable[Stop] = (),
    cut_off: time | None = None,
    as_of: date | None = None,
) -> Due:
    """When something accepted at this moment is due.

    `as_of` (a day at the office) is needed while a stop is open: the stop counts as lasting through that day.
    Raises DayOutsideCalendar when the count leaves the published calendar.
    """
    stops = tuple(stops)
    runs = merged(stops, open_until=as_of)
    is_held = any(stop.last is None for stop in stops)
    if limit.unit is Unit.HOUR:
        before = _end_of_hours(with_zone(accepted_at), limit.value, runs)
        on = local_date(before - timedelta.resolution)
        return Due(local_date(accepted_at), on, before, is_held, calendar.version)
    accepted_on = acceptance_day(calendar=calendar, accepted_at=accepted_at, cut_off=cut_off)
    start = first_counted_day(calendar=calendar, accepted_on=accepted_on, unit=limit.unit)
    count = _end_of_working_days if limit.unit is Unit.WORKING_DAY else _end_of_calendar_days
    on = count(calendar, start, limit.value, runs)
    return Due(start, on, end_of(on), is_held, calendar.version)


def _end_of_working_days(calendar: WorkingCalendar, start: date, value: int, runs: tuple[tuple[date, date], ...]) -> date:
    """Each stop that begins in time pushes the end on by the working days it covers."""
    end = calendar.add_working_days(start - ONE_DAY, value)
    for first, last in runs:
        if first > end:
            break
        stopped = calendar.count_working_days(max(first, start), last) if last >= start else 0
        end = calendar.add_working_days(end, stopped)
    return end


def _end_of_calendar_days(calendar: WorkingCalendar, start: date, value: int, runs: tuple[tuple[date, date], ...]) -> date:
    end = start + timedelta(days=value - 1)
    for first, last in runs:
        if first > end:
            break
        end += max(timedelta(0), last - max(first, start) + ONE_DAY)
    while _is_stopped(end, runs) or not calendar.is_working_day(end):
        end += ONE_DAY
    return end


def _end_of_hours(start: datetime, hours: int, runs: tuple[tuple[date, date], ...]) -> datetime:
    end = start + timedelta(hours=hours)
    for first, last in runs:
        if moment_at(first) >= end:
            break
        end += max(timedelta(0), end_of(last) - max(moment_at(first), start))
    return end


def _is_stopped(day: date, runs: tuple[tuple[date, date], ...]) -> bool:
    return any(first <= day <= last for first, last in runs)


def time_left(*, calendar: WorkingCalendar, due: Due, now: datetime, stops: Iterable[Stop] = ()) -> TimeLeft:
    """How much time is left at this moment, in working days that are not stopped, with its colour."""
    today = local_date(now)
    if now >= due.before:
        late = calendar.count_working_days(due.on + ONE_DAY, today) if today > due.on else 0
        return TimeLeft(-late, Colour.PURPLE, due.is_held)
    if today == due.on:
        return TimeLeft(0, Colour.RED, due.is_held)
    runs = merged(stops, open_until=today)
    days = sum(not _is_stopped(day, runs) for day in calendar.working_days(today + ONE_DAY, due.on))
    return TimeLeft(days, _colour_of(days), due.is_held)


def _colour_of(days_left: int) -> Colour:
    """The colour before the last day; a limit in hours may end on a day of rest and is then as near as one working day."""
    if days_left > TWO_DAYS:
        return Colour.GREEN
    return Colour.YELLOW if days_left == TWO_DAYS else Colour.ORANGE


def recomputed(
    *,
    old: WorkingCalendar,
    new: WorkingCalendar,
    accepted_at: datetime,
    limit: Limit,
    stops: Iterable[Stop] = (),
    cut_off: time | None = None,
    as_of: date | None = None,
) -> Recomputed:
    """The due day by the old calendar and by the new one, from the same facts."""
    stops = tuple(stops)

    def by(calendar: WorkingCalendar) -> Due:
        return due(calendar=calendar, accepted_at=accepted_at, limit=limit, stops=stops, cut_off=cut_off, as_of=as_of)

    return Recomputed(old=by(old), new=by(new))
