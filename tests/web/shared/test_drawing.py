"""Drawings that pages share: for how long, and by what they are told apart."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event

from mumian.web.shared.drawing import AGE, KEPT, MOST, Drawings


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


class Painter:
    """Draws numbered pictures."""

    def __init__(self) -> None:
        self.drawn = 0

    def __call__(self) -> str:
        self.drawn += 1
        return f"picture {self.drawn}"


def test_who_asks_within_half_a_second_is_given_the_same_with_its_age() -> None:
    clock, draw = Clock(), Painter()
    drawings = Drawings(now=clock)

    first = drawings.answer("list", draw)
    clock.seconds += KEPT - 0.1
    second = drawings.answer("list", draw)

    assert [(one.text, one[AGE]) for one in (first, second)] == [("picture 1", "0.000"), ("picture 1", "0.400")]


def test_older_drawing_is_made_anew() -> None:
    clock, draw = Clock(), Painter()
    drawings = Drawings(now=clock)

    drawings.answer("list", draw)
    clock.seconds += KEPT + 0.01

    assert drawings.answer("list", draw).text == "picture 2"


def test_another_key_has_a_drawing_of_its_own() -> None:
    draw = Painter()
    drawings = Drawings(now=Clock())

    assert [drawings.answer(key, draw).text for key in ("his", "hers", "his")] == ["picture 1", "picture 2", "picture 1"]


def test_drawing_that_fails_is_not_kept() -> None:
    drawings = Drawings(now=Clock())

    def fails() -> str:
        raise ValueError

    with suppress(ValueError):
        drawings.answer("list", fails)

    assert drawings.answer("list", Painter()).text == "picture 1"


def test_who_asks_while_it_is_drawn_waits_for_it() -> None:
    begun, go_on, draw = Event(), Event(), Painter()
    drawings = Drawings(now=Clock())

    def slowly() -> str:
        begun.set()
        go_on.wait(10)
        return draw()

    with ThreadPoolExecutor(2) as threads:
        one = threads.submit(drawings.answer, "list", slowly)
        begun.wait(10)
        other = threads.submit(drawings.answer, "list", draw)
        go_on.set()

        assert (one.result().text, other.result().text) == ("picture 1", "picture 1")


def test_drawings_do_not_pile_up() -> None:
    drawings = Drawings(now=Clock())

    for key in range(3 * MOST):
        drawings.answer(key, Painter())

    assert len(drawings._of) <= MOST
