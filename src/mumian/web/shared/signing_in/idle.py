"""A desk that is left alone signs itself out, and so does one whose session has ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse

from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.signing_in.acting import SignInAgain, led_to_sign_in

IDLE_FOR: Final = timedelta(hours=1)
NOTED_EVERY: Final = timedelta(minutes=5)
SEEN_AT: Final = "seen_at"
LIVE: Final = "Mumian-Live"
"""The header of a request that the page makes by itself to keep a list up to date: it is not a use by a person."""


class IdleMiddleware:
    """End a session that has not been used for an hour.

    The last use is noted every five minutes only: writing the session with every page would cost more than most pages do.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            self._note(request, arrived_at(request))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Whoever can no longer act is led to sign in; everything else is not for this place."""
        return led_to_sign_in(request) if isinstance(exception, SignInAgain) else None

    def _note(self, request: HttpRequest, now: datetime) -> None:
        noted = request.session.get(SEEN_AT)
        idle_for = now - datetime.fromtimestamp(noted, UTC) if noted else timedelta()
        if idle_for > IDLE_FOR:
            logout(request)
        elif request.headers.get(LIVE) is None and (not noted or idle_for >= NOTED_EVERY):
            request.session[SEEN_AT] = now.timestamp()
