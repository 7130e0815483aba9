"""Accounts: who may sign in."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from mumian.accounts.terms import AccountId


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts as people type their names: without regard to capitals."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """Somebody who may sign in.

    What he may do is said by `offices`, what he is called by `offices` or `people`: an account holds no personal name
    and knows no roles. There is no all-powerful account and no admin site.
    """

    username = models.CharField("username", max_length=64, unique=True)
    email = models.EmailField("e-mail address", blank=True, default="")
    is_active = models.BooleanField(default=True)
    demo = models.BooleanField(
        default=False,
        help_text="Invented, with a public password; refused outside a demonstration.",
    )
    password_ends_at = models.DateTimeField(
        null=True,
        help_text="Set for a one-time password: until then it lets its owner in, and only to choose one of his own.",
    )
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(username=Lower("username")) & ~models.Q(username=""),
                name="account_username_is_written_in_lower_case",
            ),
        ]

    @property
    def account_id(self) -> AccountId:
        return AccountId(self.pk)

    def password_has_ended(self, at: datetime) -> bool:
        """Whether a one-time password was not used in time."""
        return self.password_ends_at is not None and self.password_ends_at <= at
