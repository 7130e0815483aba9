"""The tickets of some days, hall by hall: what became of them, how long they waited, and how right their estimates were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from mumian.foundation.statements import all_rows

BY_HALL: Final = """
    SELECT hall.code, count(*), count(*) FILTER (WHERE ticket.state = 'done'), count(*) FILTER (WHERE ticket.state = 'left'),
        count(*) FILTER (WHERE ticket.state = 'no_show'), count(*) FILTER (WHERE ticket.state NOT IN ('done', 'left', 'no_show')),
        percentile_disc(0.5) WITHIN GROUP (ORDER BY ticket.first_wait_s) FILTER (WHERE ticket.state = 'done'),
        percentile_disc(0.9) WITHIN GROUP (ORDER BY ticket.first_wait_s) FILTER (WHERE ticket.state = 'done'),
        max(ticket.first_wait_s) FILTER (WHERE ticket.state = 'done'),
        count(*) FILTER (WHERE ticket.state = 'done' AND ticket.high_s IS NOT NULL),
        count(*) FILTER (WHERE ticket.state = 'done' AND ticket.first_wait_s BETWEEN ticket.low_s AND ticket.high_s)
    FROM queueing_ticket AS ticket JOIN offices_hall AS hall ON hall.id = ticket.hall_id
    WHERE ticket.day BETWEEN %s AND %s AND NOT EXISTS (SELECT FROM queueing_serviceday AS dated WHERE dated.hall_id = hall.id)
    GROUP BY GROUPING SETS ((hall.code), ()) ORDER BY hall.code
"""


@dataclass(frozen=True, slots=True)
class HallTickets:
    """The tickets of a hall (of all halls where `hall` is empty); waits in seconds until the first call, of those served.

    `elsewhere` still wait, are parked or joined others. Of `estimated` waits so many as `inside` says were within their range.
    """

    hall: str
    taken: int
    served: int
    left: int
    no_shows: int
    elsewhere: int
    wait_p50_s: int | None
    wait_p90_s: int | None
    wait_longest_s: int | None
    estimated: int
    inside: int


def tickets_of_days(first_on: date, last_on: date) -> tuple[HallTickets, ...]:
    """Hall by hall, and all together last; service days have figures of their own (`service_days`). One query."""
    return tuple(HallTickets(row[0] or "", *row[1:]) for row in all_rows(BY_HALL, [first_on, last_on]) if row[1])
