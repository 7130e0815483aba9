"""When things happened: working days before today, in opening hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from mumian.catalogue.queries import current_rulebook
from mumian.foundation.clock import OFFICE_ZONE
from mumian.simulation.city.founding import NoGround

LONGEST: Final = 60
"""So many working days back."""


@dataclass(frozen=True, slots=True)
class Days:
    """The working days before today, the last one first."""

    working: tuple[date, ...]

    @classmethod
    def before(cls, today: date) -> Days:
        """Those before this day. Raises NoGround where the rulebook has no calendar."""
        calendar = current_rulebook().working_calendar
        if calendar is None:
            raise NoGround
        days = calendar.working_days(today - timedelta(days=2 * LONGEST), today - timedelta(days=1))
        return cls(tuple(reversed(days))[:LONGEST])

    def at(self, day: int, hour: int, minute: int = 0) -> datetime:
        """A moment on the working day so many before today; 1 is the last one. A day that is still ahead is a fault."""
        if day < 1:
            raise ValueError(f"The working day {day} before today is not over.")
        return datetime.combine(self.working[day - 1], time(hour, minute), OFFICE_ZONE)
