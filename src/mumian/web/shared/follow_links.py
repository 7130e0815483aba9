"""The address that a ticket's QR code opens: its live place in the queue, on the visitor's own telephone."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse


def follow_address(request: HttpRequest, code: str) -> str:
    """The whole address for the code of a ticket."""
    return request.build_absolute_uri(reverse("portal:ticket", kwargs={"code": code}))
