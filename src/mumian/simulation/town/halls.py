"""A day in a hall: tickets in the order of arrival, windows with their officers and breaks, patience that ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import heapify, heappop, heappush
from math import exp, log, sqrt
from random import Random
from typing import Final

from mumian.simulation.volumes import Step

BREAK: Final = 15 * 60
"""Each officer rests so long each morning and each afternoon, in turn."""

OVERTIME: Final = 45 * 60
"""Who waits at closing time is served still for so long."""


class Purpose(StrEnum):
    """What somebody comes to a hall for."""

    APPLY = "apply"
    BRING_PAPERS = "bring_papers"
    COLLECT = "collect"
    ASK = "ask"


class Left(StrEnum):
    """Why somebody left without having been served."""

    PATIENCE = "patience"
    CLOSED = "closed"
    NO_WINDOW = "no_window"


@dataclass(slots=True)
class Visitor:
    """Somebody in a hall; times are seconds of the day. `about` names what it concerns, by its number in the run."""

    number: int
    purpose: Purpose
    queue: str
    arrives: int
    takes: float
    patience: float
    about: int = 0
    window: str = ""
    called: int = 0
    done: int = 0
    left: Left | None = None

    @property
    def waited(self) -> int:
        """Seconds until he was called, or until he left."""
        return self.called - self.arrives


@dataclass(frozen=True, slots=True)
class Window:
    """A window at work: the queues that it serves, who sits there, and when, in seconds of the day."""

    code: str
    queues: frozenset[str]
    officer: str
    shifts: tuple[tuple[int, int], ...]

    def next_free(self, second: float) -> float | None:
        """The first second from this one on at which somebody sits here; None when nobody will today."""
        for begins, ends in self.shifts:
            if second < ends:
                return max(second, begins)
        return None


def with_breaks(open_at: Sequence[tuple[int, int]], chance: Random) -> tuple[tuple[int, int], ...]:
    """The shifts of one officer: each interval of opening with a break in it."""
    shifts: list[tuple[int, int]] = []
    for begins, ends in open_at:
        if ends - begins < 4 * BREAK:
            shifts.append((begins, ends))
            continue
        rests = chance.randrange(begins + BREAK, ends - 2 * BREAK)
        shifts += [(begins, rests), (rests + BREAK, ends)]
    if shifts:
        shifts[-1] = (shifts[-1][0], shifts[-1][1] + OVERTIME)
    return tuple(shifts)


def seconds_of(step: Step, chance: Random) -> float:
    """A drawn length, lognormal with the mean and deviation of the step."""
    if not step.mean:
        return 0.0
    spread = log(1 + (step.deviation / step.mean) ** 2)
    return exp(chance.gauss(log(step.mean) - spread / 2, sqrt(spread)))


@dataclass(slots=True)
class Served:
    """What became of the visitors of a hall and a day."""

    served: list[Visitor] = field(default_factory=list)
    left: list[Visitor] = field(default_factory=list)


def serve(visitors: Sequence[Visitor], windows: Sequence[Window]) -> Served:
    """Serve everybody in the order of arrival at the first window that is free for him, or let him leave with a reason."""
    result = Served()
    for queues in sorted({window.queues for window in windows}, key=sorted):
        mine = [one for one in windows if one.queues == queues]
        free: list[tuple[float, int]] = [(one.shifts[0][0] if one.shifts else 0, place) for place, one in enumerate(mine)]
        heapify(free)
        for visitor in sorted((one for one in visitors if one.queue in queues), key=lambda one: (one.arrives, one.number)):
            _serve(visitor, mine, free, result)
    reached = {queue for window in windows for queue in window.queues}
    for visitor in visitors:
        if visitor.queue not in reached:
            _leave(visitor, Left.NO_WINDOW, visitor.arrives, result)
    return result


def _serve(visitor: Visitor, windows: Sequence[Window], free: list[tuple[float, int]], result: Served) -> None:
    """The window that is free first takes him; where its officer rests or goes, the next one does."""
    while free:
        at, place = heappop(free)
        begins = windows[place].next_free(max(at, visitor.arrives))
        if begins is None:
            continue  # nobody sits there any more today
        if free and begins > max(free[0][0], visitor.arrives) and begins > at:
            heappush(free, (begins, place))
            continue
        if begins - visitor.arrives > visitor.patience:
            heappush(free, (at, place))
            _leave(visitor, Left.PATIENCE, int(visitor.arrives + visitor.patience), result)
            return
        visitor.window = windows[place].code
        visitor.called, visitor.done = int(begins), int(begins + visitor.takes) + 1
        heappush(free, (begins + visitor.takes, place))
        result.served.append(visitor)
        return
    _leave(visitor, Left.CLOSED, visitor.arrives, result)


def _leave(visitor: Visitor, why: Left, at: int, result: Served) -> None:
    visitor.left, visitor.called, visitor.done = why, at, at
    result.left.append(visitor)
