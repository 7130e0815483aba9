"""What people do at their screens, step by step, as journeys are told."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from mumian.cases.models import Case, Letter, Move, Notice
from mumian.cases.terms import case_key
from mumian.foundation.identifiers.codes import LETTERS
from mumian.production.queries import live_order
from tests.journeys.browser import PHONE, leading_on
from tests.journeys.city import City


def find_person(page: Page, number: str) -> None:
    """Type or scan a number at the counter; the person's page opens."""
    page.goto("/counter/")
    page.locator("#id_q").fill(number)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/counter/people/\d+/"))


def begin(page: Page, service: str, variant: str = "") -> int:
    """Choose a service by its code, and its kind where it has several; answers the case that was begun."""
    page.locator("#id_q").fill(service)
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
    return LETTERS.shown(str(Case.objects.get(pk=case_id).receipt_number))


def stage(case_id: int) -> str:
    """Where the case stands, as the database says."""
    return str(Case.objects.get(pk=case_id).stage)


def people_who_moved(case_id: int) -> set[str]:
    """The badge numbers of those who moved the case."""
    return set(Move.objects.filter(case_id=case_id, officer__isnull=False).values_list("officer__badge_number", flat=True))


def accept(city: City, page: Page, case_id: int) -> str:
    """Tick everything, check the identity, take the fee and accept; answers the receipt number."""
    answer_no(page)
    with leading_on(page):
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


def look_at_status(city: City, number: str, last_four: str) -> str:
    """Somebody from the public asks where his application stands; answers the words of the page."""
    page = city.screen_of(None, screen=PHONE)
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
    with leading_on(page):
        page.locator("button[name=act][value=answer]").click()
    expect(page.locator("#id_identity")).to_be_visible()


def is_pdf(page: Page, address: str) -> bool:
    """Whether a paper can be printed at this screen."""
    answer = page.request.get(address)
    return answer.ok and answer.body().startswith(b"%PDF")


def approve(city: City, case_id: int) -> None:
    """An officer of the approval department finds the case on his list, reads it and approves."""
    city.minutes_pass(2)
    page = city.screen_of(city.of.approver)
    page.goto("/desk/cases?stage=accepted")
    city.picture(page, "work-list")
    page.locator(f"a[href='/desk/cases/{case_id}']").first.click()
    page.wait_for_url(f"**/desk/cases/{case_id}")
    city.picture(page, "case")
    with leading_on(page):
        page.locator(f"a[href='/desk/cases/{case_id}/approve']").click()
    page.locator("button[name=act][value=approve]").click()
    page.wait_for_url(f"**/desk/cases/{case_id}?done=*")


def propose_refusal(city: City, case_id: int, *, law: str, zh: str, en: str) -> None:
    """An officer of the approval department proposes to refuse: ground, law, and the reason in plain words."""
    page = city.screen_of(city.of.approver)
    page.goto(f"/desk/cases/{case_id}/refuse")
    page.locator("#id_ground").select_option("identity_not_proven")
    page.locator("#id_law").fill(law)
    page.locator("#id_reason_zh").fill(zh)
    page.locator("#id_reason_en").fill(en)
    city.picture(page, "refusal")
    page.locator("button[name=act][value=refuse]").click()
    page.wait_for_url(f"**/desk/cases/{case_id}?done=*")


def countersign(city: City, case_id: int) -> str:
    """Another reads what is proposed and signs; answers the number of the letter."""
    page = city.screen_of(city.of.countersigner)
    page.goto("/desk/cases/proposals")
    city.picture(page, "countersign")
    with leading_on(page):
        page.locator(f"a[href='/desk/cases/{case_id}/countersign']").first.click()
    page.locator("input[name=answer][value=yes]").check()
    page.locator("button[name=act][value=countersign]").click()
    page.wait_for_url(f"**/desk/cases/{case_id}?done=*")
    number = Letter.objects.get(case_id=case_id).number
    assert is_pdf(page, f"/desk/papers/letters/{number}.pdf")
    return number


def produce(city: City, case_id: int) -> None:
    """An officer of production takes a blank and a number, and prints the sheet."""
    page = city.screen_of(city.of.producer)
    page.goto("/desk/production")
    page.locator(f"input[name=case][value='{case_id}']").check()
    city.picture(page, "production")
    with leading_on(page):
        page.locator("button[name=start]").click()
    if page.locator(".notice.bad").count():
        raise AssertionError(page.locator(".notice.bad").first.inner_text())
    page.wait_for_url(f"**/desk/production/{case_id}?done=started")
    assert is_pdf(page, f"/desk/production/{case_id}/sheet.pdf")


def check_quality(city: City, case_id: int) -> None:
    """Somebody who did not make it lays the document on the reader, which types what it reads."""
    order = live_order(case_key(case_id))
    assert order is not None
    page = city.screen_of(city.of.checker)
    page.goto(f"/desk/quality?code={receipt_number(case_id)}")
    for reader in ("#id_read", "#id_chip"):
        if page.locator(reader).count():
            page.locator(reader).fill("\n".join(order.mrz))
    city.picture(page, "quality")
    page.locator("button[name=pass]").click()
    page.wait_for_url("**/desk/quality?done=passed")


def hand_out(city: City, case_id: int, *, collector: str, ends: str, authority: str = "") -> None:
    """The hand-over desk puts the document on the shelf, finds it by the receipt, checks who collects, and hands it out."""
    page = city.screen_of(city.hander)
    page.goto("/desk/handover")
    city.picture(page, "handover")
    _scan_at_hand_over(page, case_id)
    page.locator("#id_position").fill(page.locator(".shelf-place strong").inner_text())
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/handover?done=shelved")
    _scan_at_hand_over(page, case_id)
    page.locator(f"input[name=collector][value={collector}]").check()
    page.locator("input[name=check][value=reader]").check()
    page.locator("#id_shown").select_option("ID_CARD")
    page.locator("#id_ends").fill(ends)
    page.locator("#id_authority").fill(authority)
    city.picture(page, "hand-out")
    page.locator("button[value=hand_out]").click()
    page.wait_for_url("**/desk/handover*done=*")


def _scan_at_hand_over(page: Page, case_id: int) -> None:
    page.locator("#id_code").fill(receipt_number(case_id))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/handover/{case_id}*")


def make_and_hand_out(city: City, case_id: int, *, collector: str = "holder", ends: str, authority: str = "") -> None:
    """From the approval to the document in the hand."""
    produce(city, case_id)
    check_quality(city, case_id)
    hand_out(city, case_id, collector=collector, ends=ends, authority=authority)
