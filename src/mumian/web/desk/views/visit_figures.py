"""Figures of visits: arrivals, waits, walking and service times, no-shows, ratings with their intervals, the outside survey."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mumian.foundation.clock import local_date
from mumian.foundation.words import Text
from mumian.offices.queries import halls_seen, sight_of
from mumian.offices.terms import Role
from mumian.queueing.queries import FlowLine, flow, flow_csv, ratings_by, service_days, survey_figures
from mumian.queueing.queries.statistics import Scope
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.spoken import said

WHO_SEE_FIGURES: Final = (Role.HALL_MANAGER, Role.SUPERVISOR, Role.ANALYST, Role.LEADER)
SHOWN: Final = timedelta(days=29)
LONGEST: Final = timedelta(days=366)
SCOPES: Final[tuple[Scope, ...]] = ("hall", "service", "officer")
ASPECT_NAMES: Final = {
    "environment": Text("大厅环境", "the hall itself"),
    "efficiency": Text("办事效率", "efficiency"),
    "attitude": Text("服务态度", "manner of service"),
}


@dataclass(frozen=True, slots=True)
class HourLine:
    """An hour of the day over all that was asked: parties, the mean wait and service in seconds, and who did not come."""

    hour: int
    arrivals: int
    wait_s: int
    service_s: int
    no_shows: int


@never_cache
@require_safe
@officer_required(*WHO_SEE_FIGURES)
def figures(request: OfficerRequest) -> HttpResponse:
    """The figures of some days, of one hall or of all that are seen."""
    first, last = _days(request)
    names = halls_seen(sight_of(request.officer, roles=WHO_SEE_FIGURES))
    hall = request.GET.get("hall", "") if request.GET.get("hall", "") in names else None
    lines = [line for line in flow(first_on=first, last_on=last, hall=hall or "") if line.hall in names]
    scope: Scope = next((one for one in SCOPES if one == request.GET.get("by")), "hall")
    ratings = ratings_by(scope, first_on=first, last_on=last)
    if scope == "hall":
        ratings = tuple(one for one in ratings if one.key in names)
    context = {
        "first": first,
        "last": last,
        "halls": [("", _("all halls")), *((code, said(name)) for code, name in names.items())],
        "hall": hall or "",
        "hours": hours(lines),
        "lines": lines,
        "hall_names": names,
        "scope": scope,
        "scopes": [("hall", _("by hall")), ("service", _("by service")), ("officer", _("by officer"))],
        "ratings": [(said(one.name) or one.key, one) for one in ratings],
        "survey": [(said(ASPECT_NAMES[one.aspect]), one) for one in survey_figures()],
        "days": [one for one in service_days() if one.hall in names or Role.LEADER in request.officer.roles],
    }
    return render(request, "desk/visit_figures.html", context)


@never_cache
@require_safe
@officer_required(*WHO_SEE_FIGURES)
def table(request: OfficerRequest) -> HttpResponse:
    """The same lines as CSV. It holds all halls that the officer sees, or the one that was asked for."""
    first, last = _days(request)
    names = halls_seen(sight_of(request.officer, roles=WHO_SEE_FIGURES))
    hall = request.GET.get("hall", "")
    if hall not in names:
        hall = ""
    text = flow_csv(first_on=first, last_on=last, hall=hall)
    if not hall:
        head, *rows = text.splitlines(keepends=True)
        text = head + "".join(row for row in rows if row.split(",", 1)[0] in names)
    headers = {"Content-Disposition": f'attachment; filename="visits-{first}-{last}.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def hours(lines: Iterable[FlowLine]) -> list[HourLine]:
    """One line for each hour of the day; waits are weighed by how many were called."""
    found: defaultdict[int, list[FlowLine]] = defaultdict(list)
    for line in lines:
        found[line.hour].append(line)
    return [_hour(hour, found[hour]) for hour in sorted(found)]


def _hour(hour: int, lines: list[FlowLine]) -> HourLine:
    return HourLine(
        hour=hour,
        arrivals=sum(line.arrivals for line in lines),
        wait_s=_mean((line.wait_mean_s, line.called) for line in lines),
        service_s=_mean((line.service_s, line.called) for line in lines),
        no_shows=sum(line.no_shows for line in lines),
    )


def _mean(pairs: Iterable[tuple[float | None, int]]) -> int:
    """The mean of seconds, each weighed by how many it stands for."""
    known = [(seconds, weight) for seconds, weight in pairs if seconds is not None]
    whole = sum(weight for _seconds, weight in known)
    return round(sum(seconds * weight for seconds, weight in known) / whole) if whole else 0


def _days(request: OfficerRequest) -> tuple[date, date]:
    today = local_date(arrived_at(request))
    last = _day(request.GET.get("to", "")) or today
    first = _day(request.GET.get("from", "")) or last - SHOWN
    return max(min(first, last), last - LONGEST), last


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
