"""The screen for questions: services, papers, samples, where an application stands, and the map. Wiped after thirty seconds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mumian.cases.errors import CaseUnknown
from mumian.cases.queries import PublicStatus, public_status_of
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.answers import UnknownService
from mumian.catalogue.rules.samples import UnknownSample, sample
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.offices.terms import WindowKind
from mumian.queueing.queries import amenities
from mumian.queueing.services import report_fault
from mumian.web.kiosk.halls import GROUND, hall_or_404
from mumian.web.kiosk.papers_needed import papers_needed
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.devices import DeviceKind, device_required, is_device
from mumian.web.shared.hall_map import plans_of
from mumian.web.shared.spoken import said
from mumian.web.shared.status_links import case_of_token

IDLE: Final = 30
"""Seconds without a touch after which everything that a visitor asked is gone from the screen."""
STATUS_PATH: Final = "/status/of/"
A_PAGE: Final = 6
A_PAGE_OF_THINGS: Final = 8
A_PAGE_OF_FIELDS: Final = 6
BY_TOUCH: Final = Text("办事人在咨询屏上报修", "reported by a visitor at the screen for questions")
CODE_NEEDED: Final = Text(
    "请扫描回执上的二维码。只有编号时，请在手机上查询，需要输入证件号码后四位。",
    "Scan the square code on your receipt. With the number alone, ask on your telephone: it takes four characters of your "
    "document.",
)


@never_cache
@require_safe
def start(request: HttpRequest, code: str) -> HttpResponse:
    """What would you like to know?"""
    return _page(request, code, "kiosk/ask.html", {"is_here": is_device(request, DeviceKind.MACHINE, code)})


@never_cache
@require_safe
def services(request: HttpRequest, code: str) -> HttpResponse:
    """What this hall takes, six at a time."""
    book, today = current_rulebook(), local_date(arrived_at(request))
    hall = hall_or_404(code, arrived_at(request))
    offered = [one for one in book.services if one.code in hall.services or one.family in hall.services]
    typed = request.GET.get("page", "0")
    page = min(int(typed), len(offered) // A_PAGE) if typed.isascii() and typed.isdigit() and len(typed) < len("999") else 0
    here = reverse("kiosk:ask_services", kwargs={"code": code})
    context = {
        "offered": offered[page * A_PAGE : (page + 1) * A_PAGE],
        "before": f"{here}?page={page - 1}" if page else None,
        "after": f"{here}?page={page + 1}" if (page + 1) * A_PAGE < len(offered) else None,
        "today": today,
    }
    return _page(request, code, "kiosk/ask_services.html", context)


@never_cache
@require_safe
def service(request: HttpRequest, code: str, service: str) -> HttpResponse:
    """One service: what to bring, and which forms can be seen filled in."""
    book = current_rulebook()
    try:
        papers = papers_needed(book, service, on=local_date(arrived_at(request)))
    except UnknownService as unknown:
        raise Http404 from unknown
    return _page(request, code, "kiosk/ask_service.html", {"service": book.service_of[service], "papers": papers})


@never_cache
@require_safe
def form(request: HttpRequest, code: str, service: str, form: str) -> HttpResponse:
    """A form as somebody invented has filled it in."""
    try:
        shown = sample(current_rulebook(), form, on=local_date(arrived_at(request)))
    except UnknownSample as unknown:
        raise Http404 from unknown
    page = _number_of_page(request, len(shown.fields), A_PAGE_OF_FIELDS)
    context = {
        "sample": shown,
        "fields": shown.fields[page * A_PAGE_OF_FIELDS : (page + 1) * A_PAGE_OF_FIELDS],
        "before": f"{request.path}?page={page - 1}" if page else None,
        "after": f"{request.path}?page={page + 1}" if (page + 1) * A_PAGE_OF_FIELDS < len(shown.fields) else None,
        "back": reverse("kiosk:ask_service", kwargs={"code": code, "service": service}),
    }
    return _page(request, code, "kiosk/ask_form.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@device_required(DeviceKind.MACHINE)
def fault(request: HttpRequest, code: str) -> HttpResponse:
    """What does not work in the hall: a touch on a device that stands there reports it, and the hall manager sees it."""
    at = arrived_at(request)
    hall = hall_or_404(code, at)
    refusal = ""
    if request.method == "POST":
        floor, _separator, amenity = request.POST.get("amenity", "").partition("/")
        number = int(floor) if floor.isascii() and floor.isdigit() and len(floor) < len("999") else GROUND
        try:
            report_fault(hall=hall.code, floor=number, amenity=amenity[:32], because=said(BY_TOUCH), at=at)
            return HttpResponseRedirect(f"{request.path}?thanks=yes", status=303)
        except Refusal as refused:
            refusal = said(refused.sentence)
    found = amenities(hall=hall.code)
    page = _number_of_page(request, len(found), A_PAGE_OF_THINGS)
    context = {
        "amenities": found[page * A_PAGE_OF_THINGS : (page + 1) * A_PAGE_OF_THINGS],
        "before": f"{request.path}?page={page - 1}" if page else None,
        "after": f"{request.path}?page={page + 1}" if (page + 1) * A_PAGE_OF_THINGS < len(found) else None,
        "thanks": "thanks" in request.GET,
        "refusal": refusal,
    }
    return _page(request, code, "kiosk/ask_fault.html", context, status=422 if refusal else 200)


def _number_of_page(request: HttpRequest, things: int, at_once: int) -> int:
    typed = request.GET.get("page", "0")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < len("999") else 0
    return min(number, max(things - 1, 0) // at_once)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest, code: str) -> HttpResponse:
    """Where an application stands, by the code on its receipt. Nothing of it stays on the screen."""
    found: PublicStatus | None = None
    refusal = ""
    if request.method == "POST":
        written = request.POST.get("scanned", "")[:300].strip()
        case_id = case_of_token(written.rpartition(STATUS_PATH)[2]) if STATUS_PATH in written else None
        try:
            found = public_status_of(case_id) if case_id is not None else None
        except CaseUnknown:
            found = None
        refusal = "" if found else said(CODE_NEEDED)
    return _page(request, code, "kiosk/ask_status.html", {"found": found, "refusal": refusal}, status=422 if refusal else 200)


@never_cache
@require_safe
def hall_map(request: HttpRequest, code: str) -> HttpResponse:
    """The floors of the hall with their windows."""
    hall = hall_or_404(code, arrived_at(request))
    plans = plans_of(hall)
    typed = request.GET.get("floor", str(GROUND))
    shown = next((plan for plan in plans if str(plan.floor) == typed), plans[0] if plans else None)
    context = {"plans": plans, "shown": shown, "kinds": kind_names(), "ground": GROUND}
    return _page(request, code, "kiosk/ask_map.html", context)


def kind_names() -> Mapping[WindowKind, str]:
    """What is done at each kind of window."""
    return {
        WindowKind.CONSULT: _("Questions"),
        WindowKind.ACCEPT_CITIZEN: _("Applications of residents"),
        WindowKind.ACCEPT_FOREIGNER: _("Applications of foreigners"),
        WindowKind.COLLECT: _("Collection"),
    }


def _page(request: HttpRequest, code: str, template: str, context: Mapping[str, object], *, status: int = 200) -> HttpResponse:
    whole = {
        "hall": hall_or_404(code, arrived_at(request)),
        "elder": request.GET.get("elder") == "yes",
        "start": reverse("kiosk:ask", kwargs={"code": code}),
        "idle": IDLE,
        "refusal": "",
        **context,
    }
    return render(request, template, whole, status=status)
