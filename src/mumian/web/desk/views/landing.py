"""The landing page of every officer: his lists with their live counts, what waits for him, and who and where he is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mumian.cases.queries import questions_waiting_for, requests_waiting
from mumian.cases.queries.proposals import proposals_waiting
from mumian.cases.queries.work_lists import COUNTED, desk_count
from mumian.cases.rules.questions import SUPERIORS
from mumian.clearance.queries.adjudicating import decisions_standing
from mumian.clearance.queries.feeding import silent_feeds
from mumian.offices.queries import OfficerSheet, sight_of
from mumian.offices.terms import DEPARTMENT_NAMES, ROLE_NAMES, Role
from mumian.web.desk.filters import query_of
from mumian.web.desk.own_lists import lists_of
from mumian.web.desk.views.list_work import WHO_SEE_FEEDS
from mumian.web.desk.work import WORK
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required


@never_cache
@require_safe
@officer_required()
def landing(request: OfficerRequest) -> HttpResponse:
    """The officer's own work, and his office, hall, department and duties."""
    officer, at = request.officer, arrived_at(request)
    own = list(lists_of(officer.roles))
    sight = sight_of(officer) if own else None
    lists = [
        (one, reverse("desk:cases") + query_of(one.wanted), desk_count(one.wanted, officer=officer, sight=sight, at=at))
        for one in own
        if sight is not None
    ]
    return render(
        request,
        "desk/landing.html",
        {
            "officer": officer,
            "lists": lists,
            "counted": COUNTED,
            "proposals": len(proposals_waiting(officer)),
            "questions": _questions(officer),
            "role_names": ROLE_NAMES,
            "department_names": DEPARTMENT_NAMES,
            "work": WORK,
            "silent": silent_feeds(at=at) if officer.roles & set(WHO_SEE_FEEDS) else (),
            "decisions": decisions_standing(at=at) if Role.LEADER in officer.roles else None,
        },
    )


def _questions(officer: OfficerSheet) -> int:
    """How many questions and requests wait for his answer; nobody else than superiors is asked."""
    return len(questions_waiting_for(officer)) + len(requests_waiting(officer)) if officer.roles & SUPERIORS else 0
