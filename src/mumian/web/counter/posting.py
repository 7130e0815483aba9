"""What the writing pages of the counter share: the key made with the page, refusals, who stands at which window."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from mumian.cases.queries.sight import sees_case
from mumian.cases.queries.windows import Application, application
from mumian.cases.rules.transitions import AT_ACCEPTANCE
from mumian.foundation.commands import KeyUsedForAnotherRequest
from mumian.foundation.errors import Refusal
from mumian.offices.queries import Duty
from mumian.web.shared.at_work import place_of
from mumian.web.shared.signing_in.access import OfficerRequest
from mumian.web.shared.spoken import said

AT_WINDOWS: Final = AT_ACCEPTANCE
"""Who may take applications; `cases` asks the same again."""

TAKEN_UP: Final = "taken_up"
MOST_TAKEN_UP: Final = 200


def duty_of(request: OfficerRequest) -> Duty:
    """Where the officer takes applications today."""
    return place_of(request, *AT_WINDOWS)


def page(
    request: OfficerRequest, template: str, context: Mapping[str, object], *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    """A page of the counter. A refusal is said on it with everything that was typed: 422, or 409 for a key that was used."""
    if refusal is not None:
        used = isinstance(refusal, KeyUsedForAnotherRequest)
        status = HTTPStatus.CONFLICT if used else HTTPStatus.UNPROCESSABLE_ENTITY
    key = request.POST.get("key") if status != HTTPStatus.CONFLICT else None
    whole = {
        "officer": request.officer,
        "duty": duty_of(request),
        "key": key or str(uuid.uuid4()),
        "refusal": said(refusal.sentence) if refusal else "",
        **context,
    }
    return render(request, template, whole, status=status)


def key_of(request: HttpRequest) -> str:
    """The key that came with the form; a form without one is a new one each time."""
    return (request.POST.get("key") or str(uuid.uuid4()))[:100]


def on_to(name: str, *, query: str = "", **values: object) -> HttpResponse:
    """On to the page that says what was done (303)."""
    response = HttpResponseRedirect(reverse(name, kwargs=values or None) + (f"?{query}" if query else ""))
    response.status_code = HTTPStatus.SEE_OTHER
    return response


def case_or_404(request: OfficerRequest, case_id: int) -> Application:
    """The application, or the page that says there is none; what the officer neither sees nor took up by its code is none."""
    found = application(case_id)
    if found is None or not (sees_case(request.officer, case_id) or has_taken_up(request, found)):
        raise Http404
    return found


def take_up(request: OfficerRequest, case: Application) -> None:
    """The applicant has shown the code of his application, which nobody can guess: who stands at this window goes on with it."""
    if case.receipt_number is None and not has_taken_up(request, case):
        request.session[TAKEN_UP] = [*request.session.get(TAKEN_UP, ()), int(case.case_id)][-MOST_TAKEN_UP:]


def has_taken_up(request: OfficerRequest, case: Application) -> bool:
    """Whether this session took the application up by its code; once it is accepted it belongs to its hall."""
    return case.receipt_number is None and case.case_id in request.session.get(TAKEN_UP, ())
