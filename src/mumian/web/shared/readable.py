"""Only what can be read comes in: no NUL characters, no broken UTF-8, no numbers that no key could be.

A browser sends none of these by itself, and PostgreSQL keeps none. Whoever sends them is told so before any page looks at them
(400), instead of each page falling over them in its own way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from mumian.web.shared.error_pages import Words, page_for
from mumian.web.shared.typed import MOST_DIGITS

NUL: Final = "\0"
REPLACED: Final = "\N{REPLACEMENT CHARACTER}"
"""What Django puts where bytes of a form in parts, or of a cookie, were no UTF-8."""
ENCODED: Final = "application/x-www-form-urlencoded"
UNREADABLE: Final = Words(
    _("There is a character in this that cannot be read"),
    _("The address, the form or a cookie holds a character that no keyboard writes, perhaps from a scanner or a copied text."),
    _("Go back, write that field anew by hand and send it once more."),
    _("Nothing was changed. What you typed is still there when you go back."),
)


class ReadableMiddleware:
    """Answer what cannot be read with a page that says so; a cookie that cannot be read is taken away, to be said once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        broken = [name for name, value in request.COOKIES.items() if not _is_kept(name) or not _is_kept(value)]
        if not broken and _can_be_read(request):
            return self.get_response(request)
        for name in broken:
            del request.COOKIES[name]
        page = page_for(request, HTTPStatus.BAD_REQUEST, UNREADABLE)
        for name in broken:
            if name.isascii() and name.isprintable():
                page.delete_cookie(name)
        return page

    def process_view(self, request: HttpRequest, view: object, args: list[Any], kwargs: dict[str, Any]) -> None:
        """A key that no table could hold is the key of nothing."""
        if any(isinstance(value, int) and value >= 10**MOST_DIGITS for value in kwargs.values()):
            raise Http404


def _can_be_read(request: HttpRequest) -> bool:
    if NUL in request.path or REPLACED in request.path or not _is_encoded(request.META.get("QUERY_STRING", "").encode("latin-1")):
        return False
    if request.method in ("GET", "HEAD"):
        return True
    if request.content_type == ENCODED:
        return _is_encoded(request.body)
    return all(_is_kept(word) for word in _in_parts(request))


def _is_encoded(sent: bytes) -> bool:
    """Whether an address or form stands for text. Percent signs aside it is ASCII, or the UTF-8 that some browsers send."""
    plain = unquote_to_bytes(sent) if b"%" in sent else sent
    if b"\0" in plain:
        return False
    try:
        plain.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_kept(word: str) -> bool:
    return NUL not in word and REPLACED not in word


def _in_parts(request: HttpRequest) -> Iterator[str]:
    """What a form in parts says. One that cannot be taken apart is for Django to refuse."""
    try:
        given = request.POST
    except SuspiciousOperation:
        return
    for name, values in given.lists():
        yield name
        yield from (str(value) for value in values)
