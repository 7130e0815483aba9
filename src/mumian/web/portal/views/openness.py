"""What the office owes the public about itself: how much it has in hand, how much is late, and what was out of the ordinary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mumian.cases.queries import breaches_since, counts_by_stage_and_hall, special_handlings_since
from mumian.cases.terms import STAGE_NAMES, CaseStage
from mumian.foundation.clock import local_date, moment_at
from mumian.web.shared.arrival import arrived_at

KEPT_FOR: Final = 600
"""Seconds for which the figures are kept: they are counted over all cases, and anybody may ask."""
IN_HAND: Final = (
    CaseStage.SUBMITTED,
    CaseStage.AWAITING_MATERIALS,
    CaseStage.ACCEPTED,
    CaseStage.APPROVED,
    CaseStage.IN_PRODUCTION,
    CaseStage.READY,
)


@dataclass(frozen=True, slots=True)
class Figures:
    """The office at one moment. `breaches` and `special` are counted since the first of January."""

    at: datetime
    stages: tuple[tuple[CaseStage, int, int], ...]
    overdue: int
    breaches: int
    special: int


def figures(*, at: datetime) -> Figures:
    """Three queries; the stages in their order with cases and overdue ones, all halls together."""
    counts = counts_by_stage_and_hall(at=at)
    stages = tuple(
        (
            stage,
            sum(one.cases for one in counts if one.stage == stage),
            sum(one.overdue for one in counts if one.stage == stage),
        )
        for stage in IN_HAND
    )
    january = moment_at(local_date(at).replace(month=1, day=1))
    return Figures(
        at=at,
        stages=stages,
        overdue=sum(late for _, _, late in stages),
        breaches=breaches_since(january),
        special=special_handlings_since(january),
    )


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The figures, at most ten minutes old."""
    at = arrived_at(request)
    found = cache.get("openness")
    if not isinstance(found, Figures):
        found = figures(at=at)
        cache.set("openness", found, KEPT_FOR)
    page: dict[str, Any] = {"figures": found, "stage_names": STAGE_NAMES}
    return render(request, "portal/openness.html", page)
