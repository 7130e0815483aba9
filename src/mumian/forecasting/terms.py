"""The words of this package."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class HallMonthFacts:
    """What one hall did in one month; `month` is its first day.

    `on_time` and `overdue` divide `issued` by the promised date. `satisfied`, `fair` and `unsatisfied` count ratings given.
    """

    hall: str
    month: date
    visitors: int
    accepted: int
    issued: int
    on_time: int
    overdue: int
    median_wait_minutes: int
    satisfied: int
    fair: int
    unsatisfied: int

    @property
    def ratings(self) -> int:
        """How many visitors rated their visit."""
        return self.satisfied + self.fair + self.unsatisfied

    @property
    def satisfaction(self) -> float | None:
        """The satisfied part of the ratings, 0 to 1; None when nobody rated."""
        return self.satisfied / self.ratings if self.ratings else None

    @property
    def punctuality(self) -> float | None:
        """The part of the issued documents that was ready on time, 0 to 1; None when none was issued."""
        return self.on_time / self.issued if self.issued else None
