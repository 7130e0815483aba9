from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection

from mumian.foundation import rounds
from mumian.foundation.clock import SettableClock
from mumian.foundation.rounds import Round, Rounds, only_here

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Book:
    """Rounds that write down when they were made."""

    def __init__(self) -> None:
        self.made: list[tuple[str, datetime]] = []
        self.clock = SettableClock(AT)

    def round(self, name: str, every: timedelta) -> Round:
        def act(at: datetime) -> int:
            self.made.append((name, at))
            return 1

        return Round(name, every, act)

    def rounds(self, *among: Round) -> Rounds:
        return Rounds({one.name: one for one in among}, clock=self.clock)


def test_round_is_made_at_the_start_and_then_each_time_it_is_due() -> None:
    book = Book()
    watch = book.rounds(book.round("water", MINUTE))

    for _ in range(5):
        watch.turn()
        book.clock.move(timedelta(seconds=30))

    assert book.made == [("water", AT), ("water", AT + MINUTE), ("water", AT + 2 * MINUTE)]


def test_one_round_is_made_a_turn_that_due_longest_first() -> None:
    book = Book()
    watch = book.rounds(book.round("a", MINUTE), book.round("b", 3 * MINUTE))
    for _ in range(2):
        watch.turn()
    book.clock.move(5 * MINUTE)

    answers = [watch.turn() for _ in range(3)]

    assert [name for name, _ in book.made] == ["a", "b", "a", "b"]
    assert answers == [1, 1, 0]


def test_clock_that_stood_still_for_a_day_makes_each_round_once() -> None:
    book = Book()
    watch = book.rounds(book.round("water", MINUTE))
    watch.turn()
    book.clock.move(timedelta(days=1))

    for _ in range(3):
        watch.turn()

    assert [at for _, at in book.made] == [AT, AT + timedelta(days=1)]


def test_round_that_fails_is_told_and_holds_up_no_other(caplog: pytest.LogCaptureFixture) -> None:
    book = Book()

    def fail(at: datetime) -> int:
        raise RuntimeError(f"at {at}")

    watch = book.rounds(Round("a", MINUTE, fail), book.round("b", MINUTE))
    with caplog.at_level(logging.ERROR):
        answers = [watch.turn() for _ in range(3)]

    assert (answers, [name for name, _ in book.made]) == ([0, 1, 0], ["b"])
    assert [record.message for record in caplog.records] == ["round failed"]


def test_database_that_is_away_is_the_callers_to_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(at: datetime) -> int:
        monkeypatch.setattr(connection, "is_usable", lambda: False)
        raise OperationalError

    with pytest.raises(OperationalError):
        Book().rounds(Round("a", MINUTE, lose)).turn()


@pytest.mark.django_db(transaction=True)
def test_round_that_another_worker_makes_is_left_to_him() -> None:
    book = Book()
    watch = book.rounds(book.round("water", MINUTE), book.round("fire", MINUTE))
    held, done = threading.Event(), threading.Event()

    def other_worker() -> None:
        with only_here("water"):
            held.set()
            done.wait(10)
        connection.close()

    other = threading.Thread(target=other_worker)
    other.start()
    held.wait(10)
    for _ in range(2):
        watch.turn()
    done.set()
    other.join(10)
    book.clock.move(MINUTE)
    for _ in range(2):
        watch.turn()

    assert [name for name, _ in book.made] == ["fire", "fire", "water"]


def test_name_is_declared_once() -> None:
    before = rounds.declared()
    rounds.declare("tests.once", every=MINUTE)(lambda _: 0)
    try:
        again = rounds.declare("tests.once", every=MINUTE)
        with pytest.raises(ValueError, match="already a round"):
            again(lambda _: 0)
        assert rounds.declared().keys() - before.keys() == {"tests.once"}
    finally:
        rounds._declared.pop("tests.once")
