"""How long it takes: the limit of the law, the promise, urgent handling, and the share of each stage."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import accumulate

from mumian.catalogue.rules.answers.asking import Asking
from mumian.catalogue.rules.answers.values import LimitAnswer, Limits, Question, StageDays, Urgent
from mumian.catalogue.rules.book.services import LimitSpan, PromisedLimit, StatutoryLimit
from mumian.catalogue.rules.book.values import on_day
from mumian.catalogue.terms import LimitUnit
from mumian.foundation.calendar import DayOutsideCalendar
from mumian.foundation.clock import local_date
from mumian.foundation.deadlines import Limit, acceptance_day, due, first_counted_day
from mumian.foundation.words import Text

NO_CALENDAR = Text(
    "手册中没有当年的工作日历，无法推算日期。", "The rulebook has no working calendar for that year: no date can be given."
)


def cut_off_hour(asking: Asking) -> time | None:
    """The hour of the day of acceptance after which it counts as the next working day's."""
    day = local_date(asking.accepted_at) if asking.accepted_at else asking.on
    span = on_day(asking.book.time.cut_off, day)
    return time.fromisoformat(span.at) if span else None


def due_on(asking: Asking, value: int, unit: LimitUnit) -> date | None:
    """The last day of a limit from acceptance; None without an acceptance or beyond the calendar. 0: the day of acceptance."""
    calendar = asking.book.working_calendar
    if asking.accepted_at is None or calendar is None:
        return None
    hour = cut_off_hour(asking)
    try:
        if value == 0:
            return acceptance_day(calendar=calendar, accepted_at=asking.accepted_at, cut_off=hour)
        return due(calendar=calendar, accepted_at=asking.accepted_at, limit=Limit(value, unit), cut_off=hour).on
    except DayOutsideCalendar:
        return None


def first_day(asking: Asking, unit: LimitUnit) -> date | None:
    """Day one of a limit; None without an acceptance or beyond the calendar."""
    calendar = asking.book.working_calendar
    if asking.accepted_at is None or calendar is None:
        return None
    try:
        accepted_on = acceptance_day(calendar=calendar, accepted_at=asking.accepted_at, cut_off=cut_off_hour(asking))
        return first_counted_day(calendar=calendar, accepted_on=accepted_on, unit=unit)
    except DayOutsideCalendar:
        return None


def limits_of(asking: Asking) -> Limits | None:
    """The limits of the day; None where the rulebook holds none for it."""
    span = on_day(asking.service.limits, asking.on)
    if span is None:
        return None
    promised = promise(asking, span)
    statutory = _statutory(asking, span.statutory)
    parts = [part for part in (statutory, promised) if part]
    lost = asking.accepted_at is not None and any(part.due_on is None for part in parts)
    return Limits(
        statutory=statutory,
        promised=promised,
        counted_from=first_day(asking, (promised or statutory).unit) if promised or statutory else None,  # type: ignore[union-attr]  # one of them is there
        note=NO_CALENDAR if lost else span.note,
    )


def _statutory(asking: Asking, limit: StatutoryLimit | None) -> LimitAnswer | None:
    if limit is None:
        return None
    return LimitAnswer(
        value=limit.value,
        unit=limit.unit,
        due_on=due_on(asking, limit.value, limit.unit),
        extendable_to=limit.extendable_to,
        extended_due_on=due_on(asking, limit.extendable_to, limit.unit) if limit.extendable_to else None,
        basis=asking.laws(limit.basis),
    )


def promise(asking: Asking, span: LimitSpan) -> LimitAnswer | None:
    """The first promise that fits the channel and what is known of the case."""
    fitting = next((entry for entry in span.promised if _fits(asking, entry)), None)
    if fitting is None:
        return None
    return LimitAnswer(fitting.days, fitting.unit, due_on(asking, fitting.days, fitting.unit), note=fitting.note)


def _fits(asking: Asking, entry: PromisedLimit) -> bool:
    in_channel = entry.channels is None or asking.channel in entry.channels
    return in_channel and asking.condition(entry.when) is True


def urgent_of(asking: Asking) -> Urgent | None:
    """Urgent handling on the day; None where there is none."""
    span = on_day(asking.service.urgent, asking.on)
    if span is None:
        return None
    holds = asking.condition(span.when) if span.when else None
    return Urgent(
        limit=LimitAnswer(span.days, span.unit, due_on(asking, span.days, span.unit), basis=asking.laws(span.basis)),
        ground=span.ground,
        is_open=None if isinstance(holds, Question) else holds,
        question=holds if isinstance(holds, Question) else None,
    )


def stage_days(asking: Asking, limits: Limits | None) -> tuple[StageDays, ...]:
    """How the promised working days are shared out between the stages, with the last day of each."""
    if limits is None or limits.promised is None or limits.promised.unit is not LimitUnit.WORKING_DAY:
        return ()
    days = limits.promised.value
    shares = [entry for entry in asking.book.allowances if entry.path is asking.service.path and entry.promised_days == days]
    allowance = on_day(shares, asking.on)
    if allowance is None:
        return ()
    ends = accumulate(stage.days for stage in allowance.stages)
    start = first_day(asking, LimitUnit.WORKING_DAY)
    return tuple(
        StageDays(stage.stage, stage.days, _day_number(asking, start, end))
        for stage, end in zip(allowance.stages, ends, strict=True)
    )


def _day_number(asking: Asking, start: date | None, number: int) -> date | None:
    """The so-many-th working day, `start` being the first; before it, the day of acceptance."""
    calendar = asking.book.working_calendar
    if start is None or calendar is None:
        return None
    try:
        if number == 0:
            return due_on(asking, 0, LimitUnit.WORKING_DAY)
        return calendar.add_working_days(start - timedelta(days=1), number)
    except DayOutsideCalendar:
        return None
