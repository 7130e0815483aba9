"""The map of a hall: where its windows stand on each floor, and which way one goes from the entrance.

The rulebook says on which floor a window is and which number it has, not where it stands; the map is a scheme. Numbers
run along the far wall from left to right, as many as it holds, and the others stand left and right of the entrance.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mumian.foundation.words import Text
from mumian.offices.queries import FloorSheet, HallSheet, WindowSheet

WIDTH: Final = 1000
DEPTH: Final = 420
WINDOW_DEPTH: Final = 110
ALONG_THE_WALL: Final = 8
GAP: Final = 14
ENTRANCE: Final = 200
"""Width of the entrance in the middle of the near wall."""
LEFT_OF: Final = WIDTH * 0.36
RIGHT_OF: Final = WIDTH * 0.64


class Heading(StrEnum):
    """Which way one goes from the entrance, or from a screen, to a window."""

    LEFT = "left"
    AHEAD = "ahead"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"


HEADING_NAMES: Final = {
    Heading.LEFT: Text("向左", "to the left"),
    Heading.AHEAD: Text("向前", "straight ahead"),
    Heading.RIGHT: Text("向右", "to the right"),
    Heading.UP: Text("上楼", "upstairs"),
    Heading.DOWN: Text("下楼", "downstairs"),
}
TURNS: Final = {Heading.UP: 0, Heading.AHEAD: 0, Heading.RIGHT: 90, Heading.DOWN: 180, Heading.LEFT: 270}
"""Degrees by which an arrow that points up is turned."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A window on the map; lengths in units of which the floor is a thousand wide."""

    window: WindowSheet
    x: int
    y: int
    width: int
    height: int = WINDOW_DEPTH

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Plan:
    """One floor."""

    floor: int
    holds: Text
    spots: tuple[Spot, ...]
    width: int = WIDTH
    depth: int = DEPTH
    entrance: int = ENTRANCE


@dataclass(frozen=True, slots=True)
class Way:
    """How to get to a window from the entrance of a floor."""

    floor: int
    heading: Heading
    is_here: bool
    """Whether the window is on the floor one stands on."""

    @property
    def turn(self) -> int:
        return TURNS[self.heading]


def plan_of(floor: FloorSheet) -> Plan:
    """Where the windows of a floor are drawn."""
    windows = sorted(floor.windows, key=lambda one: one.number)
    far, near = windows[:ALONG_THE_WALL], windows[ALONG_THE_WALL:]
    left = near[: (len(near) + 1) // 2]
    right = near[len(left) :]
    side = (WIDTH - ENTRANCE) // 2
    low = DEPTH - WINDOW_DEPTH
    spots = (
        *_row(far, 0, WIDTH, 0),
        *_row(left, 0, side, low),
        *_row(right, WIDTH - side, WIDTH, low),
    )
    return Plan(floor.floor, floor.holds, spots)


def plans_of(hall: HallSheet) -> tuple[Plan, ...]:
    """The floors that have windows, from the ground up."""
    return tuple(plan_of(floor) for floor in hall.floors if floor.windows)


def way_to(hall: HallSheet, window: int, *, from_floor: int) -> Way | None:
    """How to get to a window of the hall; None when it has none of this number."""
    for floor in hall.floors:
        for spot in plan_of(floor).spots:
            if spot.window.number == window:
                return Way(floor.floor, _heading(floor.floor, from_floor, spot.middle), floor.floor == from_floor)
    return None


def _heading(floor: int, from_floor: int, middle: int) -> Heading:
    if floor != from_floor:
        return Heading.UP if floor > from_floor else Heading.DOWN
    if middle < LEFT_OF:
        return Heading.LEFT
    return Heading.RIGHT if middle > RIGHT_OF else Heading.AHEAD


def _row(windows: list[WindowSheet], first: int, last: int, y: int) -> list[Spot]:
    """Windows side by side from one edge to the other, each at most as wide as an eighth of the wall."""
    if not windows:
        return []
    step = min((last - first) // len(windows), (WIDTH - GAP) // 5)
    start = first + ((last - first) - step * len(windows)) // 2
    return [Spot(window, start + at * step + GAP // 2, y, step - GAP) for at, window in enumerate(windows)]
