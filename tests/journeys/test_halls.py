"""A visit in a browser: a number is taken by touch, called by key, shown on screen and telephone, served, and rated once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.fixtures import Settings

from mumian.foundation.clock import SettableClock
from mumian.queueing.services import take_ticket
from tests.journeys.browser import HALL, KIOSK, PHONE, leading_on
from tests.journeys.city import City, a_city

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OTHERS = (("NEW",), ("ENDORSE",), ("COLLECT",), ("RENEW",), ("ENDORSE",), ("CONSULT",))


@pytest.fixture
def folders(settings: Settings, tmp_path: Path) -> None:
    """Slips and clips of this visit lie apart."""
    settings.PRINTED_FOLDER, settings.VOICE_FOLDER = tmp_path / "printed", tmp_path / "voice"


@pytest.fixture
def city(rulebook_loaded: None, browser: Browser, house: str, clock: SettableClock, folders: None) -> Iterator[City]:
    """The central hall in the morning."""
    with a_city(browser, house, clock) as opened:
        yield opened


def no_scrolling(page: Page) -> bool:
    """Whether everything of the page is in sight."""
    return bool(page.evaluate("document.scrollingElement.scrollHeight <= innerHeight"))


def number_taken(city: City, machine: Page) -> tuple[str, list[bool]]:
    """Take a number by touch; answers it, and for each page whether everything was in sight."""
    machine.goto("/machine/H01/")
    city.picture(machine, "machine")
    with leading_on(machine):
        machine.get_by_role("link", name="取号").first.click()
    with leading_on(machine):
        machine.get_by_role("link", name="往来港澳再次签注").click()
    sights = [no_scrolling(machine)]
    city.picture(machine, "machine-services")
    with leading_on(machine):
        machine.get_by_role("link", name="下一步").click()
    city.picture(machine, "machine-visit")
    sights.append(no_scrolling(machine))
    with leading_on(machine):
        machine.get_by_role("button", name="取号").click()
    expect(machine.locator(".given-label")).to_be_visible()
    label = machine.locator(".given-label").inner_text()
    city.picture(machine, "machine-ticket")
    sights.append(no_scrolling(machine))
    return label, sights


def test_a_visit_from_the_machine_to_the_rating(city: City, settings: Settings) -> None:
    machine = city.screen_of(None, screen=KIOSK)
    window = city.screen_of(city.window)
    screen = city.screen_of(None, screen=HALL)
    phone = city.screen_of(None, screen=PHONE)
    tablet = city.screen_of(None, screen=KIOSK)
    window.goto("/counter/window/")
    window.keyboard.press("F2")  # the window opens
    expect(window.get_by_role("heading", name="窗口空闲").or_(window.get_by_text("窗口空闲"))).to_be_visible()

    label, sights = number_taken(city, machine)
    for services in OTHERS:
        take_ticket(hall="H01", services=services, at=city.clock.now())

    city.minutes_pass(4)
    [slip] = Path(settings.PRINTED_FOLDER).glob("*.txt")
    follow = re.search(r"(/t/[^\]\s]+)", slip.read_text())
    assert follow is not None
    phone.goto(follow[1])
    city.picture(phone, "phone-waiting")
    window.reload()
    window.keyboard.press("F2")
    expect(window.locator(".now-label")).to_have_text(label)
    city.picture(window, "window")
    screen.goto("/screens/H01/")
    expect(screen.locator(".call.newest")).to_contain_text(label)
    city.picture(screen, "hall-screen")
    phone.reload()
    expect(phone.locator(".go-now")).to_be_visible()
    city.picture(phone, "phone-go-now")

    window.keyboard.press("F3")
    expect(window.get_by_role("button", name="办理结束")).to_be_visible()
    city.minutes_pass(3)
    window.keyboard.press("F8")
    expect(window.get_by_text("已结束。评价器正在请办事人评价。")).to_be_visible()
    tablet.goto("/rating/H01-W01/")
    city.picture(tablet, "rating")
    sights.append(no_scrolling(tablet))
    with leading_on(tablet):
        tablet.get_by_role("link", name="一般").click()
    tablet.get_by_text("等候时间长").click()
    city.picture(tablet, "rating-reasons")
    sights.append(no_scrolling(tablet))
    tablet.get_by_role("button", name="提交").click()
    expect(tablet.get_by_role("heading", name="谢谢您，评价已记录。")).to_be_visible()

    assert sights == [True] * 5
    assert city.complaints == []
