"""The check by somebody who did not make the document: what a reader gives back, held against what was ordered."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mumian.cases import services
from mumian.cases.queries.desks import cases_in, scanned, scanned_case
from mumian.cases.queries.sight import sees_case
from mumian.cases.terms import CaseId, CaseStage, case_key
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.offices.queries import sight_of
from mumian.offices.terms import Role
from mumian.people.rules.masking import masked_name
from mumian.production.errors import OrderRefused, ReadBackDiffers
from mumian.production.queries import compare_reading, live_order, live_orders
from mumian.production.queries.orders import OrderSheet
from mumian.production.rules.kinds import WITH_CHIP
from mumian.production.terms import CAUSE_NAMES, Difference, OrderState, SpoilCause
from mumian.web.desk.filters import page_number
from mumian.web.desk.posting import done, key_of, refused
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import mover_of
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.spoken import said

DONE: Final = {
    "passed": _("The document passed. It can be put on the shelf."),
    "failed": _("The document was failed and recorded as spoiled. The case waits for another one."),
}
CAUSES: Final = tuple(cause for cause in SpoilCause if cause is not SpoilCause.CANCELLED)
CHIP_NOT_READ: Final = Text(
    "未通过：没有读取芯片。该证件带芯片，请把证件放在读卡器上，读出后再提交。",
    "Not passed: the chip was not read. This document has one; lay it on the reader and send the form again.",
)
NO_CAUSE: Final = Text(
    "未登记：没有选择不合格原因。请选择原因。", "Nothing was recorded: no cause was chosen. Say why the document fails."
)


@never_cache
@require_safe
@officer_required(Role.QUALITY_CHECKER)
def to_check(request: OfficerRequest) -> HttpResponse:
    """What is in work and was not made by me, by time left; `?code=` leads from a scanned receipt to its document."""
    code = request.GET.get("code", "").strip()
    found = scanned(code) if code else None
    if found and found.stage is CaseStage.IN_PRODUCTION and _is_for(request, found.case_id):
        return done("desk:quality_case", "", case_id=found.case_id)
    listed = cases_in(
        CaseStage.IN_PRODUCTION,
        sight=sight_of(request.officer),
        at=arrived_at(request),
        page=page_number(request.GET.get("page", "")),
        not_produced_by=request.officer.officer_id,
    )
    orders = live_orders([case_key(row.case_id) for row in listed.rows])
    context = {
        "rows": [(row, orders.get(case_key(row.case_id))) for row in listed.rows],
        "pages": (listed.page, listed.pages, reverse("desk:quality") + "?page={page}"),
        "code": code,
        "unknown": bool(code),
        "done": DONE.get(request.GET.get("done", "")),
    }
    return render(request, "desk/quality.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(Role.QUALITY_CHECKER)
def check(request: OfficerRequest, case_id: int) -> HttpResponse:
    """One document: read it back; pass it when all agrees, or fail it with its cause."""
    case = scanned_case(case_id)
    if case is None or not sees_case(request.officer, case_id):
        raise Http404
    order = live_order(case_key(case_id))
    lines, chip = (_lines(request.POST.get(name, ""), order) for name in ("read", "chip"))
    context = {
        "case": case,
        "order": order,
        "holder": masked_name(order.holder.name) if order else "",
        "is_in_work": order is not None and order.state is OrderState.IN_WORK,
        "made_by_me": order is not None and order.produced_by == request.officer.officer_id,
        "has_chip": order is not None and bool(order.mrz) and order.kind in WITH_CHIP,
        "causes": [("", "—"), *((cause.value, said(CAUSE_NAMES[cause])) for cause in CAUSES)],
        "typed": {name: request.POST.get(name, "") for name in ("read", "chip", "cause")},
        "printed": _compared(order, lines),
        "stored": _compared(order, chip),
    }
    if request.method != "POST":
        return render(request, "desk/quality_case.html", {**context, "key": key_of(request)})
    try:
        _judge(request, CaseId(case_id), order, lines, chip)
    except Refusal as refusal:
        return refused(request, "desk/quality_case.html", context, refusal)
    return done("desk:quality", "failed" if "fail" in request.POST else "passed")


def _is_for(request: OfficerRequest, case_id: CaseId) -> bool:
    """Whether this checker sees the case, and did not make its document."""
    order = live_order(case_key(case_id))
    made_it = order is not None and order.produced_by == request.officer.officer_id
    return not made_it and sees_case(request.officer, case_id)


def _judge(request: OfficerRequest, case_id: CaseId, order: OrderSheet | None, lines: list[str], chip: list[str]) -> None:
    by, at, key = mover_of(request), arrived_at(request), key_of(request)
    if "fail" in request.POST:
        cause = request.POST.get("cause", "")
        if not cause:
            raise OrderRefused(NO_CAUSE)
        services.fail_quality(case_id=case_id, cause=cause, read=lines, by=by, at=at, key=key)
        return
    if order is not None and order.mrz and order.kind in WITH_CHIP:
        if not chip:
            raise OrderRefused(CHIP_NOT_READ)
        found, sentence = compare_reading(order.order_id, chip)
        if found:
            raise ReadBackDiffers(found, sentence)
    services.pass_quality(case_id=case_id, read=lines, by=by, at=at, key=key)


def _compared(order: OrderSheet | None, read: list[str]) -> tuple[Difference, ...]:
    """Every stretch that differs; none while nothing was read."""
    if order is None or not read:
        return ()
    return compare_reading(order.order_id, read)[0]


def _lines(written: str, order: OrderSheet | None) -> list[str]:
    """The lines as the scanner typed them; some scanners type the whole zone as one line, which is cut where it was ordered."""
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    widths = [len(line) for line in order.mrz] if order else []
    if len(lines) != 1 or len(widths) < 2 or len(lines[0]) != sum(widths):  # noqa: PLR2004  # one line needs no cutting
        return lines
    starts = [sum(widths[:number]) for number in range(len(widths))]
    return [lines[0][start : start + width] for start, width in zip(starts, widths, strict=True)]
