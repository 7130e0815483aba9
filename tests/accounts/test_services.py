from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connection
from django.db.utils import IntegrityError

from mumian.accounts.errors import USERNAME_TAKEN, UsernameTaken
from mumian.accounts.models import Account
from mumian.accounts.services import close_account, note_signed_in, note_signed_out, open_account, open_demo_accounts
from mumian.foundation.outbox.models import PublishedEvent

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_hashing")]


def test_account_is_opened_under_its_name_in_lower_case() -> None:
    account = open_account(username=" Chen.Yi ", password="four plain words here", at=AT)

    assert (account.username, account.created_at, account.demo, account.is_active) == ("chen.yi", AT, False, True)
    assert account.check_password("four plain words here")


def test_account_without_a_password_opens_to_no_password() -> None:
    assert not open_account(username="chen", password=None, at=AT).has_usable_password()


def test_name_that_is_taken_is_refused_in_whatever_capitals() -> None:
    open_account(username="chen", password=None, at=AT)

    with pytest.raises(UsernameTaken) as refused:
        open_account(username="CHEN", password=None, at=AT)

    assert refused.value.sentence == USERNAME_TAKEN.filled(username="chen")


def test_demo_accounts_are_opened_once_and_share_their_password() -> None:
    first = open_demo_accounts(usernames=["accept1", "approve1"], password="kapok", at=AT)
    second = open_demo_accounts(usernames=["accept1", "approve1", "make1"], password="kapok", at=AT)

    assert set(first.items()) < set(second.items())
    assert sorted(second) == ["accept1", "approve1", "make1"]
    rows = Account.objects.values_list("demo", "password")
    assert all(demo and check_password("kapok", hashed) for demo, hashed in rows)


def test_demo_account_never_takes_the_name_of_a_real_one() -> None:
    open_account(username="chen", password=None, at=AT)

    with pytest.raises(UsernameTaken):
        open_demo_accounts(usernames=["accept1", "chen"], password="kapok", at=AT)

    assert [account.username for account in Account.objects.all()] == ["chen"]


def test_closed_account_is_not_active() -> None:
    account = open_account(username="chen", password=None, at=AT)

    close_account(account_id=account.account_id)

    account.refresh_from_db()
    assert not account.is_active


def test_coming_and_going_are_told() -> None:
    account = open_account(username="chen", password=None, at=AT)

    note_signed_in(account_id=account.account_id, at=AT)
    note_signed_out(account_id=account.account_id, at=AT)

    payload = {"account_id": account.pk, "at": "2026-11-20T09:00:00Z"}
    assert list(PublishedEvent.objects.order_by("id").values_list("topic", "key", "payload")) == [
        ("accounts.signed_in", f"account:{account.pk}", payload),
        ("accounts.signed_out", f"account:{account.pk}", payload),
    ]


@pytest.mark.parametrize("username", ["Chen", ""])
def test_database_refuses_a_name_in_capitals_or_none(username: str) -> None:
    with pytest.raises(IntegrityError, match="account_username_is_written_in_lower_case"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_account (password, username, email, is_active, demo, created_at)"
            " VALUES ('', %s, '', true, false, now())",
            [username],
        )


def test_account_is_found_as_people_type_its_name() -> None:
    account = open_account(username="chen", password=None, at=AT)

    assert Account.objects.get_by_natural_key(" Chen") == account
