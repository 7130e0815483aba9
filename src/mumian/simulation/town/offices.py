"""The departments behind the halls: queues by due day, and officers who get so much done in the time that they are there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import heappop, heappush
from typing import Final, Generic, TypeVar

from mumian.foundation.calendar import DayOutsideCalendar, WorkingCalendar

HOURS: Final = ((9 * 3600, 12 * 3600), (13 * 3600, 17 * 3600))
"""When the departments work, on working days."""

AT_WORK: Final = 0.9
"""The part of that time in which files are worked on; the rest is breaks, telephone and walking."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Crew:
    """Officers of one role who work here: their badges, and how much of a full officer each is (in a town at a small share)."""

    badges: tuple[str, ...]
    strength: float = 1.0


def crew_of(badges: Sequence[str], wanted: float) -> Crew:
    """So many full officers out of these; a part of one is one officer who is there a part of the time."""
    number = min(len(badges), max(1, round(wanted)))
    return Crew(tuple(badges[:number]), wanted / number if number else 0.0)


@dataclass(slots=True)
class Desk(Generic[T]):
    """One department's queue: the nearest due first, then by number. `budget` are the seconds that each officer has over."""

    crew: Crew
    waiting: list[tuple[str, int, float, T]] = field(default_factory=list)
    budget: list[float] = field(default_factory=list)
    worked: float = 0.0

    def __len__(self) -> int:
        return len(self.waiting)

    def put(self, what: T, *, due: str, number: int, takes: float) -> None:
        """A file comes onto the pile; `due` sorts as text."""
        heappush(self.waiting, (due, number, takes, what))

    def work(self, seconds: float, fits: Callable[[str, T], bool] = lambda _badge, _what: True) -> list[tuple[str, T]]:
        """What is done in these seconds, with the badge of who did it. An officer begins a file while he has time left.

        What he does not finish he goes on with in the next stretch: his time may run below nought. Where nothing waits the
        time is gone. `fits` keeps a file from who may not touch it; it then waits for another.
        """
        if not self.budget:
            self.budget = [0.0] * len(self.crew.badges)
        self.budget = [left + seconds * self.crew.strength * AT_WORK for left in self.budget]
        done: list[tuple[str, T]] = []
        kept: list[tuple[str, int, float, T]] = []
        while self.waiting and max(self.budget, default=0.0) > 0:
            due, number, takes, what = heappop(self.waiting)
            order = sorted(range(len(self.budget)), key=lambda place: (-self.budget[place], place))
            place = next((one for one in order if self.budget[one] > 0 and fits(self.crew.badges[one], what)), None)
            if place is None:
                kept.append((due, number, takes, what))
                continue
            self.budget[place] -= takes
            self.worked += takes
            done.append((self.crew.badges[place], what))
        for row in kept:
            heappush(self.waiting, row)
        if not self.waiting:
            self.budget = [min(left, 0.0) for left in self.budget]
        return done


def is_working(calendar: WorkingCalendar, day: date) -> bool:
    """Whether the departments work on this day; not on days that no calendar names."""
    try:
        return calendar.is_working_day(day)
    except DayOutsideCalendar:
        return False


def worked_between(begins: int, ends: int) -> int:
    """The seconds of office hours from one second of the day to another."""
    return sum(max(0, min(ends, last) - max(begins, first)) for first, last in HOURS)
