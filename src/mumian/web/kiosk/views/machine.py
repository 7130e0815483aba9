"""The ticket machine: what brings you here, for how many, what would make it easier, and then a number.

Everything touched so far stands in the address; taking the number is the one act. Without a script each touch is a page.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mumian.foundation.barcodes import qr
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.gateways.printers.on_paper import slip_pdf
from mumian.queueing.errors import TicketUnknown
from mumian.queueing.queries import services_offered, shortest_way
from mumian.queueing.services import check_in, take_ticket
from mumian.queueing.services.taking import slip_of
from mumian.queueing.terms import PRIORITY_NAMES, Priority, Slip
from mumian.web.kiosk.halls import GROUND, hall_or_404
from mumian.web.kiosk.printing import ahead_words, paper_of, print_slip
from mumian.web.kiosk.scanning import understood
from mumian.web.kiosk.wishes import MOST_PEOPLE, Wishes
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.devices import DeviceKind, device_required
from mumian.web.shared.follow_links import follow_address
from mumian.web.shared.hall_map import HEADING_NAMES, way_to
from mumian.web.shared.opening_now import closed_notice
from mumian.web.shared.spoken import said

IDLE: Final = 60
"""Seconds without a touch after which the machine begins anew."""
SHOWN: Final = 20
"""Seconds for which a ticket stays on the screen: the next visitor shall not see whose it was."""
COLLECT: Final = "COLLECT"
CLAIMS: Final = (Priority.ELDERLY, Priority.PREGNANT, Priority.DISABLED, Priority.URGENT)


@never_cache
@require_safe
@device_required(DeviceKind.MACHINE)
def start(request: HttpRequest, code: str) -> HttpResponse:
    """What brings you here today?"""
    at = arrived_at(request)
    closed = closed_notice(hall_or_404(code, at), at)
    return _page(request, code, "kiosk/start.html", Wishes.read(request.GET), {"closed": closed})


@never_cache
@require_safe
@device_required(DeviceKind.MACHINE)
def services(request: HttpRequest, code: str) -> HttpResponse:
    """Choose one errand or several."""
    wishes = Wishes.read(request.GET)
    offered = [one for one in services_offered(hall=code) if one.code != COLLECT]
    choices = [(said(one.name), wishes.toggled(one.code), one.code in wishes.services) for one in offered]
    return _page(request, code, "kiosk/services.html", wishes, {"choices": choices, "onward": bool(wishes.services)})


@never_cache
@require_safe
@device_required(DeviceKind.MACHINE)
def visit(request: HttpRequest, code: str) -> HttpResponse:
    """How many people, and what makes the visit easier; then take the number."""
    wishes = Wishes.read(request.GET)
    if not wishes.services:
        return HttpResponseRedirect(reverse("kiosk:machine_services", kwargs={"code": code}) + wishes.query())
    return _visit(request, code, wishes)


@never_cache
@require_POST
@device_required(DeviceKind.MACHINE)
def take(request: HttpRequest, code: str) -> HttpResponse:
    """Take the number, print it, and show it."""
    wishes, at = Wishes.read(request.POST), arrived_at(request)
    hall_or_404(code, at)
    try:
        slip = take_ticket(
            hall=code,
            services=wishes.services,
            at=at,
            people=wishes.people,
            priority=wishes.priority,
            low_counter=wishes.low_counter,
            seated=wishes.seated,
            key=_key(request),
        )
    except Refusal as refusal:
        return _visit(request, code, wishes, refusal=said(refusal.sentence))
    return _given(request, code, slip, wishes)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@device_required(DeviceKind.MACHINE)
def scan(request: HttpRequest, code: str) -> HttpResponse:
    """A receipt leads to collection, an appointment to its ticket, an identity card to the services."""
    wishes, at = Wishes.read(request.POST if request.method == "POST" else request.GET), arrived_at(request)
    if request.method != "POST":
        return _page(request, code, "kiosk/scan.html", wishes, {"key": str(uuid.uuid4())})
    try:
        found = understood(request.POST.get("scanned", ""), on=local_date(at))
        if found.is_card:
            elder = wishes.query(priority=Priority.ELDERLY if found.is_elderly else wishes.priority)
            return HttpResponseRedirect(reverse("kiosk:machine_services", kwargs={"code": code}) + elder, status=303)
        if found.appointment:
            slip = check_in(code=found.appointment, hall=code, at=at, low_counter=wishes.low_counter, seated=wishes.seated)
        else:
            slip = take_ticket(
                hall=code, services=(COLLECT,), at=at, references=(found.reference,), low_counter=wishes.low_counter,
                seated=wishes.seated, key=_key(request),
            )  # fmt: skip
    except Refusal as refusal:
        context = {"key": str(uuid.uuid4()), "refusal": said(refusal.sentence)}
        return _page(request, code, "kiosk/scan.html", wishes, context, status=422)
    return _given(request, code, slip, wishes)


@never_cache
@require_safe
@device_required(DeviceKind.MACHINE)
def ticket(request: HttpRequest, code: str, ticket_id: int, follow: str) -> HttpResponse:
    """The number that was taken, for a few seconds: the same as on the slip."""
    slip = _slip_or_404(ticket_id, follow, code, arrived_at(request))
    wishes = Wishes.read(request.GET)
    hall = hall_or_404(code, arrived_at(request))
    way = way_to(hall, slip.windows[0], from_floor=GROUND) if slip.windows else None
    context = {
        "slip": slip,
        "ahead": ahead_words(slip),
        "code": qr(follow_address(request, follow)).svg(label=_("Follow your place by telephone")),
        "way": way,
        "heading": HEADING_NAMES[way.heading] if way else None,
        "printed": request.GET.get("printed") == "yes",
        "pdf": reverse("kiosk:machine_slip", kwargs={"code": code, "ticket_id": ticket_id, "follow": follow}),
        "seconds": SHOWN,
    }
    return _page(request, code, "kiosk/ticket.html", wishes, context)


@never_cache
@require_safe
@device_required(DeviceKind.MACHINE)
def slip_paper(request: HttpRequest, code: str, ticket_id: int, follow: str) -> HttpResponse:
    """The slip as a PDF, where no thermal printer is."""
    at = arrived_at(request)
    slip = _slip_or_404(ticket_id, follow, code, at)
    pdf = slip_pdf(paper_of(slip, address=follow_address(request, follow)), title=slip.label, at=at)
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{slip.label}.pdf"'}
    )


def _given(request: HttpRequest, code: str, slip: Slip, wishes: Wishes) -> HttpResponse:
    why = print_slip(paper_of(slip, address=follow_address(request, slip.code)), hall=code)
    values = {"code": code, "ticket_id": slip.ticket_id, "follow": slip.code}
    address = reverse("kiosk:machine_ticket", kwargs=values)
    query = "?elder=yes&" if wishes.elder else "?"
    return HttpResponseRedirect(f"{address}{query}printed={'no' if why else 'yes'}", status=HTTPStatus.SEE_OTHER)


def _slip_or_404(ticket_id: int, follow: str, hall: str, at: datetime) -> Slip:
    """The slip whose number and code belong together: a number alone opens nothing."""
    try:
        slip = slip_of(ticket_id, at=at)
    except TicketUnknown as unknown:
        raise Http404 from unknown
    if slip.code != follow or slip.hall != hall:
        raise Http404
    return slip


def _visit(request: HttpRequest, code: str, wishes: Wishes, *, refusal: str = "") -> HttpResponse:
    names = {one.code: said(one.name) for one in services_offered(hall=code)}
    way = shortest_way(hall=code, services=wishes.services, low_counter=wishes.low_counter, seated=wishes.seated)
    context = {
        "errands": [names[one] for one in wishes.services if one in names],
        "claims": list(_claims(wishes)),
        "low": wishes.query(low_counter=not wishes.low_counter),
        "seat": wishes.query(seated=not wishes.seated),
        "fewer": wishes.query(people=wishes.people - 1) if wishes.people > 1 else None,
        "more_people": wishes.query(people=wishes.people + 1) if wishes.people < MOST_PEOPLE else None,
        "way": way,
        "key": str(uuid.uuid4()),
        "refusal": refusal,
    }
    return _page(request, code, "kiosk/visit.html", wishes, context, status=422 if refusal else 200)


def _key(request: HttpRequest) -> str:
    """The key that was made with the page: a touch or a scan that arrives twice takes one number."""
    return (request.POST.get("key") or str(uuid.uuid4()))[:100]


def _claims(wishes: Wishes) -> Iterator[tuple[str, str, bool]]:
    """Reasons to go ahead: what it says, where the touch leads, whether it is chosen."""
    for claim in CLAIMS:
        is_chosen = wishes.priority is claim
        yield said(PRIORITY_NAMES[claim]), wishes.query(priority=Priority.ORDINARY if is_chosen else claim), is_chosen


def _page(
    request: HttpRequest,
    code: str,
    template: str,
    wishes: Wishes,
    context: Mapping[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    hall = hall_or_404(code, arrived_at(request))
    start_again = reverse("kiosk:machine", kwargs={"code": code})
    whole = {
        "hall": hall,
        "wishes": wishes,
        "kept": wishes.query(),
        "elder": wishes.elder,
        "elder_switch": wishes.query(elder=not wishes.elder),
        "start": start_again,
        "idle": IDLE,
        "refusal": "",
        **(context or {}),
    }
    return render(request, template, whole, status=status)
