from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mumian.accounts.models import Account
from mumian.foundation.clock import SettableClock
from mumian.offices.terms import Role
from mumian.web.desk.work import WORK


def seen(client: Client, language: str) -> str:
    client.cookies["mumian_language"] = language
    return client.get("/desk/").text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ["木棉一", "MU MIANYI", "100001", "City Office", "Acceptance", "Central Hall", "acceptance officer", "Call tickets"],
        ),
        ("zh-hans", ["木棉一", "100001", "虚构市局", "受理科", "中心大厅", "受理员", "叫号"]),
    ],
)
def test_officer_sees_who_he_is_and_where_he_works(officer_client: Client, language: str, words: list[str]) -> None:
    text = seen(officer_client, language)

    assert [word for word in words if word not in text] == []


def test_stranger_is_led_to_sign_in_and_back(client: Client) -> None:
    assert client.get("/desk/").headers["Location"] == "/accounts/login/?next=/desk/"


def test_who_is_not_on_the_staff_is_told_so(client: Client, account: Account, clock: SettableClock) -> None:
    client.force_login(account)

    assert client.get("/desk/").status_code == 403


def test_page_says_that_no_second_factor_is_asked_for(officer_client: Client) -> None:
    assert "Signing in asks for no second factor." in seen(officer_client, "en")


def test_page_asks_the_database_a_fixed_number_of_times(officer_client: Client) -> None:
    officer_client.get("/desk/")

    with CaptureQueriesContext(connection) as queries:
        officer_client.get("/desk/")

    assert len(queries) == 11  # session, account, the officer with what he sees; each of his four lists counted twice


def test_every_role_has_its_sentence() -> None:
    assert set(WORK) == set(Role)
