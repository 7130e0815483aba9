"""The window: the ticket that stands there, its case beside it, who comes next, and all that a window may do with a ticket."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mumian.cases.queries import CaseSheet, case_sheet
from mumian.cases.queries.sight import sees_case
from mumian.cases.queries.windows import case_by_code
from mumian.cases.rules.transitions import AT_ACCEPTANCE
from mumian.cases.terms import STAGE_NAMES, CaseId, case_key
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.offices.queries import Duty, officer_by_badge
from mumian.offices.terms import Role
from mumian.queueing.queries import WindowState, seat_today, service_names, services_offered, waiting_here, window_state
from mumian.queueing.services import (
    begin_service,
    break_off,
    call_next,
    call_ticket,
    close_window,
    come_back,
    end_service,
    hand_over_window,
    join,
    mark_no_show,
    open_window,
    park,
    raise_alarm,
    recall,
    resume,
    set_reference,
    split,
    transfer,
)
from mumian.queueing.terms import BREAK_NAMES, PRIORITY_NAMES, BreakReason
from mumian.web.counter.posting import on_to
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import place_of
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.spoken import said

WHO_CALL: Final = (*AT_ACCEPTANCE, Role.HAND_OVER_OFFICER, Role.HALL_GUIDE)
CASE: Final = "case:"
MOST_WAITING: Final = 12
NO_WINDOW: Final = Text(
    "未办理：您今天没有排到窗口。请联系大厅负责人安排窗口。",
    "Nothing was done: you have no window today. Ask the hall manager for one.",
)
SOMEBODY_ELSES: Final = Text(
    "{number}号窗口现由同事值守。如需接回，请让同事交接，或联系大厅负责人。",
    "A colleague sits at window {number} now. To take it back, let him hand it over or ask the hall manager.",
)
NO_CASE: Final = Text(
    "未关联：没有查到这个编号的申请，或者它属于别的大厅。请核对回执后重试。",
    "Nothing was joined: there is no application with this number, or it belongs to another hall. Compare it with the receipt.",
)
NO_SUCCESSOR: Final = Text(
    "未交接：没有查到这个警号。请核对后重试。",
    "The window was not handed over: there is no such badge number. Check it and try again.",
)
WHO_KNOWS: Final = Text("未办理：这一步无法识别。请重试。", "Nothing was done: this step is not known. Try again.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*WHO_CALL)
def window(request: OfficerRequest) -> HttpResponse:
    """Everything at one window, by keys alone."""
    duty = _seat(request)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            return on_to("counter:window", query=f"done={_act(request, duty)}")
        except Refusal as refused:
            refusal = refused
    return _page(request, duty, refusal)


def _seat(request: OfficerRequest) -> Duty:
    """Where he sits today: his window, or on a service day the one of its staff's list."""
    duty = place_of(request, *WHO_CALL)
    seat = seat_today(request.officer.officer_id, on=local_date(arrived_at(request)))
    return duty if seat is None else replace(duty, hall=seat[0], window=seat[1])


def _act(request: OfficerRequest, duty: Duty) -> str:
    if duty.window is None:
        raise Refusal(NO_WINDOW)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Refusal(WHO_KNOWS)
    return act(request, duty.window, arrived_at(request)) or request.POST["act"]


Act = Callable[[OfficerRequest, str, datetime], str | None]


def _next(request: OfficerRequest, window: str, at: datetime) -> str:
    return "called" if call_next(window=window, officer=request.officer.officer_id, at=at) else "nobody"


def _out_of_turn(request: OfficerRequest, window: str, at: datetime) -> None:
    call_ticket(window=window, officer=request.officer.officer_id, label=_label(request), at=at)


def _recall(request: OfficerRequest, window: str, at: datetime) -> None:
    recall(window=window, officer=request.officer.officer_id, at=at)


def _no_show(request: OfficerRequest, window: str, at: datetime) -> None:
    mark_no_show(window=window, officer=request.officer.officer_id, at=at)


def _begin(request: OfficerRequest, window: str, at: datetime) -> None:
    begin_service(window=window, officer=request.officer.officer_id, at=at)


def _end(request: OfficerRequest, window: str, at: datetime) -> None:
    end_service(window=window, officer=request.officer.officer_id, at=at)


def _park(request: OfficerRequest, window: str, at: datetime) -> None:
    park(window=window, officer=request.officer.officer_id, at=at, because=request.POST.get("because", "")[:200])


def _resume(request: OfficerRequest, window: str, at: datetime) -> None:
    state = window_state(window=window, at=at)
    if state is None:
        raise Refusal(NO_WINDOW)
    resume(label=_label(request), hall=state.hall, at=at, officer=request.officer.officer_id)


def _transfer(request: OfficerRequest, window: str, at: datetime) -> None:
    transfer(window=window, officer=request.officer.officer_id, to_service=request.POST.get("service", "")[:40], at=at)


