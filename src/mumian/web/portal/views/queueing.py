"""A ticket on one's own telephone, and how long one waits in each hall at this moment."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mumian.foundation.clock import local
from mumian.foundation.errors import Refusal
from mumian.offices.queries import hall_by_code
from mumian.queueing.errors import TicketUnknown
from mumian.queueing.queries import my_place, service_names
from mumian.queueing.services import leave
from mumian.queueing.terms import TICKET_STATE_NAMES
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.hall_map import HEADING_NAMES, way_to
from mumian.web.shared.live_address import hall_stream
from mumian.web.shared.spoken import said
from mumian.web.shared.waits import waits_lately

EVERY: Final = 20
"""Seconds after which a page without a script reads itself anew."""
GROUND: Final = 1


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ticket(request: HttpRequest, code: str) -> HttpResponse:
    """My place in the queue, now; POST gives the number back."""
    at = arrived_at(request)
    refusal = ""
    if request.method == "POST":
        try:
            leave(code=code, at=at)
            return HttpResponseRedirect(reverse("portal:ticket", kwargs={"code": code}), status=303)
        except TicketUnknown as unknown:
            raise Http404 from unknown
        except Refusal as refused:
            refusal = said(refused.sentence)
    place = my_place(code=code, at=at)
    if place is None:
        raise Http404
    hall = hall_by_code(place.hall, on=local(at).date())
    way = way_to(hall, place.window_number, from_floor=GROUND) if hall and place.window_number else None
    context = {
        "place": place,
        "way": way,
        "heading": HEADING_NAMES[way.heading] if way else None,
        "state_name": TICKET_STATE_NAMES[place.state],
        "is_open": place.state in {"waiting", "parked"},
        "refusal": refusal,
        "seconds": f"{local(at):%H:%M:%S}",
        "now": at,
        "stream": hall_stream(request, place.hall),
        "every": EVERY,
        "code": code,
    }
    return render(request, "portal/ticket.html", context, status=422 if refusal else 200)


@never_cache
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Every hall with how long one waits there, the quietest first; `?service=` for one service, where it is served now."""
    at, names = arrived_at(request), service_names()
    service = request.GET.get("service", "")
    service = service if service in names else ""
    at, lately = waits_lately(at=at, service=service)
    waits = sorted(
        lately,
        key=lambda one: (one.wait is None, one.wait.high_s if one.wait else 0, one.waiting),
    )
    context = {
        "waits": waits,
        "services": [("", _("Everything")), *((code, said(name)) for code, name in names.items())],
        "service": service,
        "here": reverse("portal:waiting") + (f"?service={service}" if service else ""),
        "seconds": f"{local(at):%H:%M:%S}",
        "every": 30,
    }
    return render(request, "portal/waiting.html", context)
