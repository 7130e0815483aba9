"""What can be asked about accounts."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password

from mumian.accounts.models import Account
from mumian.accounts.terms import AccountId


def demo_accounts_by_name() -> dict[str, AccountId]:
    """The accounts of the demonstration by user name; empty in an office. One query."""
    return {username: AccountId(pk) for username, pk in Account.objects.filter(demo=True).values_list("username", "pk")}


def account_named(username: str) -> AccountId | None:
    """The account of this name, in whatever capitals. One query."""
    found = Account.objects.filter(username=username.strip().lower()).values_list("pk", flat=True).first()
    return None if found is None else AccountId(found)


def proven_account(*, username: str, password: str) -> AccountId | None:
    """The account that this name and password open; none for closed ones and for one-time passwords. One query."""
    account = Account.objects.filter(username=username.strip().lower(), is_active=True, password_ends_at__isnull=True).first()
    return account.account_id if account is not None and check_password(password, account.password) else None
