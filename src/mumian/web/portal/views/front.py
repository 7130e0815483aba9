"""The front page: what people come for, which hall is open, what to read before coming."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mumian.catalogue.queries import current_rulebook
from mumian.foundation.clock import local
from mumian.offices.queries import halls_with_floors
from mumian.web.portal.views.halls import calendar_of, lines, open_in_words
from mumian.web.portal.views.services import families_offering
from mumian.web.shared.arrival import arrived_at


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    at = arrived_at(request)
    today = local(at).date()
    book = current_rulebook()
    rows = lines(halls_with_floors(on=today), at, calendar_of(book))
    return render(
        request,
        "portal/front.html",
        {
            "families": families_offering(book, today),
            "today": today,
            "rows": rows,
            "open_now": open_in_words(rows),
            "leaflets": len(book.leaflets),
        },
    )
