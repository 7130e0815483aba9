"""A reminder of an appointment leaves the house once, in both languages, for those who still mean to come."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mumian.foundation import outbox
from mumian.foundation.clock import SettableClock
from mumian.foundation.outbox.dispatching import Dispatcher
from mumian.foundation.outbox.subscribing import only, subscriptions
from mumian.gateways.sms.visitors import VisitorMessages
from mumian.project.wiring import reminders
from mumian.queueing.events import AppointmentReminder
from mumian.queueing.services import cancel_appointment, confirm, hold_slot, remind
from tests.factories.queueing import AT, HALL, AtWork, hall_at_work
from tests.queueing.test_visits import TEN, on_duty

BEFORE = TEN - timedelta(hours=5)


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    return tmp_path / "messages.jsonl"


@pytest.fixture
def work(db: None) -> AtWork:
    return hall_at_work()


@pytest.fixture
def reminding(sent: Path) -> Iterator[None]:
    """Only reminders are sent, and only into this file."""
    sends = reminders.Reminders(VisitorMessages(sent))
    with only():
        outbox.subscribe(AppointmentReminder, reminders.SUBSCRIBER)(sends)
        yield


def booked(work: AtWork, *, contact: str) -> str:
    on_duty(work)
    held = hold_slot(hall=HALL, service="NEW", starts_at=TEN, people=1, visitor="v", at=AT)
    confirm(code=held.code, contact=contact, at=AT)
    return held.code


def delivered() -> None:
    dispatcher = Dispatcher(clock=SettableClock(BEFORE))
    while dispatcher.turn():
        pass


def test_who_booked_is_told_once_when_and_where_in_both_languages(work: AtWork, reminding: None, sent: Path) -> None:
    booked(work, contact="13800000000")
    remind(at=BEFORE)

    delivered()
    delivered()

    [line] = [json.loads(line) for line in sent.read_text().splitlines()]
    assert (line["to"], "2026-09-02 10:00" in line["zh"], "2026-09-02 10:00" in line["en"]) == ("13800000000", True, True)


def test_who_cancelled_hears_nothing(work: AtWork, reminding: None, sent: Path) -> None:
    code = booked(work, contact="13800000000")
    remind(at=BEFORE)
    cancel_appointment(code=code, at=BEFORE)

    delivered()

    assert not sent.exists()


def test_who_left_no_number_hears_nothing(work: AtWork, reminding: None, sent: Path) -> None:
    booked(work, contact="")
    remind(at=BEFORE)

    delivered()

    assert not sent.exists()


def test_joining_twice_subscribes_once(sent: Path) -> None:
    with only():
        reminders.send_reminders(VisitorMessages(sent))
        reminders.send_reminders(VisitorMessages(sent))

        assert list(subscriptions()) == [reminders.SUBSCRIBER]
