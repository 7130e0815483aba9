"""Where an officer can go from every page of his desk: one row a place, shown to those who work there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mumian.cases.rules.transitions import AT_ACCEPTANCE
from mumian.offices.terms import Role
from mumian.web.desk.views.audit import WHO_SEE_BREACHES
from mumian.web.desk.views.case import WHO_CONFIRM
from mumian.web.desk.views.folders import WHO_SCAN
from mumian.web.desk.views.hall import WHO_MANAGE
from mumian.web.desk.views.handover import WHO_SEE_UNCOLLECTED
from mumian.web.desk.views.leading import WHO_LEAD
from mumian.web.desk.views.list_work import WHO_ARE_CALLED, WHO_MEASURE, WHO_SEE_FEEDS
from mumian.web.desk.views.matches import WHO_HOLD
from mumian.web.desk.views.papers import WHO_WORK_ON_CASES
from mumian.web.desk.views.persons import WHO_SEE_PERSONS
from mumian.web.desk.views.service_days import WHO_OPEN
from mumian.web.desk.views.survey import WHO_SURVEY
from mumian.web.desk.views.visit_figures import WHO_SEE_FIGURES
from mumian.web.shared.jinja import url

AT_WINDOWS: Final = (*AT_ACCEPTANCE, Role.HAND_OVER_OFFICER, Role.HALL_GUIDE)
"""Who calls numbers to a window."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page that the navigation leads to; without roles it is every officer's."""

    label: str | Promise
    name: str
    roles: tuple[Role, ...] = ()


PLACES: Final[tuple[Place, ...]] = (
    Place(_("My desk"), "desk:landing"),
    Place(_("Cases"), "desk:cases", WHO_WORK_ON_CASES),
    Place(_("For a second person"), "desk:case_proposals", WHO_CONFIRM),
    Place(_("List matches"), "desk:matches", WHO_HOLD),
    Place(_("Alarms"), "desk:alarms", WHO_ARE_CALLED),
    Place(_("Quality of matches"), "desk:match_quality", WHO_MEASURE),
    Place(_("Feeds and deliveries"), "desk:feeds", WHO_SEE_FEEDS),
    Place(_("My window"), "counter:window", AT_WINDOWS),
    Place(_("At the window"), "counter:find", AT_ACCEPTANCE),
    Place(_("My day"), "counter:today", AT_ACCEPTANCE),
    Place(_("To be approved"), "counter:second", (Role.COUNTER_APPROVER,)),
    Place(_("Takings"), "counter:takings", AT_ACCEPTANCE),
    Place(_("Production"), "desk:production", (Role.PRODUCTION_OFFICER,)),
    Place(_("Quality"), "desk:quality", (Role.QUALITY_CHECKER,)),
    Place(_("Hand-over"), "desk:handover", (Role.HAND_OVER_OFFICER,)),
    Place(_("Uncollected documents"), "desk:uncollected", WHO_SEE_UNCOLLECTED),
    Place(_("Folders"), "desk:folders", WHO_SCAN),
    Place(_("My hall"), "desk:hall", WHO_MANAGE),
    Place(_("Service days"), "desk:service_days", WHO_OPEN),
    Place(_("Figures of visits"), "desk:visit_figures", WHO_SEE_FIGURES),
    Place(_("Outside survey"), "desk:survey", WHO_SURVEY),
    Place(_("The office at a glance"), "desk:lead", WHO_LEAD),
    Place(_("Simulated days"), "desk:simulated", WHO_LEAD),
    Place(_("Find a person"), "desk:persons", WHO_SEE_PERSONS),
    Place(_("Questions to superiors"), "desk:questions"),
    Place(_("Files of firms"), "desk:batches", AT_ACCEPTANCE),
    Place(_("Visits at home"), "desk:visits", (*AT_ACCEPTANCE, Role.LEADER)),
    Place(_("Duty"), "desk:duty"),
    Place(_("Audit record"), "desk:audit", (Role.AUDIT_ADMINISTRATOR,)),
    Place(_("Typed reasons"), "desk:audit_looks", (Role.AUDIT_ADMINISTRATOR,)),
    Place(_("Breaches"), "desk:breaches", WHO_SEE_BREACHES),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """What `shared/desk.html` shows to the officer signed in: words, address, whether it is open; and where he searches."""
    officer = getattr(request, "officer", None)
    places = [] if officer is None else [place for place in PLACES if not place.roles or officer.roles & set(place.roles)]
    searches = officer is not None and bool(officer.roles & set(WHO_WORK_ON_CASES))
    return {"desk_places": list(_links(places, request.path)), "desk_search": url("desk:case_search") if searches else None}


def _links(places: list[Place], path: str) -> Iterator[tuple[str | Promise, str, bool]]:
    addresses = [url(place.name) for place in places]
    fitting = [address for address in addresses if path.startswith(address)]
    here = max(fitting, key=len, default="")
    for place, address in zip(places, addresses, strict=True):
        yield place.label, address, address == here and (address != url("desk:landing") or path == address)
