"""The page of a case: its whole line of life, what may be done next and by whom, and the steps of approval."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mumian.cases.queries import CaseSheet, case_sheet
from mumian.cases.queries.proposals import ProposalKind, proposals_made, proposals_of, proposals_waiting
from mumian.cases.queries.sight import sees_case
from mumian.cases.queries.work_lists import scans_of
from mumian.cases.rules.transitions import transition
from mumian.cases.terms import COMMAND_NAMES, GROUND_NAMES, STAGE_NAMES, CaseId, Command, Hand, StopGround, case_key
from mumian.catalogue.queries import current_rulebook
from mumian.delivery.queries import documents_of_case
from mumian.foundation.errors import Refusal
from mumian.foundation.identifiers.codes import LETTERS
from mumian.offices.terms import ROLE_NAMES, Role
from mumian.payments.queries import order_for
from mumian.payments.terms import STATE_NAMES as PAID_NAMES
from mumian.production.queries.orders import orders_of_case
from mumian.production.rules.orders import STATE_NAMES as ORDER_NAMES
from mumian.web.desk import case_words
from mumian.web.desk.posting import done, key_of, refused
from mumian.web.desk.rows import left_of
from mumian.web.desk.steps import ACT_OF, Act, Given, Seen, steps_of, why_not_now
from mumian.web.desk.views.papers import WHO_WORK_ON_CASES
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import mover_of
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.spoken import said
from mumian.web.shared.status_links import status_token

WHO_SEE_CASES: Final = (*WHO_WORK_ON_CASES, Role.LIST_CUSTODIAN)
WHO_CONFIRM: Final = (Role.APPROVAL_OFFICER, Role.COUNTERSIGNER, Role.LEADER)
DONE: Final = {
    "approve": _("The case is approved."),
    "refuse": _("The refusal waits for a countersigner."),
    "countersign": _("Your answer stands on the case."),
    "pause": _("The clock stands still."),
    "resume": _("The clock goes on; the due days were counted anew."),
    "ask-consent": _("The letter to the employer is written, and the clock stands still."),
    "consent": _("The employer's answer is recorded, and the clock goes on."),
    "extend": _("The longer limit waits for a leader."),
    "approve-extension": _("Your answer stands on the case."),
    "list-answer": _("The answer of the list is recorded."),
    "reopen": _("The case is open again, and its lists are asked anew."),
}
TYPED: Final = (
    "ground",
    "law",
    "reason",
    "reason_zh",
    "reason_en",
    "remark",
    "by_days",
    "addressed_to",
    "code",
    "answer",
)


@never_cache
@require_safe
@officer_required(*WHO_SEE_CASES)
def show(request: OfficerRequest, case_id: int) -> HttpResponse:
    """Everything about the case that this officer may see."""
    seen = _seen(request, case_id)
    key = case_key(case_id)
    context: dict[str, Any] = {
        **_head(seen),
        "steps": list(steps_of(seen)),
        "others": _other_steps(seen.case),
        "scans": scans_of(CaseId(case_id)) if seen.case.folder_barcode else (),
        "payment": order_for(key),
        "paid_names": PAID_NAMES,
        "orders": orders_of_case(key),
        "order_names": ORDER_NAMES,
        "shelf": documents_of_case(key),
        "token": status_token(case_id),
        "done": DONE.get(request.GET.get("done", "")),
    }
    return render(request, "desk/case.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*WHO_SEE_CASES)
def act(request: OfficerRequest, case_id: int, step: str) -> HttpResponse:
    """One step of approval: its form, or the sentence why this officer may not; a POST takes the step."""
    wanted = ACT_OF.get(step)
    if wanted is None:
        raise Http404
    if request.method != "POST":
        context = _form(request, wanted, _seen(request, case_id))
        return render(request, "desk/case_act.html", {**context, "key": str(uuid.uuid4()), "refusal": None})
    if not sees_case(request.officer, case_id):
        raise Http404
    given = Given(CaseId(case_id), request.POST, mover_of(request), arrived_at(request), key_of(request))
    try:
        wanted.do(given)
    except Refusal as refusal:
        return refused(request, "desk/case_act.html", _form(request, wanted, _seen(request, case_id)), refusal)
    return done("desk:case", wanted.name, case_id=case_id)


def _form(request: OfficerRequest, wanted: Act, seen: Seen) -> dict[str, Any]:
    """The form of a step, with what was typed."""
    return {
        **_head(seen),
        "act": wanted,
        "why_not": why_not_now(wanted, seen),
        "refusal_waiting": seen.waiting(ProposalKind.REFUSAL),
        "extension_waiting": seen.waiting(ProposalKind.EXTENSION),
        "typed": {field: request.POST.get(field, "") for field in TYPED},
        "grounds": [("", _("choose")), *((one.value, said(text)) for one, text in GROUND_NAMES.items())],
        "laws": [(one.code, said(one.title)) for one in current_rulebook().legal],
        "stop_grounds": [
            ("", _("choose")),
            *((one.value, text) for one, text in case_words.STOPS.items() if one is not StopGround.CONSENT),
        ],
        "list_codes": [("", _("choose")), *((one.code, said(one.name)) for one in seen.case.lists or ())],
        "list_answers": [("", _("choose")), *((one.value, text) for one, text in case_words.LIST_ANSWERS.items())],
    }


@never_cache
@require_safe
@officer_required(*WHO_CONFIRM)
def proposals(request: OfficerRequest) -> HttpResponse:
    """Refusals and longer limits: what waits for me, and what I proposed."""
    officer = request.officer
    context = {
        "waiting": proposals_waiting(officer),
        "made": proposals_made(officer) if Role.APPROVAL_OFFICER in officer.roles else (),
        "signs": bool(officer.roles & {Role.COUNTERSIGNER, Role.LEADER}),
        "kinds": {ProposalKind.REFUSAL: _("Refusal"), ProposalKind.EXTENSION: _("Longer limit")},
        "grounds": GROUND_NAMES,
        "letters": LETTERS,
    }
    return render(request, "desk/proposals.html", context)


def _seen(request: OfficerRequest, case_id: int) -> Seen:
    """The case as the officer sees it; a case of elsewhere looks like none."""
    if not sees_case(request.officer, case_id):
        raise Http404
    sheet = case_sheet(CaseId(case_id), viewer=request.officer, at=arrived_at(request))
    return Seen(sheet, proposals_of(CaseId(case_id), viewer=request.officer), request.officer)


def _head(seen: Seen) -> dict[str, Any]:
    case = seen.case
    return {
        "case": case,
        "seen": seen,
        "receipt": LETTERS.shown(case.receipt_number or case.draft_code),
        "stage": STAGE_NAMES[case.stage],
        "left": left_of(case.left),
        "stage_left": left_of(case.stage_left),
        "book": current_rulebook(),
        "words": case_words,
        "ground_names": GROUND_NAMES,
    }


def _other_steps(case: CaseSheet) -> list[tuple[str, str, str]]:
    """Steps taken at other desks: what, by whom, and why not by the viewer."""
    here = {Command.APPROVE_CASE, Command.REFUSE_CASE, Command.REOPEN_FOR_ERROR}
    found = []
    for command, verdict in case.may.items():
        step = transition(command, case.stage, case.path)
        if command in here or step is None:
            continue
        second = _("signed by a second person") if step.hand is Hand.DECIDE and step.seconder else ""
        roles = [*(said(ROLE_NAMES[role]) for role in step.roles), *([second] if second else [])]
        found.append((said(COMMAND_NAMES[command]), " / ".join(str(role) for role in roles), said(verdict.reason)))
    return found
