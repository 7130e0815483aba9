from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from mumian.foundation.outbox.retrying import LONGEST_WAIT, MOST_ATTEMPTS, wait_after


def test_waits_double_until_a_person_decides() -> None:
    waits = [wait_after(attempt) for attempt in range(1, MOST_ATTEMPTS + 1)]

    assert waits == [*(timedelta(seconds=2**n) for n in range(1, MOST_ATTEMPTS)), None]


@given(st.integers(min_value=1, max_value=MOST_ATTEMPTS - 1))
def test_no_wait_is_longer_than_the_longest(attempt: int) -> None:
    assert timedelta(0) < (wait_after(attempt) or timedelta(0)) <= LONGEST_WAIT
