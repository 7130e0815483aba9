"""Duty: who works and who stands by, calls and their answers, relief at the end of a shift, and the roster for who plans."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from mumian.foundation.clock import OFFICE_ZONE, local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.offices import services
from mumian.offices.errors import DutyRefused
from mumian.offices.queries import (
    calls_waiting_for,
    officer_by_badge,
    on_duty,
    reliefs_waiting_for,
    roster,
    shifts_of,
    sight_of,
    standing_by,
)
from mumian.offices.rules.duty import PLANNERS
from mumian.offices.terms import (
    DEPARTMENT_NAMES,
    CallAnswer,
    CallId,
    CallState,
    DepartmentKind,
    ReliefId,
    ShiftFacts,
    ShiftId,
    ShiftKind,
)
from mumian.web.desk.matters import SOURCES, open_matters_of
from mumian.web.desk.posting import done, key_of, refused
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import place_of
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required

WEEK: Final = timedelta(days=7)
MOST_LINES: Final = 60
"""More lines of the roster are not read on one page; they are planned by the day."""
KINDS: Final = {ShiftKind.DUTY: _("Duty"), ShiftKind.STAND_BY: _("Stand-by")}
STATES: Final = {
    CallState.CALLED: (_("called, no answer yet"), "warn"),
    CallState.ACKNOWLEDGED: (_("is coming"), "good"),
    CallState.DECLINED: (_("cannot come"), "bad"),
    CallState.TIMED_OUT: (_("did not answer in time"), "bad"),
}
DONE: Final = {
    "planned": _("The shift is planned."),
    "withdrawn": _("The shift was taken off the roster."),
    "called": _("The call is out; the answer appears here."),
    "answered": _("Your answer was given."),
    "handed": _("Duty was handed over; it is your colleague's when he takes it over."),
    "taken": _("You have taken duty over."),
}
NO_SUCH_OFFICER: Final = Text(
    "未办理：没有这个警号。请核对。", "Nothing was done: there is no officer with this badge. Check it."
)
NO_TIME: Final = Text("未排班：请填写起止时间。", "Nothing was planned: name beginning and end.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required()
def duty(request: OfficerRequest) -> HttpResponse:
    """Everything about duty on one page; who plans adds shifts here."""
    if request.method != "POST":
        return render(request, "desk/duty.html", {**_page(request), "refusal": None})
    return _tried(request, "planned", lambda: _plan(request))


@never_cache
@require_POST
@officer_required()
def withdraw(request: OfficerRequest, shift_id: int) -> HttpResponse:
    """Take a shift off the roster."""
    by, at = request.officer.officer_id, arrived_at(request)
    return _tried(request, "withdrawn", lambda: services.withdraw_shift(shift_id=ShiftId(shift_id), by=by, at=at))


@never_cache
@require_POST
@officer_required()
def call(request: OfficerRequest, shift_id: int) -> HttpResponse:
    """Call somebody up from stand-by."""
    by, at, reason = request.officer.officer_id, arrived_at(request), request.POST.get("reason", "").strip()
    return _tried(
        request,
        "called",
        lambda: services.call_up(shift_id=ShiftId(shift_id), by=by, reason=reason or str(_("needed at the hall")), at=at),
    )


@never_cache
@require_POST
@officer_required()
def answer(request: OfficerRequest, call_id: int) -> HttpResponse:
    """Answer a call."""
    given = CallAnswer.ACKNOWLEDGED if request.POST.get("answer") == CallAnswer.ACKNOWLEDGED else CallAnswer.DECLINED
    officer, at = request.officer.officer_id, arrived_at(request)
    return _tried(
        request, "answered", lambda: services.answer_call(call_id=CallId(call_id), officer=officer, answer=given, at=at)
    )


@never_cache
@require_POST
@officer_required()
def hand_over(request: OfficerRequest, shift_id: int) -> HttpResponse:
    """Hand duty over, with what is open."""
    return _tried(request, "handed", lambda: _hand_over(request, ShiftId(shift_id)))


@never_cache
@require_POST
@officer_required()
def acknowledge(request: OfficerRequest, relief_id: int) -> HttpResponse:
    """Take duty over."""
    officer, at = request.officer.officer_id, arrived_at(request)
    return _tried(request, "taken", lambda: services.acknowledge_relief(relief_id=ReliefId(relief_id), officer=officer, at=at))


def _tried(request: OfficerRequest, what: str, act: Callable[[], object]) -> HttpResponse:
    """Do it and come back, or the same page with the sentence why not."""
    try:
        act()
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refusal as refusal:
        return refused(request, "desk/duty.html", _page(request), refusal)
    return done("desk:duty", what)


def _page(request: OfficerRequest) -> dict[str, Any]:
    """What stands on the page; the same number of queries however much it is."""
    officer, at = request.officer, arrived_at(request)
    plans = bool(officer.roles & PLANNERS)
    here = place_of(request) if officer.duties else None
    mine = shifts_of(officer.officer_id, at=at)
    running = [shift for shift in mine if shift.kind is ShiftKind.DUTY and shift.starts_at <= at]
    return {
        "my_calls": calls_waiting_for(officer.officer_id, at=at),
        "reliefs": reliefs_waiting_for(officer.officer_id),
        "on_duty": on_duty(bureau=here.bureau, hall=here.hall, at=at) if here else (),
        "standing_by": standing_by(bureau=here.bureau, at=at) if here else (),
        "mine": mine,
        "to_hand_over": {shift.shift_id for shift in running},
        "open_matters": open_matters_of(officer.officer_id, at=at) if running else (),
        "plans": plans,
        "roster": roster(sight_of(officer, roles=PLANNERS), first=at, last=at + WEEK)[:MOST_LINES] if plans else (),
        "departments": DEPARTMENT_NAMES,
        "kinds": KINDS,
        "states": STATES,
        "typed": {name: request.POST.get(name, "") for name in ("badge", "department", "kind", "window", "starts", "ends")},
        "key": key_of(request),
        "done": DONE.get(request.GET.get("done", "")),
    }


def _department(written: str, own: DepartmentKind) -> DepartmentKind:
    """The department that was chosen; one's own where none of them was."""
    return DepartmentKind(written) if written in {kind.value for kind in DepartmentKind} else own


