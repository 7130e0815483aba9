"""What is asked of every page of an officer in `pages.DESKS`: the same as of every public page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from mumian.cases.services import issue_material_notice
from mumian.cases.terms import CaseId
from mumian.foundation.clock import SettableClock
from mumian.web.shared.status_links import status_token
from tests.factories import cases, whole
from tests.factories.cases import AT, on_duty
from tests.journeys.browser import (
    DESK,
    PHONE,
    ZOOMED,
    Language,
    Screen,
    Theme,
    axe_faults,
    controls,
    reached_by_keyboard,
    sideways_scroll,
    small_targets,
)
from tests.journeys.city import City, a_city
from tests.journeys.pages import DESKS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FROM_THE_TOP = "document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')"
"""Some pages put the focus where work goes on; Tab is pressed from the top nevertheless."""
SMALLEST = 24
"""CSS pixels: a desk has a mouse, and much to show (WCAG 2.2, success criterion 2.5.8)."""


@pytest.fixture
def city(rulebook_loaded: None, browser: Browser, house: str, clock: SettableClock) -> Iterator[City]:
    """An office at work, with cases in every department."""
    with a_city(browser, house, clock) as city:
        yield city


def seen_at(city: City, look: Callable[[Page], Any], screen: Screen = DESK, language: Language = "zh") -> dict[str, Any]:
    """What a look at each page finds, where it finds something."""
    examples = {
        "person": city.of.applicant,
        "token": status_token(whole.accepted(city.of)),
        "draft": cases.opened(city.of),
        "case": whole.accepted(city.of),
        "noticed": noticed(city),
        "made": whole.in_production(city.of),
        "shelved": whole.on_the_shelf(city.of),
    }
    screens: dict[str, Page] = {}
    found = {}
    for desk in DESKS:
        if desk.who not in screens:
            officer = None if desk.who == "public" else getattr(city, desk.who, None) or getattr(city.of, desk.who)
            screens[desk.who] = city.screen_of(officer, screen=screen, language=language)
        page = screens[desk.who]
        answer = page.goto(desk.address.format(**examples))
        fault = look(page) if answer and answer.ok else f"answers {answer and answer.status}"
        found[f"{desk.who}: {desk.address}"] = fault
    return {address: fault for address, fault in found.items() if fault}


def noticed(city: City) -> CaseId:
    """A case that waits for what a notice names."""
    case_id = cases.submitted(city.of)
    issue_material_notice(case_id=case_id, items=["A01"], by=on_duty(city.window), at=AT)
    return case_id


@pytest.mark.parametrize(("language", "theme", "screen"), [("zh", "light", DESK), ("en", "dark", PHONE)])
def test_desk_has_no_fault_that_axe_can_find(city: City, language: Language, theme: Theme, screen: Screen) -> None:
    city.theme = theme

    assert seen_at(city, axe_faults, screen, language) == {}
    assert city.complaints == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_desk_never_scrolls_sideways(city: City, language: Language) -> None:
    def widths(page: Page) -> list[int]:
        on_phone = sideways_scroll(page)
        page.set_viewport_size({"width": ZOOMED.width, "height": ZOOMED.height})
        zoomed = sideways_scroll(page)
        page.set_viewport_size({"width": PHONE.width, "height": PHONE.height})
        return [on_phone, zoomed] if on_phone or zoomed else []

    assert seen_at(city, widths, PHONE, language) == {}


def test_every_control_of_a_desk_is_reached_by_the_keyboard_and_shows_it(city: City) -> None:
    def missed(page: Page) -> list[str]:
        page.evaluate(FROM_THE_TOP)
        reached, without_ring = reached_by_keyboard(page)
        return [*set(controls(page)) - set(reached), *without_ring]

    assert seen_at(city, missed) == {}


def test_targets_of_a_desk_are_large_enough(city: City) -> None:
    assert seen_at(city, lambda page: small_targets(page, SMALLEST), PHONE) == {}
