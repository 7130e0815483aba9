"""An officer signs in at a real browser, adds a passkey and comes back with it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from mumian.accounts.services import open_demo_accounts
from mumian.offices.models import Officer
from mumian.offices.terms import Role
from tests.factories import offices

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "kapok flowers in spring"


@pytest.fixture
def officer(transactional_db: None) -> None:
    """The acceptance officer `chen`."""
    [account_id] = open_demo_accounts(usernames=["chen"], password=PASSWORD, at=datetime(2026, 9, 1, tzinfo=UTC)).values()
    offices.small_office()
    badge = offices.officer("100001", offices.posting(Role.ACCEPTANCE_OFFICER, hall="H01", window="H01-W01"))
    Officer.objects.filter(badge_number=badge).update(account_id=account_id)


def with_virtual_key(page: Page) -> None:
    """Give the browser a device that answers for passkeys, as if a finger lay on it."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_officer_adds_a_passkey_and_comes_back_without_a_password(
    browser: Browser, live_server: LiveServer, officer: None
) -> None:
    page = browser.new_context(locale="en-GB").new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    with_virtual_key(page)

    page.goto(f"{live_server.url}/desk/")
    page.get_by_label("User name").fill("chen")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("MU MIANYI")

    page.get_by_role("link", name="Security of my account").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Open my account without a password").check()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")

    page.goto(f"{live_server.url}/accounts/security/webauthn/")
    page.get_by_role("link", name="Rename").click()
    page.get_by_label("Name").fill("Blue key")
    page.get_by_role("button", name="Save the name").click()
    expect(page.get_by_role("main")).to_contain_text("Blue key")

    page.goto(f"{live_server.url}/desk/")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile("/desk/$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("MU MIANYI")

    assert complaints == []
    page.context.close()
