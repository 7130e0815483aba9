"""Many write at the same half hours at once, and none is ever overbooked; an address that many share is not shut out."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connections
from pytest_django import DjangoAssertNumQueries

from mumian.offices.models import Shift
from mumian.queueing.errors import QueueRefused, TooManyHolds
from mumian.queueing.models import Appointment, Slot
from mumian.queueing.queries import calendar_of
from mumian.queueing.rules.booking import HALF_HOUR, HELD_FOR, LATE, MOST_HELD, MOST_HELD_AT_AN_ADDRESS
from mumian.queueing.services import (
    cancel_appointment,
    change_appointment,
    check_in,
    confirm,
    follow_roster,
    hold_slot,
    lapse,
)
from mumian.queueing.terms import TAKING_A_PLACE
from tests.factories.queueing import AT, HALL, AtWork, at, hall_at_work
from tests.queueing.test_visits import TEN, on_duty

WRITERS, ACTS = 6, 25
HALF_HOURS = (TEN, TEN + HALF_HOUR)


def together(*works: Callable[[], None]) -> list[BaseException]:
    """Let these happen at once, each over a connection of its own; answers what none of them expected."""
    gate, faults = Barrier(len(works)), list[BaseException]()

    def one(work: Callable[[], None]) -> None:
        try:
            gate.wait(30)
            work()
        except BaseException as fault:  # told to the test
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [Thread(target=one, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return faults


def a_writer(number: int, did: Counter[str]) -> Callable[[], None]:
    """Somebody who books, changes, cancels, comes and stays away in a hurry."""
    chance = random.Random(number)  # noqa: S311  # a repeatable day

    def half_hour() -> dict[str, object]:
        return {"hall": HALL, "service": chance.choice(["NEW", "NEW", "RENEW"]), "starts_at": chance.choice(HALF_HOURS)}

    def book(turn: int) -> None:
        held = hold_slot(**half_hour(), people=1, visitor=f"{number}-{turn}", at=AT)  # type: ignore[arg-type]  # as above
        if chance.random() < 0.8:
            confirm(code=held.code, at=AT)
            mine.append(held.code)

    def work() -> None:
        for turn in range(ACTS):
            what = chance.choice(["book", "book", "book", "change", "cancel", "come", "late", "roster"])
            try:
                if what == "book" or not mine:
                    book(turn)
                elif what == "change":
                    change_appointment(code=chance.choice(mine), **half_hour(), at=AT)  # type: ignore[arg-type]  # as above
                elif what == "cancel":
                    cancel_appointment(code=mine.pop(), at=AT)
                elif what == "come":
                    check_in(code=mine.pop(), hall=HALL, at=TEN)
                elif what == "late":
                    lapse(at=AT + HELD_FOR)
                else:
                    follow_roster(at=AT)
                did[what] += 1
            except QueueRefused as refused:
                did[type(refused).__name__] += 1

    mine: list[str] = []
    return work


@pytest.mark.django_db(transaction=True)
def test_a_half_hour_is_never_overbooked_however_many_book_change_cancel_and_stay_away_at_once() -> None:
    on_duty(hall_at_work())
    did = Counter[str]()

    faults = together(*(a_writer(number, did) for number in range(WRITERS)))
    lapse(at=TEN + 3 * HALF_HOUR + LATE)

    assert faults == []
    assert min(did["book"], did["change"], did["cancel"], did["come"], did["SlotFull"]) > 0, did
    states = [state.value for state in TAKING_A_PLACE]
    for slot in Slot.objects.all():
        assert slot.taken == Appointment.objects.filter(slot=slot, state__in=states).count()
        assert slot.taken <= slot.capacity
    seconds = sum(slot.taken * slot.service.usual_s for slot in Slot.objects.filter(starts_at=TEN).select_related("service"))
    assert seconds <= 2 * HALF_HOUR.total_seconds() * 0.6, "who comes without an appointment keeps two fifths of two windows"
    assert Appointment.objects.filter(state="no_show").exists()
    assert not Appointment.objects.filter(state__in=["held", "confirmed"]).exists()


@pytest.mark.django_db(transaction=True)
def test_one_place_that_many_want_goes_to_one_of_them() -> None:
    work = hall_at_work()
    on_duty(work)
    full = 0
    for number in range(20):
        try:
            hold_slot(hall=HALL, service="NEW", starts_at=TEN, people=1, visitor=str(number), at=AT)
        except QueueRefused:
            break
        full += 1
    first = Appointment.objects.order_by("pk")[0]
    cancel_appointment(code=first.code, at=AT)
    others = [hold_slot(hall=HALL, service="NEW", starts_at=HALF_HOURS[1], people=1, visitor=f"o{n}", at=AT) for n in range(4)]
    for other in others:
        confirm(code=other.code, at=AT)
    got = Counter[bool]()

    def wants(code: str) -> None:
        try:
            change_appointment(code=code, hall=HALL, service="NEW", starts_at=TEN, at=AT)
            got[True] += 1
        except QueueRefused:
            got[False] += 1

    faults = together(*(lambda code=other.code: wants(code) for other in others))

    assert (faults, dict(got)) == ([], {True: 1, False: 3})
    assert Slot.objects.get(starts_at=TEN).taken == full


@pytest.fixture
def work(db: None) -> AtWork:
    made = hall_at_work()
    on_duty(made)
    return made


def hold(visitor: str, *, network: str = "family", service: str = "NEW", starts_at: object = TEN) -> None:
    hold_slot(hall=HALL, service=service, starts_at=starts_at, people=1, visitor=visitor, network=network, at=AT)  # type: ignore[arg-type]  # a half hour


def test_one_browser_is_slowed_and_its_family_behind_the_same_address_is_not(work: AtWork) -> None:
    for _ in range(MOST_HELD):
        hold("a")
    with pytest.raises(TooManyHolds, match="hold several already"):
        hold("a")

    for member in ("b", "c"):
        hold(member)


def test_a_machine_that_forgets_its_cookie_is_slowed_by_its_address(work: AtWork) -> None:
    hall = Shift.objects.values_list("hall_id", flat=True)[0]
    slot = Slot.objects.create(hall_id=hall, service_id="FAMILY", starts_at=TEN, capacity=99)
    Appointment.objects.bulk_create(
        Appointment(
            code=f"M{number}", slot=slot, state="held", held_until=AT + HELD_FOR, visitor=f"new-{number}", network="machine",
            made_at=AT, moved_at=AT,
        )
        for number in range(MOST_HELD_AT_AN_ADDRESS)
    )  # fmt: skip

    with pytest.raises(TooManyHolds, match="from your network"):
        hold("yet-another", network="machine", starts_at=HALF_HOURS[1])
    hold("yet-another", network="elsewhere", starts_at=HALF_HOURS[1])


def test_the_roster_is_followed_with_one_question_for_each_service(
    work: AtWork, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number, service in enumerate(["NEW", "NEW", "RENEW"]):
        hold(str(number), service=service, starts_at=HALF_HOURS[number % 2])
    Shift.objects.filter(window__code="H01-Q2").update(withdrawn_at=AT)

    with django_assert_num_queries(7):  # begin, half hours, one for each of two services, a lock and a change of all, end
        changed = follow_roster(at=at(1))

    assert changed == Slot.objects.count() == 3


def test_a_calendar_keeps_the_appointment_under_one_name_and_strikes_it_out(work: AtWork) -> None:
    held = hold_slot(hall=HALL, service="NEW", starts_at=TEN, people=1, visitor="v", at=AT)
    assert calendar_of(code=held.code, language="en") is None, "nothing is agreed yet"
    confirm(code=held.code, at=AT)

    made = calendar_of(code=held.code, language="en")
    change_appointment(code=held.code, hall=HALL, service="NEW", starts_at=TEN + HALF_HOUR, at=at(60))
    changed = calendar_of(code=held.code, language="en")
    cancel_appointment(code=held.code, at=at(120))
    cancelled = calendar_of(code=held.code, language="en")

    said = [lines(text) for text in (made, changed, cancelled)]
    assert [one["STATUS"] for one in said] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [one["METHOD"] for one in said] == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert [one["SEQUENCE"] for one in said] == ["0", "1", "2"]
    assert len({one["UID"] for one in said}) == 1
    assert [one["DTSTART"] for one in said] == ["20260902T020000Z", "20260902T023000Z", "20260902T023000Z"]
    assert ["TRIGGER" in one for one in said] == [True, True, False]


def lines(text: str | None) -> dict[str, str]:
    assert text is not None
    return dict(line.split(":", 1) for line in text.replace("\r\n ", "").strip().split("\r\n"))
