"""The page on which an appointment is made costs the same however many halls there are."""

from __future__ import annotations

from dataclasses import replace

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mumian.offices.services import keep_hall, keep_windows
from mumian.offices.terms import WindowFacts, WindowKind
from tests.factories import offices
from tests.web.kiosk.conftest import Hall


def questions() -> int:
    with CaptureQueriesContext(connection) as asked:
        page = Client().get("/appointments/?service=NEW")
    assert page.status_code == 200
    return len(asked)


def test_choosing_a_hall_asks_as_often_for_many_halls_as_for_few(hall: Hall) -> None:
    questions()  # what is kept by the process is asked for once
    few = questions()
    for number in range(3, 9):
        code = f"H{number:02}"
        keep_hall(hall=replace(offices.south_hall(), code=code), at=offices.AT)
        keep_windows(windows=[WindowFacts(f"{code}-W01", code, 1, 1, WindowKind.ACCEPT_CITIZEN)], at=offices.AT)

    assert questions() == few
