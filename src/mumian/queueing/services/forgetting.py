"""Forgetting telephone numbers that visitors left, once nobody may use them any more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mumian.foundation.clock import local_date
from mumian.queueing.models import Appointment, Ticket
from mumian.queueing.rules.contacts import KEPT_FOR
from mumian.queueing.terms import AppointmentState

OVER = [state.value for state in AppointmentState if state not in {AppointmentState.HELD, AppointmentState.CONFIRMED}]
AT_ONCE = 5000


@transaction.atomic
def forget_contacts(*, at: datetime) -> int:
    """Delete the numbers on tickets and on appointments that are over, `KEPT_FOR` afterwards; answers how many."""
    visits = Ticket.objects.exclude(contact="").filter(day__lt=local_date(at - KEPT_FOR))
    booked = Appointment.objects.exclude(contact="").filter(moved_at__lt=at - KEPT_FOR, state__in=OVER)
    forgotten = 0
    for found in (visits, booked):
        oldest = list(
            found.order_by("pk").select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)[:AT_ONCE]
        )
        forgotten += found.model._default_manager.filter(pk__in=oldest).update(contact="")
    return forgotten
