"""What a page of ours may load: only what this office serves itself. So pages hold no script and no style of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from mumian.web.shared.live_address import live_origin

CONTENT_POLICY: Final = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)

# Devices of the counter are reached through a service of their own, never through the page.
PERMISSIONS: Final = ", ".join(
    [
        *(
            f"{power}=()"
            for power in ("camera", "display-capture", "geolocation", "hid", "microphone", "payment", "serial", "usb")
        ),
        *(f"publickey-credentials-{act}=(self)" for act in ("create", "get")),
    ]
)


def content_policy(request: HttpRequest) -> str:
    """The rule for an answer; where live updates come from a port of their own, the page may also read from there."""
    origin = live_origin(request)
    return f"{CONTENT_POLICY}; connect-src 'self' {origin}" if origin else CONTENT_POLICY


class PolicyMiddleware:
    """Tell the browser the rule; a view that needs another one sets the header itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", content_policy(request))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response
