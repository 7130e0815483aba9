"""A hall's day as its queue sees it: who takes a number when, gives it back or just goes, which window opens, pauses and calls.

Who is called is not said here: that is the queue's answer, and the town compares it with whom it expected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final

from mumian.simulation.town.halls import Left, Served, Visitor, Window

GIVES_BACK: Final = 0.4
"""Assumed: of those whose patience ends so many give their number back; the others go, and their window waits in vain."""
WALKS: Final = 12
"""Assumed: seconds from the call to the window."""
LEAST_PAUSE: Final = 30 * 60
"""Shorter rests are not written down: each costs the office as much as a ticket, and a window that calls nobody rests anyway."""


class Happens(StrEnum):
    """What happens in a hall."""

    OPENS = "opens"
    PAUSES = "pauses"
    COMES_BACK = "comes_back"
    CLOSES = "closes"
    TAKES = "take"
    LEAVES = "leave"
    CALLS = "call"
    BEGINS = "begin"
    ENDS = "end"


FIRST, ENDING, PAUSING, TAKING, CALLING, BEGINNING, AT_ONCE, LAST = range(8)
"""What comes first within a second."""


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """Something that happens at a second of the day; `visitor` by his number, `window` by its code, whichever it concerns."""

    second: int
    within: int
    arrived: int
    visitor: int
    happens: Happens
    window: str = ""


@dataclass(frozen=True, slots=True)
class HallDay:
    """All moments in their order, and who went without a word."""

    moments: tuple[Moment, ...]
    gone: frozenset[int]


def hall_day(served: Served, windows: Iterable[Window], chance: Random) -> HallDay:
    """The day of a hall, from what became of everybody who came."""
    moments: list[Moment] = []
    gone: set[int] = set()
    for visitor in sorted((*served.served, *served.left), key=lambda one: one.number):
        moments.append(Moment(visitor.arrives, TAKING, visitor.arrives, visitor.number, Happens.TAKES))
        if visitor.left is Left.PATIENCE and chance.random() >= GIVES_BACK:
            gone.add(visitor.number)
        elif visitor.left is not None:
            # who learns at once that nobody serves him gives back what he has just taken
            within = FIRST if visitor.called > visitor.arrives else AT_ONCE
            moments.append(Moment(visitor.called, within, visitor.arrives, visitor.number, Happens.LEAVES))
    for window in windows:
        mine = sorted((one for one in served.served if one.window == window.code), key=lambda one: (one.called, one.number))
        moments += _visits(mine)
        moments += _presence(window, mine)
    return HallDay(tuple(sorted(moments)), frozenset(gone))


def _visits(mine: Sequence[Visitor]) -> Iterator[Moment]:
    for visitor in mine:
        ends = _ends(visitor)
        begins = min(visitor.called + WALKS, max(visitor.called, ends - 1))
        who = (visitor.arrives, visitor.number)
        yield Moment(visitor.called, CALLING, *who, Happens.CALLS, visitor.window)
        yield Moment(begins, BEGINNING, *who, Happens.BEGINS, visitor.window)
        yield Moment(ends, ENDING if ends > visitor.called else AT_ONCE, *who, Happens.ENDS, visitor.window)


def _ends(visitor: Visitor) -> int:
    """The second in which the window is free again; the town counts that second to the visit."""
    return max(visitor.called, visitor.done - 1)


def _presence(window: Window, mine: Sequence[Visitor]) -> Iterator[Moment]:
    """An officer sits down, pauses when whoever is there has gone, and stands up when nobody is left.

    A window to which nobody is called all day stays closed: it would change nothing but estimates of an empty hall.
    """
    if not window.shifts or not mine:
        return
    yield Moment(window.shifts[0][0], FIRST, 0, 0, Happens.OPENS, window.code)
    for (_, ends), (begins, _) in zip(window.shifts, window.shifts[1:], strict=False):
        rests = max([ends, *(_ends(one) for one in mine if one.called < ends)])
        if begins - rests >= LEAST_PAUSE:
            yield Moment(rests, PAUSING, 0, 0, Happens.PAUSES, window.code)
            yield Moment(begins, FIRST, 0, 0, Happens.COMES_BACK, window.code)
    closes = max([window.shifts[-1][1], *(_ends(one) for one in mine)])
    yield Moment(closes, LAST, 0, 0, Happens.CLOSES, window.code)
