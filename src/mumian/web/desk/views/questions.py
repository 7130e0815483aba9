"""Asking above, and what waits for a superior: questions, urgent and special handling."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mumian.cases import services
from mumian.cases.queries import (
    CaseSheet,
    RequestKind,
    RequestSheet,
    case_sheet,
    questions_asked_by,
    questions_waiting_for,
    requests_waiting,
)
from mumian.cases.queries.sight import sees_case
from mumian.cases.terms import CaseId, QuestionId
from mumian.foundation.clock import OFFICE_ZONE, local, local_date
from mumian.foundation.dates import said_day
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.offices.queries import hall_names
from mumian.web.desk.posting import done, key_of, refused
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import mover_of
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.spoken import said

NO_MOMENT: Final = Text(
    "未提出：看不懂您填写的时间。请按“2026-11-23T10:00”的样子填写，或者留空。",
    "Nothing was asked: the time cannot be read. Write it like 2026-11-23T10:00, or leave it empty.",
)
FORM: Final = ["GET", "HEAD", "POST"]
DONE: Final = {
    "asked": _("Your question was put to your superior. The case shows who is waited for."),
    "answered": _("Your answer stands on the case, and whoever asked sees it."),
    "requested": _("The request waits for a superior's decision."),
    "decided": _("Your decision stands on the case."),
}


@never_cache
@require_safe
@officer_required()
def questions(request: OfficerRequest) -> HttpResponse:
    """What waits for me, and what I asked."""
    return render(
        request,
        "desk/questions.html",
        {
            "waiting": questions_waiting_for(request.officer),
            "requests": requests_waiting(request.officer),
            "asked": questions_asked_by(request.officer.officer_id),
            "kinds": KINDS,
            "now": arrived_at(request),
            "done": DONE.get(request.GET.get("done", "")),
        },
    )


@never_cache
@require_http_methods(FORM)
@officer_required()
def question(request: OfficerRequest, question_id: int) -> HttpResponse:
    """One question, with the form for its answer."""
    mine = [*questions_waiting_for(request.officer), *questions_asked_by(request.officer.officer_id)]
    found = next((one for one in mine if one.question_id == question_id), None)
    if found is None:
        raise Http404
    text = request.POST.get("answer", "")
    context = {"question": found, "is_mine": found.asked_badge == request.officer.badge_number, "answer": text}
    if request.method != "POST":
        return render(request, "desk/question.html", {**context, "key": key_of(request), "refusal": None})
    try:
        services.answer_question(
            question_id=QuestionId(question_id), text=text, by=mover_of(request), at=arrived_at(request), key=key_of(request)
        )
    except Refusal as refusal:
        return refused(request, "desk/question.html", context, refusal)
    return done("desk:questions", "answered")


@never_cache
@require_http_methods(FORM)
@officer_required()
def ask(request: OfficerRequest, case_id: int) -> HttpResponse:
    """Ask the superior about a case."""
    text = request.POST.get("text", "")
    context = {"case": _seen(request, case_id), "text": text}
    if request.method != "POST":
        return render(request, "desk/ask.html", {**context, "key": key_of(request), "refusal": None})
    try:
        services.ask_above(case_id=CaseId(case_id), text=text, by=mover_of(request), at=arrived_at(request), key=key_of(request))
    except Refusal as refusal:
        return refused(request, "desk/ask.html", context, refusal)
    return done("desk:questions", "asked")


KINDS: Final = {RequestKind.URGENCY: _("Urgent handling"), RequestKind.SPECIAL_HANDLING: _("Special handling")}


@never_cache
@require_http_methods(FORM)
@officer_required()
def handling(request: OfficerRequest, case_id: int, kind: str) -> HttpResponse:
    """Ask for urgent or special handling of a case; a superior decides on the same page."""
    if kind not in KINDS:
        raise Http404
    wanted = RequestKind(kind)
    sheet = _seen(request, case_id)
    waiting = next((one for one in sheet.requests if one.kind is wanted and one.is_open), None)
    template = "desk/handling.html"
    context = {
        "case": sheet,
        "kind": wanted.value,
        "name": KINDS[wanted],
        "waiting": waiting,
        "history": [one for one in sheet.requests if one.kind is wanted and not one.is_open],
        "decides": waiting is not None and waiting.asked_badge != request.officer.badge_number,
        "typed": {name: request.POST.get(name, "") for name in ("reason", "hall", "place", "time", "consent")},
        "asked_for": _asked_for,
        "halls": [("", _("the same hall")), *((code, said(hall)) for code, hall in hall_names().items())],
        "time_type": _field_for(request.POST.get("time", "")),
    }
    if request.method != "POST":
        return render(request, template, {**context, "key": key_of(request), "refusal": None})
    try:
        _act(request, CaseId(case_id), wanted)
    except Refusal as refusal:
        return refused(request, template, context, refusal)
    return done("desk:questions", "decided" if "decision" in request.POST else "requested")


def _asked_for(one: RequestSheet) -> list[tuple[str, str]]:
    """What special handling is to change: hall, place, time, as far as they are named."""
    facts = []
    if one.hall:
        facts.append((_("Another hall"), said(one.hall)))
    if one.place:
        facts.append((_("Where exactly"), one.place))
    if one.time:
        facts.append((_("Another time"), f"{said(said_day(local_date(one.time)))} {local(one.time):%H:%M}"))
    return [(str(name), value) for name, value in facts]


def _act(request: OfficerRequest, case_id: CaseId, kind: RequestKind) -> None:
    """What the form asks for, as one call downstairs."""
    given = request.POST
    by, at, key = mover_of(request), arrived_at(request), key_of(request)
    approved = given.get("decision") == "yes"
    if kind is RequestKind.URGENCY and "decision" in given:
        services.decide_urgency(case_id=case_id, approved=approved, by=by, at=at, key=key)
    elif kind is RequestKind.URGENCY:
        services.request_urgency(case_id=case_id, ground=given.get("reason", ""), by=by, at=at, key=key)
    elif "decision" in given:
        consent = given.get("consent", "")
        services.decide_special_handling(case_id=case_id, approved=approved, consent=consent, by=by, at=at, key=key)
    else:
        services.request_special_handling(
            case_id=case_id,
            reason=given.get("reason", ""),
            hall=given.get("hall", ""),
            place=given.get("place", ""),
            time=_moment(given.get("time", "")),
            by=by,
            at=at,
            key=key,
        )


def _field_for(typed: str) -> str:
    """The kind of field for a moment: browsers leave a field for moments empty when what was typed is none."""
    try:
        _moment(typed)
    except Refusal:
        return "text"
    return "datetime-local"


def _moment(typed: str) -> datetime | None:
    """A moment at the office as a form sends it; none where nothing was typed. Raises Refusal for what cannot be read."""
    try:
        moment = datetime.fromisoformat(typed.strip()) if typed.strip() else None
    except ValueError:
        raise Refusal(NO_MOMENT) from None
    return moment.replace(tzinfo=OFFICE_ZONE) if moment else None


def _seen(request: OfficerRequest, case_id: int) -> CaseSheet:
    """The case, for who sees it or has to decide about it; everybody else is told that there is no such page."""
    decides = any(one.case_id == case_id for one in requests_waiting(request.officer))
    if not decides and not sees_case(request.officer, case_id):
        raise Http404
    return case_sheet(CaseId(case_id), viewer=request.officer, at=arrived_at(request))
