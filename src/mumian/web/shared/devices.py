"""Devices of a hall: a ticket machine, a screen, a tablet at a window. None signs in; each carries a paper that a manager signed.

A hall manager opens the page of the device on the device itself while he is signed in and says what it is; from then on a signed
cookie says so. A demonstration asks for none, so that every page can be tried.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, Final, ParamSpec

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from mumian.web.shared.error_pages import Words, page_for

P = ParamSpec("P")

COOKIE: Final = "mumian_device"
YEARS: Final = 2 * 365 * 24 * 60 * 60
NOT_A_DEVICE: Final = Words(
    _("This device does not belong to the hall"),
    _("Tickets are taken and services rated on devices of the hall."),
    _("Hall manager: sign in on this device, open the page of your hall and choose what the device shall be."),
    _("Nothing was done."),
)

_SIGNER: Final = Signer(sep=".", salt="mumian device of a hall")


class DeviceKind(StrEnum):
    """What a device is for."""

    MACHINE = "machine"
    TABLET = "tablet"


def sign_device(response: HttpResponse, kind: DeviceKind, place: str) -> None:
    """Make the browser that gets this answer a device: `place` is the code of a hall, or of a window."""
    paper = _SIGNER.sign(f"{kind}:{place}")
    response.set_cookie(COOKIE, paper, max_age=YEARS, httponly=True, samesite="Strict", secure=not settings.DEMO_MODE)


def is_device(request: HttpRequest, kind: DeviceKind, place: str) -> bool:
    """Whether the browser is this device of this place."""
    if settings.DEMO_MODE:
        return True
    try:
        return _SIGNER.unsign(request.COOKIES.get(COOKIE, "")) == f"{kind}:{place}"
    except BadSignature:
        return False


def device_required(
    kind: DeviceKind,
) -> Callable[[Callable[Concatenate[HttpRequest, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Open a page to this kind of device alone; `code` in the address is its place."""

    def decorate(
        view: Callable[Concatenate[HttpRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not is_device(request, kind, str(kwargs["code"])):
                return page_for(request, HTTPStatus.FORBIDDEN, NOT_A_DEVICE)
            return view(request, *args, **kwargs)

        return guarded

    return decorate
