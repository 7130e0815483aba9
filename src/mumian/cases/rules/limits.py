"""When a case is due: the promise, met when the document is ready, and the limit of the law, met at the decision.

The nearer of those not yet met decides the colour of the case. All arithmetic is that of `mumian.foundation.deadlines`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from mumian.cases.terms import LimitKind
from mumian.catalogue.terms import LimitUnit
from mumian.foundation.calendar import WorkingCalendar
from mumian.foundation.clock import end_of, local_date
from mumian.foundation.deadlines import Due, Limit, Stop, TimeLeft, acceptance_day, due, time_left


@dataclass(frozen=True, slots=True)
class Span:
    """So much time from acceptance; 0 days means the day of acceptance itself. `extended_by` is in the same unit."""

    value: int
    unit: LimitUnit
    extended_by: int = 0

    @property
    def whole(self) -> int:
        """With what was added."""
        return self.value + self.extended_by


@dataclass(frozen=True, slots=True)
class Open:
    """A limit that is not met yet."""

    kind: LimitKind
    due: Due


def due_of(
    span: Span, *, calendar: WorkingCalendar, accepted_at: datetime, stops: Iterable[Stop], cut_off: time | None, as_of: date
) -> Due:
    """When a limit ends. Raises DayOutsideCalendar when the published calendar does not reach so far."""
    if span.whole:
        limit = Limit(span.whole, span.unit)
        return due(calendar=calendar, accepted_at=accepted_at, limit=limit, stops=stops, cut_off=cut_off, as_of=as_of)
    on = acceptance_day(calendar=calendar, accepted_at=accepted_at, cut_off=cut_off)
    return Due(local_date(accepted_at), on, end_of(on), is_held=False, calendar_version=calendar.version)


def nearer(limits: Iterable[Open]) -> Open | None:
    """The limit that decides the colour; on the same moment the promise, which the applicant holds in his hand."""
    return min(limits, key=lambda one: (one.due.before, one.kind is not LimitKind.PROMISED), default=None)


def left(*, calendar: WorkingCalendar, limits: Iterable[Open], stops: Iterable[Stop], now: datetime) -> TimeLeft | None:
    """The time left with its colour; None when nothing is due any more."""
    first = nearer(limits)
    return time_left(calendar=calendar, due=first.due, now=now, stops=stops) if first else None
