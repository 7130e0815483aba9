"""What several questions share: the ticket at a window, the outlook of a ticket, past errors of a hall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, TypeAlias

from django.db import connection

from mumian.foundation.clock import local_date
from mumian.foundation.statements import all_rows, one_row
from mumian.foundation.words import Text
from mumian.queueing.models import QueueService
from mumian.queueing.rules.waiting import range_of
from mumian.queueing.terms import Called, PastError, Priority, ServiceName, TicketId, TicketState, Wait

Value: TypeAlias = "bool | int | float | Decimal | str | date | datetime | list[date] | list[int] | list[str] | None"
Values: TypeAlias = "Mapping[str, Value] | Sequence[Value]"

LOOKED_BACK: Final = timedelta(days=14)

CALLED = """
    SELECT ticket.id, call.id, ticket.label, place.code, place.number, place.floor, hall.code, call.service_id, service.name_zh,
        service.name_en, ticket.people, ticket.priority, ticket.needs_low, call.reference, call.waited_s, ticket.services,
        ticket.errand, ticket.state, call.called_at, call.began_at, call.recalls
    FROM queueing_call AS call JOIN queueing_ticket AS ticket ON ticket.id = call.ticket_id
    JOIN offices_window AS place ON place.id = call.window_id JOIN offices_hall AS hall ON hall.id = call.hall_id
    JOIN queueing_service AS service ON service.code = call.service_id
"""
CALL_BY_ID: Final = CALLED + "WHERE call.id = %s"
CALL_AT_WINDOW: Final = CALLED + "WHERE place.code = %s AND call.ended_at IS NULL"
OUTLOOK: Final = "SELECT ahead, servers, busy, work_s, variance, own_s FROM queueing_outlook(%s, %s, %s, %s, %s)"
PAST: Final = """
    SELECT coalesce(sum(made), 0), coalesce(sum(inside), 0), coalesce(sum(made * mean_abs_s), 0)
    FROM queueing_estimaterecord WHERE hall_id = %s AND day >= %s
"""
WINDOWS_FOR: Final = """
    WITH staffed AS (
        SELECT *, (NOT %(low)s OR low) AND (NOT %(seat)s OR seated) AS fits FROM queueing_windowpost
        WHERE hall_id = %(hall)s AND mode <> 'closed' AND %(service)s = ANY(skills)
    )
    SELECT place.floor, place.number FROM staffed JOIN offices_window AS place ON place.id = staffed.window_id
    WHERE mode = 'open' AND (fits OR NOT EXISTS (SELECT FROM staffed WHERE fits)) ORDER BY place.number
"""
DOING: Final = """
    SELECT hall.code, hall.name_zh, hall.name_en FROM offices_hall AS hall
    LEFT JOIN queueing_serviceday AS dated ON dated.hall_id = hall.id
    WHERE hall.closed_on IS NULL AND CASE WHEN dated.hall_id IS NOT NULL
        THEN %(service)s = ANY(dated.services) AND %(on)s BETWEEN dated.first_on AND dated.last_on
        ELSE EXISTS (
            SELECT FROM offices_window AS place LEFT JOIN queueing_windowpost AS post ON post.window_id = place.id
            JOIN queueing_service AS service ON service.code = %(service)s
            WHERE place.hall_id = hall.id AND place.closed_on IS NULL
              AND (service.code = ANY(post.skills) OR post.window_id IS NULL AND place.kind = service.window_kind)) END
    ORDER BY hall.code
"""


def called_of(row: tuple[Any, ...]) -> Called:
    """The ticket at a window, from a row of CALLED."""
    services, errand = row[15], row[16]
    return Called(
        ticket_id=TicketId(row[0]),
        call_id=row[1],
        label=row[2],
        window=row[3],
        window_number=row[4],
        floor=row[5],
        hall=row[6],
        service=row[7],
        service_name=Text(row[8], row[9]),
        people=row[10],
        priority=Priority(row[11]),
        low_counter=row[12],
        reference=row[13],
        waited_s=row[14],
        services_left=tuple(services[errand:]),
        state=TicketState(row[17]),
        called_at=row[18],
        began_at=row[19],
        calls=row[20] + 1,
    )


def call_by_id(call_id: int) -> Called:
    """One call, with its ticket."""
    row = one_row(CALL_BY_ID, [call_id])
    if row is None:
        raise LookupError(call_id)
    return called_of(row)


def at_window(window: str) -> Called | None:
    """The ticket at a window, if there is one."""
    row = one_row(CALL_AT_WINDOW, [window])
    return called_of(row) if row else None


def outlook(hall_id: int, service: str, rank: int, *, low: bool, seat: bool) -> tuple[int, Wait | None]:
    """How many are ahead of somebody who waits so, and his wait."""
    row = one_row(OUTLOOK, [hall_id, service, rank, low, seat])
    if row is None:
        return 0, None
    ahead, servers, busy, work_s, variance, own_s = row
    return ahead, range_of(servers=servers, busy=busy, work_s=work_s, variance=variance, own_s=own_s or 0)


def windows_for(hall_id: int, service: str, *, low: bool, seat: bool) -> tuple[int | None, tuple[int, ...]]:
    """The nearest floor with an open window that serves it, and the numbers of such windows there: nobody climbs for the others.

    Who needs a low counter or a seat is sent to such windows, as long as somebody sits at one.
    """
    rows = all_rows(WINDOWS_FOR, {"hall": hall_id, "service": service, "low": low, "seat": seat})
    nearest = min((floor for floor, _ in rows), key=abs, default=None)
    return nearest, tuple(number for floor, number in rows if floor == nearest)


def halls_doing(service: str, *, on: date) -> dict[str, Text]:
    """The halls that do this on a day, by code with their names. One query."""
    return {code: Text(zh, en) for code, zh, en in all_rows(DOING, {"service": service, "on": on})}


def error_of(hall_id: int, at: datetime) -> PastError | None:
    """How right the estimates of a hall were in the last two weeks; None where none was put to the test."""
    row = one_row(PAST, [hall_id, local_date(at) - LOOKED_BACK])
    if row is None or not row[0]:
        return None
    made, inside, distance = row
    return PastError(n=int(made), inside_share=float(inside) / float(made), mean_abs_s=round(float(distance) / float(made)))


def names_of(codes: tuple[str, ...]) -> tuple[ServiceName, ...]:
    """The services of these codes, in this order; those unknown are left out."""
    known = {service.code: service for service in QueueService.objects.filter(pk__in=codes)}
    return tuple(ServiceName(code, known[code].name, known[code].usual_s) for code in codes if code in known)


def rows_of(statement: str, values: Values) -> list[tuple[Any, ...]]:
    """All rows of a statement that is put together at run time."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