def _plan(request: OfficerRequest) -> None:
    given, here = request.POST, place_of(request, *PLANNERS) if request.officer.roles & PLANNERS else place_of(request)
    window = given.get("window", "").strip().upper() or None
    hall = window.partition("-")[0] if window else here.hall
    facts = ShiftFacts(
        badge_number=given.get("badge", "").strip(),
        bureau=here.bureau,
        department=_department(given.get("department", ""), here.department),
        starts_at=_moment(given.get("starts", "")),
        ends_at=_moment(given.get("ends", "")),
        kind=ShiftKind.STAND_BY if given.get("kind") == ShiftKind.STAND_BY else ShiftKind.DUTY,
        hall=hall,
        window=window,
    )
    if facts.ends_at <= facts.starts_at:
        raise DutyRefused(NO_TIME)
    services.plan_shifts(shifts=[facts], by=request.officer.officer_id, at=arrived_at(request))


def _hand_over(request: OfficerRequest, shift_id: ShiftId) -> None:
    at = arrived_at(request)
    if shift_id not in {shift.shift_id for shift in shifts_of(request.officer.officer_id, at=at)}:
        raise ObjectDoesNotExist
    successor = officer_by_badge(request.POST.get("successor", "").strip(), on=local_date(at))
    if successor is None:
        raise DutyRefused(NO_SUCH_OFFICER)
    services.hand_over_duty(shift_id=shift_id, successor=successor.officer_id, sources=SOURCES, at=at)


def _moment(typed: str) -> datetime:
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=OFFICE_ZONE)
    except ValueError:
        raise DutyRefused(NO_TIME) from None
