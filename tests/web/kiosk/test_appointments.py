"""Appointments and the survey on one's own telephone: who is slowed down, and what is said to a number that is none."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from mumian.offices.models import Department, Shift, Window
from mumian.queueing.models import Appointment, Ticket
from mumian.queueing.rules.booking import MOST_HELD, MOST_HELD_AT_AN_ADDRESS
from tests.web.kiosk.conftest import WINDOW, Hall, taken, words_of
from tests.web.kiosk.test_visit import follow


@pytest.fixture
def half_hour(hall: Hall) -> datetime:
    """The first of the sixteen half hours of tomorrow in which a window is on the roster."""
    starts_at = hall.clock.now() + timedelta(days=1)
    place = Window.objects.get(code=WINDOW)
    Shift.objects.create(
        officer_id=hall.officer, department=Department.objects.order_by("pk")[0], hall=place.hall, window=place, kind="duty",
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=8), planned_by_id=hall.officer, planned_at=hall.clock.now(),
    )  # fmt: skip
    return starts_at


def browser() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.get("/appointments/")
    return client


def hold(client: Client, starts_at: datetime) -> int:
    answer = client.post("/appointments/", {"hall": "H01", "service": "ENDORSE", "starts_at": starts_at.isoformat()})
    return answer.status_code


def test_a_browser_holds_two_and_a_neighbour_at_the_same_address_holds_his_own(hall: Hall, half_hour: datetime) -> None:
    mine, neighbours = browser(), browser()

    held = [hold(mine, half_hour + timedelta(minutes=30 * number)) for number in range(MOST_HELD + 1)]

    assert held == [303] * MOST_HELD + [422]
    assert hold(neighbours, half_hour) == 303


def test_who_throws_his_cookies_away_is_known_by_his_address(hall: Hall, half_hour: datetime) -> None:
    held = [hold(browser(), half_hour + timedelta(minutes=30 * (number // 2))) for number in range(MOST_HELD_AT_AN_ADDRESS + 1)]

    assert held == [303] * MOST_HELD_AT_AN_ADDRESS + [422]
    assert Appointment.objects.values("network").distinct().count() == 1


def test_a_number_that_is_none_is_refused_and_stays_as_it_was_typed(hall: Hall, half_hour: datetime) -> None:
    client = browser()
    assert hold(client, half_hour) == 303
    address = f"/appointments/{Appointment.objects.get().code}/"

    refused = client.post(address, {"act": "confirm", "contact": "ask my wife"})
    kept = client.post(address, {"act": "confirm", "contact": "+86 138-0000-0000"})

    assert (refused.status_code, b'value="ask my wife"' in refused.content) == (422, True)
    assert "8 to 15 digits" in words_of(refused)
    assert (kept.status_code, Appointment.objects.get().contact) == (303, "+8613800000000")


def test_a_visitor_lets_the_survey_ask_and_takes_it_back(hall: Hall) -> None:
    phone = follow(hall, taken(hall)).rstrip("/")
    refused = hall.device.post(f"{phone}/survey", {"contact": "12"})
    assert (refused.status_code, b'value="12"' in refused.content) == (422, True)

    assert hall.device.post(f"{phone}/survey", {"contact": "138 0000 0000"}).status_code == 303
    assert Ticket.objects.get().contact == "13800000000"
    page = hall.device.get(f"{phone}/survey")
    assert "Your number is kept" in words_of(page)
    assert b"13800000000" not in page.content
    assert hall.device.post(f"{phone}/survey", {"contact": ""}).status_code == 303
    assert Ticket.objects.get().contact == ""


def test_nobody_leaves_a_number_on_another_day_or_by_a_code_that_is_none(hall: Hall) -> None:
    phone = follow(hall, taken(hall)).rstrip("/")
    hall.clock.set(hall.clock.now() + timedelta(days=1))

    assert hall.device.post(f"{phone}/survey", {"contact": "13800000000"}).status_code == 422
    assert hall.device.post("/t/AAAAAAAAAA/survey", {"contact": "13800000000"}).status_code == 404
    assert hall.device.get("/t/AAAAAAAAAA/survey").status_code == 404
