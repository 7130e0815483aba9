"""Whether a hall is open at this moment, for devices and screens that stand in it."""

from __future__ import annotations

from datetime import datetime

from mumian.catalogue.queries import current_rulebook
from mumian.foundation.words import Text
from mumian.offices.queries import HallSheet
from mumian.offices.rules.opening import opening_at


def closed_notice(hall: HallSheet, at: datetime) -> Text | None:
    """What to say in a hall that is closed now: since when and until when. None while it is open, or where nobody knows."""
    calendar = current_rulebook().working_calendar
    if calendar is None:
        return None
    found = opening_at(hall.hours, at, calendar)
    return found.sentence if found.is_known and not found.is_open else None
