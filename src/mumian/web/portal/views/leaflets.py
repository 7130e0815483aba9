"""Leaflets and sample forms: to read, to print, and to ask whether a printed one still holds."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.leaflets import Leaflet, UnknownLeaflet, leaflet
from mumian.catalogue.rules.samples import Sample, UnknownSample, sample, samples
from mumian.foundation.clock import local
from mumian.web.portal.paper import form_sheet, leaflet_sheet
from mumian.web.portal.parts import said_together
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.spoken import page_language


def _today(request: HttpRequest) -> date:
    return local(arrived_at(request)).date()


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    today = _today(request)
    entries = [entry for entry in current_rulebook().leaflets if entry.holds_on(today)]
    return render(request, "portal/leaflets.html", {"leaflets": entries})


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    found = _leaflet_or_404(code, _today(request))
    sections = [(section.title, said_together(section)) for section in found.sections]
    return render(request, "portal/leaflet.html", {"leaflet": found, "sections": sections})


@require_safe
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The leaflet on paper, in the language of the page; its code leads to `check` with the digest of what it says."""
    found = _leaflet_or_404(code, _today(request))
    checked_at = request.build_absolute_uri(reverse("portal:leaflet_check", kwargs={"code": code}))
    address = f"{checked_at}?said={found.digest}"
    pdf = leaflet_sheet(found, address=address, language=page_language(), at=arrived_at(request))
    return pdf_answer(pdf, f"{code}.pdf")


@require_safe
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a printed leaflet still says what the rules say: whether what it said is what the leaflet of today says."""
    today = _today(request)
    found = _leaflet_or_404(code, today)
    holds = found.digest == request.GET.get("said", "")
    return render(request, "portal/leaflet_check.html", {"leaflet": found, "holds": holds, "today": today})


@require_safe
def forms(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/forms.html", {"samples": samples(current_rulebook(), on=_today(request))})


@require_safe
def form(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "portal/form.html", {"sample": _sample_or_404(code, _today(request))})


@require_safe
def form_paper(request: HttpRequest, code: str) -> HttpResponse:
    """The sample form on paper, in the language of the page."""
    at = arrived_at(request)
    today = local(at).date()
    office = current_rulebook().office.office
    pdf = form_sheet(_sample_or_404(code, today), office=office, on=today, language=page_language(), at=at)
    return pdf_answer(pdf, f"{code}.pdf")


def pdf_answer(pdf: bytes, name: str) -> HttpResponse:
    """A sheet as an answer that a browser shows and saves under this name."""
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


def _leaflet_or_404(code: str, on: date) -> Leaflet:
    try:
        return leaflet(current_rulebook(), code, on=on)
    except UnknownLeaflet as unknown:
        raise Http404(str(unknown)) from unknown


def _sample_or_404(code: str, on: date) -> Sample:
    try:
        return sample(current_rulebook(), code, on=on)
    except UnknownSample as unknown:
        raise Http404(str(unknown)) from unknown
