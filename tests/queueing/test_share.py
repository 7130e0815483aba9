"""Walk-ins keep their part of every half hour, whatever is booked for whichever services, and however windows share these."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from mumian.queueing.rules.booking import HALF_HOUR, WALK_IN_SHARE, capacity_of

MEANS = {"A": 240.0, "B": 300.0, "C": 420.0, "D": 600.0, "E": 170.0}
HALLS = st.lists(st.sets(st.sampled_from(sorted(MEANS)), min_size=1), min_size=1, max_size=5)


def booked(windows: list[set[str]], wishes: list[str]) -> dict[str, int]:
    """How many were taken for each service, when each is taken that fits as it is asked for."""
    taken = dict.fromkeys(MEANS, 0)
    for wish in wishes:
        able = [skills for skills in windows if wish in skills]
        others = {other for skills in able for other in skills} - {wish}
        others_s = sum(taken[other] * MEANS[other] for other in others)
        if taken[wish] < capacity_of(windows=len(able), mean_s=MEANS[wish], others_s=others_s):
            taken[wish] += 1
    return taken


@given(HALLS, st.lists(st.sampled_from(sorted(MEANS)), min_size=20, max_size=120))
def test_any_set_of_services_leaves_walk_ins_their_share_of_its_windows(windows: list[set[str]], wishes: list[str]) -> None:
    taken = booked(windows, wishes)

    for size in range(1, len(MEANS) + 1):
        for some in combinations(MEANS, size):
            able = sum(bool(skills & set(some)) for skills in windows)
            seconds = sum(taken[service] * MEANS[service] for service in some)
            assert seconds <= able * HALF_HOUR.total_seconds() * (1 - WALK_IN_SHARE) + 1e-6


@given(HALLS)
def test_a_service_that_is_booked_alone_gets_all_that_may_be_booked(windows: list[set[str]]) -> None:
    able = sum("A" in skills for skills in windows)

    assert booked(windows, ["A"] * 60)["A"] == int(able * HALF_HOUR.total_seconds() * (1 - WALK_IN_SHARE) / MEANS["A"])
