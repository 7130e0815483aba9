"""Sets of cases beside others who lock the same cases: everybody locks them in one order, so nobody stands in another's way."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

import pytest
from django.db import connection, transaction

from mumian.cases.models import Case
from mumian.cases.services import approve_cases
from mumian.cases.terms import CaseId
from mumian.clearance.events import AnswerChanged
from mumian.foundation import outbox
from mumian.foundation.clock import SettableClock
from mumian.foundation.outbox.dispatching import Dispatcher, Turn
from mumian.foundation.outbox.models import EventDelivery
from mumian.foundation.outbox.subscribing import only, subscriptions
from tests.factories import cases
from tests.factories.cases import AT, office, on_duty

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.core]

TICK = AT + timedelta(minutes=1)
T = TypeVar("T")


@contextmanager
def beside() -> Iterator[Callable[[Callable[[], T]], Future[T]]]:
    """Do something on a connection of its own; goes on as soon as it waits for a lock."""

    def alone(act: Callable[[], T]) -> T:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as others:

        def begin(act: Callable[[], T]) -> Future[T]:
            before = waiting()
            began = others.submit(alone, act)
            ends = time.monotonic() + 10
            while waiting() == before and not began.done() and time.monotonic() < ends:
                time.sleep(0.01)
            return began

        yield begin


def waiting() -> int:
    """How many wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
        return int(cursor.fetchone()[0])


@contextmanager
def held(case_id: CaseId) -> Iterator[None]:
    """Nobody else gets at this case meanwhile."""
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case_id)
        yield


def told(cases_in_order: Sequence[CaseId]) -> None:
    """What the lists have answered about these cases, in this order."""
    with transaction.atomic():
        for case_id in cases_in_order:
            outbox.publish(AnswerChanged(reference=f"case:{case_id}", lists=("WANTED",), at=AT))


def worker() -> Turn:
    with only(subscriptions()["cases.tell_lists_answered"]):
        return Dispatcher(clock=SettableClock(TICK)).turn()


def test_two_sets_that_share_cases_move_each_once(rulebook_loaded: None) -> None:
    of = office()
    first, second, third = (cases.cleared(of) for _ in range(3))
    one, other = on_duty(of.approver), on_duty(of.approver2)

    with beside() as begin:
        with held(second):
            mine = begin(lambda: approve_cases(case_ids=[first, second, third], by=one, at=AT))
            theirs = begin(lambda: approve_cases(case_ids=[third, second, first], by=other, at=AT))
        answers = [mine.result(), theirs.result()]

    done = sorted(answer.case_id for some in answers for answer in some if answer.is_done)
    assert done == [first, second, third]
    assert [cases.stage(case_id) for case_id in done] == ["approved"] * 3


def test_set_moves_while_the_worker_tells_what_lists_answered_about_the_same_cases(rulebook_loaded: None) -> None:
    of = office()
    first, second, third = (cases.cleared(of) for _ in range(3))
    by = on_duty(of.approver)
    told([third, second, first])

    with beside() as begin:
        with held(second):
            turn = begin(worker)
            answers = begin(lambda: approve_cases(case_ids=[first, second, third], by=by, at=TICK))
        assert all(answer.is_done for answer in answers.result())
        assert turn.result().failed == 0

    assert set(EventDelivery.objects.values_list("state", flat=True)) == {"done"}
