"""The waits of halls are asked once for all who read them in the same two seconds, and say their moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread
from time import sleep
from unittest.mock import patch

import pytest

from mumian.queueing.queries import HallWait
from mumian.web.shared import waits
from mumian.web.shared.waits import waits_lately

AT = datetime(2026, 9, 1, 1, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def asked() -> Iterator[list[tuple[datetime, str]]]:
    """Every question that reached the database."""
    questions: list[tuple[datetime, str]] = []

    def ask(*, at: datetime, service: str = "") -> tuple[HallWait, ...]:
        questions.append((at, service))
        sleep(0.05)
        return ()

    with patch.object(waits, "public_waits", ask), patch.dict(waits._answers, clear=True):  # nothing kept
        yield questions


def test_who_comes_within_two_seconds_is_told_the_same_with_its_moment(asked: list[tuple[datetime, str]]) -> None:
    told = [waits_lately(at=AT + after)[0] for after in (0 * SECOND, SECOND, 1.9 * SECOND, 2 * SECOND)]

    assert told == [AT, AT, AT, AT + 2 * SECOND]
    assert waits_lately(at=AT + SECOND, service="NEW")[0] == AT + SECOND
    assert asked == [(AT, ""), (AT + 2 * SECOND, ""), (AT + SECOND, "NEW")]


def test_a_clock_that_stands_still_keeps_nothing(asked: list[tuple[datetime, str]]) -> None:
    for _ in range(2):
        waits_lately(at=AT)

    assert len(asked) == 2


def test_many_at_once_ask_once(asked: list[tuple[datetime, str]]) -> None:
    threads = [Thread(target=waits_lately, kwargs={"at": AT + number * SECOND / 100}) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert len(asked) == 1
