"""What people do at their screens, step by step, as journeys are told."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from mumian.cases.models import Case, Notice
from tests.journeys.browser import PHONE, Language, Screen
from tests.journeys.city import City


def find_person(page: Page, number: str) -> None:
    """Type or scan a number at the counter; the person's page opens."""
    page.goto("/counter/")
    page.locator("#id_q").fill(number)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/counter/people/\d+/"))


def begin(page: Page, service: str, variant: str = "") -> int:
    """Choose a service by its code, and its kind where it has several; answers the case that was begun."""
    page.locator("input[name=q]").fill(service)
    page.keyboard.press("Enter")
    if variant:
        page.locator(f"input[name=variant][value={variant}]").check()
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/counter/cases/\d+/"))
    return int(page.url.rstrip("/").rsplit("/", 1)[1])


def answer_no(page: Page) -> None:
    """Say no to every question that is open."""
    for one in page.locator("fieldset.choices.line input[type=radio][value=no]").all():
        if one.is_visible():
            one.check()


def receipt_number(case_id: int) -> str:
    """The number on the receipt."""
    return str(Case.objects.get(pk=case_id).receipt_number)


def stage(case_id: int) -> str:
    """Where the case stands, as the database says."""
    return str(Case.objects.get(pk=case_id).stage)


def accept(city: City, page: Page, case_id: int) -> str:
    """Tick everything, check the identity, take the fee and accept; answers the receipt number."""
    answer_no(page)
    page.locator("button[name=act][value=check]").click()
    for one in page.locator("input[name=material][data-needed]").all():
        one.check()
    page.locator("#id_identity").check()
    if page.locator("#id_pay-cash").count():
        page.locator("#id_pay-cash").check()
    city.picture(page, "counter-application")
    page.locator("button.main[name=act][value=accept]").click()
    expect(page).to_have_url(re.compile(rf"/counter/cases/{case_id}/accepted/"))
    city.picture(page, "counter-accepted")
    return receipt_number(case_id)


def look_at_status(city: City, number: str, last_four: str, *, language: Language = "zh", screen: Screen = PHONE) -> str:
    """Somebody from the public asks where his application stands; answers the words of the page."""
    page = city.screen_of(None, language=language, screen=screen)
    page.goto("/status/")
    page.locator("input[name=receipt]").fill(number)
    page.locator("input[name=last_four]").fill(last_four)
    page.keyboard.press("Enter")
    expect(page.locator(".life-line")).to_be_visible()
    city.picture(page, "status")
    return page.locator("main").inner_text()


def approve_at_counter(city: City, case_id: int) -> None:
    """The second officer approves after the next full minute, from his list."""
    city.minutes_pass(2)
    page = city.screen_of(city.second)
    page.goto("/counter/second/")
    page.get_by_role("link", name=receipt_number(case_id)).click()
    page.wait_for_url(f"**/counter/second/?case={case_id}")
    page.keyboard.press("F8")
    expect(page.get_by_role("status")).to_contain_text(receipt_number(case_id))


def issue_notice(page: Page, *items: str) -> str:
    """Issue the one-time notice with what the program found and these items besides; answers its number."""
    page.keyboard.press("F10")
    expect(page).to_have_url(re.compile(r"/notice/"))
    for item in items:
        page.locator(f"#id_item-{item}").check()
    page.keyboard.press("F8")
    expect(page).to_have_url(re.compile(r"/noticed/"))
    return Notice.objects.latest("pk").number


def back_with_papers(page: Page, notice: str) -> None:
    """The notice is scanned at the counter, and the application goes on."""
    page.goto("/counter/")
    page.locator("#id_q").fill(notice)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/counter/cases/\d+/"))
    page.locator("button[name=act][value=answer]").click()
    expect(page.locator("#id_identity")).to_be_visible()


def is_pdf(page: Page, address: str) -> bool:
    """Whether a paper can be printed at this screen."""
    answer = page.request.get(address)
    return answer.ok and answer.body().startswith(b"%PDF")
