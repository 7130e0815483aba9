"""The tablet at a window. When an officer has ended a service it asks once; else it says which window this is."""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.offices.queries import officer_by_id
from mumian.offices.terms import OfficerId
from mumian.queueing.queries import WindowState, window_state
from mumian.queueing.services import rate
from mumian.queueing.terms import ANSWER_NAMES, REASON_NAMES, Answer, RatingReason
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.devices import DeviceKind, device_required
from mumian.web.shared.live_address import hall_stream
from mumian.web.shared.spoken import said

LOOKS_AGAIN: Final = 5
"""Seconds after which a tablet without a script looks whether there is something to ask."""
THANKS: Final = 6


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@device_required(DeviceKind.TABLET)
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Satisfied, fair or unsatisfied; with reasons on the last two. What is answered stays answered."""
    state = _window(code, request)
    if request.method == "POST":
        return _answered(request, code, state)
    asked = Answer(request.GET["answer"]) if request.GET.get("answer") in {Answer.FAIR, Answer.UNSATISFIED} else None
    thanks = "thanks" in request.GET
    return render(request, "kiosk/tablet.html", _page(request, state, asked=asked, thanks=thanks))


def _page(
    request: HttpRequest, state: WindowState, *, asked: Answer | None = None, thanks: bool = False, refusal: str = ""
) -> dict[str, Any]:
    """What the page shows; who sits at the window is told by the number of his badge alone."""
    at = arrived_at(request)
    answer = asked if state.rating_key and not thanks else None
    officer = officer_by_id(OfficerId(state.officer), on=local_date(at)) if state.officer else None
    return {
        "state": state,
        "at": at,
        "badge": officer.badge_number if officer else None,
        "answer": answer,
        "answer_name": ANSWER_NAMES[answer] if answer else None,
        "answers": [(one, ANSWER_NAMES[one]) for one in Answer],
        "reasons": [(reason, REASON_NAMES[reason]) for reason in RatingReason],
        "thanks": thanks,
        "refusal": refusal,
        "seconds": THANKS if thanks or refusal else LOOKS_AGAIN,
        "stream": hall_stream(request, state.hall),
        "here": reverse("kiosk:tablet", kwargs={"code": state.window}),
    }


def _answered(request: HttpRequest, code: str, state: WindowState) -> HttpResponse:
    here = reverse("kiosk:tablet", kwargs={"code": code})
    answer = request.POST.get("answer", "")
    reasons = [RatingReason(one) for one in request.POST.getlist("reason") if one in set(RatingReason)]
    try:
        if answer in set(Answer):
            rate(
                rating_key=request.POST.get("rating_key", "")[:80],
                answer=Answer(answer),
                reasons=reasons,
                at=arrived_at(request),
                device=f"tablet:{code}",
            )
    except Refusal as refusal:
        return render(request, "kiosk/tablet.html", _page(request, state, refusal=said(refusal.sentence)), status=422)
    return HttpResponseRedirect(f"{here}?thanks=yes", status=303)


def _window(code: str, request: HttpRequest) -> WindowState:
    found = window_state(window=code, at=arrived_at(request)) if code.isascii() and code.isprintable() else None
    if found is None:
        raise Http404
    return found
