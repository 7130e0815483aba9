"""An applicant objects to how long or how his application is looked at: the same page and the same answer for everybody.

He proves himself by his whole number. What he gets is his redress number and the day by which another officer has looked; never
what was found.
"""

from __future__ import annotations

import hmac
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mumian.cases.queries import applicant_of
from mumian.cases.terms import CaseId, case_key
from mumian.clearance.errors import MatchRefused
from mumian.clearance.queries.adjudicating import objections_of
from mumian.clearance.services.adjudicating import object_to
from mumian.foundation.clock import local_date
from mumian.foundation.identifiers.base import as_typed
from mumian.foundation.tries import begin_try, was_right
from mumian.people.queries import person_sheet
from mumian.web.portal.guessing import subjects_of, try_later
from mumian.web.portal.views.status import CODE_UNKNOWN, NOT_THIS_PERSON, asked, status_of_token
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.status_links import case_of_token

MOST: Final = 2000


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, token: str) -> HttpResponse:
    """Object, or read how one's objection stands."""
    case_id, status = case_of_token(token), status_of_token(token)
    if case_id is None or status is None:
        return asked(request, refusal=CODE_UNKNOWN, status=404)
    page: dict[str, Any] = {
        "token": token,
        "status": status,
        "refusal": None,
        "objections": None,
        "typed": request.POST.get("says", "")[:MOST],
    }
    if request.method != "POST":
        return render(request, "portal/objection.html", page)
    at = arrived_at(request)
    subjects = subjects_of(request, f"objection:{case_id}")
    until = begin_try(subjects=subjects, at=at)
    if until is not None:
        page["refusal"] = try_later(until, hotline=settings.HOTLINE)
        return render(request, "portal/objection.html", page, status=429)
    if not _is_applicant(request, CaseId(case_id)):
        return render(request, "portal/objection.html", {**page, "refusal": NOT_THIS_PERSON}, status=422)
    was_right(subjects=subjects, at=at)
    reference = case_key(CaseId(case_id))
    try:
        if request.POST.get("act") == "object":
            object_to(reference=reference, says=page["typed"].strip(), channel="status_page", at=at)
    except MatchRefused as refusal:
        return render(request, "portal/objection.html", {**page, "refusal": refusal.sentence}, status=422)
    return render(request, "portal/objection.html", {**page, "objections": objections_of(reference)})


def _is_applicant(request: HttpRequest, case_id: CaseId) -> bool:
    person = person_sheet(applicant_of(case_id), on=local_date(arrived_at(request)))
    own = [] if person is None else [*(one.number for one in person.numbers), *(one.number for one in person.documents)]
    typed = as_typed(request.POST.get("number", "")).replace("-", "").encode()
    return any(hmac.compare_digest(typed, number.encode()) for number in own)
