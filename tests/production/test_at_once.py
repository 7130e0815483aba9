"""Thirty-two producers at one moment: no blank and no number twice, and none lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from mumian.foundation.errors import Refusal
from mumian.production.models import ProductionOrder
from mumian.production.queries import accounts_of_blanks
from mumian.production.services import start_order, start_orders
from mumian.production.terms import BlankState, Started
from tests.factories.production import AT, PASSPORT, Workshop, request, stock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.core]

WRITERS = 32


def at_once(act: Callable[[int], Started | tuple[Started, ...]]) -> list[Started | Refusal]:
    """What thirty-two writers get who begin together, each on a connection of his own."""
    together = Barrier(WRITERS)

    def write(writer: int) -> tuple[Started | Refusal, ...]:
        together.wait(timeout=60)
        try:
            answer = act(writer)
            return answer if isinstance(answer, tuple) else (answer,)
        except Refusal as refusal:
            return (refusal,)
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(WRITERS) as threads:
        return [one for answers in threads.map(write, range(WRITERS)) for one in answers]


def by_state() -> dict[BlankState, int]:
    return next(one for one in accounts_of_blanks() if one.kind == PASSPORT).by_state


def test_writers_get_a_blank_each_until_none_is_left(at_work: Workshop) -> None:
    stock(at_work, first="EA0000001", last="EA0000030")

    answers = at_once(
        lambda writer: start_order(
            request=request(f"case:{writer}"), officer=at_work.producer, department=at_work.department, at=AT
        )
    )

    started = [one for one in answers if isinstance(one, Started)]
    assert (len(started), len({one.serial for one in started}), len({one.number for one in started})) == (30, 30, 30)
    assert by_state() == {BlankState.IN_WORK: 30}


def test_bulk_orders_at_one_moment_share_the_stock_without_a_double(at_work: Workshop) -> None:
    stock(at_work, first="EA0000001", last="EA0000320")

    answers = at_once(
        lambda writer: start_orders(
            requests=[request(f"case:{writer}-{place}") for place in range(10)],
            officer=at_work.producer,
            department=at_work.department,
            at=AT,
        )
    )

    assert len({one.number for one in answers if isinstance(one, Started)}) == 320
    assert by_state() == {BlankState.IN_WORK: 320}


def test_one_case_ordered_thirty_two_times_gets_one_document(at_work: Workshop) -> None:
    stock(at_work, first="EA0000001", last="EA0000040")

    answers = at_once(
        lambda _: start_order(request=request("case:1"), officer=at_work.producer, department=at_work.department, at=AT)
    )

    assert len([one for one in answers if isinstance(one, Started)]) == 1
    assert (ProductionOrder.objects.count(), by_state()) == (1, {BlankState.IN_STOCK: 39, BlankState.IN_WORK: 1})
