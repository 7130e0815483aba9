"""What figures count: a wait once, days the worker missed, and a fixed number of questions however much there is to show."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mumian.foundation.words import Text
from mumian.queueing.models import EstimateRecord
from mumian.queueing.queries import (
    amenities,
    flow,
    hall_board,
    manager_view,
    my_place,
    public_waits,
    service_days,
    services_offered,
    slots,
    waiting_here,
    window_state,
)
from mumian.queueing.services import (
    begin_service,
    call_next,
    call_ticket,
    end_service,
    mark_no_show,
    open_service_day,
    park,
    put_notice,
    raise_alarm,
    refresh_paces,
    report_fault,
    sweep,
)
from mumian.queueing.terms import ServiceDayFacts
from tests.factories.offices import CITY
from tests.factories.queueing import AT, FIRST, HALL, LOW, AtWork, at, take
from tests.factories.sql import refused, run
from tests.queueing.test_visits import TEN, on_duty, served

pytestmark = [pytest.mark.django_db, pytest.mark.core]

TODAY = date(2026, 9, 1)
DAY = timedelta(days=1)


def test_who_is_called_again_counts_with_his_first_wait_alone(work: AtWork) -> None:
    take()
    call_next(window=FIRST, officer=work.first, at=at(100))
    mark_no_show(window=FIRST, officer=work.first, at=at(130))
    call_next(window=FIRST, officer=work.first, at=at(700))
    park(window=FIRST, officer=work.first, at=at(750))
    call_ticket(window=FIRST, officer=work.first, label="A001", at=at(1500))
    begin_service(window=FIRST, officer=work.first, at=at(1510))
    end_service(window=FIRST, officer=work.first, at=at(1570))

    [line] = flow(first_on=TODAY, last_on=TODAY)

    assert (line.arrivals, line.called, line.no_shows) == (1, 3, 1)
    assert (line.wait_mean_s, line.wait_p50_s, line.wait_p90_s) == (100.0, 100.0, 100.0)
    assert (line.walk_s, line.service_s) == (10.0, 60.0)


def test_days_on_which_no_worker_was_there_get_their_records_afterwards(work: AtWork) -> None:
    for number in range(4):
        day = number * 86400
        served(work, after=day)
        if number == 0:
            refresh_paces(at=at(day + 1000))
            served(work, after=day + 2000)  # after the last record of the day
        sweep(at=at(day + 80000))

    refresh_paces(at=at(3 * 86400 + 1000))

    made = dict(EstimateRecord.objects.values_list("day", "made"))
    assert made == {TODAY: 2, TODAY + DAY: 1, TODAY + 2 * DAY: 1, TODAY + 3 * DAY: 1}


def more(work: AtWork, number: int) -> None:
    """One more of everything that lists show."""
    take(after=10 * number, low_counter=bool(number % 2))
    take("NEW", "CONSULT", after=10 * number + 1)
    serving = 10 * number + 3
    call_next(window=LOW, officer=work.low, at=at(serving))
    begin_service(window=LOW, officer=work.low, at=at(serving + 1))
    end_service(window=LOW, officer=work.low, at=at(serving + 2))
    put_notice(hall=HALL, says=Text("一", "one"), until=at(9999), manager=work.manager, acting=work.acting, at=at(serving))
    facts = ServiceDayFacts(
        code=f"D{number:02}", name=Text("日", "day"), place=Text("处", "place"), bureau=CITY, first_on=TODAY, last_on=TODAY,
        hours=("09:00-12:00",), services=("NEW",), windows=2, staff=(),
    )  # fmt: skip
    open_service_day(facts=facts, manager=work.manager, acting=work.acting, at=AT)


def test_every_list_of_a_hall_costs_the_same_however_long_it_is(work: AtWork) -> None:
    on_duty(work)
    code = take().code
    looks: dict[str, Callable[[], object]] = {
        "board": lambda: hall_board(hall=HALL, at=at(500)),
        "manager": lambda: manager_view(hall=HALL, at=at(500)),
        "window": lambda: window_state(window=FIRST, at=at(500)),
        "waiting": lambda: waiting_here(window=LOW, at=at(500)),
        "place": lambda: my_place(code=code, at=at(500)),
        "public": lambda: public_waits(at=at(500)),
        "offered": lambda: services_offered(hall=HALL),
        "slots": lambda: slots(hall=HALL, service="NEW", day=TEN.date(), at=AT),
        "amenities": lambda: amenities(hall=HALL),
        "days": service_days,
        "flow": lambda: flow(first_on=TODAY, last_on=TODAY),
    }
    more(work, 1)
    raise_alarm(window=LOW, officer=work.low, at=at(20))
    report_fault(hall=HALL, floor=1, amenity="water", because="dry", at=at(20))
    few = {name: questions(look) for name, look in looks.items()}

    for number in range(2, 8):
        more(work, number)

    assert {name: questions(look) for name, look in looks.items()} == few
    assert max(few.values()) <= 12, few


def questions(look: Callable[[], object]) -> int:
    counting: AbstractContextManager[CaptureQueriesContext] = CaptureQueriesContext(connection)
    with counting as asked:
        look()
    return len(asked)


RATING = (
    "INSERT INTO queueing_rating (ticket_id, call_id, hall_id, window_id, officer_id, service_id, reference, answer, reasons, "
    "device, said_at) SELECT call.ticket_id, call.id, call.hall_id, {window}, {officer}, {service}, {reference}, 'satisfied', "
    "'{{}}', '', now() FROM queueing_call AS call WHERE call.outcome = 'done'"
)
WHAT_IT_NAMES = {
    "window": "call.window_id",
    "officer": "call.officer_id",
    "service": "call.service_id",
    "reference": "call.reference",
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"window": "(SELECT id FROM offices_window WHERE code = 'H01-Q2')"},
        {"officer": "(SELECT id FROM offices_officer WHERE badge_number = '800004')"},
        {"service": "'VISA'"},
        {"reference": "'case:999'"},
    ],
)
def test_plain_sql_rates_no_other_window_officer_service_or_case(work: AtWork, wrong: dict[str, str]) -> None:
    served(work)

    with refused("a_rating_belongs_to_its_call"):
        run(RATING.format(**WHAT_IT_NAMES | wrong))

    run(RATING.format(**WHAT_IT_NAMES))
    with refused("queueing_rating_ticket_id"):
        run(RATING.format(**WHAT_IT_NAMES))
