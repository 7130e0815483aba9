"""Who comes in by a one-time password chooses his own before anything else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from mumian.accounts.models import Account
from mumian.accounts.services import give_one_time_password
from mumian.foundation.clock import SettableClock

OWN = "seven kapok trees in bloom"


@pytest.fixture
def password(officer: Account, clock: SettableClock) -> str:
    return give_one_time_password(account_id=officer.account_id, at=clock.now())


def sign_in(password: str) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": "chen", "password": password})
    return client


def choose(client: Client, old: str, new: str) -> int:
    return client.post("/accounts/password/", {"oldpassword": old, "password1": new, "password2": new}).status_code


def where(client: Client) -> str:
    answer = client.get("/desk/")
    return answer.headers.get("Location", "the desk")


def test_desk_stays_closed_until_a_password_is_chosen(password: str) -> None:
    client = sign_in(password)
    before = where(client)

    assert choose(client, password, OWN) == 302
    assert (before, where(client)) == ("/accounts/password/", "the desk")


def test_one_time_password_cannot_be_kept(password: str) -> None:
    client = sign_in(password)

    assert choose(client, password, password) == 200
    assert where(client) == "/accounts/password/"


def test_one_time_password_is_refused_after_three_days(password: str, clock: SettableClock) -> None:
    clock.move(timedelta(days=3))

    assert where(sign_in(password)).startswith("/accounts/login/")


def test_session_of_a_one_time_password_ends_with_it(password: str, clock: SettableClock) -> None:
    client = sign_in(password)
    clock.move(timedelta(minutes=50))
    Account.objects.update(password_ends_at=clock.now())

    assert where(client).startswith("/accounts/login/")
