"""What a chosen password may not be."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mumian.accounts.models import Account


class OwnPasswordValidator:
    """Refuses to keep a one-time password: somebody else has seen it."""

    def validate(self, password: str, user: object = None) -> None:
        """Called by Django before the new password is kept, while the account still has the old one."""
        if isinstance(user, Account) and user.password_ends_at is not None and user.check_password(password):
            raise ValidationError(_("This is the one-time password you were given. Choose one that only you know."))

    def get_help_text(self) -> str:
        """Nothing that the page does not say already."""
        return ""
