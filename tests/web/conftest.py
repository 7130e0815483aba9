"""What tests of pages ask for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from mumian.accounts.models import Account
from mumian.accounts.services import open_demo_accounts
from mumian.foundation.clock import SettableClock
from mumian.offices.models import Officer
from mumian.offices.terms import Role
from mumian.web.shared import arrival
from tests.factories import offices

PASSWORD = "kapok flowers in spring"


@pytest.fixture
def quick_hashing(settings: Settings) -> None:
    """Hash passwords fast; how slow the real way is, is not what is tested."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SettableClock:
    """The clock of the pages, standing at a Friday morning."""
    stopped = SettableClock(datetime(2026, 11, 20, 1, 0, tzinfo=UTC))
    monkeypatch.setattr(arrival, "CLOCK", stopped)
    return stopped


@pytest.fixture
def account(db: None, quick_hashing: None) -> Account:
    """The account `chen`, which belongs to nobody on the staff."""
    open_demo_accounts(usernames=["chen"], password=PASSWORD, at=datetime(2026, 11, 1, tzinfo=UTC))
    return Account.objects.get()


@pytest.fixture
def officer(account: Account) -> Account:
    """The account `chen` of an acceptance officer at window 1 of the central hall."""
    offices.small_office()
    badge = offices.officer("100001", offices.posting(Role.ACCEPTANCE_OFFICER, hall="H01", window="H01-W01"))
    Officer.objects.filter(badge_number=badge).update(account_id=account.pk)
    return account


@pytest.fixture
def officer_client(officer: Account, clock: SettableClock) -> Client:
    """A browser in which the acceptance officer has signed in."""
    client = Client()
    client.force_login(officer)
    return client