def _split(request: OfficerRequest, window: str, at: datetime) -> str:
    people = request.POST.get("people", "1")
    number = int(people) if people.isascii() and people.isdigit() and len(people) < len("999") else 1
    slip = split(
        window=window, officer=request.officer.officer_id, people=number, service=request.POST.get("service", "")[:40], at=at
    )
    return f"split&label={slip.label}"


def _join(request: OfficerRequest, window: str, at: datetime) -> None:
    join(window=window, officer=request.officer.officer_id, label=_label(request), at=at)


def _bind(request: OfficerRequest, window: str, at: datetime) -> None:
    case_id = case_by_code(request.POST.get("q", "")[:200])
    if case_id is None or not sees_case(request.officer, case_id):
        raise Refusal(NO_CASE)
    set_reference(window=window, officer=request.officer.officer_id, reference=case_key(case_id), at=at)


def _open(request: OfficerRequest, window: str, at: datetime) -> None:
    open_window(window=window, officer=request.officer.officer_id, at=at)


def _close(request: OfficerRequest, window: str, at: datetime) -> None:
    close_window(window=window, officer=request.officer.officer_id, at=at)


def _break(request: OfficerRequest, window: str, at: datetime) -> None:
    reason = request.POST.get("reason", "")
    if reason not in set(BreakReason):
        raise Refusal(WHO_KNOWS)
    break_off(window=window, officer=request.officer.officer_id, reason=BreakReason(reason), at=at)


def _back(request: OfficerRequest, window: str, at: datetime) -> None:
    come_back(window=window, officer=request.officer.officer_id, at=at)


def _hand_over(request: OfficerRequest, window: str, at: datetime) -> None:
    successor = officer_by_badge(request.POST.get("badge", "").strip()[:20], on=local_date(at))
    if successor is None:
        raise Refusal(NO_SUCCESSOR)
    hand_over_window(window=window, officer=request.officer.officer_id, successor=successor.officer_id, at=at)


def _alarm(request: OfficerRequest, window: str, at: datetime) -> None:
    raise_alarm(window=window, officer=request.officer.officer_id, at=at)


ACTS: Final[Mapping[str, Act]] = {
    "next": _next,
    "call": _out_of_turn,
    "recall": _recall,
    "no_show": _no_show,
    "begin": _begin,
    "end": _end,
    "park": _park,
    "resume": _resume,
    "transfer": _transfer,
    "split": _split,
    "join": _join,
    "bind": _bind,
    "open": _open,
    "close": _close,
    "break": _break,
    "back": _back,
    "hand_over": _hand_over,
    "alarm": _alarm,
}


def _label(request: OfficerRequest) -> str:
    return request.POST.get("label", "").strip().upper()[:8]


def _page(request: OfficerRequest, duty: Duty, refusal: Refusal | None) -> HttpResponse:
    at = arrived_at(request)
    state = window_state(window=duty.window, at=at) if duty.window else None
    without = NO_WINDOW
    if state is not None and state.officer not in (None, request.officer.officer_id):
        without, state = SOMEBODY_ELSES.filled(number=state.number), None
    case = _case(request, state)
    context = {
        "officer": request.officer,
        "duty": duty,
        "state": state,
        "case": case,
        "stage": said(STAGE_NAMES[case.stage]) if case else "",
        "waiting": waiting_here(window=duty.window, at=at, most=MOST_WAITING) if duty.window and state else (),
        "offered": services_offered(hall=duty.hall) if duty.hall else (),
        "breaks": [(reason.value, said(name)) for reason, name in BREAK_NAMES.items() if reason is not BreakReason.HANDOVER],
        "priorities": PRIORITY_NAMES,
        "names": service_names(),
        "refusal": said(refusal.sentence) if refusal else "",
        "done": _done(request),
        "typed": request.POST if refusal else {},
        "no_window": said(without),
        "at": at,
    }
    return render(request, "counter/window.html", context, status=422 if refusal else 200)


def _case(request: OfficerRequest, state: WindowState | None) -> CaseSheet | None:
    """The case that the ticket is about, if this officer sees it."""
    reference = state.ticket.reference if state and state.ticket else ""
    number = reference.removeprefix(CASE)
    if not reference.startswith(CASE) or not number.isdecimal() or not sees_case(request.officer, int(number)):
        return None
    return case_sheet(CaseId(int(number)), viewer=request.officer, at=arrived_at(request))


def _done(request: OfficerRequest) -> str:
    what = request.GET.get("done", "")
    sentences = {
        "nobody": _("Nobody waits for what this window does."),
        "no_show": _("Not there. The number is called once more, ten places later."),
        "end": _("Ended. The tablet asks the visitor now."),
        "park": _("Put aside; it keeps its place."),
        "transfer": _("Passed on; it keeps its place."),
        "join": _("Joined: both are served together now."),
        "bind": _("The case now belongs to this ticket."),
        "alarm": _("The hall manager has been called."),
        "hand_over": _("The window has been handed over."),
    }
    if what == "split":
        return _("A ticket of its own: %(label)s") % {"label": request.GET.get("label", "")[:8]}
    return sentences.get(what, "")
