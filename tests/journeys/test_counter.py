"""A repeat endorsement at the counter with the keyboard alone, from the scan to the receipt, and every key counted."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from mumian.cases.models import Case
from mumian.foundation.clock import SettableClock
from mumian.foundation.identifiers import Sex
from mumian.foundation.mrz import LayoutCode, Zone, compose
from tests.journeys.city import City, a_city
from tests.journeys.test_cases import TRAVELLER

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_KEYS = 12
A_MINUTE = 60.0
A_KEY = 1.5
"""Seconds that somebody takes to find a key; a practised hand is three times as fast."""
"""At two keys a second, and with the questions put aloud, this leaves most of a minute for the person."""


class Keyboard:
    """A keyboard that counts what is pressed on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed: list[str] = []

    def press(self, *keys: str) -> None:
        """Press these one after the other."""
        for key in keys:
            self.pressed.append(key)
            self.page.keyboard.press(key)


@pytest.fixture
def city(rulebook_loaded: None, browser: Browser, house: str, clock: SettableClock) -> Iterator[City]:
    """An office to which somebody comes for the same endorsement again."""
    with a_city(browser, house, clock, applicant=TRAVELLER) as opened:
        yield opened


def test_repeat_endorsement_takes_a_dozen_keys_and_no_mouse(city: City) -> None:
    page = city.screen_of(city.window)
    keys = Keyboard(page)
    page.goto("/counter/")
    begun = time.monotonic()

    page.keyboard.type("CA1234567")  # the scanner types
    keys.press("Enter")
    expect(page.locator("input[data-narrow]")).to_be_focused()
    keys.press("Enter")  # the service that fits first
    expect(page.locator("input[name=variant]:checked")).to_be_focused()
    keys.press("Enter")  # the kind he had last
    expect(page.locator("input[name='fact:applicant.state_staff'][value=no]")).to_be_focused()
    keys.press("Space", "Tab", "Space", "F4", "F6", "F7", "F8")
    expect(page).to_have_url(re.compile(r"/counter/cases/\d+/accepted/"))
    pages_took = time.monotonic() - begun

    case = Case.objects.get()
    assert (case.stage, case.service_id, case.variant) == ("accepted", "HM-G-REPEAT", "HKG-12M-1")
    assert len(keys.pressed) <= MOST_KEYS
    assert pages_took + A_KEY * len(keys.pressed) < A_MINUTE
    assert city.complaints == []


def test_scanner_that_types_line_by_line_finds_the_holder(city: City) -> None:
    page = city.screen_of(city.window)
    zone = compose(
        Zone(
            layout=LayoutCode.TD3,
            document_code="P",
            document_number="EA1234567",
            born="900101",
            expires="300430",
            issuer="CHN",
            nationality="CHN",
            surname="MU",
            given="MIANYI",
            sex=Sex.MALE,
        )
    )
    page.goto("/counter/")

    for line in zone:
        page.keyboard.type(line)
        page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/counter/people/\d+/"))
