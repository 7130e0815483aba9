"""Watches are opened, asked, released at the tick, and closed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection

from mumian.clearance.queries import answers_for, answers_for_many, word_for
from mumian.clearance.services import close_watch, open_watch, open_watches, screen_waiting
from mumian.clearance.services.screening import ALONE
from mumian.clearance.terms import Ask, ListAnswer, Word
from tests.clearance.conftest import AsWorker
from tests.factories.clearance import BARRED, LISTED_NOWHERE, REGISTERED, WANTED, ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rulebook_loaded")]

AT = datetime(2026, 9, 1, 1, 0, 20, tzinfo=UTC)
TICK = datetime(2026, 9, 1, 1, 1, tzinfo=UTC)
LISTS = ("EXIT_BAR", "POPULATION", "WANTED")


def answers(*cleared: bool) -> tuple[ListAnswer, ...]:
    return tuple(ListAnswer(code, is_cleared) for code, is_cleared in zip(LISTS, cleared, strict=True))


def test_person_on_no_list_and_in_the_register_is_cleared_by_all() -> None:
    ask(REGISTERED, LISTS, at=AT)

    assert answers_for("case:1", at=TICK) == answers(True, True, True)


def test_nothing_is_said_before_the_tick() -> None:
    ask(REGISTERED, LISTS, at=AT)

    assert answers_for("case:1", at=TICK - timedelta(microseconds=1)) == answers(False, False, False)


@pytest.mark.django_db(transaction=True)
def test_person_on_a_list_is_not_cleared_by_it(as_worker: AsWorker) -> None:
    with as_worker():
        ask(BARRED, LISTS, at=AT)

    assert answers_for("case:1", at=TICK) == answers(False, True, True)


def test_asking_alone_says_nothing_at_any_tick() -> None:
    open_watch(reference="case:1", person=REGISTERED, lists=LISTS, at=AT)

    assert answers_for("case:1", at=TICK) == answers(False, False, False)


def test_pages_leave_whoever_meets_an_entry_to_the_worker() -> None:
    open_watch(reference="case:1", person=BARRED, lists=LISTS, at=AT)
    open_watch(reference="case:2", person=REGISTERED, lists=LISTS, at=AT)

    screen_waiting(at=AT)

    assert answers_for_many(["case:1", "case:2"], at=TICK) == {
        "case:1": answers(False, False, False),
        "case:2": answers(True, True, True),
    }


def test_list_that_is_asked_later_says_nothing_until_it_was_compared() -> None:
    ask(REGISTERED, LISTS[:2], at=AT)

    open_watch(reference="case:1", person=REGISTERED, lists=LISTS, at=AT)

    assert answers_for("case:1", at=TICK) == answers(True, True, False)


def test_nobody_compares_while_another_session_compares_alone() -> None:
    open_watch(reference="case:1", person=REGISTERED, lists=LISTS, at=AT)
    parameters = connection.get_connection_params()
    with psycopg.connect(**{name: parameters[name] for name in ("host", "port", "dbname", "user", "password")}) as another:
        another.execute(ALONE)

        assert screen_waiting(at=AT) == 0

        # Given back aloud: the server ends a closed session only some time after the goodbye.
        another.execute("SELECT pg_advisory_unlock_all()")
        assert screen_waiting(at=AT) == 1


def test_person_whom_the_register_does_not_know_is_not_cleared_by_it() -> None:
    ask(LISTED_NOWHERE, LISTS, at=AT)

    assert answers_for("case:1", at=TICK) == answers(True, False, True)


@pytest.mark.django_db(transaction=True)
def test_many_are_asked_and_compared_together(as_worker: AsWorker) -> None:
    asks = [Ask(f"case:{number}", person, LISTS) for number, person in enumerate([REGISTERED, BARRED, WANTED])]

    open_watches(asks=asks, at=AT)
    with as_worker():
        screen_waiting(at=AT)

    assert answers_for_many(["case:0", "case:1", "case:2", "case:3"], at=TICK) == {
        "case:0": answers(True, True, True),
        "case:1": answers(False, True, True),
        "case:2": answers(True, True, False),
        "case:3": (),
    }


def test_counter_is_told_to_proceed_when_every_named_list_is_cleared() -> None:
    ask(REGISTERED, LISTS, at=AT)

    assert word_for("case:1", lists=LISTS, at=TICK) is Word.PROCEED


def test_counter_is_told_to_wait_for_a_list_that_was_never_asked() -> None:
    ask(REGISTERED, ["EXIT_BAR"], at=AT)

    assert word_for("case:1", lists=LISTS, at=TICK) is Word.WAIT


def test_answers_of_a_closed_watch_stay() -> None:
    ask(REGISTERED, LISTS, at=AT)

    close_watch(reference="case:1", at=TICK)

    assert answers_for("case:1", at=TICK) == answers(True, True, True)
