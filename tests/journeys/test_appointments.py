"""An appointment on a telephone: held, booked, put into the calendar, found again by its code, changed, cancelled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from mumian.foundation.clock import SettableClock
from mumian.offices.models import Department, Shift, Window
from tests.journeys.browser import PHONE, leading_on
from tests.journeys.city import City, a_city

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

UNTIL_MONDAY_NINE = timedelta(days=2, hours=22)
"""From the city's Friday at eleven."""


@pytest.fixture
def city(rulebook_loaded: None, browser: Browser, house: str, clock: SettableClock) -> Iterator[City]:
    """The central hall, with a window on the roster of Monday."""
    with a_city(browser, house, clock) as opened:
        monday = opened.clock.now() + UNTIL_MONDAY_NINE
        place, officer = Window.objects.get(code="H01-W01"), opened.window.officer_id
        Shift.objects.create(
            officer_id=officer, department=Department.objects.order_by("pk")[0], hall=place.hall, window=place, kind="duty",
            starts_at=monday, ends_at=monday + timedelta(hours=8), planned_by_id=officer, planned_at=opened.clock.now(),
        )  # fmt: skip
        yield opened


def test_an_appointment_is_booked_found_again_changed_and_cancelled(city: City) -> None:
    phone = city.screen_of(None, screen=PHONE)
    phone.goto("/appointments/")
    phone.get_by_label("要办什么？").select_option(label="往来港澳再次签注")
    phone.get_by_label("哪一天？").select_option(value=f"{city.clock.now() + UNTIL_MONDAY_NINE:%Y-%m-%d}")
    phone.get_by_label("哪个大厅？").select_option(value="H01")
    phone.get_by_role("button", name="查看可预约时间").click()
    city.picture(phone, "appointments")
    phone.get_by_role("button", name=re.compile("^09:30")).click()

    expect(phone.get_by_text("保留中")).to_be_visible()
    phone.locator("#id_contact").fill("139 0000 0017")
    phone.get_by_role("button", name="确认预约").click()
    expect(phone.get_by_text("已预约")).to_be_visible()
    city.picture(phone, "appointment")
    with phone.expect_download() as calendar:
        phone.get_by_role("link", name=re.compile(r"\.ics")).click()
    assert "STATUS:CONFIRMED" in Path(calendar.value.path()).read_text(encoding="utf-8")
    code = phone.url.rstrip("/").rsplit("/", 1)[1]

    phone.goto("/appointments/")
    sought = phone.get_by_label("预约码")
    sought.fill("AAAAA-AAAAA")
    phone.get_by_role("button", name="改期、取消或加入日历").click()
    expect(phone.get_by_text("没有这个预约码").first).to_be_visible()
    expect(sought).to_have_value("AAAAA-AAAAA")
    sought.fill(f"{code[:5]}-{code[5:]}".lower())
    phone.get_by_role("button", name="改期、取消或加入日历").click()
    expect(phone.get_by_role("heading", name="您的预约")).to_be_visible()

    with leading_on(phone):
        phone.locator("a[href*='change=']").click()
    phone.get_by_label("哪一天？").select_option(value=f"{city.clock.now() + UNTIL_MONDAY_NINE:%Y-%m-%d}")
    phone.get_by_role("button", name="查看可预约时间").click()
    with leading_on(phone):
        phone.get_by_role("button", name=re.compile("^14:00")).click()
    expect(phone.locator("main")).to_contain_text("14:00")
    assert phone.url.rstrip("/").endswith(code)

    phone.get_by_role("button", name="取消预约").click()
    expect(phone.get_by_role("link", name="重新预约")).to_be_visible()
    assert [line for line in city.complaints if "422" not in line] == []  # the browser tells of the refused code
