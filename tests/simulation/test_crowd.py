"""The crowd of a demonstration: in opening hours numbers are taken, called and served; afterwards everybody goes home."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import cast

from mumian.foundation.clock import local_date
from mumian.queueing.models import QueueService, Rating, Ticket, WindowPost
from mumian.queueing.services import close_window, take_ticket
from mumian.simulation.crowd import Crowd, Place
from mumian.simulation.stage import Stage
from tests.factories.queueing import ASKING, AT, FIRST, HALL, LOW, AtWork, at, hall_at_work

CLOSES = 10 * 3600
"""The hall of this test is open from nine to ten."""


def crowd_of(work: AtWork) -> Crowd:
    def open_at(_hall: object, _day: date) -> tuple[tuple[int, int], ...]:
        return ((9 * 3600, CLOSES),)

    stage = cast("Stage", SimpleNamespace(hall_of={HALL: None}, open_at=open_at))
    places = [Place(FIRST, HALL, work.first), Place(LOW, HALL, work.low), Place(ASKING, HALL, work.asking)]
    usual = {one.code: float(one.usual_s) for one in QueueService.objects.all()}
    return Crowd(stage, local_date(AT), places={HALL: places}, usual=usual)


def lived(crowd: Crowd, *, minutes: int, since: datetime = AT) -> datetime:
    for step in range(minutes * 6):
        crowd.step(since + timedelta(seconds=10 * step))
    return since + timedelta(minutes=minutes)


def test_in_opening_hours_people_wait_and_are_served(db: None) -> None:
    lived(crowd_of(hall_at_work()), minutes=25)

    states = list(Ticket.objects.values_list("state", flat=True))
    assert states.count("done") >= 5
    assert states.count("waiting") >= 1
    assert Rating.objects.count() >= 1


def test_after_closing_time_the_last_are_served_and_windows_close(db: None) -> None:
    work = hall_at_work()
    take_ticket(hall=HALL, services=("CONSULT",), at=at(0))

    crowd = crowd_of(work)
    for place in crowd.places[HALL]:
        place.was_open = True
    lived(crowd, minutes=20, since=AT + timedelta(minutes=31))

    assert set(Ticket.objects.values_list("state", flat=True)) <= {"done", "no_show"}
    assert set(WindowPost.objects.values_list("mode", flat=True)) == {"closed"}


def test_a_window_that_its_manager_closed_stays_closed_for_a_while(db: None) -> None:
    work = hall_at_work()
    crowd = crowd_of(work)
    crowd.places[HALL] = [Place(ASKING, HALL, work.asking)]
    crowd.comes_next[HALL] = at(10_000)
    crowd.step(at(0))
    close_window(window=ASKING, officer=work.asking, at=at(5))

    lived(crowd, minutes=10, since=at(30))

    assert WindowPost.objects.get(window__code=ASKING).mode == "closed"
