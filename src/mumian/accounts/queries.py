"""What can be asked about accounts."""

from __future__ import annotations

from mumian.accounts.models import Account
from mumian.accounts.terms import AccountId


def demo_accounts_by_name() -> dict[str, AccountId]:
    """The accounts of the demonstration by user name; empty in an office. One query."""
    return {username: AccountId(pk) for username, pk in Account.objects.filter(demo=True).values_list("username", "pk")}
