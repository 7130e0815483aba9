"""Visits at home: ask for one, approve it with two officers and a block of numbers, print the sheet, enter what was accepted."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.core.signing import Signer
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mumian.cases import services
from mumian.cases.errors import StepRefused
from mumian.cases.queries import VisitSheet, draft_by_code, visit_sheet, visits
from mumian.cases.rules.transitions import AT_ACCEPTANCE
from mumian.cases.rules.visits import MOST_NUMBERS
from mumian.cases.terms import VISIT_GROUND_NAMES, CaseId, VisitGround, VisitId
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.identifiers.codes import LETTERS
from mumian.foundation.words import Text
from mumian.offices.queries import OfficerSheet, officer_by_badge
from mumian.offices.terms import Role
from mumian.people.queries import people_by_number
from mumian.people.terms import PersonId
from mumian.web.desk.posting import done, key_of, refused
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import mover_of, place_of
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.typed import number_typed

WHO_VISIT: Final = (*AT_ACCEPTANCE, Role.LEADER)
DONE: Final = {
    "asked": _("The visit waits for a superior's approval."),
    "approved": _("The visit is approved and its numbers are reserved. Print the sheet for the two officers."),
    "refused": _("The visit was not approved; whoever asked sees it."),
    "entered": _("The acceptance is entered with the number of the visit."),
}
NOBODY: Final = Text(
    "未提交：没有查到这个证件号码的人。请先登记此人。",
    "Nothing was asked: nobody with this number is on record. Enter the person first.",
)
NO_DRAFT: Final = Text(
    "未受理：没有这个申请编号。请对照申请核对。", "The application was not accepted: no application has this code. Compare it."
)
NO_OFFICER: Final = Text(
    "未批准：没有警号为{badge}的人员。请核对。", "The visit was not approved: there is no officer with badge {badge}. Check it."
)
NO_DAY: Final = Text("未批准：请填写日期。", "The visit was not approved: name the day.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*WHO_VISIT)
def all_visits(request: OfficerRequest) -> HttpResponse:
    """The visits I see, and the form to ask for one."""
    context = {
        "visits": visits(request.officer),
        "grounds": VISIT_GROUND_NAMES,
        "typed": {name: request.POST.get(name, "") for name in ("number", "ground", "reason", "address")},
        "done": DONE.get(request.GET.get("done", "")),
    }
    if request.method != "POST":
        return render(request, "desk/visits.html", {**context, "key": key_of(request), "refusal": None})
    try:
        visit_id = services.request_visit(
            person=_person(request),
            ground=_ground(request.POST.get("ground", "")),
            reason=request.POST.get("reason", ""),
            address=request.POST.get("address", ""),
            by=mover_of(request),
            at=arrived_at(request),
            key=key_of(request),
        )
    except Refusal as refusal:
        return refused(request, "desk/visits.html", {**context, "done": None}, refusal)
    return done("desk:visit", "asked", visit_id=visit_id)


@never_cache
@require_safe
@officer_required(*WHO_VISIT)
def visit(request: OfficerRequest, visit_id: int) -> HttpResponse:
    """One visit: to be decided, to be made, or made."""
    return render(request, "desk/visit.html", _page(request, visit_id))


@never_cache
@require_POST
@officer_required(*WHO_VISIT)
def decide(request: OfficerRequest, visit_id: int) -> HttpResponse:
    """A superior approves the visit with two officers and a block of numbers, or does not."""
    page = _page(request, visit_id)
    by, at = mover_of(request), arrived_at(request)
    try:
        if request.POST.get("decision") != "yes":
            services.refuse_visit(visit_id=VisitId(visit_id), by=by, at=at)
            return done("desk:visit", "refused", visit_id=visit_id)
        on = _day(request.POST.get("on", ""))
        services.approve_visit(
            visit_id=VisitId(visit_id),
            first=_officer(request.POST.get("first", ""), on=on),
            second=_officer(request.POST.get("second", ""), on=on),
            on=on,
            numbers=number_typed(request.POST.get("numbers")) or 0,
            by=by,
            at=at,
        )
    except Refusal as refusal:
        return refused(request, "desk/visit.html", page, refusal)
    return done("desk:visit", "approved", visit_id=visit_id)


@never_cache
@require_POST
@officer_required(*AT_ACCEPTANCE)
def enter(request: OfficerRequest, visit_id: int) -> HttpResponse:
    """Enter an acceptance of the visit with the number that was given there."""
    page = _page(request, visit_id)
    try:
        services.accept_application(
            case_id=_application(request.POST.get("draft", "")),
            hall=page["visit"].hall or place_of(request, *AT_ACCEPTANCE).hall,
            identity_checked=request.POST.get("identity") == "yes",
            reserved_number=request.POST.get("number", "") or "-",
            by=mover_of(request),
            at=arrived_at(request),
            key=key_of(request),
        )
    except Refusal as refusal:
        return refused(request, "desk/visit.html", page, refusal)
    return done("desk:visit", "entered", visit_id=visit_id)


@never_cache
@require_safe
@officer_required(*WHO_VISIT)
def sheet(request: OfficerRequest, visit_id: int) -> HttpResponse:
    """The sheet that the two officers take along: numbers to give out, lines to fill in, a seal over the numbers."""
    page = _page(request, visit_id)
    numbers = [one.number for one in page["visit"].numbers]
    if not numbers:
        raise Http404
    seal = Signer(salt="desk.visit").signature(f"{visit_id}:{','.join(numbers)}")
    return render(request, "desk/visit_sheet.html", {**page, "seal": seal})


def _page(request: OfficerRequest, visit_id: int) -> dict[str, Any]:
    found: VisitSheet | None = visit_sheet(VisitId(visit_id), officer=request.officer)
    if found is None:
        raise Http404
    return {
        "visit": found,
        "ground": VISIT_GROUND_NAMES[found.ground],
        "shown": LETTERS.shown,
        "most": MOST_NUMBERS,
        "decides": found.approved is None and found.asked_badge != request.officer.badge_number,
        "is_maker": request.officer.badge_number in found.makers,
        "typed": {name: request.POST.get(name, "") for name in ("first", "second", "on", "numbers", "draft", "number")},
        "key": key_of(request),
        "refusal": None,
        "done": DONE.get(request.GET.get("done", "")),
    }


def _person(request: OfficerRequest) -> PersonId:
    number = "".join(request.POST.get("number", "").upper().split())
    found = people_by_number(number, on=local_date(arrived_at(request))) if number else ()
    if not found:
        raise StepRefused(NOBODY)
    return found[0].person_id


def _application(code: str) -> CaseId:
    found = draft_by_code(code)
    if found is None:
        raise StepRefused(NO_DRAFT)
    return found


def _ground(typed: str) -> VisitGround:
    return VisitGround(typed) if typed in VISIT_GROUND_NAMES else VisitGround.OTHER


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise StepRefused(NO_DAY) from None


def _officer(badge: str, *, on: date) -> OfficerSheet:
    found = officer_by_badge(badge.strip(), on=on)
    if found is None:
        raise StepRefused(NO_OFFICER.filled(badge=badge.strip() or "?"))
    return found
