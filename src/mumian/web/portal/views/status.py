"""Where an application stands, for whoever holds its receipt: by number and last four characters, or by the code on it."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mumian.audit.errors import NothingSealed
from mumian.audit.queries.acts import looks_at
from mumian.audit.queries.exporting import proof_of
from mumian.audit.queries.standing import standing_of
from mumian.audit.rules.encoding import line
from mumian.audit.terms import Thing
from mumian.cases.errors import CaseUnknown
from mumian.cases.queries import PublicStatus, applicant_of, public_status, public_status_of
from mumian.cases.terms import CaseId, case_key
from mumian.foundation.clock import local_date
from mumian.foundation.identifiers.base import NumberRefused, as_typed
from mumian.foundation.identifiers.codes import LETTERS
from mumian.foundation.tries import begin_try, was_right
from mumian.foundation.words import Text
from mumian.offices.queries import hall_by_code
from mumian.people.queries import person_sheet
from mumian.people.terms import person_key
from mumian.web.portal.guessing import subjects_of, try_later
from mumian.web.portal.life import is_over, life_of
from mumian.web.portal.looks import look_lines
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.spoken import said
from mumian.web.shared.status_links import case_of_token, status_token

LAST: Final = 4
NOT_FOUND: Final = Text(
    "没有查到。受理编号和后四位不相符，或者没有这个编号。请对照回执核对，后四位是申请时所用证件号码的最后四位。",
    "Nothing was found: number and last four characters do not belong together, or there is no such number. Compare them with "
    "the receipt; the four are the end of the identity or document number that was used to apply.",
)
NOT_THIS_PERSON: Final = Text(
    "没有显示。这不是申请人的证件号码。请输入申请人本人的完整证件号码后再试。",
    "Nothing was shown: this is not a number of the applicant. Enter the applicant's own identity or document number in full.",
)
CODE_UNKNOWN: Final = Text(
    "这个二维码或者网址没有对应的申请。请在下面输入回执上的受理编号。",
    "This code or address belongs to no application. Enter the number on your receipt below.",
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The question; a right answer leads to the page that the code on the receipt opens too."""
    if request.method != "POST":
        return asked(request)
    receipt, last_four = request.POST.get("receipt", ""), as_typed(request.POST.get("last_four", ""))
    errors: list[tuple[str, str]] = []
    code = ""
    try:
        code = LETTERS.parse(receipt)
    except NumberRefused as refusal:
        errors.append(("receipt", said(refusal.sentence)))
    if len(last_four) != LAST or not last_four.isascii() or not last_four.isalnum():
        errors.append(("last_four", _("Enter exactly four characters: the last four of the number used to apply.")))
    if errors:  # said before anything is asked of the database, and counted against nobody
        return asked(request, errors=errors, status=422)
    at = arrived_at(request)
    subjects = subjects_of(request, f"receipt:{code}")
    until = begin_try(subjects=subjects, at=at)
    if until is not None:
        return _too_often(request, until, at)
    try:
        found = public_status(receipt_number=code, last_four=last_four)
    except CaseUnknown:
        return asked(request, refusal=NOT_FOUND, status=422)
    was_right(subjects=subjects, at=at)
    return HttpResponseRedirect(reverse("portal:status_of", kwargs={"token": status_token(found.case_id)}), status=303)


@never_cache
@require_safe
def show(request: HttpRequest, token: str) -> HttpResponse:
    """The application of this code."""
    status = status_of_token(token)
    if status is None:
        return asked(request, refusal=CODE_UNKNOWN, status=404)
    return render(request, "portal/status_of.html", _page(request, status, token))


@never_cache
@require_safe
def proof(request: HttpRequest, token: str) -> HttpResponse:
    """The acts of this case with their inclusion proofs, without what they say, as `verify_audit.py --proof` reads them."""
    status = status_of_token(token)
    if status is None:
        return asked(request, refusal=CODE_UNKNOWN, status=404)
    try:
        written = line(proof_of(Thing(case_key(status.case_id)), with_content=False))
    except NothingSealed as refusal:
        return render(
            request, "portal/status_of.html", {**_page(request, status, token), "refusal": refusal.sentence}, status=422
        )
    name = f"{status.receipt_number}-proof.json"
    return HttpResponse(
        written, content_type="application/json", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def looks(request: HttpRequest, token: str) -> HttpResponse:
    """Who looked at the applicant's data: for the applicant, who proves himself by his whole number."""
    case_id = case_of_token(token)
    status = status_of_token(token)
    if case_id is None or status is None:
        return asked(request, refusal=CODE_UNKNOWN, status=404)
    page: dict[str, Any] = {"token": token, "status": status, "looks": None, "refusal": None}
    if request.method != "POST":
        return render(request, "portal/status_looks.html", page)
    at = arrived_at(request)
    subjects = subjects_of(request, f"looks:{case_id}")
    until = begin_try(subjects=subjects, at=at)
    if until is not None:
        return _wait(render(request, "portal/status_looks.html", {**page, "refusal": _later(until)}, status=429), until, at)
    person = person_sheet(applicant_of(case_id), on=local_date(at))
    own = [] if person is None else [*(one.number for one in person.numbers), *(one.number for one in person.documents)]
    typed = as_typed(request.POST.get("number", "")).replace("-", "").encode()
    if person is None or not any(hmac.compare_digest(typed, number.encode()) for number in own):
        return render(request, "portal/status_looks.html", {**page, "refusal": NOT_THIS_PERSON}, status=422)
    was_right(subjects=subjects, at=at)
    return render(
        request, "portal/status_looks.html", {**page, "looks": look_lines(looks_at(Thing(person_key(person.person_id))))}
    )


def status_of_token(token: str) -> PublicStatus | None:
    """How the application of this code stands; None where the code is of none."""
    case_id = case_of_token(token)
    try:
        return None if case_id is None else public_status_of(CaseId(case_id))
    except CaseUnknown:
        return None


def _page(request: HttpRequest, status: PublicStatus, token: str) -> dict[str, Any]:
    today = local_date(arrived_at(request))
    return {
        "status": status,
        "receipt": LETTERS.shown(status.receipt_number),
        "token": token,
        "life": life_of(status),
        "is_over": is_over(status),
        "hall": hall_by_code(status.hall, on=today) if status.hall else None,
        "standing": standing_of(Thing(case_key(status.case_id))),
        "refusal": None,
    }


def asked(
    request: HttpRequest,
    *,
    errors: list[tuple[str, str]] | None = None,
    refusal: Text | None = None,
    status: int = 200,
) -> HttpResponse:
    """The question again, with what was typed."""
    values = {name: request.POST.get(name, "") for name in ("receipt", "last_four")}
    page = {"errors": errors or [], "error_of": dict(errors or []), "refusal": refusal, **values}
    return render(request, "portal/status.html", page, status=status)


def _too_often(request: HttpRequest, until: datetime, at: datetime) -> HttpResponse:
    return _wait(asked(request, refusal=_later(until), status=429), until, at)


def _later(until: datetime) -> Text:
    return try_later(until, hotline=settings.HOTLINE)


def _wait(answer: HttpResponse, until: datetime, at: datetime) -> HttpResponse:
    answer.headers["Retry-After"] = str(int((until - at).total_seconds()) + 1)
    return answer
