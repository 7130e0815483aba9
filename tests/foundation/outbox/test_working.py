from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from mumian.foundation.clock import SettableClock
from mumian.foundation.outbox import Delivery
from mumian.foundation.outbox.dispatching import Dispatcher, Turn
from mumian.foundation.outbox.models import PublishedEvent
from mumian.foundation.outbox.working import KEPT_FOR, LONGEST_REST, announce_until, next_rest, work_until
from tests.foundation.outbox.noted import AT, DrumBeaten, Notebook, beat, states, told


class Working:
    """The loop in a thread of its own, until the end of the `with`."""

    def __init__(self, clock: SettableClock | None = None) -> None:
        self.clock = clock or SettableClock(AT)
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            work_until(self.stop, dispatcher=Dispatcher(clock=self.clock), clock=self.clock)
        finally:
            connection.close()

    def __enter__(self) -> Working:
        self.thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.stop.set()
        self.thread.join(10)


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        threading.Event().wait(0.01)


def test_rest_grows_to_a_quarter_of_a_second_and_ends_with_work() -> None:
    rests = [0.0]
    for _ in range(6):
        rests.append(next_rest(rests[-1], Turn()))

    assert rests == [0.0, 0.02, 0.04, 0.08, 0.16, LONGEST_REST, LONGEST_REST]
    assert next_rest(LONGEST_REST, Turn(done=1)) == 0.0


@pytest.mark.django_db(transaction=True)
def test_events_are_handed_on_while_it_works(as_worker: None) -> None:
    notebook = Notebook()
    with told(notebook), Working():
        beat(("bronze", 1))
        wait_until(lambda: notebook.effects() == [("bronze", 1)])


@pytest.mark.django_db(transaction=True)
def test_batch_in_hand_is_finished_when_it_is_told_to_stop(as_worker: None) -> None:
    working = Working()

    def stop_now(event: DrumBeaten, delivery: Delivery) -> None:
        working.stop.set()

    notebook = Notebook(after=stop_now)
    beat(("bronze", 1), ("stone", 1))
    with told(notebook), working:
        working.thread.join(10)
        assert not working.thread.is_alive()

    assert notebook.effects() == [("bronze", 1), ("stone", 1)]


@pytest.mark.django_db(transaction=True)
def test_it_connects_again_after_the_database_threw_it_out(as_worker: None, owner_sql: psycopg.Connection) -> None:
    notebook = Notebook()
    thrown_out: list[int] = []

    def throw_out(event: DrumBeaten, delivery: Delivery) -> None:
        if not thrown_out:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                thrown_out.append(cursor.fetchone()[0])
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    notebook.after = throw_out
    beat(("bronze", 1))
    with told(notebook), Working():
        wait_until(lambda: notebook.effects() == [("bronze", 1)])

    assert (len(thrown_out), notebook.called) == (1, [("bronze", 1), ("bronze", 1)])


@pytest.mark.django_db(transaction=True)
def test_old_events_are_forgotten_once_an_hour(as_worker: None) -> None:
    clock = SettableClock(AT)
    beat(("bronze", 1))
    with told(Notebook()), Working(clock):
        wait_until(lambda: states() == [("done", 1)])
        clock.move(KEPT_FOR + timedelta(seconds=1))
        wait_until(lambda: not PublishedEvent.objects.exists())


@pytest.mark.django_db(transaction=True)
def test_events_are_announced_while_a_batch_takes_long(as_worker: None) -> None:
    stop = threading.Event()
    announcing = threading.Thread(
        target=announce_until, kwargs={"stop": stop, "dispatcher": Dispatcher(clock=SettableClock(AT)), "every": 0.001}
    )
    announcing.start()
    try:
        beat(("bass", 1))  # nobody delivers here
        wait_until(lambda: PublishedEvent.objects.filter(handed_on_at=None).count() == 0)
    finally:
        stop.set()
        announcing.join(10)
