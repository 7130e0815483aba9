"""What tests of the desks ask for: the office of the rulebook, and a browser in which one of its officers has signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from mumian.accounts.models import Account
from mumian.accounts.services import open_demo_accounts
from mumian.foundation.clock import SettableClock
from mumian.offices.models import Officer
from mumian.offices.queries import OfficerSheet
from tests.factories.cases import AT, HOUR, Office, office
from tests.factories.whole import whole_office
from tests.support.joined import everything_joined
from tests.web.conftest import PASSWORD

AtDesk = Callable[[OfficerSheet], Client]


@pytest.fixture
def staffed(rulebook_loaded: None) -> Office:
    """The rulebook loaded, the central bureau staffed, an applicant entered."""
    return office()


@pytest.fixture
def joined(rulebook_loaded: None) -> Iterator[Office]:
    """The same office with stock, shelf, fees and lists joined to its cases, as in the running program."""
    with everything_joined():
        yield whole_office()


@pytest.fixture
def at_desk(clock: SettableClock, quick_hashing: None) -> AtDesk:
    """`at_desk(staffed.approver)` is a browser in which he has signed in, an hour after cases of the factory were accepted."""
    clock.set(AT + HOUR)

    def signed_in(officer: OfficerSheet) -> Client:
        name = f"officer{officer.badge_number}"
        open_demo_accounts(usernames=[name], password=PASSWORD, at=datetime(2026, 11, 1, tzinfo=UTC))
        account = Account.objects.get(username=name)
        Officer.objects.filter(pk=officer.officer_id).update(account_id=account.pk)
        client = Client()
        client.force_login(account)
        return client

    return signed_in
