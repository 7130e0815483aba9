"""Appointments: held while somebody fills in, confirmed, changed or cancelled by their code, checked in, missed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from mumian.foundation import outbox
from mumian.foundation.identifiers.base import NumberRefused
from mumian.foundation.identifiers.codes import LETTERS
from mumian.foundation.words import Text
from mumian.offices.models import Hall
from mumian.queueing.errors import AppointmentRefused, AppointmentUnknown, SlotClosed, SlotFull, TooManyHolds
from mumian.queueing.events import AppointmentChanged, AppointmentReminder
from mumian.queueing.models import Appointment, Slot
from mumian.queueing.queries.booking import capacities, capacity_now
from mumian.queueing.rules.booking import (
    AHEAD,
    EARLY,
    HALF_HOUR,
    HELD_FOR,
    LATE,
    MISSED_WITHIN,
    MOST_CHANGES,
    MOST_HELD,
    MOST_HELD_AT_AN_ADDRESS,
    MOST_IN_AN_HOUR,
    MOST_IN_AN_HOUR_AT_AN_ADDRESS,
    MOST_MISSED,
    REMIND,
    is_on_grid,
)
from mumian.queueing.rules.contacts import telephone
from mumian.queueing.services.asking import hall_of, one, refusals
from mumian.queueing.services.taking import enter, slip_of
from mumian.queueing.terms import AppointmentState, Channel, Priority, Slip

ONE_VISITOR: Final = "SELECT pg_advisory_xact_lock(hashtextextended('mumian visitor ' || %s, 0))"
ONE_AT_A_TIME: Final = "SELECT pg_advisory_xact_lock(hashtextextended('mumian half hour ' || %s || ' ' || %s, 0))"


@dataclass(frozen=True, slots=True)
class Held:
    """A half hour that is kept while somebody fills in."""

    code: str
    until: datetime


def hold_slot(
    *, hall: str, service: str, starts_at: datetime, people: int, visitor: str, at: datetime, network: str = ""
) -> Held:
    """Keep a half hour for ten minutes. Machines are slowed by two opaque keys: `visitor` of one browser, and `network` of the
    address it comes from, which many may share and which therefore gets more.

    Raises SlotClosed, SlotFull, TooManyHolds.
    """
    lapse(at=at)  # by itself: with half hours of others in its hand nobody asks for one more
    return _held(hall, service, starts_at, people, visitor, network, at)


@refusals()
@transaction.atomic
def _held(hall: str, service: str, starts_at: datetime, people: int, visitor: str, network: str, at: datetime) -> Held:  # noqa: PLR0917  # those of `hold_slot`
    place = hall_of(hall)
    _slow_down(visitor, network, at)
    slot = _slot(place, service, starts_at, at)
    appointment = Appointment.objects.create(
        code=LETTERS.new(),
        slot=slot,
        people=people,
        state=AppointmentState.HELD.value,
        held_until=at + HELD_FOR,
        visitor=visitor[:64],
        network=network[:64],
        made_at=at,
        moved_at=at,
    )
    return Held(appointment.code, appointment.held_until)


@refusals()
@transaction.atomic
def confirm(*, code: str, at: datetime, contact: str = "", reference: str = "") -> None:
    """Make the held half hour an appointment. `contact` is a telephone number for the reminder, as typed.

    Raises AppointmentUnknown, AppointmentRefused when the hold has run out or the number is none.
    """
    appointment = _locked(code)
    number = telephone(contact)
    if number is None:
        raise AppointmentRefused(NO_NUMBER)
    if appointment.state != AppointmentState.HELD or appointment.held_until <= at:
        raise AppointmentRefused(RUN_OUT)
    if (
        number
        and Appointment.objects.filter(
            contact=number, state=AppointmentState.NO_SHOW.value, slot__starts_at__gte=at - MISSED_WITHIN
        ).count()
        >= MOST_MISSED
    ):
        raise AppointmentRefused(MISSED_OFTEN.filled(times=MOST_MISSED, days=MISSED_WITHIN.days))
    appointment.contact, appointment.reference = number, reference
    _move(appointment, AppointmentState.CONFIRMED, at)


@refusals()
@transaction.atomic
def change_appointment(*, code: str, hall: str, service: str, starts_at: datetime, at: datetime) -> None:
    """Move an appointment to another half hour, which must be free; the old one is free again. Same code.

    Raises AppointmentUnknown, AppointmentRefused, SlotClosed, SlotFull.
    """
    appointment = _locked(code)
    if appointment.state != AppointmentState.CONFIRMED or appointment.slot.starts_at <= at:
        raise AppointmentRefused(NOT_STANDING)
    if appointment.changes >= MOST_CHANGES:
        raise AppointmentRefused(CHANGED_OFTEN.filled(times=MOST_CHANGES))
    appointment.slot = _slot(hall_of(hall), service, starts_at, at, left=appointment.slot_id)
    appointment.changes += 1
    appointment.reminded_at = None
    _move(appointment, AppointmentState.CONFIRMED, at)


@refusals()
@transaction.atomic
def cancel_appointment(*, code: str, at: datetime) -> None:
    """Give an appointment back, so that another can have it. Raises AppointmentUnknown, AppointmentRefused."""
    appointment = _locked(code)
    if appointment.state not in (AppointmentState.HELD, AppointmentState.CONFIRMED):
        raise AppointmentRefused(NOT_STANDING)
    _move(appointment, AppointmentState.CANCELLED, at)


@refusals()
@transaction.atomic
def check_in(
    *, code: str, hall: str, at: datetime, priority: Priority = Priority.ORDINARY, low_counter: bool = False, seated: bool = False
) -> Slip:
    """Give who comes with an appointment his ticket, some places ahead. Raises AppointmentUnknown, AppointmentRefused."""
    appointment = _locked(code)
    slot = appointment.slot
    if appointment.state != AppointmentState.CONFIRMED:
        raise AppointmentRefused(NOT_STANDING)
    if slot.hall.code != hall:
        raise AppointmentRefused(OTHER_HALL.filled(hall=slot.hall.name))
    if at < slot.starts_at - EARLY:
        raise AppointmentRefused(TOO_EARLY.filled(minutes=int(EARLY.total_seconds() // 60)))
    if at > slot.starts_at + HALF_HOUR + LATE:
        raise AppointmentRefused(TOO_LATE)
    ticket = enter(
        hall=slot.hall, services=(slot.service_id,), references=(appointment.reference,), people=appointment.people,
        priority=priority, low_counter=low_counter, seated=seated, contact=appointment.contact, channel=Channel.APPOINTMENT,
        at=at,
    )  # fmt: skip
    appointment.ticket_id = ticket
    _move(appointment, AppointmentState.CAME, at)
    return slip_of(ticket, at=at)


@transaction.atomic
def lapse(*, at: datetime) -> int:
    """End holds that ran out, and note who did not come; answers how many."""
    held = Q(state=AppointmentState.HELD.value, held_until__lte=at)
    missed = Q(state=AppointmentState.CONFIRMED.value, slot__starts_at__lt=at - HALF_HOUR - LATE)
    found = (
        Appointment.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(held | missed)
        .order_by("slot_id", "pk")[:1000]
    )
    for appointment in (ended := list(found)):
        is_held = appointment.state == AppointmentState.HELD
        _move(appointment, AppointmentState.LAPSED if is_held else AppointmentState.NO_SHOW, at)
    return len(ended)


@transaction.atomic
def remind(*, at: datetime) -> int:
    """Have those reminded whose appointment is within a day, once; answers how many."""
    found = Appointment.objects.select_for_update(of=("self",), skip_locked=True).filter(
        state=AppointmentState.CONFIRMED.value, reminded_at__isnull=True, slot__starts_at__gt=at, slot__starts_at__lte=at + REMIND
    )
    due = list(found.order_by("pk")[:1000])
    Appointment.objects.filter(pk__in=[one.pk for one in due]).update(reminded_at=at)
    outbox.publish(*(AppointmentReminder(appointment_id=one.pk, at=at) for one in due))
    return len(due)


@transaction.atomic
def follow_roster(*, at: datetime) -> int:
    """Give half hours to come the capacity that the roster has now; answers how many changed. Nobody loses what he has.

    One query for each service of a hall that was ever asked for, however many half hours.
    """
    changed = []
    to_come = Slot.objects.filter(starts_at__gt=at).order_by("hall_id", "service_id", "starts_at")
    for (hall_id, service), some in groupby(to_come, key=lambda slot: (slot.hall_id, slot.service_id)):
        half_hours = list(some)
        now = capacities(hall_id, service, half_hours[0].starts_at, half_hours[-1].starts_at)
        for slot in half_hours:
            capacity = now.get(slot.starts_at, 0)
            if capacity != slot.capacity:
                slot.capacity = capacity
                changed.append(slot)
    _take_in_order([slot.pk for slot in changed])
    Slot.objects.bulk_update(sorted(changed, key=lambda slot: slot.pk), ["capacity"], batch_size=1000)
    return len(changed)


def _slot(place: Hall, service: str, starts_at: datetime, at: datetime, *, left: int | None = None) -> Slot:
    """The half hour, entered when it is first asked for; others who book it in this hall wait. Raises SlotClosed, SlotFull.

    Who leaves another half hour for it takes the rows of both in their order, as everybody does, before he writes to one.
    """
    if not is_on_grid(starts_at) or not at < starts_at <= at + AHEAD:
        raise SlotClosed(NOT_OFFERED)
    one(ONE_AT_A_TIME, [place.pk, starts_at])
    capacity = capacity_now(place.pk, service, starts_at)
    if capacity is None:
        raise SlotClosed(NOT_OFFERED)
    slot, is_new = Slot.objects.get_or_create(
        hall=place, service_id=service, starts_at=starts_at, defaults={"capacity": capacity}
    )
    if left is not None:
        _take_in_order([left, slot.pk])
    if not is_new and slot.capacity != capacity:
        slot.capacity = capacity
        slot.save(update_fields=["capacity"])
    if slot.taken >= capacity:
        raise SlotFull(FULL)
    return slot


def _take_in_order(slots: Collection[int]) -> None:
    list(Slot.objects.select_for_update().filter(pk__in=slots).order_by("pk").values_list("pk"))


def _slow_down(visitor: str, network: str, at: datetime) -> None:
    """Raise TooManyHolds for who holds or asks more than people need. One at a time for each, so that none slip by together."""
    if network:  # first: whoever shares an address takes the two locks in one order
        one(ONE_VISITOR, [f"network {network[:64]}"])
        shared = Appointment.objects.filter(network=network[:64])
        if _asks_for_more(shared, at, held=MOST_HELD_AT_AN_ADDRESS, in_an_hour=MOST_IN_AN_HOUR_AT_AN_ADDRESS):
            raise TooManyHolds(TOO_MANY_HERE)
    one(ONE_VISITOR, [visitor[:64]])
    if _asks_for_more(Appointment.objects.filter(visitor=visitor[:64]), at, held=MOST_HELD, in_an_hour=MOST_IN_AN_HOUR):
        raise TooManyHolds(TOO_MANY)


def _asks_for_more(own: QuerySet[Appointment], at: datetime, *, held: int, in_an_hour: int) -> bool:
    holds = own.filter(state=AppointmentState.HELD.value, held_until__gt=at).count()
    return holds >= held or own.filter(made_at__gt=at - timedelta(hours=1)).count() >= in_an_hour


def _locked(code: str) -> Appointment:
    try:
        parsed = LETTERS.parse(code)
    except NumberRefused as error:
        raise AppointmentUnknown(NO_APPOINTMENT) from error
    found = Appointment.objects.select_for_update(of=("self",)).select_related("slot__hall").filter(code=parsed).first()
    if found is None:
        raise AppointmentUnknown(NO_APPOINTMENT)
    return found


def _move(appointment: Appointment, state: AppointmentState, at: datetime) -> None:
    appointment.state, appointment.moved_at = state.value, at
    appointment.save()
    outbox.publish(AppointmentChanged(appointment_id=appointment.pk, state=state.value, at=at))


NO_APPOINTMENT = Text("没有这个预约。请核对预约码。", "There is no appointment of this code. Check the code.")
NOT_OFFERED = Text(
    "未预约：这个时段不受理预约。请另选时段。", "No place was held: this half hour is not offered. Choose another one."
)
FULL = Text(
    "未预约：这个时段已满。请另选时段，或直接前来取号。",
    "No place was held: this half hour is full. Choose another one, or come without.",
)
TOO_MANY = Text(
    "未预约：您已保留多个时段。请先确认或稍后再试。",
    "No place was held: you hold several already. Confirm one, or try again later.",
)
TOO_MANY_HERE = Text(
    "未预约：您所在的网络一小时内保留了太多时段。请稍后再试，或拨打大厅电话、直接前来取号。",
    "No place was held: too many were held from your network within an hour. Try again later, call the hall, or come without.",
)
NO_NUMBER = Text(
    "未预约：电话号码须为8至15位数字。请更正，或留空不接收提醒。",
    "The appointment was not made: a telephone number has 8 to 15 digits. Correct it, or leave it empty for no reminder.",
)
RUN_OUT = Text(
    "未预约：保留时间已过。请重新选择时段。",
    "The appointment was not made: the time to fill in has run out. Choose a half hour again.",
)
NOT_STANDING = Text(
    "未办理：这个预约已使用、取消或失效。请重新预约或直接取号。",
    "Nothing was done: this appointment was used, cancelled or has lapsed.",
)
CHANGED_OFTEN = Text(
    "未更改：一个预约最多更改{times}次。如不能前来，请取消。",
    "Nothing was changed: it was changed {times} times. Cancel it instead.",
)
MISSED_OFTEN = Text(
    "未预约：近{days}天内有{times}次预约未到。请直接到大厅取号。",
    "The appointment was not made: {times} were missed within {days} days. Come to the hall without one.",
)
OTHER_HALL = Text(
    "未取号：您预约的是{hall}。请到该大厅，或在此普通取号。", "No number was given: your appointment is at {hall}. Go there."
)
TOO_EARLY = Text(
    "未取号：预约时段开始前{minutes}分钟起可以签到。", "No number was given: come from {minutes} minutes before your half hour."
)
TOO_LATE = Text(
    "未取号：预约时段已过。请普通取号，仍会为您办理。", "No number was given: your half hour is over. Take an ordinary number."
)
