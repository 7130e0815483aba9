"""Tells the rest of the house who came and went."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.signals import password_changed, password_set
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from mumian.accounts.models import Account
from mumian.accounts.services import note_password_chosen, note_signed_in, note_signed_out
from mumian.web.shared import arrival
from mumian.web.shared.signing_in.acting import begin_acting, end_acting


@receiver(user_logged_in, dispatch_uid="mumian.signed_in")
def tell_signed_in(request: HttpRequest | None, user: Account, **_: Any) -> None:
    at = _moment(request)
    note_signed_in(account_id=user.account_id, at=at)
    if request is not None:
        begin_acting(request, user, at=at)


@receiver(user_logged_out, dispatch_uid="mumian.signed_out")
def tell_signed_out(request: HttpRequest | None, user: Account | None, **_: Any) -> None:
    at = _moment(request)
    if user is not None:
        note_signed_out(account_id=user.account_id, at=at)
    if request is not None:
        end_acting(request, at=at)


@receiver([password_changed, password_set], dispatch_uid="mumian.password_chosen")
def tell_password_chosen(request: HttpRequest | None, user: Account, **_: Any) -> None:
    note_password_chosen(account_id=user.account_id)


def _moment(request: HttpRequest | None) -> datetime:
    """The arrival of the request, or the present for sign-ins without one (tests, tools)."""
    if request is None or "mumian.arrived_at" not in request.META:
        return arrival.CLOCK.now()
    return arrival.arrived_at(request)
