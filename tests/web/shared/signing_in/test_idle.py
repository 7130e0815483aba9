from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mumian.foundation.clock import SettableClock

DESK = "/desk/"


def test_session_left_alone_for_an_hour_is_ended(officer_client: Client, clock: SettableClock) -> None:
    assert officer_client.get(DESK).status_code == 200

    clock.move(timedelta(hours=1, seconds=1))

    assert officer_client.get(DESK).headers["Location"] == "/accounts/login/?next=/desk/"


def test_session_in_use_goes_on_for_hours(officer_client: Client, clock: SettableClock) -> None:
    for _ in range(12):
        assert officer_client.get(DESK).status_code == 200
        clock.move(timedelta(minutes=50))


def test_last_use_is_written_every_five_minutes_only(officer_client: Client, clock: SettableClock) -> None:
    written = []
    for _ in range(4):
        with CaptureQueriesContext(connection) as queries:
            officer_client.get(DESK)
        written.append(any("UPDATE" in query["sql"] for query in queries))
        clock.move(timedelta(minutes=2))

    assert written == [True, False, False, True]
