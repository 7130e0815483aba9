"""Half hours that can be booked, and appointments by their code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from mumian.foundation.clock import moment_at
from mumian.foundation.identifiers.base import NumberRefused
from mumian.foundation.identifiers.codes import LETTERS
from mumian.foundation.statements import one_row
from mumian.foundation.words import Text
from mumian.queueing.models import Appointment
from mumian.queueing.queries.reading import Value, rows_of
from mumian.queueing.rules.booking import AHEAD, HALF_HOUR, calendar_text, capacity_of
from mumian.queueing.terms import AppointmentState

ROSTERED: Final = """
    SELECT half.at, count(DISTINCT place.id), max(coalesce(pace.mean_s, service.usual_s)), coalesce(max(slot.taken), 0),
    coalesce((
        SELECT sum(booked.taken * coalesce(its_pace.mean_s, other.usual_s))
        FROM queueing_slot AS booked JOIN queueing_service AS other ON other.code = booked.service_id
        LEFT JOIN queueing_pace AS its_pace ON its_pace.hall_id = booked.hall_id AND its_pace.service_id = other.code
        WHERE booked.hall_id = %(hall)s AND booked.starts_at = half.at AND booked.service_id <> %(service)s AND booked.taken > 0
          AND EXISTS (
              SELECT FROM offices_window AS both_do
              LEFT JOIN queueing_windowpost AS post ON post.window_id = both_do.id
              JOIN offices_shift AS shift ON shift.window_id = both_do.id AND shift.kind = 'duty' AND shift.withdrawn_at IS NULL
                  AND shift.starts_at <= half.at AND shift.ends_at >= half.at + interval '30 minutes'
              JOIN queueing_service AS wanted ON wanted.code = %(service)s
              WHERE both_do.hall_id = %(hall)s AND both_do.closed_on IS NULL
                AND (post.skills @> ARRAY[wanted.code, other.code]
                     OR post.window_id IS NULL AND both_do.kind = wanted.window_kind AND both_do.kind = other.window_kind))
    ), 0)
    FROM generate_series(%(from)s::timestamptz, %(to)s::timestamptz - interval '30 minutes', interval '30 minutes') AS half(at)
    JOIN queueing_service AS service ON service.code = %(service)s
    JOIN offices_window AS place ON place.hall_id = %(hall)s AND place.closed_on IS NULL
    LEFT JOIN queueing_windowpost AS post ON post.window_id = place.id
    LEFT JOIN queueing_pace AS pace ON pace.hall_id = %(hall)s AND pace.service_id = service.code
    LEFT JOIN queueing_slot AS slot ON slot.hall_id = %(hall)s AND slot.service_id = service.code AND slot.starts_at = half.at
    JOIN offices_shift AS shift ON shift.window_id = place.id AND shift.kind = 'duty' AND shift.withdrawn_at IS NULL
        AND shift.starts_at <= half.at AND shift.ends_at >= half.at + interval '30 minutes'
    WHERE service.code = ANY(post.skills) OR post.window_id IS NULL AND place.kind = service.window_kind
    GROUP BY half.at ORDER BY half.at
"""


@dataclass(frozen=True, slots=True)
class SlotSheet:
    """A half hour that can be booked."""

    starts_at: datetime
    free: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Reminder:
    """What a reminder says, and the telephone number it goes to."""

    contact: str
    code: str
    hall: Text
    address: Text
    service: Text
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class AppointmentSheet:
    """An appointment, for its holder."""

    code: str
    state: AppointmentState
    hall: str
    hall_name: Text
    address: Text
    service: str
    service_name: Text
    starts_at: datetime
    people: int
    held_until: datetime
    changes: int
    ticket_code: str | None


def capacity_now(hall_id: int, service: str, starts_at: datetime) -> int | None:
    """How many appointments a half hour takes by the roster; None where no window on duty throughout has the skill.

    What is booked there for other services of the same windows is taken off first.
    """
    return capacities(hall_id, service, starts_at, starts_at).get(starts_at)


def capacities(hall_id: int, service: str, first: datetime, last: datetime) -> dict[datetime, int]:
    """The same for all half hours from `first` to `last`; those without a window on duty are missing. One query."""
    values: Mapping[str, Value] = {"hall": hall_id, "service": service, "from": first, "to": last + HALF_HOUR}
    return {
        starts_at: capacity_of(windows=windows, mean_s=mean_s, others_s=float(others_s))
        for starts_at, windows, mean_s, _taken, others_s in rows_of(ROSTERED, values)
    }


def slots(*, hall: str, service: str, day: date, at: datetime) -> tuple[SlotSheet, ...]:
    """The half hours of a day that can still be booked, full ones with them. Two queries."""
    begins = moment_at(day)
    hall_id = one_row("SELECT id FROM offices_hall WHERE code = %s", [hall])
    if hall_id is None:
        return ()
    values: Mapping[str, Value] = {"hall": hall_id[0], "service": service, "from": begins, "to": begins + timedelta(days=1)}
    found = []
    for starts_at, windows, mean_s, taken, others_s in rows_of(ROSTERED, values):
        capacity = capacity_of(windows=windows, mean_s=mean_s, others_s=float(others_s))
        is_offered = capacity_of(windows=windows, mean_s=mean_s) > 0
        if is_offered and at < starts_at <= at + AHEAD:
            found.append(SlotSheet(starts_at, max(capacity - taken, 0), capacity))
    return tuple(found)


def appointment(*, code: str) -> AppointmentSheet | None:
    """An appointment by its code, as typed; None where there is none."""
    found = _found(code)
    if found is None:
        return None
    slot = found.slot
    return AppointmentSheet(
        code=found.code,
        state=AppointmentState(found.state),
        hall=slot.hall.code,
        hall_name=slot.hall.name,
        address=slot.hall.address,
        service=slot.service_id,
        service_name=slot.service.name,
        starts_at=slot.starts_at,
        people=found.people,
        held_until=found.held_until,
        changes=found.changes,
        ticket_code=found.ticket.code if found.ticket else None,
    )


def calendar_of(*, code: str, language: str) -> str | None:
    """The appointment as iCalendar text; None where there is none, or none that was ever confirmed.

    Its UID stays the same, its SEQUENCE is raised by each change and once more by giving the appointment back.
    """
    found = _found(code)
    if found is None or found.state in {AppointmentState.HELD, AppointmentState.LAPSED}:
        return None
    slot = found.slot
    stands = found.state != AppointmentState.CANCELLED
    name, hall, where = (text.in_language(language) for text in (slot.service.name, slot.hall.name, slot.hall.address))
    return calendar_text(
        uid=f"{found.code}@mumian.invalid",
        starts_at=slot.starts_at,
        summary=f"{name} - {hall}",
        place=f"{hall}, {where}",
        code=LETTERS.shown(found.code),
        stamped_at=found.moved_at,
        sequence=found.changes + (not stands),
        stands=stands,
    )


def reminder_of(*, appointment_id: int) -> Reminder | None:
    """What somebody is reminded of, and where to; None where he has cancelled, has come, or has left no number."""
    found = Appointment.objects.select_related("slot__hall", "slot__service").filter(pk=appointment_id).first()
    if found is None or found.state != AppointmentState.CONFIRMED or not found.contact:
        return None
    slot = found.slot
    return Reminder(found.contact, found.code, slot.hall.name, slot.hall.address, slot.service.name, slot.starts_at)


def _found(code: str) -> Appointment | None:
    try:
        parsed = LETTERS.parse(code)
    except NumberRefused:
        return None
    return Appointment.objects.select_related("slot__hall", "slot__service", "ticket").filter(code=parsed).first()
