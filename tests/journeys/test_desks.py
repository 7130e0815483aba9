"""What is asked of every page of an officer in `pages.DESKS`: the same as of every public page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page

from mumian.cases.services import issue_material_notice
from mumian.cases.terms import CaseId
from mumian.foundation.clock import SettableClock
from mumian.web.shared.status_links import status_token
from tests.factories import cases, whole
from tests.factories.cases import AT, on_duty
from tests.journeys.browser import AT_A_DESK, NO_FAULTS, ON_A_PHONE, Faults, Look, axe_looks, faults_of
from tests.journeys.city import City, a_city
from tests.journeys.pages import DESKS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SMALLEST = 24
"""CSS pixels: a desk has a mouse, and much to show (WCAG 2.2, success criterion 2.5.8)."""


@pytest.fixture
def city(rulebook_loaded: None, browser: Browser, house: str, clock: SettableClock) -> Iterator[City]:
    """An office at work, with cases in every department."""
    with a_city(browser, house, clock) as city:
        yield city


def faults_seen(city: City, look: Look) -> dict[str, Faults | str]:
    """What a look at each page finds, where it finds something."""
    examples = {
        "person": city.of.applicant,
        "token": status_token(whole.accepted(city.of)),
        "draft": cases.opened(at_the_window(city)),
        "case": whole.accepted(city.of),
        "noticed": noticed(city),
        "made": whole.in_production(city.of),
        "shelved": whole.on_the_shelf(city.of),
    }
    screens: dict[str, Page] = {}
    found: dict[str, Faults | str] = {}
    for place, desk in enumerate(DESKS):
        if desk.who not in screens:
            officer = None if desk.who == "public" else getattr(city, desk.who, None) or getattr(city.of, desk.who)
            screens[desk.who] = city.screen_of(officer, screen=look.screen, language=look.language)
        page = screens[desk.who]
        page.set_viewport_size({"width": look.screen.width, "height": look.screen.height})
        answer = page.goto(desk.address.format(**examples))
        stands = answer is not None and answer.ok
        fault = (
            faults_of(page, look, least=SMALLEST, axe_too=axe_looks(place, look))
            if stands
            else f"answers {answer and answer.status}"
        )
        found[f"{desk.who}: {desk.address}"] = fault
    return {address: fault for address, fault in found.items() if fault != NO_FAULTS}


def at_the_window(city: City) -> cases.Office:
    """What no hall has accepted yet is seen where it was begun."""
    return replace(city.of, acceptor=city.window)


def noticed(city: City) -> CaseId:
    """A case that waits for what a notice names."""
    case_id = cases.submitted(at_the_window(city))
    issue_material_notice(case_id=case_id, items=["A01"], by=on_duty(city.window), at=AT)
    return case_id


@pytest.mark.parametrize("look", [AT_A_DESK, ON_A_PHONE], ids=["at-a-desk", "on-a-phone"])
def test_desk_has_no_fault_that_is_looked_for_on_every_page(city: City, look: Look) -> None:
    city.theme = look.theme

    assert faults_seen(city, look) == {}
    assert city.complaints == []
