"""What is believed of a request that came through a proxy, and what an office's cookies are."""

from __future__ import annotations

import runpy
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from django.http import HttpResponse
from django.middleware.security import SecurityMiddleware
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from mumian.project.environment import ROOT

PROXY = "10.0.0.1"
FORGED_THEN_TRUE = "198.51.100.1, 203.0.113.7"


def settings_for(monkeypatch: pytest.MonkeyPatch, **variables: str) -> dict[str, Any]:
    for name, value in {"MUMIAN_SECRET_KEY": "for a test", **variables}.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(ROOT / "src/mumian/project/settings.py"))


@pytest.mark.parametrize(
    ("proxies", "count", "header"),
    [("0", 0, None), ("1", 1, ("HTTP_X_FORWARDED_PROTO", "https")), ("2", 2, ("HTTP_X_FORWARDED_PROTO", "https"))],
)
@pytest.mark.parametrize("profile", ["demo", "office"])
def test_a_proxy_is_believed_only_where_there_is_one(
    profile: str, proxies: str, count: int, header: tuple[str, str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = settings_for(monkeypatch, MUMIAN_PROFILE=profile, MUMIAN_PROXIES=proxies)

    assert (made["ALLAUTH_TRUSTED_PROXY_COUNT"], made.get("SECURE_PROXY_SSL_HEADER")) == (count, header)


@pytest.mark.parametrize("proxies", ["0", "1"])
def test_an_office_s_cookies_travel_over_tls_only(proxies: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = settings_for(monkeypatch, MUMIAN_PROFILE="office", MUMIAN_PROXIES=proxies)

    assert (made["SESSION_COOKIE_SECURE"], made["CSRF_COOKIE_SECURE"]) == (True, True)
    assert (made["SESSION_COOKIE_NAME"], made["CSRF_COOKIE_NAME"]) == ("__Host-mumian_session", "__Host-mumian_csrf")


@pytest.mark.parametrize(
    ("where", "said", "kept_for"),
    [
        ({"MUMIAN_PROFILE": "office", "MUMIAN_PROXIES": "1"}, "https", "max-age=31536000"),
        ({"MUMIAN_PROFILE": "office", "MUMIAN_PROXIES": "1"}, "http", None),
        ({"MUMIAN_PROFILE": "office", "MUMIAN_PROXIES": "0"}, "https", None),
        ({"MUMIAN_PROFILE": "demo", "MUMIAN_PROXIES": "1"}, "https", None),
    ],
)
def test_browsers_of_an_office_behind_tls_are_told_to_keep_to_it(
    where: dict[str, str], said: str, kept_for: str | None, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    made = settings_for(monkeypatch, **where)
    settings.SECURE_PROXY_SSL_HEADER = made.get("SECURE_PROXY_SSL_HEADER")
    settings.SECURE_HSTS_SECONDS = made["SECURE_HSTS_SECONDS"]
    asked = RequestFactory().get("/", headers={"X-Forwarded-Proto": said})

    answer = SecurityMiddleware(lambda _request: HttpResponse())(asked)

    assert isinstance(answer, HttpResponse)
    assert answer.headers.get("Strict-Transport-Security") == kept_for


@pytest.mark.parametrize(("proxies", "counted"), [(0, PROXY), (1, "203.0.113.7"), (2, "198.51.100.1")])
def test_limits_count_the_address_before_our_own_proxies(
    proxies: int, counted: str, settings: Settings, rf: RequestFactory
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    asked = rf.post("/accounts/login/", headers={"X-Forwarded-For": FORGED_THEN_TRUE}, REMOTE_ADDR=PROXY)

    assert get_adapter().get_client_ip(asked) == counted
