"""A hall as its manager runs it: windows and what they may call, who waits, alarms, visitors who were not satisfied, notices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.offices.queries import HallSheet, hall_by_code, halls_seen, officer_by_badge, on_duty, sight_of
from mumian.offices.terms import Role
from mumian.queueing.queries import amenities, environment_score, manager_view, services_offered
from mumian.queueing.services import (
    answer_alarm,
    manager_close,
    manager_open,
    mend_fault,
    put_notice,
    report_fault,
    see_rating,
    set_skills,
    withdraw_notice,
)
from mumian.queueing.terms import ANSWER_NAMES, BREAK_NAMES, MODE_NAMES, REASON_NAMES
from mumian.web.desk.posting import done
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import acting_of
from mumian.web.shared.devices import DeviceKind, sign_device
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.spoken import said
from mumian.web.shared.typed import number_typed

WHO_MANAGE: Final = (Role.HALL_MANAGER,)
NOTICE_FOR: Final = timedelta(hours=12)
NO_SUCH_BADGE: Final = Text(
    "未开放：没有这个警号（工号）。请填写坐到这个窗口的人的警号（工号），例如 F90002。",
    "The window was not opened: nobody has this badge number. Give that of the officer who sits down there, such as F90002.",
)
UNKNOWN_STEP: Final = Text("未办理：这一步无法识别。请重试。", "Nothing was done: this step is not known. Try again.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*WHO_MANAGE)
def manage(request: OfficerRequest, code: str | None = None) -> HttpResponse:
    """The live picture of a hall; POST does one thing in it."""
    hall = _hall(request, code)
    refusal = ""
    if request.method == "POST":
        try:
            return done("desk:hall_of", _act(request, hall), code=hall.code)
        except Refusal as refused:
            refusal = said(refused.sentence)
    return _page(request, hall, refusal)


@never_cache
@require_POST
@officer_required(*WHO_MANAGE)
def device(request: OfficerRequest, code: str) -> HttpResponse:
    """Make this browser the ticket machine of the hall, or the tablet of one of its windows."""
    hall = _hall(request, code)
    kind, place = request.POST.get("kind", ""), request.POST.get("place", "")
    places = {DeviceKind.MACHINE: {hall.code}, DeviceKind.TABLET: {window.code for window in hall.windows}}
    if kind not in set(DeviceKind) or place not in places[DeviceKind(kind)]:
        raise Http404
    response = done("desk:hall_of", "device", code=hall.code)
    sign_device(response, DeviceKind(kind), place)
    return response


def _hall(request: OfficerRequest, code: str | None) -> HallSheet:
    """The hall that is asked for, or the manager's own. Raises PermissionDenied, Http404."""
    seen = halls_seen(sight_of(request.officer, roles=WHO_MANAGE))
    own = [duty.hall for duty in request.officer.duties if duty.role in WHO_MANAGE and duty.hall]
    wanted = code or (own[0] if own else min(seen, default=None))
    if wanted is None or (wanted not in seen and wanted not in own):
        raise PermissionDenied
    found = hall_by_code(wanted, on=local_date(arrived_at(request)))
    if found is None:
        raise Http404
    return found


def _act(request: OfficerRequest, hall: HallSheet) -> str:
    what = request.POST.get("act", "")
    act = ACTS.get(what)
    if act is None:
        raise Refusal(UNKNOWN_STEP)
    act(request, hall, arrived_at(request))
    return what


def _open(request: OfficerRequest, hall: HallSheet, at: datetime) -> None:
    badge = request.POST.get("badge", "").strip()[:20]
    officer = officer_by_badge(badge, on=local_date(at)) if badge else None
    if officer is None:
        raise Refusal(NO_SUCH_BADGE)
    manager_open(
        window=_window(request, hall),
        officer=officer.officer_id,
        manager=request.officer.officer_id,
        acting=acting_of(request),
        at=at,
    )


def _close(request: OfficerRequest, hall: HallSheet, at: datetime) -> None:
    manager_close(window=_window(request, hall), manager=request.officer.officer_id, acting=acting_of(request), at=at)


def _skills(request: OfficerRequest, hall: HallSheet, at: datetime) -> None:
    set_skills(
        window=_window(request, hall),
        skills=request.POST.getlist("skill"),
        manager=request.officer.officer_id,
        acting=acting_of(request),
        at=at,
    )


