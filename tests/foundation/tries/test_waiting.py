from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mumian.foundation.tries.waiting import Tally, wait_after

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wrong", "seconds"), [(1, 0), (9, 0), (10, 30), (11, 60), (12, 120), (16, 1920), (17, 3600), (1000, 3600)]
)
def test_tenth_wrong_try_begins_the_waiting_and_each_further_one_doubles_it(wrong: int, seconds: int) -> None:
    assert wait_after(wrong) == timedelta(seconds=seconds)


def test_time_forgives_one_try_every_ten_minutes() -> None:
    tally = Tally(wrong=9, last_at=AT, until=AT)

    assert [tally.after_another(AT + timedelta(minutes=minutes)).wrong for minutes in (0, 9, 10, 35, 10_000)] == [10, 10, 9, 7, 1]
