"""The screen for questions forgets: what one visitor typed or read, the next one cannot find."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from mumian.foundation.clock import SettableClock
from tests.journeys.browser import KIOSK
from tests.journeys.city import City, a_city

pytestmark = [pytest.mark.browser, pytest.mark.nightly, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(rulebook_loaded: None, browser: Browser, house: str, clock: SettableClock) -> Iterator[City]:
    with a_city(browser, house, clock) as opened:
        yield opened


def test_what_was_typed_is_gone_after_thirty_seconds_without_a_touch_also_for_who_goes_back(city: City) -> None:
    screen = city.screen_of(None, screen=KIOSK)
    screen.clock.install()
    screen.goto("/ask/H01/status")
    field = screen.locator("input[name=scanned]")
    field.fill("440100123456")

    screen.clock.run_for(29_000)
    expect(field).to_have_value("440100123456")
    screen.mouse.click(5, 5)  # somebody is still there
    screen.clock.run_for(29_000)
    expect(field).to_have_value("440100123456")
    screen.clock.run_for(2_000)

    screen.wait_for_url("**/ask/H01/")
    screen.go_back()
    assert screen.locator("input[name=scanned]").count() == 0 or field.input_value() == ""
    assert city.complaints == []