def _alarm(request: OfficerRequest, hall: HallSheet, at: datetime) -> None:
    answer_alarm(alarm_id=_number(request), manager=request.officer.officer_id, acting=acting_of(request), at=at)


def _rating(request: OfficerRequest, hall: HallSheet, at: datetime) -> None:
    see_rating(rating_id=_number(request), manager=request.officer.officer_id, acting=acting_of(request), at=at)


def _notice(request: OfficerRequest, hall: HallSheet, at: datetime) -> None:
    put_notice(
        hall=hall.code,
        says=Text(request.POST.get("zh", "").strip()[:200], request.POST.get("en", "").strip()[:200]),
        until=at + NOTICE_FOR,
        manager=request.officer.officer_id,
        acting=acting_of(request),
        at=at,
    )


def _no_notice(request: OfficerRequest, hall: HallSheet, at: datetime) -> None:
    withdraw_notice(notice_id=_number(request), manager=request.officer.officer_id, acting=acting_of(request), at=at)


def _fault(request: OfficerRequest, hall: HallSheet, at: datetime) -> None:
    floor, _separator, amenity = request.POST.get("amenity", "").partition("/")
    report_fault(
        hall=hall.code,
        floor=number_typed(floor) or 1,
        amenity=amenity[:32],
        because=request.POST.get("because", "").strip()[:200],
        at=at,
        officer=request.officer.officer_id,
        acting=acting_of(request),
    )


def _mended(request: OfficerRequest, hall: HallSheet, at: datetime) -> None:
    mend_fault(fault_id=_number(request), manager=request.officer.officer_id, acting=acting_of(request), at=at)


ACTS: Final[Mapping[str, Callable[[OfficerRequest, HallSheet, datetime], None]]] = {
    "open": _open,
    "close": _close,
    "skills": _skills,
    "alarm": _alarm,
    "rating": _rating,
    "notice": _notice,
    "no_notice": _no_notice,
    "fault": _fault,
    "mended": _mended,
}


def _number(request: OfficerRequest) -> int:
    return number_typed(request.POST.get("number")) or 0


def _window(request: OfficerRequest, hall: HallSheet) -> str:
    """A window of this hall: nobody manages another's by its code. Raises Http404."""
    code = request.POST.get("window", "")
    if code not in {window.code for window in hall.windows}:
        raise Http404
    return code


def _page(request: OfficerRequest, hall: HallSheet, refusal: str) -> HttpResponse:
    at = arrived_at(request)
    today = local_date(at)
    view = manager_view(hall=hall.code, at=at)
    known = {one.window for one in view.windows} if view else set()
    context = {
        "hall": hall,
        "view": view,
        "unopened": [one for one in hall.windows if one.code not in known],
        "services": [(one.code, said(one.name)) for one in services_offered(hall=hall.code)],
        "amenities": amenities(hall=hall.code),
        "score": environment_score(hall=hall.code, first_on=today - timedelta(days=30), last_on=today, at=at),
        "halls": _others(request, hall),
        "modes": MODE_NAMES,
        "breaks": BREAK_NAMES,
        "reasons": REASON_NAMES,
        "answers": ANSWER_NAMES,
        "windows": hall.windows,
        "on_duty": [(one.badge_number, one.name) for one in on_duty(bureau=hall.bureau_code, hall=hall.code, at=at)],
        "refusal": refusal,
        "typed": request.POST if refusal else {},
        "done": _done(request),
        "at": at,
    }
    return render(request, "desk/hall.html", context, status=422 if refusal else 200)


def _others(request: OfficerRequest, hall: HallSheet) -> list[tuple[str, str, bool]]:
    seen = halls_seen(sight_of(request.officer, roles=WHO_MANAGE))
    return [(code, said(name), code == hall.code) for code, name in seen.items()]


def _done(request: OfficerRequest) -> str | None:
    sentences = {
        "open": _("The window is open."),
        "close": _("The window is closed."),
        "skills": _("The window calls for these services from now on."),
        "alarm": _("The alarm is answered."),
        "rating": _("Noted: somebody has spoken with the visitor."),
        "notice": _("The notice stands on the screens now."),
        "no_notice": _("The notice is gone."),
        "fault": _("The fault is reported."),
        "mended": _("It works again."),
        "device": _("This browser is now a device of the hall."),
    }
    return sentences.get(request.GET.get("done", ""))
