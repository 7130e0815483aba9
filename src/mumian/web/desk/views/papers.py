"""Papers to print: receipts, one-time notices, letters. A paper with a whole name is a look at the person, with its reason."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mumian.audit.errors import NoReason
from mumian.cases.queries.papers import (
    PaperOf,
    acceptance_receipt,
    approval_letter,
    approved_case,
    family_of,
    family_sheet,
    letter,
    letter_of,
    material_notice,
    notice_of,
    receipt_of,
)
from mumian.cases.queries.sight import sees_case
from mumian.offices.terms import Role
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.error_pages import Words, page_for
from mumian.web.shared.looking import own_reason, see_in_full
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.status_links import status_address

WHO_WORK_ON_CASES: Final = (
    Role.ACCEPTANCE_OFFICER,
    Role.COUNTER_APPROVER,
    Role.HALL_MANAGER,
    Role.APPROVAL_OFFICER,
    Role.COUNTERSIGNER,
    Role.PRODUCTION_OFFICER,
    Role.QUALITY_CHECKER,
    Role.HAND_OVER_OFFICER,
    Role.SUPERVISOR,
    Role.LEADER,
)
NO_PAPER: Final = Words(
    _("There is no such paper"),
    _("No receipt, notice or letter has this number, or its case belongs to another hall."),
    _("Compare the number with the case and open the paper from there."),
    _("Nothing was changed."),
)
SHOWN: Final = ("name",)


@never_cache
@require_safe
@officer_required(*WHO_WORK_ON_CASES)
def receipt(request: OfficerRequest, case_id: int) -> HttpResponse:
    """The acceptance receipt, A5, or A4 with `?size=a4`. The name on it is masked."""
    found = _seen(request, receipt_of(case_id))
    if found is None:
        return _no_paper(request)
    pdf = acceptance_receipt(
        found.case_id,
        address=status_address(request, case_id),
        at=arrived_at(request),
        size="a4" if request.GET.get("size") == "a4" else "a5",
    )
    return _pdf(pdf, f"receipt-{found.number}")


@never_cache
@require_safe
@officer_required(*WHO_WORK_ON_CASES)
def family(request: OfficerRequest, group_id: int) -> HttpResponse:
    """The receipts of a family on one sheet; it takes the sight of each."""
    cases = [one.case_id for one in family_of(group_id) if sees_case(request.officer, one.case_id)]
    if not cases or len(cases) < len(family_of(group_id)):
        return _no_paper(request)
    addresses = {case_id: status_address(request, case_id) for case_id in cases}
    return _pdf(family_sheet(group_id, addresses=addresses, at=arrived_at(request)), f"family-{group_id}")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*WHO_WORK_ON_CASES)
def notice(request: OfficerRequest, number: str) -> HttpResponse:
    """The one-time notice with this number."""
    at = arrived_at(request)
    return _with_name(
        request,
        notice_of(number),
        lambda found: material_notice(found.number, at=at, address=status_address(request, found.case_id)),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*WHO_WORK_ON_CASES)
def case_letter(request: OfficerRequest, number: str) -> HttpResponse:
    """The letter with this number."""
    at = arrived_at(request)
    return _with_name(
        request,
        letter_of(number, viewer=request.officer),
        lambda found: letter(found.number, at=at, address=status_address(request, found.case_id)),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*WHO_WORK_ON_CASES)
def approval(request: OfficerRequest, case_id: int) -> HttpResponse:
    """The approval of a case."""
    at = arrived_at(request)
    return _with_name(
        request,
        approved_case(case_id),
        lambda found: approval_letter(found.case_id, at=at, address=status_address(request, found.case_id)),
    )


def _with_name(request: OfficerRequest, paper: PaperOf | None, printed: Callable[[PaperOf], bytes]) -> HttpResponse:
    """Put the look on record and print; who does not work on the case is asked for his reason first."""
    found = _seen(request, paper)
    if found is None:
        return _no_paper(request)
    reason = own_reason(request, found.applicant_id, case_id=found.case_id)
    if reason is None and request.method != "POST":
        return render(request, "desk/paper_reason.html", {"words": "", "error": None, "is_finished": False})
    words = request.POST.get("words", "")
    try:
        pdf = printed(found)
        see_in_full(request, found.applicant_id, fields=SHOWN, reason=reason, words=words)
    except NoReason as refusal:
        answer = {"words": words, "error": refusal.sentence, "is_finished": False}
        return render(request, "desk/paper_reason.html", answer, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _pdf(pdf, found.number)


def _seen(request: OfficerRequest, paper: PaperOf | None) -> PaperOf | None:
    """The paper if the officer sees its case; a case of elsewhere looks like none."""
    return paper if paper and sees_case(request.officer, paper.case_id) else None


def _no_paper(request: OfficerRequest) -> HttpResponse:
    return page_for(request, HTTPStatus.NOT_FOUND, NO_PAPER)


def _pdf(pdf: bytes, name: str) -> HttpResponse:
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}.pdf"'})
