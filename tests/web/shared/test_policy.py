from __future__ import annotations

import re

import pytest
from django.test import Client

from mumian.accounts.models import Account
from tests.web.conftest import PASSWORD

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), hid=(), microphone=(), payment=(), serial=(), usb=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self)",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/accounts/login/", "/no-such-page/"])
def test_every_page_tells_the_browser_what_it_may_load_and_use(client: Client, page: str) -> None:
    answer = client.get(page)

    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.django_db
def test_pages_of_signing_in_are_never_kept(client: Client) -> None:
    assert "no-store" in client.get("/accounts/login/").headers["Cache-Control"]


def test_pages_of_an_officer_are_never_kept(officer_client: Client) -> None:
    assert "no-store" in officer_client.get("/desk/").headers["Cache-Control"]


@pytest.mark.django_db
def test_page_of_signing_in_holds_data_for_scripts_but_no_script(client: Client) -> None:
    scripts = re.findall(r"<script([^>]*)>", client.get("/accounts/login/").text)

    assert scripts
    assert [one for one in scripts if "src=" not in one and 'type="application/json"' not in one] == []


def test_session_ends_with_the_browser_and_is_out_of_reach_of_scripts(client: Client, account: Account) -> None:
    client.post("/accounts/login/", {"login": "chen", "password": PASSWORD})

    [cookie] = [cookie for name, cookie in client.cookies.items() if name.startswith("mumian_session_")]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["expires"]) == (True, "Lax", "", "")
