"""The whole office at a glance, for leaders: what stands where, what was done today, what will be late, who waits."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mumian.cases.queries import StageCount, overdue_radar
from mumian.cases.queries.desks import (
    UNDER_WAY,
    breaches_seen_since,
    done_since,
    oldest_waiting,
    questions_unanswered,
    special_handlings_seen_since,
    stage_counts,
)
from mumian.cases.queries.radar import staff_of_today
from mumian.cases.rules.radar import LINE
from mumian.cases.terms import STAGE_NAMES, CaseStage
from mumian.catalogue.queries import current_rulebook
from mumian.clearance.queries.feeding import silent_feeds
from mumian.foundation.clock import local_date, moment_at
from mumian.offices.queries import halls_seen, sight_of
from mumian.offices.terms import Role
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.typed import number_typed

WHO_LEAD: Final = (Role.LEADER, Role.HALL_MANAGER)
FURTHEST: Final = 20
"""Working days that the radar looks ahead; what comes later nobody can say."""
LOOKED_AHEAD: Final = 4
WARM: Final = (0.0, 0.25, 0.5, 0.75)
MOST_OFFICERS: Final = 999


@never_cache
@require_safe
@officer_required(*WHO_LEAD)
def lead(request: OfficerRequest) -> HttpResponse:
    """Counts, the day's work, the radar with other staff numbers as a question by address, oldest cases, open questions."""
    at, sight = arrived_at(request), sight_of(request.officer, roles=WHO_LEAD)
    today = local_date(at)
    month, day_began = moment_at(today.replace(day=1)), moment_at(today)
    posted = staff_of_today(at=at, sight=sight)
    asked = _staff(request)
    until, last = _until(request.GET.get("until", ""), at)
    late = overdue_radar(until=until, at=at, staff=posted | asked, sight=sight)
    context = {
        "heat": heat(stage_counts(sight=sight, at=at)),
        "halls": halls_seen(sight),
        "stages": [(stage, STAGE_NAMES[stage]) for stage in UNDER_WAY],
        "today": done_since(day_began, sight=sight),
        "breaches": breaches_seen_since(month, sight=sight),
        "special": special_handlings_seen_since(month, sight=sight),
        "until": until,
        "first": today,
        "last": last,
        "late": late,
        "staff": [(stage, STAGE_NAMES[stage], posted[stage], asked.get(stage, posted[stage])) for stage in LINE],
        "what_if": any(number != posted[stage] for stage, number in asked.items()),
        "oldest": oldest_waiting(sight=sight, at=at),
        "questions": questions_unanswered(sight=sight),
        "names": STAGE_NAMES,
        "now": at,
        "silent": silent_feeds(at=at),
        "nowhere": _("taken in without a hall"),
    }
    return render(request, "desk/lead.html", context)


def heat(counts: tuple[StageCount, ...]) -> list[tuple[str | None, list[tuple[int, int, int]], tuple[int, int]]]:
    """A row for each hall: for each stage how many cases, how many of them overdue and how warm (0 to 4); then the row's total.

    The last row is the sum of all halls, named `*`.
    """
    cells: dict[tuple[str | None, CaseStage], tuple[int, int]] = {
        (one.hall, one.stage): (one.cases, one.overdue) for one in counts
    }
    most = max((one.cases for one in counts), default=0)
    rows: list[tuple[str | None, list[tuple[int, int, int]], tuple[int, int]]] = []
    for hall in sorted({one.hall for one in counts}, key=lambda code: (code is None, code or "")):
        row = [cells.get((hall, stage), (0, 0)) for stage in UNDER_WAY]
        rows.append((hall, [(*cell, warmth(cell[0], most)) for cell in row], _sum(row)))
    columns = [_sum([cells.get((row[0], stage), (0, 0)) for row in rows]) for stage in UNDER_WAY]
    rows.append(("*", [(*cell, 0) for cell in columns], _sum(columns)))
    return rows


def warmth(cases: int, most: int) -> int:
    """From 0 (nothing) to 4 (the fullest of the table)."""
    if not cases or not most:
        return 0
    return sum(1 for step in WARM if cases / most > step)


def _sum(cells: list[tuple[int, int]]) -> tuple[int, int]:
    return sum(cases for cases, _ in cells), sum(overdue for _, overdue in cells)


def _staff(request: OfficerRequest) -> dict[CaseStage, int]:
    """Other numbers of officers, asked by address as `?accepted=3`."""
    written = {stage: number_typed(request.GET.get(stage.value)) for stage in LINE}
    return {stage: min(number, MOST_OFFICERS) for stage, number in written.items() if number is not None}


def _until(written: str, at: datetime) -> tuple[date, date]:
    """The day to look ahead to, within reach, and the furthest one."""
    today, calendar = local_date(at), current_rulebook().working_calendar
    if calendar is None:
        return today, today
    last = calendar.add_working_days(today, FURTHEST)
    try:
        wanted = date.fromisoformat(written)
    except ValueError:
        wanted = calendar.add_working_days(today, LOOKED_AHEAD)
    return min(max(wanted, today), last), last
