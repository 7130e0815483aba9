"""The landing page of every officer: who he is, where he works and what will be done here."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mumian.offices.terms import DEPARTMENT_NAMES, ROLE_NAMES
from mumian.web.desk.work import WORK
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required


@never_cache
@require_safe
@officer_required()
def landing(request: OfficerRequest) -> HttpResponse:
    """Who you are, your office, hall, department and duties."""
    return render(
        request,
        "desk/landing.html",
        {"officer": request.officer, "role_names": ROLE_NAMES, "department_names": DEPARTMENT_NAMES, "work": WORK},
    )
