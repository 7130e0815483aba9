"""Answers of the reference lists reach the lists of work by themselves, at the tick."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from mumian.audit.queries.acts import acts_of
from mumian.audit.terms import Thing
from mumian.cases.events import CaseTouched
from mumian.cases.services import sockets, withdraw
from mumian.cases.terms import CaseId
from mumian.clearance.services import screen_waiting
from mumian.foundation import rounds
from mumian.foundation.clock import SettableClock
from mumian.foundation.outbox.dispatching import Dispatcher
from mumian.foundation.outbox.models import EventDelivery, PublishedEvent
from mumian.foundation.outbox.subscribing import only, subscriptions
from tests.factories import cases
from tests.factories.cases import AT, Office, on_duty

pytestmark = [pytest.mark.django_db, pytest.mark.core]

TICK = AT + timedelta(minutes=1)
"""AT is a full minute, so what is answered then is visible a minute later."""


@pytest.fixture
def asked(staffed: Office, monkeypatch: pytest.MonkeyPatch) -> CaseId:
    """A case whose lists were asked at AT."""
    from mumian.project.wiring import ReferenceLists  # noqa: PLC0415  # the floor above joins them

    monkeypatch.setattr(sockets, "clearing", ReferenceLists())
    case_id = cases.accepted(staffed)
    screen_waiting(at=AT)
    return case_id


def deliver(at: datetime) -> None:
    """One turn in which only the subscriber of this test is told."""
    with only(subscriptions()["cases.tell_lists_answered"]):
        Dispatcher(clock=SettableClock(at)).turn()


def told(case_id: CaseId) -> list[tuple[str, str, datetime]]:
    return [(act.act, act.actor.id, act.at) for act in acts_of(Thing(f"case:{case_id}")) if act.act == "lists_answered"]


def touches(case_id: CaseId) -> int:
    return PublishedEvent.objects.filter(topic=CaseTouched.topic, key=f"case:{case_id}", occurred_at__gte=TICK).count()


def test_answer_is_told_at_the_tick_and_not_before(asked: CaseId) -> None:
    deliver(AT + timedelta(seconds=59))
    before = (told(asked), touches(asked))
    deliver(TICK)

    assert (before, told(asked), touches(asked)) == (([], 0), [("lists_answered", "clock", TICK)], 1)


def test_answer_is_told_once(asked: CaseId) -> None:
    for minutes in range(1, 5):
        deliver(AT + timedelta(minutes=minutes))

    assert (len(told(asked)), set(EventDelivery.objects.values_list("state", flat=True))) == (1, {"done"})


def test_case_that_is_no_longer_open_is_left_alone(asked: CaseId, staffed: Office) -> None:
    withdraw(case_id=asked, by=on_duty(staffed.acceptor), at=AT)

    deliver(TICK)

    assert told(asked) == []


def test_rounds_of_the_clock_are_declared() -> None:
    declared = rounds.declared()

    assert {name: declared[name].every for name in ("cases.clock_strikes", "clearance.look_again")} == {
        "cases.clock_strikes": timedelta(minutes=1),
        "clearance.look_again": timedelta(hours=1),
    }


def test_rounds_need_nothing_but_a_clock(staffed: Office) -> None:
    declared = rounds.declared()

    assert [declared[name].act(AT) for name in ("cases.clock_strikes", "clearance.look_again")] == [0, 0]
