"""In whose name a signed-in officer's acts go on record: his acting session of `audit`, which lives as long as his sign-in."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Final

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from mumian.accounts.models import Account
from mumian.audit.errors import NotActing
from mumian.audit.queries.sessions import acting
from mumian.audit.services import close_session, open_session, token_of
from mumian.audit.terms import Acting, Actor, ActorKind
from mumian.clearance.queries.filing import clerk_of
from mumian.foundation.clock import local_date
from mumian.offices.queries import Duty, OfficerSheet, officer_of
from mumian.web.shared import arrival

ACTING: Final = "acting"
"""Where the sign-in session keeps what the token is made from. Not its own key: that changes with a new password."""
UNTIL: Final = "acting_until"
FOUND: Final = "mumian.acting"
ENDED: Final = _("Your session has ended, so the last step was not done. Sign in again and do it once more.")


class SignInAgain(PermissionDenied):
    """Nobody would be known to have done it: the session has ended or never began. Pages lead to sign-in and say so."""


def begin_acting(request: HttpRequest, account: Account, *, at: datetime) -> None:
    """Open the acting session of an officer, or of a clerk of a unit of state staff, who has just signed in; others open none."""
    officer = officer_of(account.pk, on=local_date(at))
    clerk = clerk_of(account.pk, at=at) if officer is None else None
    if officer is not None:
        duty = first_duty(officer)
        actor = Actor(ActorKind.OFFICER, officer.badge_number, duty.department.value if duty else "")
        window = duty.window or duty.hall if duty else None
    elif clerk is not None:
        actor, window = Actor(ActorKind.APPLICANT, clerk.actor), None  # a party from outside, not one of the staff
    else:
        return
    host = get_adapter().get_client_ip(request) if "REMOTE_ADDR" in request.META else None
    place = " ".join(part for part in (host, window) if part)
    ends = at + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    key = secrets.token_urlsafe(32)
    open_session(actor=actor, token=token_of(key), place=place, at=at, expires_at=ends)
    request.session[ACTING] = key
    request.session[UNTIL] = ends.timestamp()


def end_acting(request: HttpRequest, *, at: datetime) -> None:
    """Close the acting session of whoever signs out, if he has one that is still open."""
    token = _token(request)
    found = acting(token=token, at=at) if token else None
    if found is not None:
        try:
            close_session(actor=found, at=at)
        except NotActing:
            return  # another request of the same sign-in was faster


def still_acting(request: HttpRequest) -> None:
    """Raise SignInAgain when the session has none or its time is over. No query."""
    until = _session(request).get(UNTIL)
    if until is None or datetime.fromtimestamp(until, UTC) <= arrival.arrived_at(request):
        raise SignInAgain


def acting_of(request: HttpRequest) -> Acting:
    """Who acts in this request, for the record of audit. One query, once in a request. Raises SignInAgain."""
    found: Acting | None = request.META.get(FOUND)
    if found is None:
        token = _token(request)
        found = acting(token=token, at=arrival.arrived_at(request)) if token else None
        if found is None:
            raise SignInAgain
        request.META[FOUND] = found
    return found


def led_to_sign_in(request: HttpRequest) -> HttpResponse:
    """End what is left of the sign-in, say why, and come back to the page afterwards."""
    logout(request)
    messages.warning(request, ENDED)
    return redirect_to_login(request.get_full_path() if request.method in ("GET", "HEAD") else request.path)


def first_duty(officer: OfficerSheet) -> Duty | None:
    """The duty that says most closely where he works: one at a window, else one in a hall, else any."""
    return max(officer.duties, key=closeness, default=None)


def closeness(duty: Duty) -> int:
    """How closely a duty says where somebody works: 2 at a window, 1 in a hall, 0 in a department."""
    return 2 if duty.window else 1 if duty.hall else 0


def _token(request: HttpRequest) -> str | None:
    key = _session(request).get(ACTING)
    return token_of(key) if key else None


def _session(request: HttpRequest) -> SessionBase:
    session: SessionBase = request.session
    return session
