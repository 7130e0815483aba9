"""How the rules changed, and where they come from."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.terms import Confidence
from mumian.foundation.dates import said_date, said_month
from mumian.web.shared.spoken import said


@require_safe
def reforms(request: HttpRequest) -> HttpResponse:
    book = current_rulebook()
    return render(
        request,
        "portal/reforms.html",
        {
            "reforms": sorted(book.reforms, key=lambda reform: str(reform.on), reverse=True),
            "source_of": {source.code: source for source in book.sources},
            "service_of": book.service_of,
            "family_of": book.family_of,
            "when": said_when,
        },
    )


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    book = current_rulebook()
    certain = {
        Confidence.HIGH: _("certain"),
        Confidence.MEDIUM: _("probable"),
        Confidence.LOW: _("assumed"),
        Confidence.GIVEN: _("given"),
    }
    laws = sorted(book.legal, key=lambda law: str(law.effective))
    return render(
        request,
        "portal/sources.html",
        {
            "book": book,
            "law_rows": [(said(law.title), _day(law.effective), _day(law.ended)) for law in laws],
            "source_rows": [(source.what, certain[source.confidence]) for source in book.sources],
        },
    )


def said_when(written: str) -> str:
    """The day of a reform in words; sources often know the month alone."""
    if len(written) == len("2006-01"):
        return said(said_month(date.fromisoformat(f"{written}-01")))
    return said(said_date(date.fromisoformat(written)))


def _day(value: date | None) -> str:
    return said(said_date(value)) if value else "–"
