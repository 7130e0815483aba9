"""How django-allauth behaves in this house."""

from __future__ import annotations

import base64
import hashlib
import io
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mumian.clearance.queries.filing import clerk_of
from mumian.web.shared.arrival import arrived_at


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Closed to registration; says plainly what went wrong and nothing when all went well."""

    error_messages = {  # noqa: RUF012  # the library's own form
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("User name and password do not belong together. Check both and try again."),
        "too_many_login_attempts": _(
            "Too many attempts to sign in to this account. Wait five minutes, or ask the person who looks after accounts."
        ),
        "incorrect_password": _("This is not the password of your account."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right, or it has run out. Wait for the next one and enter it."),
        "rate_limited": _("Too many attempts. Wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Staff are appointed and applicants are identified: neither registers himself."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Officers go to their desk, clerks of units to theirs."""
        clerk = clerk_of(request.user.pk, at=arrived_at(request)) if request.user.is_authenticated else None
        return reverse("portal:unit") if clerk else str(super().get_login_redirect_url(request))

    def add_message(self, request: HttpRequest, level: int, *args: Any, **options: Any) -> None:
        """Keep only what went wrong: pages say themselves what they did."""
        if level >= messages.WARNING:
            super().add_message(request, level, *args, **options)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Second factors: their secrets lie encrypted in the database."""

    error_messages = {  # noqa: RUF012  # the library's own form
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def build_totp_svg(self, url: str) -> str:
        """Dark on white with a margin, whatever the theme: telephones do not read it otherwise."""
        picture = io.BytesIO()
        segno.make_qr(url).save(picture, kind="svg", dark="#000", light="#fff", border=4, scale=5)
        return picture.getvalue().decode()

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    """A key for second factors, drawn from the secret of the house: whoever changes that must have them set up anew."""
    drawn = hashlib.blake2b(b"second factors", key=settings.SECRET_KEY.encode()[:64], digest_size=32).digest()
    return Fernet(base64.urlsafe_b64encode(drawn))
