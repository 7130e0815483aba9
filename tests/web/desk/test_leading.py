"""The office at a glance."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from mumian.cases.queries import StageCount, overdue_radar
from mumian.cases.queries.radar import staff_of_today
from mumian.cases.services import ask_above
from mumian.cases.terms import CaseStage
from mumian.foundation.clock import SettableClock
from mumian.offices.models import Hall, Posting
from mumian.offices.queries import sight_of
from mumian.offices.terms import Role
from mumian.web.desk.views.leading import heat, warmth
from tests.factories import cases
from tests.factories.cases import AT, HALL, HOUR, Office, on_duty
from tests.web.desk.conftest import AtDesk
from tests.web.desk.making import ENGLISH, receipt_of
from tests.web.desk.test_other_places import elsewhere

pytestmark = pytest.mark.django_db

PAGE = "/desk/lead"
LIST_QUERIES = 24


def numbers(page: str) -> list[str]:
    """The figures of the day, in the order of the page."""
    return re.findall(r"<li><strong>(\d+)</strong>", page)


def test_figures_count_what_was_done_today(staffed: Office, at_desk: AtDesk) -> None:
    cases.accepted(staffed)
    cases.collected(staffed)

    assert numbers(at_desk(staffed.leader).get(PAGE).text)[:3] == ["2", "1", "1"]


def test_heat_has_totals_and_says_what_is_overdue() -> None:
    counts = (
        StageCount(CaseStage.ACCEPTED, "H01", 4, 1),
        StageCount(CaseStage.READY, "H01", 1, 0),
        StageCount(CaseStage.ACCEPTED, "H02", 2, 0),
    )

    assert heat(counts) == [
        ("H01", [(4, 1, 4), (0, 0, 0), (0, 0, 0), (1, 0, 1)], (5, 1)),
        ("H02", [(2, 0, 2), (0, 0, 0), (0, 0, 0), (0, 0, 0)], (2, 0)),
        ("*", [(6, 1, 0), (0, 0, 0), (0, 0, 0), (1, 0, 0)], (7, 1)),
    ]


def test_fullest_cell_is_the_warmest_and_an_empty_one_is_not_warm() -> None:
    assert [warmth(cases, 100) for cases in (0, 1, 26, 51, 76, 100)] == [0, 1, 2, 3, 4, 4]


def test_overdue_is_said_in_words(staffed: Office, at_desk: AtDesk, clock: SettableClock) -> None:
    cases.accepted(staffed)
    clock.set(AT + HOUR + timedelta(days=90))

    assert "1 overdue" in at_desk(staffed.leader).get(PAGE, headers=ENGLISH).text


def test_radar_asks_what_other_staff_numbers_would_do(staffed: Office, at_desk: AtDesk) -> None:
    cases.approved(staffed)
    case_id = cases.accepted(staffed)
    client = at_desk(staffed.leader)
    until = {"until": "2026-12-18"}

    today = client.get(PAGE, until, headers=ENGLISH).text
    nobody = client.get(PAGE, {**until, "accepted": "0"}, headers=ENGLISH).text

    assert "With today's staff nothing will be late" in today
    assert "With these officers 1 case will be late by" in nobody
    assert receipt_of(case_id) in nobody


def test_radar_counts_the_staff_and_the_cases_of_its_own_district(staffed: Office, at_desk: AtDesk) -> None:
    cases.approved(staffed)
    cases.accepted(staffed)
    leader = elsewhere(Role.LEADER)

    whole = staff_of_today(at=AT, sight=sight_of(staffed.leader))
    there = staff_of_today(at=AT, sight=sight_of(leader))
    late = overdue_radar(until=date(2026, 12, 18), at=AT + HOUR, staff={CaseStage.ACCEPTED: 0}, sight=sight_of(leader))

    assert (whole[CaseStage.ACCEPTED], there[CaseStage.ACCEPTED], late) == (2, 0, ())


def test_day_that_cannot_be_read_is_taken_as_four_working_days_ahead(staffed: Office, at_desk: AtDesk) -> None:
    page = at_desk(staffed.leader).get(PAGE, {"until": "Friday", "accepted": "x"})

    assert (page.status_code, 'value="2026-11-26"' in page.text) == (200, True)


def test_question_without_an_answer_is_shown(staffed: Office, at_desk: AtDesk) -> None:
    ask_above(case_id=cases.accepted(staffed), text="可否受理？", by=on_duty(staffed.approver), at=AT)

    assert "可否受理？" in at_desk(staffed.leader).get(PAGE).text


def test_who_leads_a_hall_sees_it_and_no_other(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)
    Posting.objects.filter(officer=staffed.leader.officer_id).update(hall=Hall.objects.get(code=HALL))
    client = at_desk(staffed.leader)
    here = receipt_of(case_id) in client.get(PAGE).text
    Posting.objects.filter(officer=staffed.leader.officer_id).update(
        hall=Hall.objects.exclude(code=HALL).order_by("code").first()
    )

    page = client.get(PAGE).text

    assert (here, receipt_of(case_id) in page, numbers(page)[0]) == (True, False, "0")


@pytest.mark.parametrize("number", [1, 4])
def test_page_costs_the_same_however_much_there_is(
    number: int, staffed: Office, at_desk: AtDesk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        case_id = cases.accepted(staffed)
        ask_above(case_id=case_id, text="可否受理？", by=on_duty(staffed.approver), at=AT)
    client = at_desk(staffed.leader)
    client.get(PAGE)

    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(PAGE).text

    assert page.count("可否受理？") == number
