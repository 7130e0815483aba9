"""Where a page hears of changes."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.request import split_domain_port

EVENTS: Final = "/live/events"
HALLS: Final = "/live/halls/"


def live_origin(request: HttpRequest) -> str:
    """Scheme, name and port of the live process as this visitor's browser reaches it; empty where it is the page's own origin.

    It is also empty where there is no live process, and for a request under a name that is not ours.
    """
    if settings.LIVE_PORT is None or settings.LIVE_BEHIND_PROXY:
        return ""
    try:
        name, _ = split_domain_port(request.get_host())
    except DisallowedHost:
        return ""
    return f"{request.scheme}://{name}:{settings.LIVE_PORT}"


def hall_stream(request: HttpRequest, code: str) -> str:
    """The address at which the screens of a hall hear of calls; empty where there is none."""
    address = live_address(request)
    return f"{address.removesuffix(EVENTS)}{HALLS}{code}" if address else ""


def live_address(request: HttpRequest) -> str:
    """The address of the stream, for the script of the page; empty where there is none."""
    if settings.LIVE_PORT is None:
        return ""
    if settings.LIVE_BEHIND_PROXY:
        return EVENTS
    origin = live_origin(request)
    return f"{origin}{EVENTS}" if origin else ""
