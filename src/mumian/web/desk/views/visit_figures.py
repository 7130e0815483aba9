"""Figures of visits: arrivals, waits, walking and service times, no-shows, ratings with their intervals, the outside survey."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mumian.cases.queries.kinds import services_of
from mumian.catalogue.queries import current_rulebook
from mumian.foundation.clock import local_date
from mumian.foundation.words import Text
from mumian.offices.queries import halls_seen, sight_of
from mumian.offices.terms import Role
from mumian.queueing.queries import (
    FlowLine,
    RatingLine,
    answers_by_reference,
    flow,
    flow_csv,
    rating_line,
    ratings_by,
    service_days,
    service_names,
)
from mumian.queueing.queries.statistics import Scope
from mumian.queueing.terms import Answer
from mumian.web.desk.views.survey import beside
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.spoken import said

WHO_SEE_FIGURES: Final = (Role.HALL_MANAGER, Role.SUPERVISOR, Role.ANALYST, Role.LEADER)
SHOWN: Final = timedelta(days=29)
LONGEST: Final = timedelta(days=366)
SCOPES: Final[tuple[Scope, ...]] = ("hall", "service", "officer")
DOCUMENT: Final = "document"
CASE: Final = "case:"


@dataclass(frozen=True, slots=True)
class HourLine:
    """An hour of the day over all that was asked: parties, mean wait, walk and service in seconds, and who did not come."""

    hour: int
    arrivals: int
    wait_s: int
    walk_s: int
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
    scope, ratings = _ratings(request, first, last)
    context = {
        "first": first,
        "last": last,
        "halls": [("", _("all halls")), *((code, said(name)) for code, name in names.items())],
        "hall": hall or "",
        "hours": hours(lines),
        "lines": lines,
        "hall_names": names,
        "scope": scope,
        "scopes": [
            ("hall", _("by hall")),
            ("service", _("by service")),
            ("officer", _("by officer")),
            (DOCUMENT, _("by document")),
        ],
        "ratings": [(said(one.name) or one.key, one) for one in ratings],
        "beside": beside(),
        "services": service_names(),
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


@never_cache
@require_safe
@officer_required(*WHO_SEE_FIGURES)
def rating_table(request: OfficerRequest) -> HttpResponse:
    """The ratings as they stand on the page, as CSV: always with n and interval, ranked only where enough were asked."""
    first, last = _days(request)
    scope, ratings = _ratings(request, first, last)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([scope, "name", "n", "satisfied", "fair", "unsatisfied", "share", "low", "high", "rank"])
    for one in ratings:
        shares = [round(share, 4) for share in (one.share, one.low, one.high)]
        writer.writerow([one.key, said(one.name), one.n, one.satisfied, one.fair, one.unsatisfied, *shares, one.rank or ""])
    headers = {"Content-Disposition": f'attachment; filename="ratings-{scope}-{first}-{last}.csv"'}
    return HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _ratings(request: OfficerRequest, first: date, last: date) -> tuple[str, tuple[RatingLine, ...]]:
    """By what is asked, and the ratings given in the hall that was asked for, or in all that the officer sees."""
    seen = halls_seen(sight_of(request.officer, roles=WHO_SEE_FIGURES))
    halls = [hall] if (hall := request.GET.get("hall", "")) in seen else list(seen)
    if request.GET.get("by") == DOCUMENT:
        return DOCUMENT, by_document(first, last, halls=halls)
    scope: Scope = next((one for one in SCOPES if one == request.GET.get("by")), "hall")
    return scope, ratings_by(scope, first_on=first, last_on=last, halls=halls)


def by_document(first: date, last: date, *, halls: Collection[str]) -> tuple[RatingLine, ...]:
    """The ratings of visits in these halls whose case is joined to the ticket, by the document that the case is about."""
    answers = answers_by_reference(first_on=first, last_on=last, halls=halls)
    cases = {reference: int(reference.removeprefix(CASE)) for reference, _a, _n in answers if _is_case(reference)}
    services = services_of(set(cases.values()))
    book = current_rulebook()
    names = {document.code: document.name for document in book.documents}
    counted: defaultdict[str, Counter[Answer]] = defaultdict(Counter)
    for reference, answer, number in answers:
        service = book.service_of.get(services.get(cases.get(reference, 0), ""))
        if service is not None and service.document:
            counted[service.document][answer] += number
    return tuple(rating_line(code, names.get(code, Text(code, code)), counted[code]) for code in sorted(counted))


def _is_case(reference: str) -> bool:
    return reference.startswith(CASE) and reference.removeprefix(CASE).isdecimal()


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
        walk_s=_mean((line.walk_s, line.called) for line in lines),
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
