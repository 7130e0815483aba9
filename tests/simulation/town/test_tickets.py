"""The day of a hall as its queue sees it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mumian.simulation.chance import chance_for
from mumian.simulation.town.halls import Purpose, Visitor, Window, serve
from mumian.simulation.town.tickets import HallDay, Happens, hall_day

NINE, TWELVE, FIVE = 9 * 3600, 12 * 3600, 17 * 3600
SHIFTS = ((NINE, TWELVE - 1800), (TWELVE - 900, TWELVE), (TWELVE + 5400, FIVE))
COMING = st.lists(
    st.tuples(st.integers(NINE - 900, FIVE), st.floats(2, 1800), st.floats(1, 3600), st.sampled_from(["citizen", "ask"])),
    max_size=25,
)


def played(came: list[tuple[int, float, float, str]], windows: int) -> tuple[HallDay, int]:
    """The day of these visitors, and how many were served."""
    visitors = [
        Visitor(number, Purpose.APPLY, queue, arrives, takes, patience)
        for number, (arrives, takes, patience, queue) in enumerate(came, start=1)
    ]
    there = [Window(f"W{number}", frozenset({"citizen"}), f"80000{number}", SHIFTS) for number in range(windows)]
    served = serve(visitors, there)
    return hall_day(served, there, chance_for(1, "tickets")), len(served.served)


@given(COMING, st.integers(1, 3))
def test_everybody_takes_one_number_and_is_served_gives_it_back_or_goes(
    came: list[tuple[int, float, float, str]], windows: int
) -> None:
    day, served = played(came, windows)
    by_kind = [one.happens for one in day.moments]

    assert by_kind.count(Happens.TAKES) == len(came)
    assert by_kind.count(Happens.CALLS) == by_kind.count(Happens.BEGINS) == by_kind.count(Happens.ENDS) == served
    assert by_kind.count(Happens.LEAVES) + len(day.gone) == len(came) - served


@given(COMING, st.integers(1, 3))
def test_a_queue_in_the_order_of_ranks_calls_whom_the_town_expects(
    came: list[tuple[int, float, float, str]], windows: int
) -> None:
    """The queue as the database keeps it: by rank, ten places back for who missed his call, out after the second time."""
    day, _ = played(came, windows)
    waiting: dict[int, int] = {}
    asking = {number for number, (_, _, _, queue) in enumerate(came, start=1) if queue == "ask"}
    missed: set[int] = set()
    at_window: dict[str, int] = {}
    for position, one in enumerate(day.moments):
        if one.happens is Happens.TAKES:
            waiting[one.visitor] = position
        elif one.happens is Happens.LEAVES:
            del waiting[one.visitor]
        elif one.happens is Happens.CALLS:
            while (first := min((who for who in waiting if who not in asking), key=waiting.__getitem__)) in day.gone:
                rank = waiting.pop(first)
                if first not in missed:
                    missed.add(first)
                    waiting[first] = rank + 10
            assert first == one.visitor
            assert one.window not in at_window
            at_window[one.window] = first
            del waiting[first]
        elif one.happens is Happens.ENDS:
            assert at_window.pop(one.window) == one.visitor
        elif one.happens in {Happens.PAUSES, Happens.CLOSES}:
            assert one.window not in at_window
    assert not at_window
