"""The working-day calendar: published days of work and rest, with weekends worked to make up for holidays.

The State Council publishes the days off of a year late in the year before (Regulation on Public Holidays for National Annual
Festivals and Memorial Days); nothing can be counted beyond the last published year, and asking for it is refused by name.
"""

from __future__ import annotations

import csv
import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import TextIO

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text


class DayType(StrEnum):
    """What kind of day it is; work is done on `WORKDAY` and `MAKEUP_WORKDAY`."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP_WORKDAY = "makeup_workday"

    @property
    def is_worked(self) -> bool:
        """Whether the office counts it as a working day."""
        return self in {DayType.WORKDAY, DayType.MAKEUP_WORKDAY}


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One published day; `name` is the holiday it is, or the one it makes up for."""

    on: date
    day_type: DayType
    name: Text | None = None


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong on one line of a calendar file; the heading is line 1, and 0 means the file as a whole."""

    line: int
    sentence: Text


class CalendarUnreadable(Refusal):
    """The calendar was not taken over; `problems` names every line."""

    def __init__(self, problems: Iterable[LineProblem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(
            Text(
                zh="工作日历未载入：第{line}行，{what}（共{count}处）。请改正后重新载入。",
                en="The working calendar was not loaded. Line {line}: {what} ({count} in all). Correct the file, load it again.",
            ).filled(line=first.line, what=first.sentence, count=len(self.problems))
        )


class DayOutsideCalendar(Refusal):
    """A day was asked for that no published calendar covers."""

    def __init__(self, day: date, *, first: date, last: date) -> None:
        self.day = day
        super().__init__(
            Text(
                zh="无法推算工作日：{year}年的工作日历尚未公布（现有{first}至{last}）。请载入该年日历后再试。",
                en="Working days cannot be counted: the calendar of {year} is not published here (it runs from {first} to "
                "{last}). Load that year's calendar and try again.",
            ).filled(year=day.year, first=first, last=last)
        )


ONE_DAY = timedelta(days=1)
SATURDAY = 5


class WorkingCalendar:
    """Working days of a run of published days without gaps. It never changes; a new publication is a new calendar."""

    def __init__(self, days: Iterable[CalendarDay]) -> None:
        """Take over the days, in order. Days with gaps, out of order, or none at all are refused with CalendarUnreadable."""
        self._days = tuple(days)
        problems = list(_problems_of_order(self._days))
        if problems:
            raise CalendarUnreadable(problems)
        self._worked = [day.on for day in self._days if day.day_type.is_worked]
        self.first = self._days[0].on
        self.last = self._days[-1].on
        self.version = _fingerprint(self._days)
        """The same for equal days of work and rest, another when any day changed; 16 hexadecimal characters."""

    @property
    def days(self) -> tuple[CalendarDay, ...]:
        """Every published day, in order."""
        return self._days

    def day(self, day: date) -> CalendarDay:
        """The published day; DayOutsideCalendar when there is none."""
        index = (day - self.first).days
        if not 0 <= index < len(self._days):
            raise DayOutsideCalendar(day, first=self.first, last=self.last)
        return self._days[index]

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on this day by the calendar; a hall that opens on a Saturday of rest does not make it one."""
        return self.day(day).day_type.is_worked

    def name_of(self, day: date) -> Text | None:
        """The holiday that this day is or makes up for, if any."""
        return self.day(day).name

    def next_working_day(self, day: date) -> date:
        """The first working day after this day."""
        return self.add_working_days(day, 1)

    def previous_working_day(self, day: date) -> date:
        """The last working day before this day."""
        return self.add_working_days(day, -1)

    def this_or_next_working_day(self, day: date) -> date:
        """The day itself when it is worked, else the first working day after it."""
        return day if self.is_working_day(day) else self.next_working_day(day)

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after this day (before it when negative); the day itself never counts; 0 gives it back."""
        self.day(day)
        if count == 0:
            return day
        index = bisect_right(self._worked, day) + count - 1 if count > 0 else bisect_left(self._worked, day) + count
        if index < 0:
            raise DayOutsideCalendar(self.first - ONE_DAY, first=self.first, last=self.last)
        if index >= len(self._worked):
            raise DayOutsideCalendar(self.last + ONE_DAY, first=self.first, last=self.last)
        return self._worked[index]

    def count_working_days(self, first: date, last: date) -> int:
        """How many working days lie between the two days, both included; 0 when `last` is before `first`."""
        self.day(first)
        self.day(last)
        return max(0, bisect_right(self._worked, last) - bisect_left(self._worked, first))

    def working_days(self, first: date, last: date) -> tuple[date, ...]:
        """The working days between the two days, both included."""
        self.day(first)
        self.day(last)
        return tuple(self._worked[bisect_left(self._worked, first) : bisect_right(self._worked, last)])


def changed_days(old: WorkingCalendar, new: WorkingCalendar) -> tuple[date, ...]:
    """The days that are worked in one calendar and not in the other, or published in only one of them."""
    before = {day.on: day.day_type.is_worked for day in old.days}
    after = {day.on: day.day_type.is_worked for day in new.days}
    return tuple(sorted(day for day in before.keys() | after.keys() if before.get(day) != after.get(day)))


def read_calendar(path: Path) -> WorkingCalendar:
    """Read a calendar from a CSV file with the columns date, day_type and, where it has them, weekday, name_zh, name_en.

    Raises CalendarUnreadable with every line at fault.
    """
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return calendar_from_csv(lines)


def calendar_from_csv(lines: TextIO) -> WorkingCalendar:
    """Read a calendar from CSV lines; see `read_calendar`."""
    rows = csv.DictReader(lines)
    missing = [column for column in ("date", "day_type") if column not in (rows.fieldnames or ())]
    if missing:
        names = ", ".join(missing)
        raise CalendarUnreadable([LineProblem(1, Text(zh=f"缺少列 {names}", en=f"the column {names} is missing"))])
    days: list[CalendarDay] = []
    problems: list[LineProblem] = []
    before: date | None = None
    for row in rows:
        day = _day_of(row)
        if isinstance(day, Text):
            problems.append(LineProblem(rows.line_num, day))
            before = None
            continue
        if before is not None and day.on != before + ONE_DAY:
            problems.append(LineProblem(rows.line_num, _out_of_order(day.on, before)))
        before = day.on
        days.append(day)
    if problems:
        raise CalendarUnreadable(problems)
    return WorkingCalendar(days)


WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _day_of(row: dict[str, str | None]) -> CalendarDay | Text:
    """One row as a day, or the sentence that says what is wrong with it."""
    written, kind, weekday = row["date"] or "", row["day_type"] or "", row.get("weekday")
    zh, en = row.get("name_zh") or "", row.get("name_en") or ""
    try:
        on = date.fromisoformat(written)
    except ValueError:
        return Text(zh=f"“{written}”不是日期", en=f'"{written}" is not a date')
    if kind not in set(DayType):
        return Text(zh=f"“{kind}”不是日期类型", en=f'"{kind}" is not a type of day')
    if weekday and weekday != WEEKDAYS[on.weekday()]:
        return Text(zh=f"{on}不是{weekday}", en=f"{on} is not a {weekday}")
    if bool(zh) != bool(en):
        return Text(zh="名称须同时有中文和英文", en="the name must be given in Chinese and in English")
    day = CalendarDay(on=on, day_type=DayType(kind), name=Text(zh=zh, en=en) if zh else None)
    return _contradiction_of(day) or day


def _contradiction_of(day: CalendarDay) -> Text | None:
    """Why this day of the week cannot be of this type, if it cannot."""
    is_weekend = day.on.weekday() >= SATURDAY
    if day.day_type in {DayType.WEEKEND, DayType.MAKEUP_WORKDAY} and not is_weekend:
        return Text(
            zh=f"{day.on}不是周六或周日，不能是{day.day_type}",
            en=f"{day.on} is neither Saturday nor Sunday and cannot be {day.day_type}",
        )
    if day.day_type is DayType.WORKDAY and is_weekend:
        return Text(
            zh=f"{day.on}是周六或周日，上班应写 makeup_workday",
            en=f"{day.on} is a Saturday or Sunday; when it is worked, write makeup_workday",
        )
    return None


def _problems_of_order(days: tuple[CalendarDay, ...]) -> Iterator[LineProblem]:
    if not days:
        yield LineProblem(0, Text(zh="没有任何日期", en="there are no days"))
    for index, (before, day) in enumerate(pairwise(days)):
        if day.on != before.on + ONE_DAY:
            yield LineProblem(index + 3, _out_of_order(day.on, before.on))


def _out_of_order(day: date, before: date) -> Text:
    return Text(
        zh=f"{before}之后应为{before + ONE_DAY}，而不是{day}",
        en=f"{before} must be followed by {before + ONE_DAY}, not by {day}",
    )


def _fingerprint(days: tuple[CalendarDay, ...]) -> str:
    worked = ";".join(f"{day.on}={day.day_type}" for day in days)
    return hashlib.sha256(worked.encode()).hexdigest()[:16]
