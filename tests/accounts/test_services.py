from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connection
from django.db.utils import IntegrityError

from mumian.accounts.errors import USERNAME_TAKEN, UsernameTaken
from mumian.accounts.models import Account
from mumian.accounts.queries import proven_account
from mumian.accounts.services import (
    close_account,
    give_one_time_password,
    note_password_chosen,
    note_signed_in,
    note_signed_out,
    open_account,
    open_demo_accounts,
)
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


def test_one_time_password_opens_the_account_for_three_days() -> None:
    account = open_account(username="chen", password=None, at=AT)

    password = give_one_time_password(account_id=account.account_id, at=AT)

    account.refresh_from_db()
    assert (account.check_password(password), account.password_ends_at) == (True, AT + timedelta(days=3))
    assert [account.password_has_ended(AT + timedelta(days=days)) for days in (0, 2, 3)] == [False, False, True]


def test_one_time_passwords_are_readable_and_never_the_same() -> None:
    account = open_account(username="chen", password=None, at=AT)

    passwords = {give_one_time_password(account_id=account.account_id, at=AT) for _ in range(5)}

    assert len(passwords) == 5
    assert all(re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}", password) for password in passwords)


def test_chosen_password_does_not_end() -> None:
    account = open_account(username="chen", password=None, at=AT)
    give_one_time_password(account_id=account.account_id, at=AT)

    note_password_chosen(account_id=account.account_id)

    account.refresh_from_db()
    assert account.password_ends_at is None


def test_account_is_proven_by_name_and_password() -> None:
    account = open_account(username="chen", password="four plain words here", at=AT)

    answers = [proven_account(username=" Chen", password=word) for word in ("four plain words here", "guessed")]

    assert answers == [account.account_id, None]


def test_one_time_password_and_closed_account_prove_nothing() -> None:
    account = open_account(username="chen", password="four plain words here", at=AT)
    close_account(account_id=account.account_id)
    fresh = open_account(username="fresh", password=None, at=AT)
    password = give_one_time_password(account_id=fresh.account_id, at=AT)

    answers = [
        proven_account(username="chen", password="four plain words here"),
        proven_account(username="fresh", password=password),
        proven_account(username="nobody", password=password),
    ]

    assert answers == [None, None, None]
