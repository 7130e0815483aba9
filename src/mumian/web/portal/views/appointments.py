"""Appointments: choose errand, hall and half hour; a place is held while one decides; the code changes or cancels it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mumian.foundation.clock import local_date, with_zone
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.queueing.errors import AppointmentUnknown
from mumian.queueing.queries import appointment, calendar_of, halls_doing, public_waits, service_names, slots
from mumian.queueing.services import cancel_appointment, change_appointment, confirm, hold_slot
from mumian.queueing.terms import APPOINTMENT_STATE_NAMES
from mumian.web.portal.guessing import browser_of, network_of
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.spoken import page_language, said

FURTHEST: Final = 14
"""Days ahead for which a time can be booked."""
CODE_LENGTH: Final = 10
TYPED: Final = 20
"""So much of a code is read: its ten letters and what people set between them."""
NO_SUCH_CODE: Final = Text(
    "没有找到：没有这个预约码。请核对预约短信或页面上的十位预约码。",
    "Nothing was found: there is no appointment of this code. Check the ten letters of the code.",
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest) -> HttpResponse:
    """Errand, day and hall; then the half hours that are free. POST holds one of them."""
    at = arrived_at(request)
    refusal = ""
    sought = request.GET.get("code", "").strip()[:TYPED]
    if request.method != "POST" and sought:
        return _sought(request, at, sought)
    changed = request.POST.get("change", request.GET.get("change", "")).strip().upper()[:CODE_LENGTH]
    if request.method == "POST":
        try:
            code = _held(request, at, changed)
            return HttpResponseRedirect(reverse("portal:appointment", kwargs={"code": code}), status=303)
        except AppointmentUnknown as unknown:
            raise Http404 from unknown
        except Refusal as refused:
            refusal = said(refused.sentence)
    return render(request, "portal/appointments.html", _choices(request, at, changed, refusal), status=422 if refusal else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One appointment: confirm it while it is held, change or cancel it later."""
    at = arrived_at(request)
    refusal = ""
    try:
        if request.method == "POST":
            try:
                if request.POST.get("act") == "cancel":
                    cancel_appointment(code=code, at=at)
                else:
                    confirm(code=code, at=at, contact=request.POST.get("contact", ""))
                return HttpResponseRedirect(reverse("portal:appointment", kwargs={"code": code}), status=303)
            except AppointmentUnknown:
                raise
            except Refusal as refused:
                refusal = said(refused.sentence)
        found = appointment(code=code)
    except AppointmentUnknown as unknown:
        raise Http404 from unknown
    if found is None:
        raise Http404
    context = {
        "found": found,
        "state_name": APPOINTMENT_STATE_NAMES[found.state],
        "refusal": refusal,
        "contact": request.POST.get("contact", ""),
    }
    return render(request, "portal/appointment.html", context, status=422 if refusal else 200)


@never_cache
@require_safe
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """The appointment as iCalendar, for one's own calendar."""
    text = calendar_of(code=code, language=page_language())
    if text is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="mumian-{code}.ics"'}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


def _sought(request: HttpRequest, at: datetime, code: str) -> HttpResponse:
    """To the appointment of the code that somebody typed, or back to what was typed, with why."""
    found = appointment(code=code)
    if found is not None:
        return HttpResponseRedirect(reverse("portal:appointment", kwargs={"code": found.code}), status=303)
    context = _choices(request, at, "", "") | {"sought": code, "not_found": said(NO_SUCH_CODE)}
    return render(request, "portal/appointments.html", context, status=422)


def _held(request: HttpRequest, at: datetime, changed: str) -> str:
    hall, service = request.POST.get("hall", "")[:16], request.POST.get("service", "")[:40]
    try:
        starts_at = with_zone(datetime.fromisoformat(request.POST.get("starts_at", "")[:40]))
    except ValueError:
        raise Http404 from None
    if changed:
        change_appointment(code=changed, hall=hall, service=service, starts_at=starts_at, at=at)
        return changed
    people = request.POST.get("people", "1")
    number = int(people) if people in set("123456789") else 1
    held = hold_slot(
        hall=hall, service=service, starts_at=starts_at, people=number, visitor=browser_of(request),
        network=network_of(get_adapter().get_client_ip(request)), at=at,
    )  # fmt: skip
    return held.code


def _choices(request: HttpRequest, at: datetime, changed: str, refusal: str) -> dict[str, Any]:
    values = request.POST if request.method == "POST" else request.GET
    today = local_date(at)
    days = [today + timedelta(days=number) for number in range(FURTHEST + 1)]
    names = service_names()
    service = values.get("service", "")
    if service not in names:
        service = next(iter(names), "")
    day = _day(values.get("day", ""), days)
    offering = _halls(service, at)
    hall = values.get("hall", "")
    if hall not in offering:
        hall = next(iter(offering), "")
    return {
        "services": [(code, said(name)) for code, name in names.items()],
        "service": service,
        "days": [(one.isoformat(), one) for one in days],
        "day": day,
        "halls": list(offering.items()),
        "hall": hall,
        "free": slots(hall=hall, service=service, day=day, at=at) if hall else (),
        "people": values.get("people", "1"),
        "changed": changed,
        "sought": "",
        "not_found": None,
        "refusal": refusal,
        "nothing": _("No time is free on this day in this hall. Choose another day or hall."),
    }


def _halls(service: str, at: datetime) -> dict[str, str]:
    """The halls whose windows do this, the quietest now first, by code with their names. Two queries."""
    waits = {one.hall: one.wait.high_s if one.wait else 0 for one in public_waits(at=at, service=service)}
    doing = halls_doing(service, on=local_date(at))
    return {code: said(doing[code]) for code in sorted(doing, key=lambda code: (waits.get(code, 0), code))}


def _day(typed: str, days: list[date]) -> date:
    return next((one for one in days if one.isoformat() == typed), days[1])
