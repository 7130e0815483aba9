"""Opening and closing accounts, and noting who came and went. Nobody opens an account for himself."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.hashers import make_password
from django.db import transaction

from mumian.accounts.errors import USERNAME_TAKEN, UsernameTaken
from mumian.accounts.events import SignedIn, SignedOut
from mumian.accounts.models import Account
from mumian.accounts.terms import AccountId
from mumian.foundation import outbox

ONE_TIME_PASSWORD_COUNTS_FOR: Final = timedelta(days=3)
SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without signs that are taken for others when they are read out."""
GROUP: Final = 4
GROUPS: Final = 4
"""79 bits."""


@transaction.atomic
def open_account(*, username: str, password: str | None, at: datetime, email: str = "") -> Account:
    """Open an account; without a password only a passkey added later can open it. Raises UsernameTaken."""
    name = username.strip().lower()
    account, is_new = Account.objects.get_or_create(
        username=name, defaults={"password": make_password(password), "email": email, "created_at": at}
    )
    if not is_new:
        raise UsernameTaken(USERNAME_TAKEN.filled(username=name))
    return account


@transaction.atomic
def give_one_time_password(*, account_id: AccountId, at: datetime) -> str:
    """Let a new one-time password be the account's and answer it; it is kept nowhere else, so show it once.

    It counts for three days, and only to choose a password of one's own with. The one before it counts no more.
    """
    account = Account.objects.select_for_update().get(pk=account_id)
    password = "-".join("".join(secrets.choice(SIGNS) for _ in range(GROUP)) for _ in range(GROUPS))
    account.set_password(password)
    account.password_ends_at = at + ONE_TIME_PASSWORD_COUNTS_FOR
    account.save(update_fields=["password", "password_ends_at"])
    return password


@transaction.atomic
def note_password_chosen(*, account_id: AccountId) -> None:
    """The owner has chosen a password of his own, which does not end."""
    Account.objects.filter(pk=account_id, password_ends_at__isnull=False).update(password_ends_at=None)


@transaction.atomic
def open_demo_accounts(*, usernames: Iterable[str], password: str, at: datetime) -> dict[str, AccountId]:
    """Open accounts of a demonstration that all have one public password; gives the account of each name.

    May be run again: existing demo accounts stay, and a name that a real account bears raises UsernameTaken. Hashing is made to
    be slow, so the password is hashed once for all of them.
    """
    names = [username.strip().lower() for username in usernames]
    taken = Account.objects.filter(username__in=names, demo=False).values_list("username", flat=True).first()
    if taken is not None:
        raise UsernameTaken(USERNAME_TAKEN.filled(username=taken))
    hashed = make_password(password)
    Account.objects.bulk_create(
        (Account(username=name, password=hashed, demo=True, created_at=at) for name in names), ignore_conflicts=True
    )
    known = Account.objects.filter(username__in=names).values_list("username", "pk")
    return {username: AccountId(pk) for username, pk in known}


@transaction.atomic
def close_account(*, account_id: AccountId) -> None:
    """Let nobody sign in to it any more; those who are signed in are out with their next page."""
    account = Account.objects.select_for_update().get(pk=account_id)
    account.is_active = False
    account.save(update_fields=["is_active"])


@transaction.atomic
def note_signed_in(*, account_id: AccountId, at: datetime) -> None:
    """Tell that somebody has signed in."""
    outbox.publish(SignedIn(account_id=account_id, at=at))


@transaction.atomic
def note_signed_out(*, account_id: AccountId, at: datetime) -> None:
    """Tell that somebody has signed out."""
    outbox.publish(SignedOut(account_id=account_id, at=at))
