"""Whose password counts."""

from __future__ import annotations

from typing import Final

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from mumian.accounts.models import Account
from mumian.foundation.statements import one_row
from mumian.web.shared import arrival

COLUMNS: Final = (
    "id", "password", "last_login", "username", "email", "is_active", "demo", "password_ends_at", "created_at",
)  # fmt: skip
ACCOUNT: Final = """
    SELECT id, password, last_login, username, email, is_active, demo, password_ends_at, created_at
    FROM accounts_account WHERE id = %s
"""


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """Refuses closed accounts, one-time passwords that were not used in time, and
    demo accounts wherever real work is done: their password is public.

    Also asked for every page of a signed-in person, so that a closed account is out at once.
    """

    def get_user(self, user_id: int) -> Account | None:
        """The account of a signed-in person, unless it is closed. One query, which is asked for every page."""
        row = one_row(ACCOUNT, [user_id])
        found = Account.from_db("default", COLUMNS, row) if row else None
        return found if self.user_can_authenticate(found) else None

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        if not isinstance(user, Account) or (user.demo and not settings.DEMO_MODE):
            return False
        return not user.password_has_ended(arrival.CLOCK.now()) and bool(super().user_can_authenticate(user))

    def _check_password(self, user: AbstractBaseUser | None, password: str) -> AbstractBaseUser | None:
        found: AbstractBaseUser | None = super()._check_password(user, password)
        if found is None and isinstance(user, Account) and user.demo and not settings.DEMO_MODE:
            # The library sets a person who knows the password aside, to tell him that his account is closed; a demo account is
            # not even that.
            self._stash_user(None)
        return found
