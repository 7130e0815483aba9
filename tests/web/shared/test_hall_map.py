"""The map of a hall: every window is on it once, none covers another, and the way to each is told."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.foundation.words import Text
from mumian.offices.queries import FloorSheet, HallSheet, WindowSheet
from mumian.offices.terms import HallKind, WindowKind
from mumian.web.shared.hall_map import DEPTH, WIDTH, Heading, Spot, Way, plan_of, way_to


def window(number: int, floor: int = 1) -> WindowSheet:
    return WindowSheet(f"H01-W{number:02}", number, floor, WindowKind.COLLECT, False, False, False, True)


def floor(*numbers: int, on: int = 1) -> FloorSheet:
    return FloorSheet(on, Text("办证", "documents"), (), tuple(window(number, on) for number in numbers))


def hall(*floors: FloorSheet) -> HallSheet:
    word = Text("厅", "hall")
    return HallSheet(
        "H01", word, HallKind.CENTRAL, "440100", word, "440104", word, word, "1", (), Decimal("0.1"), hours=(), floors=floors
    )


def overlap(one: Spot, other: Spot) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


TWO_FLOORS = hall(floor(1, 2, 3, 4, 5), floor(6, on=2))


@given(windows=st.integers(1, 24))
def test_every_window_is_on_the_map_once_and_none_covers_another(windows: int) -> None:
    spots = plan_of(floor(*range(1, windows + 1))).spots

    assert [spot.window.number for spot in spots] == list(range(1, windows + 1))
    assert not any(overlap(one, other) for one, other in combinations(spots, 2))
    assert all(spot.x >= 0 and spot.x + spot.width <= WIDTH and spot.y + spot.height <= DEPTH for spot in spots)


@pytest.mark.parametrize(
    ("number", "way"),
    [
        (1, Way(1, Heading.LEFT, is_here=True)),
        (3, Way(1, Heading.AHEAD, is_here=True)),
        (5, Way(1, Heading.RIGHT, is_here=True)),
        (6, Way(2, Heading.UP, is_here=False)),
        (9, None),
    ],
)
def test_the_way_to_a_window_is_told_from_the_entrance(number: int, way: Way | None) -> None:
    assert way_to(TWO_FLOORS, number, from_floor=1) == way


def test_from_an_upper_floor_one_goes_down() -> None:
    way = way_to(hall(floor(1), floor(2, on=2)), 1, from_floor=2)

    assert way == Way(1, Heading.DOWN, is_here=False)
