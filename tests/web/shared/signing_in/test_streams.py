"""Who may listen to live updates: exactly the officers who could open the page at that moment."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from mumian.accounts.models import Account
from mumian.foundation.clock import SettableClock
from mumian.web.shared.signing_in.streams import may_listen


def key_of(client: Client) -> str:
    key = client.session.session_key
    assert key
    return key


def test_officer_who_is_signed_in_may_listen(officer_client: Client, clock: SettableClock) -> None:
    assert may_listen(key_of(officer_client), at=clock.now())


def test_looking_at_the_session_writes_nothing(officer_client: Client, clock: SettableClock) -> None:
    key = key_of(officer_client)

    with CaptureQueriesContext(connection) as asked:
        may_listen(key, at=clock.now())

    assert [query["sql"].split()[0] for query in asked if not query["sql"].lstrip().startswith("SELECT")] == []


def test_stranger_may_not(db: None, clock: SettableClock) -> None:
    assert not may_listen("0123456789abcdefghijklmnopqrstuv", at=clock.now())


def test_account_of_nobody_on_the_staff_may_not(account: Account, clock: SettableClock) -> None:
    client = Client()
    client.force_login(account)

    assert not may_listen(key_of(client), at=clock.now())


def test_after_signing_out_nobody_listens(officer_client: Client, clock: SettableClock) -> None:
    key = key_of(officer_client)
    officer_client.logout()

    assert not may_listen(key, at=clock.now())


def test_desk_that_was_left_alone_for_an_hour_does_not_listen(officer_client: Client, clock: SettableClock) -> None:
    officer_client.get("/desk/")

    assert not may_listen(key_of(officer_client), at=clock.now() + timedelta(minutes=61))


def test_page_that_only_keeps_itself_up_to_date_does_not_keep_the_session(officer_client: Client, clock: SettableClock) -> None:
    officer_client.get("/desk/")
    for _ in range(7):
        clock.move(timedelta(minutes=10))
        answer = officer_client.get("/desk/", headers={"Mumian-Live": "refresh"})

    assert answer.status_code == 302


def test_who_changes_his_password_elsewhere_is_out(officer: Account, officer_client: Client, clock: SettableClock) -> None:
    key = key_of(officer_client)
    officer.set_password("another flower in autumn")
    officer.save()

    assert not may_listen(key, at=clock.now())


def test_one_time_password_opens_no_stream(officer: Account, officer_client: Client, clock: SettableClock) -> None:
    Account.objects.filter(pk=officer.pk).update(password_ends_at=clock.now() + timedelta(days=1))

    assert not may_listen(key_of(officer_client), at=clock.now())


def test_closed_account_hears_nothing(officer: Account, officer_client: Client, clock: SettableClock) -> None:
    Account.objects.filter(pk=officer.pk).update(is_active=False)

    assert not may_listen(key_of(officer_client), at=clock.now())


def test_without_the_second_factor_that_an_office_asks_for_nobody_listens(
    officer_client: Client, clock: SettableClock, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True

    assert not may_listen(key_of(officer_client), at=clock.now())
