"""Whether the outside survey may ask how a visit went: a number that one leaves, and may take back the same day."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mumian.foundation.errors import Refusal
from mumian.queueing.errors import TicketUnknown
from mumian.queueing.queries import my_place
from mumian.queueing.services import leave_contact
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.spoken import said


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def may_ask(request: HttpRequest, code: str) -> HttpResponse:
    """By the code on the slip. POST keeps the number, or takes it back when none is sent."""
    at = arrived_at(request)
    typed, refusal = request.POST.get("contact", ""), ""
    if request.method == "POST":
        try:
            leave_contact(code=code, contact=typed, at=at)
            return HttpResponseRedirect(reverse("portal:ticket_survey", kwargs={"code": code}), status=303)
        except TicketUnknown as unknown:
            raise Http404 from unknown
        except Refusal as refused:
            refusal = said(refused.sentence)
    place = my_place(code=code, at=at)
    if place is None:
        raise Http404
    context = {"place": place, "code": code, "contact": typed, "refusal": refusal}
    return render(request, "portal/ticket_survey.html", context, status=422 if refusal else 200)
