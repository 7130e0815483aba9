"""Telephone numbers are forgotten when nobody may use them any more, and not before; a closed hall gives no numbers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mumian.offices.models import Hall
from mumian.queueing.errors import ServiceElsewhere
from mumian.queueing.models import Appointment, Ticket
from mumian.queueing.queries import services_offered
from mumian.queueing.rules.contacts import KEPT_FOR
from mumian.queueing.services import confirm, forget_contacts, hold_slot, lapse
from tests.factories.queueing import AT, HALL, AtWork, at, take
from tests.queueing.test_visits import TEN, on_duty, served

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_the_number_of_a_visit_is_kept_for_its_time_and_then_forgotten(work: AtWork) -> None:
    served(work, contact="13800000000")

    assert forget_contacts(at=AT + KEPT_FOR) == 0
    assert forget_contacts(at=AT + KEPT_FOR + DAY) == 1
    assert Ticket.objects.get().contact == ""


def test_the_number_of_an_appointment_to_come_is_kept_and_of_one_that_is_over_forgotten(work: AtWork) -> None:
    on_duty(work)
    confirm(
        code=hold_slot(hall=HALL, service="NEW", starts_at=TEN, people=1, visitor="v", at=AT).code, contact="13800000000", at=AT
    )
    assert forget_contacts(at=AT + KEPT_FOR + DAY) == 0

    lapse(at=TEN + DAY)

    assert [forget_contacts(at=TEN + KEPT_FOR + one * DAY) for one in (1, 2)] == [0, 1]
    assert Appointment.objects.get().contact == ""


def test_a_hall_that_closed_for_good_gives_no_number_and_says_where_to_go(work: AtWork) -> None:
    take()
    Hall.objects.filter(code=HALL).update(closed_on=date(2026, 9, 1))

    with pytest.raises(ServiceElsewhere, match="does not do"):
        take(after=5)
    assert services_offered(hall=HALL) == ()
    assert Ticket.objects.filter(taken_at__gt=at(1)).count() == 0
