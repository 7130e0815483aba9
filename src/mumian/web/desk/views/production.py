"""Making documents: what is approved by time left, taking one or many, the sheet to make it by, and what was spoiled."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mumian.audit.errors import NoReason
from mumian.audit.terms import Reason
from mumian.cases import services
from mumian.cases.queries.desks import Scanned, cases_in, scanned_case
from mumian.cases.queries.sight import sees_case
from mumian.cases.terms import CaseId, CaseStage, case_key
from mumian.foundation.errors import Refusal
from mumian.offices.queries import sight_of
from mumian.offices.terms import Role
from mumian.people.rules.masking import masked_name
from mumian.production.queries import blanks_held_by, live_order, live_orders, orders_of_case, personalisation_sheet
from mumian.production.rules.orders import STATE_NAMES
from mumian.production.terms import CAUSE_NAMES, OrderState, SpoilCause
from mumian.web.desk.filters import page_number
from mumian.web.desk.posting import done, key_of, refused
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import mover_of
from mumian.web.shared.looking import see_in_full
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.spoken import page_language, said
from mumian.web.shared.typed import number_typed

FORM: Final = ["GET", "HEAD", "POST"]
SHOWN: Final = ("name", "spellings", "birth_date", "numbers")
"""What of the holder stands on the sheet."""
SPOILED: Final = _("The document was recorded as spoiled with its blank. The case waits for another one.")
CAUSES: Final = tuple(cause for cause in SpoilCause if cause is not SpoilCause.CANCELLED)


@never_cache
@require_http_methods(FORM)
@officer_required(Role.PRODUCTION_OFFICER)
def approved(request: OfficerRequest) -> HttpResponse:
    """What is approved, by time left; one or many are taken at once. Beside it what is in work and the blanks in my hands."""
    if request.method != "POST":
        return render(request, "desk/production.html", _lists(request))
    ticked = list(dict.fromkeys(_numbers(request.POST.getlist("case"))))
    wanted = [case_id for case_id in ticked if sees_case(request.officer, case_id)]
    try:
        answers = services.start_productions(
            case_ids=[CaseId(case_id) for case_id in wanted], by=mover_of(request), at=arrived_at(request), key=key_of(request)
        )
    except Refusal as refusal:
        return refused(request, "desk/production.html", _lists(request, ticked=ticked), refusal)
    started = [answer.case_id for answer in answers if answer.is_done]
    stopped = [(answer.case_id, said(answer.refused)) for answer in answers if answer.refused]
    if stopped or not answers:
        return render(
            request, "desk/production.html", _lists(request, ticked=ticked, started=started, stopped=stopped), status=422
        )
    if len(started) == 1:
        return done("desk:production_case", "started", case_id=started[0])
    return done("desk:production", str(len(started)))


@never_cache
@require_http_methods(FORM)
@officer_required(Role.PRODUCTION_OFFICER)
def making(request: OfficerRequest, case_id: int) -> HttpResponse:
    """One document in work: number, blank, the sheet to make it by, and the form for spoiling it."""
    case = _seen(request, case_id)
    order = live_order(case_key(case_id))
    context = {
        "case": case,
        "order": order,
        "holder": masked_name(order.holder.name) if order else "",
        "is_in_work": order is not None and order.state is OrderState.IN_WORK,
        "is_mine": order is not None and order.produced_by == request.officer.officer_id,
        "earlier": [(one, STATE_NAMES[one.state]) for one in orders_of_case(case_key(case_id)) if one != order],
        "causes": [(cause.value, said(CAUSE_NAMES[cause])) for cause in CAUSES],
        "typed": {"cause": request.POST.get("cause", "")},
    }
    if request.method != "POST":
        words = _("Blank and number are taken. Print the sheet and make the document.")
        given = words if request.GET.get("done") == "started" else None
        return render(request, "desk/production_case.html", {**context, "key": key_of(request), "done": given})
    try:
        services.spoil_document(
            case_id=CaseId(case_id),
            cause=request.POST.get("cause", ""),
            by=mover_of(request),
            at=arrived_at(request),
            key=key_of(request),
        )
    except Refusal as refusal:
        return refused(request, "desk/production_case.html", context, refusal)
    return done("desk:production", "spoiled")


@never_cache
@require_http_methods(FORM)
@officer_required(Role.PRODUCTION_OFFICER)
def sheet(request: OfficerRequest, case_id: int) -> HttpResponse:
    """The personalisation sheet. It shows the holder in full: a look on record, for which the order in work is the reason.

    A finished document has left the desk: whoever wants its sheet again says why.
    """
    case = _seen(request, case_id)
    orders = orders_of_case(case_key(case_id))
    if not orders:
        raise Http404
    order = orders[-1]
    reason = Reason.production_order(order.document) if order.state is OrderState.IN_WORK else None
    if reason is None and request.method != "POST":
        return render(request, "desk/paper_reason.html", {"words": "", "error": None, "is_finished": True})
    words = request.POST.get("words", "")
    try:
        why = reason or Reason.typed(words.strip())
        pdf = personalisation_sheet(order.order_id, language=page_language(), at=arrived_at(request))
        see_in_full(request, case.applicant_id, fields=SHOWN, reason=why)
    except NoReason as refusal:
        context = {"words": words, "error": refusal.sentence, "is_finished": True}
        return render(request, "desk/paper_reason.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    name = f'inline; filename="order-{order.order_id}.pdf"'
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": name})


def _lists(
    request: OfficerRequest,
    *,
    ticked: list[int] | None = None,
    started: list[CaseId] | None = None,
    stopped: list[tuple[CaseId, str]] | None = None,
) -> dict[str, object]:
    at, sight = arrived_at(request), sight_of(request.officer)
    pages = [page_number(request.GET.get(name, "")) for name in ("page", "in_work")]
    approved_ = cases_in(CaseStage.APPROVED, sight=sight, at=at, page=pages[0])
    in_work = cases_in(CaseStage.IN_PRODUCTION, sight=sight, at=at, page=pages[1])
    orders = live_orders([case_key(row.case_id) for row in in_work.rows])
    here = reverse("desk:production")
    return {
        "rows": approved_.rows,
        "waiting": approved_.cases,
        "approved_pages": (approved_.page, approved_.pages, f"{here}?page={{page}}&in_work={in_work.page}"),
        "in_work": [(row, orders.get(case_key(row.case_id))) for row in in_work.rows],
        "in_work_pages": (in_work.page, in_work.pages, f"{here}?page={approved_.page}&in_work={{page}}"),
        "me": request.officer.officer_id,
        "held": _by_kind(blanks_held_by(request.officer.officer_id)),
        "ticked": ticked or [],
        "started": len(started or []),
        "stopped": dict(stopped or []),
        "nothing_ticked": request.method == "POST" and not ticked,
        "key": key_of(request) if not (started or stopped) else "",
        "done": _said_done(request.GET.get("done", "")),
    }


def _by_kind(held: tuple[tuple[str, str], ...]) -> list[tuple[str, int, str]]:
    """The blanks in somebody's hands: kind, how many, the next one."""
    kinds = dict.fromkeys(kind for kind, _ in held)
    serials = {kind: [serial for one, serial in held if one == kind] for kind in kinds}
    return [(kind, len(found), found[0]) for kind, found in serials.items()]


def _said_done(written: str) -> str | None:
    if written == "spoiled":
        return str(SPOILED)
    number = number_typed(written)
    if number is None:
        return None
    words = ngettext(
        "%(number)s document was started; its blank and number are taken.",
        "%(number)s documents were started; their blanks and numbers are taken.",
        number,
    )
    return words % {"number": number}


def _numbers(written: list[str]) -> list[int]:
    return [number for one in written if (number := number_typed(one)) is not None]


def _seen(request: OfficerRequest, case_id: int) -> Scanned:
    """The case, if the officer sees it; one of elsewhere looks like none."""
    case = scanned_case(case_id)
    if case is None or not sees_case(request.officer, case_id):
        raise Http404
    return case
