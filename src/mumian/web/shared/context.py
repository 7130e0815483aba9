"""What every layout needs to know of the page it frames. It asks no database, so that error pages can use it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from mumian.foundation.clock import SystemClock, ahead
from mumian.web.shared.city import city_note
from mumian.web.shared.live_address import live_address
from mumian.web.shared.preferences import LANGUAGES, THEMES, address_with, chosen_language, chosen_theme


def page(request: HttpRequest) -> dict[str, Any]:
    """Language, theme, the links of both switches, and whether the page must say that everything on it is invented."""
    return {
        "language": chosen_language(request),
        "language_links": {code: address_with(request, {"lang": code}) for code in LANGUAGES},
        "theme": chosen_theme(request),
        "theme_links": {code: address_with(request, {"theme": code}) for code in THEMES},
        "live_address": live_address(request),
        "demo_mode": settings.DEMO_MODE,
        "city": city_note() if settings.DEMO_MODE else None,
        "demo_clock": SystemClock().now() if settings.DEMO_MODE and ahead() else None,
        "hotline": settings.HOTLINE,
    }
