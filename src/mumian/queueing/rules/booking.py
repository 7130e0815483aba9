"""Appointments: how many a half hour takes, when one may come, and how machines are slowed."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Final

HALF_HOUR: Final = timedelta(minutes=30)
WALK_IN_SHARE: Final = 0.4
"""This part of every half hour belongs to those who come without an appointment, whatever is booked."""
HELD_FOR: Final = timedelta(minutes=10)
AHEAD: Final = timedelta(days=30)
EARLY: Final = timedelta(minutes=30)
"""Who comes earlier waits outside the appointment, like everybody."""
LATE: Final = timedelta(minutes=20)
"""Who comes later than this after the end of his half hour has not come."""
MOST_HELD: Final = 2
"""Half hours that one visitor may hold at once."""
MOST_IN_AN_HOUR: Final = 6
"""Holds of one visitor in an hour; a family needs fewer, a machine wants more."""
MOST_HELD_AT_AN_ADDRESS: Final = 30
MOST_IN_AN_HOUR_AT_AN_ADDRESS: Final = 120
"""An address may be shared by an office, a hotel or all customers of a carrier: it gets what twenty visitors get."""
MOST_MISSED: Final = 2
MISSED_WITHIN: Final = timedelta(days=60)
"""Who missed so many in this time may come without an appointment, and book again afterwards."""
MOST_CHANGES: Final = 3
REMIND: Final = timedelta(days=1)


def capacity_of(*, windows: int, mean_s: float, others_s: float = 0.0) -> int:
    """How many appointments a half hour takes with so many windows on the roster; walk-ins keep their share, rounded up.

    `others_s` are the seconds that are booked for all other services which one of these windows also does. As each service is so
    bounded when it is booked, any set of them is within the share of its windows: of the set take the service booked last; what
    shares a window with it is within the share of its own windows, and the rest uses none of these and is bounded likewise.
    """
    seconds = windows * HALF_HOUR.total_seconds() * (1 - WALK_IN_SHARE) - others_s
    return max(math.floor(seconds / mean_s), 0) if mean_s > 0 else 0


def is_on_grid(starts_at: datetime) -> bool:
    """Half hours begin at :00 and :30."""
    return starts_at.minute in (0, 30) and starts_at.second == 0 and starts_at.microsecond == 0


def calendar_text(
    *, uid: str, starts_at: datetime, summary: str, place: str, code: str, stamped_at: datetime, sequence: int, stands: bool
) -> str:
    """The appointment as iCalendar (RFC 5545), with an alarm an hour before; lines folded at 75 octets and ended by CRLF.

    One that does not stand is told as cancelled (RFC 5546, 3.2.5), so that a calendar which has it under its UID strikes it out.
    """
    alarm = [
        "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT1H", f"DESCRIPTION:{_escaped(summary)}", "END:VALARM",
    ]  # fmt: skip
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Mumian//Appointments//EN", f"METHOD:{'PUBLISH' if stands else 'CANCEL'}",
        "BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{_utc(stamped_at)}", f"DTSTART:{_utc(starts_at)}",
        f"DTEND:{_utc(starts_at + HALF_HOUR)}", f"SEQUENCE:{sequence}", f"STATUS:{'CONFIRMED' if stands else 'CANCELLED'}",
        f"SUMMARY:{_escaped(summary)}", f"LOCATION:{_escaped(place)}", f"DESCRIPTION:{_escaped(code)}",
        *(alarm if stands else ()), "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _utc(moment: datetime) -> str:
    offset = moment.utcoffset() or timedelta()
    return f"{(moment - offset).replace(tzinfo=None):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    parts, part, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > 74:  # noqa: PLR2004  # RFC 5545, 3.1: 75 with the blank of a folded line
            parts.append(part)
            part, size = "", 0
        part += sign
        size += octets
    return "\r\n ".join([*parts, part])
