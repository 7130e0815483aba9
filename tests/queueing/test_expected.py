"""What is expected: how long services take, how many come in an hour, and how many windows that needs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mumian.queueing.models import Pace
from mumian.queueing.queries import HourExpected, manager_view
from mumian.queueing.rules.waiting import erlang_wait, windows_needed
from mumian.queueing.services import refresh_paces
from tests.factories.queueing import AT, HALL, AtWork, at, take
from tests.queueing.test_visits import served

pytestmark = [pytest.mark.django_db, pytest.mark.core]


def pace_after(days: int) -> tuple[int, float]:
    """Of how many services the pace is so many days after nine were seen, and the seconds of each."""
    refresh_paces(at=at(1000) + timedelta(days=days))
    pace = Pace.objects.get()
    return pace.seen, pace.mean_s


def test_a_pace_stands_for_two_weeks_without_new_services_and_no_longer(work: AtWork) -> None:
    for number in range(9):
        served(work, after=100 * number, took=30)
    refresh_paces(at=at(1000))

    assert [pace_after(days) for days in (1, 14, 15)] == [(9, 40.0), (9, 40.0), (0, 300.0)]


def test_the_manager_sees_how_many_come_and_how_many_windows_they_need(work: AtWork) -> None:
    for number in range(20):
        take("NEW", "CONSULT", after=number)

    view = manager_view(hall=HALL, at=AT + timedelta(weeks=2))

    assert view is not None
    assert view.expected == (HourExpected(9, 5.0, windows_needed(per_hour=10, mean_s=180, wait_s=600)),)
    assert view.expected[0].windows == 1


def test_so_many_windows_keep_the_wait_and_one_fewer_does_not() -> None:
    for per_hour in (1, 40, 200, 900):
        windows = windows_needed(per_hour=per_hour, mean_s=240, wait_s=600)
        enough, fewer = (erlang_wait(servers=number, per_hour=per_hour, mean_s=240) for number in (windows, windows - 1))

        assert enough is not None
        assert enough <= 600
        assert fewer is None or fewer > 600
