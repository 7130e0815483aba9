"""What people read when something did not work: what happened, what to do next, and what was kept.

Pages that only refuse are made like any other. The page for a fault of our own needs neither database nor templates, since either
may be what is broken, and speaks both languages at once.
"""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from mumian.foundation.errors import Refusal
from mumian.web.shared.spoken import said

log = logging.getLogger("mumian.web")

Sentence = str | Promise


@dataclass(frozen=True)
class Words:
    """What one error page says."""

    title: Sentence
    what: Sentence
    then: Sentence
    kept: Sentence


PAGES: Final = {
    HTTPStatus.BAD_REQUEST: Words(
        _("We could not read this request"),
        _("Something in the address or in the form was not as it should be. Perhaps a link was cut off."),
        _("Go back and try once more, or begin at the first page."),
        _("Nothing was changed."),
    ),
    HTTPStatus.FORBIDDEN: Words(
        _("This page is not open to you"),
        _("It belongs to somebody else, or to another duty than yours."),
        _("Sign in with the account it belongs to. Officers ask the person who gives out their duties."),
        _("Nothing was changed."),
    ),
    HTTPStatus.NOT_FOUND: Words(
        _("There is no such page"),
        _("The address may be mistyped, or the page has moved."),
        _("Begin at the first page, or call us and say what you are looking for."),
        _("Your applications and receipts are not affected."),
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: Words(
        _("This address cannot be opened in this way"),
        _("It answers a button on another page and was opened like a page itself."),
        _("Go back and use the button once more."),
        _("Nothing was changed."),
    ),
    HTTPStatus.CONFLICT: Words(
        _("This could not be done"),
        _("Something has changed since you opened the page."),
        _("Open the page again and look at it as it stands now."),
        _("Nothing was changed. What you typed is still there when you go back."),
    ),
    HTTPStatus.TOO_MANY_REQUESTS: Words(
        _("That was too many attempts in a short time"),
        _("To keep everybody's data safe we now pause for a while."),
        _("Wait a few minutes, then try again. If it is urgent, call us."),
        _("Nothing was lost."),
    ),
}

FORM_EXPIRED: Final = Words(
    _("The form could not be taken"),
    _("For your safety a form counts only in the browser it was opened in, and only for a while. This one no longer counts."),
    _("Go back, load the page again and send the form once more. Cookies must be allowed."),
    _("Nothing was changed. What you typed is still there when you go back."),
)

CODES_WITHOUT_WORDS: Final = frozenset({HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.TOO_MANY_REQUESTS})


def page_for(request: HttpRequest, status: int, words: Words, *, reason: str = "") -> HttpResponse:
    """An error page; for a part of a page that htmx asked for, only the notice. `reason` takes the place of what happened."""
    template = "shared/_refusal.html" if request.headers.get("HX-Request") else "shared/error.html"
    return render(request, template, {"status": int(status), "words": words, "reason": reason}, status=status)


def refuse(request: HttpRequest, refusal: Refusal, *, status: int = HTTPStatus.CONFLICT) -> HttpResponse:
    """Say an expected refusal: a page of its own, or for htmx the notice in the place that asked. It is not logged as a fault."""
    return page_for(request, status, PAGES[HTTPStatus.CONFLICT], reason=said(refusal.sentence))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page_for(request, HTTPStatus.BAD_REQUEST, PAGES[HTTPStatus.BAD_REQUEST])


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page_for(request, HTTPStatus.FORBIDDEN, PAGES[HTTPStatus.FORBIDDEN])


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page_for(request, HTTPStatus.FORBIDDEN, FORM_EXPIRED)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page_for(request, HTTPStatus.NOT_FOUND, PAGES[HTTPStatus.NOT_FOUND])


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of our own, or a database that is away for a moment (503). Needs nothing that could be broken."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(_plain_page(AWAY), status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "60"})
    number = secrets.token_hex(4).upper()
    log.error("Fault %s was shown to a visitor.", number)
    return HttpResponse(_plain_page(FAULT, number), status=HTTPStatus.INTERNAL_SERVER_ERROR)


class ErrorPagesMiddleware:
    """Give words to answers that have only a code: a wrong method, too many attempts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code not in CODES_WITHOUT_WORDS or response.streaming or response.content:
            return response
        page = page_for(request, response.status_code, PAGES[HTTPStatus(response.status_code)])
        for header in ("Allow", "Retry-After"):
            if header in response.headers:
                page.headers[header] = response.headers[header]
        return page


@dataclass(frozen=True)
class PlainWords:
    """One of the two pages that need no template; each sentence in Chinese and in English."""

    code: int
    title: tuple[str, str]
    what: tuple[str, str]
    then: tuple[str, str]
    kept: tuple[str, str]


FAULT: Final = PlainWords(
    500,
    ("我们这边出了故障", "Something went wrong on our side"),
    ("不是您的问题。故障已经记录，编号", "It was not your doing. The fault has been recorded under the number"),
    (
        "请过几分钟再试一次。若仍不行，请打电话，报上编号。",
        "Please try again in a few minutes. If it happens again, call us and say the number.",
    ),
    ("以前保存的都还在；刚才这一步没有办成。", "What was saved before is kept; this last step was not carried out."),
)

AWAY: Final = PlainWords(
    503,
    ("请稍等，马上就好", "We will be back in a moment"),
    ("现在暂时读不到办证数据。", "The office's data cannot be reached just now."),
    ("请一分钟后刷新本页。很急的话，请打电话。", "Please load this page again in a minute. If it is urgent, call us."),
    ("已经办理的都还在，没有改变。", "What has been done is kept, and nothing was changed."),
)


def _file(name: str) -> str:
    try:
        return static(f"shared/{name}")
    except Exception:  # whatever is broken, the words must still be shown
        return f"{settings.STATIC_URL}shared/{name}"


def _plain_page(words: PlainWords, number: str = "") -> str:
    parts = [
        format_html(
            '<section lang="{}"><h1>{}</h1><p>{} <strong class="code">{}</strong></p>'
            '<p>{} <a href="tel:{}">{}</a></p><p>{}</p></section>',
            *(language, words.title[side], words.what[side], number),
            *(words.then[side], settings.HOTLINE, settings.HOTLINE, words.kept[side]),
        )
        for side, language in enumerate(("zh-Hans", "en"))
    ]
    return format_html(
        '<!doctype html><html lang="zh-Hans" data-theme="auto"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{} · {}</title>'
        '<link rel="icon" href="{}"><link rel="stylesheet" href="{}"><link rel="stylesheet" href="{}"></head>'
        '<body class="plain-fault"><header class="top"><div class="top-inner"><a class="brand" href="/">'
        '<span class="brand-name">木棉 <span lang="en">Mumian</span></span></a></div></header>'
        '<main id="main"><p class="meta">{}</p>{}<hr>{}</main></body></html>',
        *(words.title[0], words.title[1], _file("mark.svg"), _file("tokens.css"), _file("base.css"), words.code, *parts),
    )
