"""Every act at a window by the keyboard alone: function keys, Tab, and Enter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from mumian.foundation.clock import SettableClock
from mumian.queueing.models import Alarm, Call, Ticket, WindowPost
from mumian.queueing.services import take_ticket
from tests.journeys.city import City, a_city

pytestmark = [pytest.mark.browser, pytest.mark.nightly, pytest.mark.django_db(transaction=True)]
MOST_TABS = 80


@pytest.fixture
def city(rulebook_loaded: None, browser: Browser, house: str, clock: SettableClock) -> Iterator[City]:
    with a_city(browser, house, clock) as opened:
        yield opened


def reached(page: Page, selector: str) -> None:
    """Go on with Tab until this has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
    raise AssertionError(selector)


def pressed(page: Page, key: str, done: str) -> None:
    """Press a key, and wait for the page that says what was done."""
    page.keyboard.press(key)
    page.wait_for_url(f"**done={done}*")


def entered(page: Page, selector: str, done: str) -> None:
    """Go to a button and press Enter."""
    reached(page, selector)
    pressed(page, "Enter", done)


def unfolded(page: Page, selector: str) -> None:
    """Open the folded part that holds this, by Tab and Enter."""
    page.evaluate(
        "selector => document.querySelector(selector).closest('details').querySelector('summary').id = 'wanted'", selector
    )
    reached(page, "#wanted")
    page.keyboard.press("Enter")


def test_every_act_of_a_window_needs_no_mouse(city: City) -> None:
    labels = [take_ticket(hall="H01", services=("NEW",), people=people, at=city.clock.now()).label for people in (1, 1, 4, 1, 1)]
    page = city.screen_of(city.window)
    page.goto("/counter/window/")

    pressed(page, "F2", "open")
    pressed(page, "F2", "called")
    expect(page.locator(".now-label")).to_have_text(labels[0])
    pressed(page, "F4", "recall")
    pressed(page, "F7", "no_show")
    pressed(page, "F2", "called")
    expect(page.locator(".now-label")).to_have_text(labels[1])
    pressed(page, "F6", "park")
    entered(page, "button[value=call]", "call")
    pressed(page, "F3", "begin")
    unfolded(page, "button[value=transfer]")
    reached(page, "#to-service")
    page.keyboard.press("End")
    entered(page, "button[value=transfer]", "transfer")
    pressed(page, "F2", "called")
    expect(page.locator(".now-label")).to_have_text(labels[2])
    unfolded(page, "button[value=split]")
    reached(page, "[name=people]")
    page.keyboard.type("2")
    entered(page, "button[value=split]", "split")
    part = Ticket.objects.get(parent__isnull=False).label
    unfolded(page, "button[value=join]")
    reached(page, "[name=label]:not([type=hidden])")
    page.keyboard.type(part)
    entered(page, "button[value=join]", "join")
    pressed(page, "F3", "begin")
    pressed(page, "F12", "alarm")
    pressed(page, "F8", "end")
    page.keyboard.press("F9")  # shows the reasons
    expect(page.locator("[name=reason]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    pressed(page, "F9", "break")
    pressed(page, "F2", "back")
    unfolded(page, "button[value=hand_over]")
    reached(page, "[name=badge]")
    page.keyboard.type(city.second.badge_number)
    entered(page, "button[value=hand_over]", "hand_over")

    assert list(Call.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "no_show", "parked", "transferred", "done",
    ]  # fmt: skip
    assert [post.officer_id for post in WindowPost.objects.filter(window__code="H01-W01")] == [city.second.officer_id]
    assert (Alarm.objects.count(), city.complaints) == (1, [])
