"""What of the tree of offices is seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.offices.rules.sight import Sight, bureaus_below, may_see, sight_from

TREE = {"city": None, "north": "city", "south": "city", "village": "north"}
CODES = sorted(TREE)


@pytest.mark.parametrize(
    ("bureau", "below"),
    [("city", set(TREE)), ("north", {"north", "village"}), ("south", {"south"}), ("village", {"village"})],
)
def test_bureau_has_everything_below_it(bureau: str, below: set[str]) -> None:
    assert bureaus_below(bureau, TREE) == below


@pytest.mark.parametrize(
    ("places", "sight"),
    [
        ([("north", None)], Sight(frozenset({"north", "village"}), frozenset())),
        ([("north", "H01")], Sight(frozenset(), frozenset({"H01"}))),
        ([("south", None), ("north", "H01")], Sight(frozenset({"south"}), frozenset({"H01"}))),
        ([], Sight()),
    ],
)
def test_sight_follows_the_postings(places: list[tuple[str, str | None]], sight: Sight) -> None:
    assert sight_from(places, TREE) == sight


@pytest.mark.parametrize(
    ("bureau", "hall", "seen"),
    [
        ("north", None, True),
        ("village", "H09", True),
        ("south", None, False),
        ("city", None, False),
        ("south", "H02", True),
        ("south", "H03", False),
    ],
)
def test_what_lies_outside_is_not_shown(bureau: str, hall: str | None, seen: bool) -> None:
    sight = sight_from([("north", None), ("south", "H02")], TREE)

    assert bool(may_see(sight, bureau=bureau, hall=hall)) is seen


@given(st.sampled_from(CODES), st.sampled_from(CODES))
def test_who_sees_a_bureau_sees_all_that_is_seen_from_it(upper: str, lower: str) -> None:
    above, below = sight_from([(upper, None)], TREE), sight_from([(lower, None)], TREE)

    assert (lower in above.bureaus) == (below.bureaus <= above.bureaus)
