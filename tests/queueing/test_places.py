"""Nobody is passed by sixty: whoever comes, in whatever order, with whatever claims."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mumian.queueing.rules.places import FURTHEST, label_of, places_of
from mumian.queueing.terms import Priority

ONE = st.tuples(st.sampled_from(Priority), st.booleans(), st.integers(0, 3))
CROWDS = st.lists(st.tuples(ONE, st.integers(1, 90)), max_size=5)
"""Crowds of one claim after another, as who would starve somebody comes in numbers."""
ARRIVALS = st.one_of(
    st.lists(ONE, max_size=200), CROWDS.map(lambda crowds: [one for one, number in crowds for _ in range(number)])
)


def _served(arrivals: list[tuple[Priority, bool, int]]) -> list[tuple[int, int]]:
    """(position, positions of those called while it waited) when after each arrival so many are called, and all at the end."""
    waiting: list[tuple[int, int]] = []
    order: list[tuple[int, int]] = []
    for position, (priority, by_appointment, calls) in enumerate(arrivals):
        waiting.append((position - places_of(priority, by_appointment=by_appointment), position))
        for _ in range(min(calls, len(waiting))):
            waiting.remove(first := min(waiting))
            order.append((first[1], position))
    order += [(position, len(arrivals)) for _, position in sorted(waiting)]
    return order


@given(ARRIVALS)
def test_no_class_starves_another_whoever_comes(arrivals: list[tuple[Priority, bool, int]]) -> None:
    order = [position for position, _ in _served(arrivals)]

    for turn, position in enumerate(order):
        passed_by = [earlier for earlier in order[:turn] if earlier > position]
        assert len(passed_by) < FURTHEST


@given(ARRIVALS)
def test_within_a_class_everybody_keeps_the_order_of_arrival(arrivals: list[tuple[Priority, bool, int]]) -> None:
    order = [position for position, _ in _served(arrivals)]

    for priority in Priority:
        same = [position for position in order if arrivals[position][:2] == (priority, False)]
        assert same == sorted(same)


@given(st.integers(0, 10**9))
def test_a_label_comes_again_only_after_23000_tickets(number: int) -> None:
    assert len({label_of(number + step) for step in range(0, 23_000, 997)}) == len(range(0, 23_000, 997))
    assert label_of(number) == label_of(number + 23_000)


def test_no_claim_goes_as_far_as_the_database_forbids() -> None:
    assert max(places_of(priority, by_appointment=True) for priority in Priority) == FURTHEST - 1
