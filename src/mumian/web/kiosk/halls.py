"""The hall that a device stands in, as its pages need it."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404

from mumian.foundation.clock import local_date
from mumian.offices.queries import HallSheet, hall_by_code

GROUND = 1


def hall_or_404(code: str, at: datetime) -> HallSheet:
    """The hall of this code today. Raises Http404."""
    found = hall_by_code(code, on=local_date(at)) if code.isascii() and code.isprintable() else None
    if found is None:
        raise Http404
    return found
