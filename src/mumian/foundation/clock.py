"""The clock. It is read once, at the edge (a request, a job, a command), and the moment is handed in from there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from threading import Lock
from typing import Protocol
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Anything that can say what moment it is."""

    def now(self) -> datetime:
        """The present moment, with its zone."""
        ...


class SystemClock:
    """The clock of the machine; in a demonstration that was opened for another hour, so much ahead of it."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC) + _ahead.by


@dataclass(slots=True)
class _Ahead:
    by: timedelta = timedelta(0)


_ahead = _Ahead()


def set_ahead(by: timedelta) -> None:
    """Let the clock of this process run so much ahead of the machine's. It never runs behind (ValueError)."""
    if by < timedelta(0):
        raise ValueError(f"The clock can't run {by} behind: what was done already would lie in the future.")
    _ahead.by = by


def ahead() -> timedelta:
    """How much the clock of this process runs ahead of the machine's: nothing, but in some demonstrations."""
    return _ahead.by


class SettableClock:
    """A clock that stands still until it is moved: for tests and for a city that runs in fast-forward."""

    def __init__(self, at: datetime) -> None:
        self._at = with_zone(at)
        self._lock = Lock()

    def now(self) -> datetime:
        """The moment it was last set or moved to."""
        return self._at

    def set(self, at: datetime) -> None:
        """Set it to this moment, forward or back."""
        with self._lock:
            self._at = with_zone(at)

    def move(self, by: timedelta) -> datetime:
        """Move it by this length and return the new moment."""
        with self._lock:
            self._at += by
            return self._at


def with_zone(moment: datetime) -> datetime:
    """Give back the moment; a moment without a zone is a defect of the caller (ValueError), for nobody knows when it is."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(f"The moment {moment.isoformat()} has no time zone.")
    return moment


def local(moment: datetime) -> datetime:
    """The same moment on the wall clock of the office."""
    return with_zone(moment).astimezone(OFFICE_ZONE)


def local_date(moment: datetime) -> date:
    """The day it is at the office at this moment."""
    return local(moment).date()


def moment_at(day: date, at: time = time(0)) -> datetime:
    """The moment when the office's wall clock shows `at` on `day`."""
    return datetime.combine(day, at, tzinfo=OFFICE_ZONE)


def end_of(day: date) -> datetime:
    """The first moment that no longer belongs to `day`."""
    return moment_at(day + timedelta(days=1))
