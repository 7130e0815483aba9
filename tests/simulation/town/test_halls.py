"""In a hall everybody is served in turn, or leaves with a reason."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mumian.simulation.chance import chance_for
from mumian.simulation.town.halls import BREAK, Left, Purpose, Visitor, Window, seconds_of, serve, with_breaks
from mumian.simulation.volumes import Step

NINE, TWELVE, FIVE = 9 * 3600, 12 * 3600, 17 * 3600
OPEN = ((NINE, TWELVE), (13 * 3600, FIVE))
FOREVER = 1e9


def window(code: str = "W1", queue: str = "citizen", shifts: tuple[tuple[int, int], ...] = ((NINE, FIVE),)) -> Window:
    return Window(code, frozenset({queue}), "100001", shifts)


def visitor(number: int, arrives: int, *, takes: float = 60.0, patience: float = FOREVER, queue: str = "citizen") -> Visitor:
    return Visitor(number, Purpose.APPLY, queue, arrives, takes, patience)


def test_who_comes_first_is_called_first() -> None:
    first, second = visitor(1, NINE), visitor(2, NINE + 1)

    serve([second, first], [window()])

    assert (first.called, second.called) == (NINE, NINE + 60)


def test_who_comes_before_opening_waits_for_it() -> None:
    early = visitor(1, NINE - 600)

    serve([early], [window()])

    assert (early.called, early.waited) == (NINE, 600)


def test_two_windows_serve_two_at_once() -> None:
    both = [visitor(1, NINE), visitor(2, NINE)]

    serve(both, [window("W1"), window("W2")])

    assert [(one.window, one.called) for one in both] == [("W1", NINE), ("W2", NINE)]


def test_nobody_is_called_in_the_break_of_the_only_officer() -> None:
    late = visitor(1, NINE + 100)

    serve([late], [window(shifts=((NINE, NINE + 50), (NINE + 950, FIVE)))])

    assert late.called == NINE + 950


def test_who_has_no_more_patience_leaves_and_is_not_served() -> None:
    long, short = visitor(1, NINE, takes=1000), visitor(2, NINE + 1, patience=100)

    served = serve([long, short], [window()])

    assert ([one.number for one in served.served], [(one.number, one.left) for one in served.left]) == (
        [1],
        [(2, Left.PATIENCE)],
    )


def test_who_waits_when_the_last_officer_goes_is_sent_home() -> None:
    first, second = visitor(1, NINE, takes=20_000), visitor(2, NINE + 1)

    served = serve([first, second], [window(shifts=((NINE, NINE + 10_000),))])

    assert [(one.number, one.left) for one in served.left] == [(2, Left.CLOSED)]


def test_where_nobody_serves_a_queue_its_visitors_leave() -> None:
    served = serve([visitor(1, NINE, queue="foreigner")], [window()])

    assert [one.left for one in served.left] == [Left.NO_WINDOW]


@given(
    arrivals=st.lists(st.tuples(st.integers(NINE - 900, FIVE), st.integers(1, 2000), st.integers(1, 9000)), max_size=60),
    windows=st.integers(0, 4),
)
def test_everybody_who_came_is_served_once_or_left_with_a_reason(arrivals: list[tuple[int, int, int]], windows: int) -> None:
    people = [visitor(n, at, takes=takes, patience=patience) for n, (at, takes, patience) in enumerate(arrivals)]
    chance = chance_for(1, "breaks")

    served = serve(people, [window(f"W{place}", shifts=with_breaks(OPEN, chance)) for place in range(windows)])

    assert sorted(one.number for one in (*served.served, *served.left)) == list(range(len(people)))
    assert all(one.left is None and one.window for one in served.served)
    assert all(one.left is not None for one in served.left)


@given(arrivals=st.lists(st.tuples(st.integers(NINE, FIVE), st.integers(1, 900)), min_size=2, max_size=40))
def test_no_window_serves_two_at_once(arrivals: list[tuple[int, int]]) -> None:
    people = [visitor(number, at, takes=takes) for number, (at, takes) in enumerate(arrivals)]

    served = serve(people, [window("W1"), window("W2")])

    for code in ("W1", "W2"):
        mine = sorted((one.called, one.called + one.takes) for one in served.served if one.window == code)
        assert all(ends <= begins + 1 for (_, ends), (begins, _) in pairwise(mine))


def test_an_officer_rests_once_in_each_interval() -> None:
    shifts = with_breaks(OPEN, chance_for(1, "officer"))

    assert [later[0] - earlier[1] for earlier, later in (shifts[:2], shifts[2:])] == [BREAK, BREAK]


def test_drawn_lengths_have_the_mean_of_their_step() -> None:
    chance = chance_for(1, "lengths")
    drawn = [seconds_of(Step(mean=100, deviation=40), chance) for _ in range(4000)]

    assert 95 < sum(drawn) / len(drawn) < 105
