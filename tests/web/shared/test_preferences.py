from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from mumian.web.shared.preferences import address_with, language_from_header


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "zh-hans"),
        ("*", "zh-hans"),
        ("zh-CN,zh;q=0.9", "zh-hans"),
        ("zh-TW", "zh-hans"),
        ("en-GB,en;q=0.8", "en"),
        ("fr-FR,fr;q=0.9,zh;q=0.5", "zh-hans"),
        ("fr-FR,en;q=0.9,zh;q=0.5", "en"),
        ("ja", "en"),
        ("not a header at all", "zh-hans"),
    ],
)
def test_language_follows_the_browser(header: str, language: str) -> None:
    assert language_from_header(header) == language


def test_cookie_is_stronger_than_the_browser(client: Client) -> None:
    client.cookies["mumian_language"] = "en"

    page = client.get("/styleguide", headers={"accept-language": "zh-CN"})

    assert (page.headers["Content-Language"], '<html lang="en"' in page.text) == ("en", True)


def test_switch_sets_the_cookie_and_keeps_the_other_parameters(client: Client) -> None:
    answer = client.get("/styleguide?a=1&lang=en&a=2&q=%E6%8A%A4%E7%85%A7")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/styleguide?a=1&a=2&q=%E6%8A%A4%E7%85%A7"
    assert answer.cookies["mumian_language"].value == "en"


def test_unknown_language_leads_back_and_remembers_nothing(client: Client) -> None:
    answer = client.get("/styleguide?lang=tlh")

    assert (answer.headers["Location"], dict(answer.cookies)) == ("/styleguide", {})


def test_theme_is_remembered(client: Client) -> None:
    client.get("/styleguide?theme=dark")

    assert '<html lang="zh-Hans" data-theme="dark">' in client.get("/styleguide").text


def test_each_page_leads_to_itself_in_both_languages(client: Client) -> None:
    page = client.get("/styleguide?page=3").text

    assert '<link rel="alternate" hreflang="zh-Hans" href="/styleguide?page=3&amp;lang=zh-hans">' in page
    assert '<link rel="alternate" hreflang="en" href="/styleguide?page=3&amp;lang=en">' in page


def test_switch_never_leads_to_another_house() -> None:
    request = RequestFactory().get("/styleguide?lang=en")
    request.path = "//elsewhere.example/"

    assert address_with(request, {}) == "/%2Felsewhere.example/"


def test_page_may_be_kept_only_for_the_same_language_and_cookies(client: Client) -> None:
    assert client.get("/styleguide").headers["Vary"] == "Accept-Language, Cookie"


def test_switch_does_not_swallow_a_form(client: Client) -> None:
    assert client.post("/styleguide?lang=en").status_code == 405
