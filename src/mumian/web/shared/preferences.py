"""Language and theme: asked for in the address, remembered by a cookie, switchable on every page.

`?lang=en` and `?theme=dark` set a cookie and lead back to the same address without them, so that a switch needs no script
and loses nothing else.
Without a cookie the language follows the browser, and the theme the system.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal
from urllib.parse import urlencode

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes
from django.utils.translation.trans_real import parse_accept_lang_header

Language = Literal["zh-hans", "en"]
Theme = Literal["auto", "light", "dark"]

LANGUAGES: Final[tuple[Language, ...]] = ("zh-hans", "en")
THEMES: Final[tuple[Theme, ...]] = ("auto", "light", "dark")
LANGUAGE_COOKIE: Final = "mumian_language"
THEME_COOKIE: Final = "mumian_theme"
ONE_YEAR: Final = 365 * 24 * 60 * 60


def language_from_header(header: str) -> Language:
    """The first language of an Accept-Language header that the office speaks; without one, Chinese.

    Every kind of Chinese is answered in simplified Chinese; whoever reads none of it is better served by English.
    """
    wanted = [code for code, _ in parse_accept_lang_header(header)]
    if not wanted or "*" in wanted[0]:
        return "zh-hans"
    for code in wanted:
        if code.startswith("zh"):
            return "zh-hans"
        if code.startswith("en"):
            return "en"
    return "en"


def language_from_code(code: str | None) -> Language | None:
    """`en`, `zh`, `zh-hans`, `zh-CN`: the language meant by a code that somebody typed, or None."""
    lowered = (code or "").lower().replace("_", "-")
    if lowered == "en" or lowered.startswith("en-"):
        return "en"
    return "zh-hans" if lowered == "zh" or lowered.startswith("zh-") else None


def theme_from_code(code: str | None) -> Theme | None:
    return next((theme for theme in THEMES if theme == code), None)


def asked(request: HttpRequest) -> QueryDict:
    """The parameters of the address; none where they cannot be read, so that the page saying so can still be made."""
    try:
        return request.GET
    except SuspiciousOperation:
        return QueryDict()


def chosen_language(request: HttpRequest) -> Language:
    return (
        language_from_code(asked(request).get("lang"))
        or language_from_code(request.COOKIES.get(LANGUAGE_COOKIE))
        or language_from_header(request.headers.get("Accept-Language", ""))
    )


def chosen_theme(request: HttpRequest) -> Theme:
    return theme_from_code(asked(request).get("theme")) or theme_from_code(request.COOKIES.get(THEME_COOKIE)) or "auto"


def address_with(request: HttpRequest, extra: Mapping[str, str]) -> str:
    """The present address with these parameters instead of any `lang` and `theme` in it; everything else is kept."""
    kept = [(name, value) for name, values in asked(request).lists() if name not in {"lang", "theme"} for value in values]
    query = urlencode([*kept, *extra.items()])
    # A path that begins with two slashes would be read as another host.
    path = escape_leading_slashes(escape_uri_path(request.path))
    return f"{path}?{query}" if query else path


def _remember(response: HttpResponse, cookie: str, value: str) -> None:
    # Pages' own script may read and set the theme; neither cookie holds anything worth stealing.
    response.set_cookie(cookie, value, max_age=ONE_YEAR, samesite="Lax")


class PreferencesMiddleware:
    """Make each page in the chosen language, and answer the two switches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = chosen_language(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self._switch(request) or self.get_response(request)
        response.headers.setdefault("Content-Language", "zh-Hans" if language == "zh-hans" else "en")
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    def _switch(self, request: HttpRequest) -> HttpResponse | None:
        if request.method not in {"GET", "HEAD"} or not ({"lang", "theme"} & set(asked(request))):
            return None
        response = HttpResponseRedirect(address_with(request, {}))
        if language := language_from_code(asked(request).get("lang")):
            _remember(response, LANGUAGE_COOKIE, language)
        if theme := theme_from_code(asked(request).get("theme")):
            _remember(response, THEME_COOKIE, theme)
        return response
