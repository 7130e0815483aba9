"""A case walks from door to door: each journey from acceptance to its end, through the real pages, by different people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser

from mumian.foundation.clock import SettableClock
from mumian.people.services import enter_guardians
from mumian.people.terms import DocumentFacts, GuardianFacts, Relation
from tests.factories.people import ADULT_NUMBER, CHILD_NUMBER, child, enter, resident
from tests.journeys import steps
from tests.journeys.browser import DESK, PHONE, Language, Screen
from tests.journeys.city import City, a_city

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


TRAVELLER = resident(
    documents=(
        DocumentFacts("PASSPORT", "EA1234567", "CHN", date(2020, 5, 1), date(2030, 4, 30)),
        DocumentFacts("EEP_HKMO", "CA1234567", "CHN", date(2021, 5, 1), date(2031, 4, 30)),
        DocumentFacts("ENDORSE_HKMO", "GZ1234567", "CHN", date(2025, 10, 1), date(2026, 9, 30), "HKG-12M-1", carrier=1),
    )
)
"""Holds a permit, and an endorsement that has run out."""


@pytest.fixture
def traveller(rulebook_loaded: None, browser: Browser, house: str, clock: SettableClock) -> Iterator[City]:
    """An office to which somebody comes for the same endorsement again."""
    with a_city(browser, house, clock, applicant=TRAVELLER) as city:
        yield city


@pytest.fixture
def family(rulebook_loaded: None, browser: Browser, house: str, clock: SettableClock) -> Iterator[City]:
    """An office to which a child comes with a parent."""
    with a_city(browser, house, clock, applicant=child()) as city:
        parent = enter(resident(documents=()))
        guardian = GuardianFacts(parent, city.of.applicant, Relation.PARENT, date(2015, 1, 1))
        enter_guardians(guardians=[guardian])
        yield city


@pytest.fixture
def newcomer(rulebook_loaded: None, browser: Browser, house: str, clock: SettableClock) -> Iterator[City]:
    """An office to which a resident comes who holds nothing yet."""
    with a_city(browser, house, clock, applicant=resident(documents=())) as city:
        yield city


@pytest.mark.parametrize(
    ("language", "screen", "word"), [("zh", DESK, "已受理"), ("en", PHONE, "accepted")], ids=["zh", "en-phone"]
)
def test_first_passport(newcomer: City, language: Language, screen: Screen, word: str) -> None:
    city = newcomer
    city.language, city.screen = language, screen
    counter = city.screen_of(city.window)

    steps.find_person(counter, ADULT_NUMBER.value)
    case_id = steps.begin(counter, "PP-NEW")
    number = steps.accept(city, counter, case_id)
    printed = steps.is_pdf(counter, f"/desk/papers/receipts/{case_id}.pdf")
    stands = steps.look_at_status(city, number, ADULT_NUMBER.value[-4:])
    steps.approve(city, case_id)
    steps.make_and_hand_out(city, case_id, ends=ADULT_NUMBER.value[-4:])

    assert (printed, word in stands, steps.stage(case_id)) == (True, True, "collected")
    assert len(steps.people_who_moved(case_id)) == 5
    assert city.complaints == []


def test_repeat_endorsement_approved_at_the_counter(traveller: City) -> None:
    city = traveller
    counter = city.screen_of(city.window)

    steps.find_person(counter, "CA1234567")
    city.picture(counter, "counter-person")
    case_id = steps.begin(counter, "HM-G-REPEAT", "HKG-12M-1")
    steps.accept(city, counter, case_id)
    steps.approve_at_counter(city, case_id)
    steps.make_and_hand_out(city, case_id, ends=ADULT_NUMBER.value[-4:])

    assert steps.stage(case_id) == "collected"
    assert city.complaints == []


def test_case_with_a_notice(newcomer: City) -> None:
    city = newcomer
    counter = city.screen_of(city.window)

    steps.find_person(counter, ADULT_NUMBER.value)
    case_id = steps.begin(counter, "PP-NEW")
    steps.answer_no(counter)
    notice = steps.issue_notice(counter, "A08")
    printed = steps.is_pdf(counter, f"/desk/papers/notices/{notice}.pdf")
    steps.back_with_papers(counter, notice)
    steps.accept(city, counter, case_id)
    steps.approve(city, case_id)
    steps.make_and_hand_out(city, case_id, ends=ADULT_NUMBER.value[-4:])

    assert (printed, steps.stage(case_id)) == (True, "collected")
    assert city.complaints == []


def test_minor_with_a_guardian(family: City) -> None:
    city = family
    counter = city.screen_of(city.window)

    steps.find_person(counter, CHILD_NUMBER.value)
    case_id = steps.begin(counter, "PP-NEW")
    counter.locator("#id_guardian-1").check()
    steps.accept(city, counter, case_id)
    steps.approve(city, case_id)
    steps.make_and_hand_out(city, case_id, collector="guardian", ends=ADULT_NUMBER.value[-4:], authority="户口簿")

    assert steps.stage(case_id) == "collected"
    assert city.complaints == []


def test_refusal_with_a_countersignature(newcomer: City) -> None:
    city = newcomer
    counter = city.screen_of(city.window)

    steps.find_person(counter, ADULT_NUMBER.value)
    case_id = steps.begin(counter, "PP-NEW")
    number = steps.accept(city, counter, case_id)
    steps.propose_refusal(
        city, case_id, law="EEAL2012 art 12", zh="提交的材料不能证明身份。", en="The papers do not prove who you are."
    )
    waiting = steps.stage(case_id)
    steps.countersign(city, case_id)

    assert (waiting, steps.stage(case_id)) == ("accepted", "refused")
    assert "不予批准" in steps.look_at_status(city, number, ADULT_NUMBER.value[-4:])
    assert city.complaints == []
