"""The rulebook of Guangzhou answers for every service on every kind of day, and differs where the law did."""

from __future__ import annotations

from datetime import date

import pytest

from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.answers import Answer, answer
from mumian.catalogue.rules.boards import board
from mumian.catalogue.rules.book.values import FactValue
from mumian.catalogue.rules.checks import check_reading
from mumian.catalogue.rules.leaflets import leaflet
from mumian.catalogue.rules.samples import samples
from mumian.catalogue.terms import Audience, Order, Outcome
from tests.catalogue.small import GUANGZHOU, guangzhou, moment, reading_of

DAYS = [date(2002, 6, 3), date(2005, 6, 1), date(2006, 9, 27), date(2026, 11, 20)]

RESIDENT: dict[str, FactValue] = {
    "applicant.birth_date": "1975-05-01",
    "applicant.nationality": "CHN",
    "applicant.household_registered": True,
    "applicant.register_city": "440100",
    "applicant.serviceman": False,
}


def passport(on: date, **facts: FactValue) -> Answer:
    accepted = moment(on.year, on.month, on.day)
    return answer(guangzhou(), "PP-NEW", on=on, facts={**RESIDENT, **facts}, channel="counter", accepted_at=accepted)


@pytest.mark.smoke
def test_rulebook_has_no_problem_and_the_promised_counts() -> None:
    report = check_reading(reading_of(GUANGZHOU))

    assert report.problems == ()
    assert {name: report.counts[name] for name in list(report.counts)[:9]} == {
        "services": 77,
        "rules": 30,
        "materials": 87,
        "notice_classes": 4,
        "notice_items": 74,
        "leaflets": 40,
        "halls": 17,
        "windows": 164,
        "points": 50,
    }


@pytest.mark.parametrize("on", DAYS)
def test_every_service_answers_on_that_day(on: date) -> None:
    answers = [answer(guangzhou(), code, on=on, audience=who) for code in guangzhou().service_of for who in Audience]

    assert len(answers) == 77 * 3
    assert all(given.offer.is_offered is not (given.verdict is Outcome.NOT_OFFERED) for given in answers)


def test_first_passport_of_2002_was_given_by_reason_with_proof_papers_and_a_quota() -> None:
    before = passport(date(2002, 6, 3))
    student = passport(date(2002, 6, 3), **{"case.reason": "PP-STUDY"})

    assert before.order is not None
    assert before.fee is not None
    assert (before.verdict, before.order.kind, before.order.quota) == (Outcome.ASK, Order.BY_REASON, True)
    assert before.questions[0].fact == "case.reason"
    assert "P12" in [need.code for need in student.needed]
    assert [need.code for need in before.lists] == ["EXIT_BAR", "WANTED"]
    assert before.fee.total == 200


def test_first_passport_of_2005_was_given_on_demand_after_three_lists() -> None:
    given = passport(date(2005, 6, 1))

    assert given.order is not None
    assert given.fee is not None
    assert given.limits is not None
    assert given.limits.promised is not None
    assert (given.verdict, given.order.kind) == (Outcome.GRANT, Order.ON_DEMAND)
    assert [need.code for need in given.lists] == ["FILED_STAFF", "EXIT_BAR", "WANTED"]
    assert (given.fee.total, given.limits.promised.value, given.limits.promised.due_on) == (200, 10, date(2005, 6, 15))
    assert [reason.value for reason in given.reasons if reason.sets] == [5]


def test_first_passport_of_today_lasts_ten_years_and_may_be_asked_for_anywhere() -> None:
    given = passport(date(2026, 11, 20), **{"applicant.register_city": "430100"})

    assert given.fee is not None
    assert given.territory is not None
    assert given.limits is not None
    assert given.limits.statutory is not None
    assert (given.verdict, given.fee.total, given.territory.accepts) == (Outcome.GRANT, 120, "anywhere")
    assert [reason.value for reason in given.reasons if reason.sets] == [10]
    assert given.limits.statutory.value == 15


@pytest.mark.parametrize("on", DAYS[2:])
def test_every_leaflet_is_generated_in_both_languages(on: date) -> None:
    leaflets = [leaflet(guangzhou(), code, on=on) for code in guangzhou().leaflet_of]
    sentences = [one for given in leaflets for section in given.sections for one in section.sentences]

    assert len({given.digest for given in leaflets}) == 40
    assert [one for one in sentences if not one.zh.strip() or not one.en.strip() or "{" in one.zh + one.en] == []


def test_every_hall_has_its_board() -> None:
    boards = [board(guangzhou(), hall, on=date(2026, 11, 20)) for hall in guangzhou().hall_of]

    assert len(boards) == 17
    assert all(one.lines and one.rules and one.pledges for one in boards)


def test_sample_forms_are_asked_for_by_some_service_today() -> None:
    assert [one.code for one in samples(guangzhou(), on=date(2026, 11, 20)) if not one.services] == []


@pytest.mark.django_db
@pytest.mark.usefixtures("rulebook_loaded")
def test_rulebook_in_the_database_is_the_one_in_the_folder() -> None:
    assert current_rulebook() == guangzhou()
