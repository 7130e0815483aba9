"""Hours of a hall in one go come to the same as its acts one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from mumian.foundation.outbox.models import PublishedEvent
from mumian.queueing.errors import HallRunsByAgent, WindowBusy
from mumian.queueing.models import Call, Ticket, TicketStep
from mumian.queueing.queries import HallTickets, tickets_of_days
from mumian.queueing.services import (
    Does,
    Followed,
    HallAct,
    begin_service,
    call_next,
    end_service,
    entrust_hall,
    follow_hall,
    leave,
    mark_no_show,
)
from mumian.queueing.terms import Priority
from tests.factories.queueing import AT, FIRST, HALL, LOW, AtWork, at, take

pytestmark = pytest.mark.django_db


def taking(code: str, after: int, *services: str, priority: Priority = Priority.ORDINARY) -> HallAct:
    return HallAct(Does.TAKE, at(after), code, services or ("NEW",), priority)


def of(work: AtWork, does: Does, after: int, window: str = FIRST) -> HallAct:
    return HallAct(does, at(after), window=window, officer=work.first if window == FIRST else work.low)


def follow(work: AtWork, *acts: HallAct, gone: tuple[str, ...] = ()) -> Followed:
    return follow_hall(hall=HALL, acts=acts, gone=gone)


def as_it_stands() -> tuple[list[Any], list[Any], list[Any], list[Any]]:
    """Everything that the tables say, without ids and codes."""
    tickets = Ticket.objects.order_by("number").values_list(
        "label", "state", "rank", "missed", "turns", "because", "low_s", "high_s", "first_wait_s", "taken_at", "moved_at"
    )
    calls = Call.objects.order_by("pk").values_list(
        "ticket__label", "turn", "window__code", "waited_s", "called_at", "began_at", "ended_at", "outcome"
    )
    steps = TicketStep.objects.order_by("pk").values_list("ticket__label", "from_state", "to_state", "at", "because")
    events = PublishedEvent.objects.filter(topic__startswith="queueing.ticket").order_by("pk")
    said = [(one.topic, {**one.payload, "ticket_id": 0, "at": datetime.fromisoformat(one.payload["at"])}) for one in events]
    return list(tickets), list(calls), list(steps), said


def test_hours_in_one_go_leave_the_tables_as_the_acts_one_by_one_do(work: AtWork) -> None:
    with transaction.atomic():
        one_by_one(work)
        expected = as_it_stands()
        transaction.set_rollback(True)

    came = follow(
        work,
        taking("gone", 0), taking("back", 1), taking("B", 2), taking("C", 3, priority=Priority.PREGNANT),
        HallAct(Does.LEAVE, at(30), "back"),
        of(work, Does.CALL, 60), of(work, Does.CALL, 61, LOW),
        of(work, Does.BEGIN, 80), of(work, Does.END, 300), of(work, Does.CALL, 301),
        gone=("gone",),
    )  # fmt: skip

    assert came == Followed(("C", "B", ""), 2)
    assert as_it_stands() == expected


def one_by_one(work: AtWork) -> None:
    take(after=0)
    back = take(after=1)
    take(after=2)
    take(after=3, priority=Priority.PREGNANT)
    leave(code=back.code, at=at(30))
    call_next(window=FIRST, officer=work.first, at=at(60))
    call_next(window=LOW, officer=work.low, at=at(61))
    mark_no_show(window=LOW, officer=work.low, at=at(61))
    call_next(window=LOW, officer=work.low, at=at(61))
    begin_service(window=FIRST, officer=work.first, at=at(80))
    end_service(window=FIRST, officer=work.first, at=at(300))
    call_next(window=FIRST, officer=work.first, at=at(301))
    mark_no_show(window=FIRST, officer=work.first, at=at(301))


def test_a_call_at_a_busy_window_undoes_the_whole_stretch(work: AtWork) -> None:
    with pytest.raises(WindowBusy):
        follow(work, taking("A", 0), taking("B", 1), of(work, Does.CALL, 5), of(work, Does.CALL, 6))

    assert not Ticket.objects.exists()


def test_a_hall_that_its_agent_runs_is_not_followed(work: AtWork) -> None:
    entrust_hall(hall=HALL, agent="hall-agent", manager=work.manager, acting=work.acting, at=AT)

    with pytest.raises(HallRunsByAgent):
        follow(work, taking("A", 1))


def test_a_day_says_what_became_of_its_tickets_and_how_long_they_waited(work: AtWork) -> None:
    served = [act for turn, code in enumerate("ABC") for act in _served(work, code, turn * 600, waits=turn * 60)]
    follow(work, *served, taking("left", 2000), HallAct(Does.LEAVE, at(2100), "left"), taking("waits", 2200))

    one = HallTickets(HALL, 5, 3, 1, 0, 1, 60, 120, 120, estimated=3, inside=2)
    assert tickets_of_days(AT.date(), AT.date()) == (one, replace(one, hall=""))


def _served(work: AtWork, code: str, after: int, *, waits: int) -> list[HallAct]:
    called = after + waits
    return [
        taking(code, after), of(work, Does.CALL, called), of(work, Does.BEGIN, called + 5), of(work, Does.END, called + 100),
    ]  # fmt: skip
