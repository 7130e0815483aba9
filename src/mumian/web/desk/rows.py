"""Rows of a list, ready for the page: the time left with its word, the number as people read it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from mumian.cases.queries import Row
from mumian.cases.terms import CaseId
from mumian.foundation.deadlines import Colour, TimeLeft
from mumian.foundation.identifiers.codes import LETTERS
from mumian.web.shared.spoken import day, said

STATES: Final[dict[Colour, str]] = {
    Colour.GREEN: "in_time",
    Colour.YELLOW: "two_days",
    Colour.ORANGE: "one_day",
    Colour.RED: "today",
    Colour.PURPLE: "overdue",
}
"""What the parts of pages call the colours; each has its word and its shape there."""


@dataclass(frozen=True, slots=True)
class Left:
    """Time left as the page shows it."""

    state: str
    days: int
    is_held: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A case on a list."""

    case_id: CaseId
    href: str
    receipt: str
    person: str
    service: str
    stage: str
    hall: str
    due: str
    left: Left | None
    stage_left: Left | None
    is_urgent: bool
    is_stopped: bool


def left_of(left: TimeLeft | None) -> Left | None:
    """Time left in the words of the page's parts; None where nothing is due."""
    return Left(STATES[left.colour], left.working_days, left.is_held) if left else None


def line_of(row: Row, urgent: Collection[CaseId] = ()) -> Line:
    """A row of a list."""
    return Line(
        case_id=row.case_id,
        href=reverse("desk:case", kwargs={"case_id": row.case_id}),
        receipt=LETTERS.shown(row.receipt_number or row.draft_code),
        person=row.applicant,
        service=said(row.service_name),
        stage=said(row.stage_name),
        hall=row.hall or "",
        due=day(row.due_on, weekday=False),
        left=left_of(row.left),
        stage_left=left_of(row.stage_left),
        is_urgent=row.case_id in urgent,
        is_stopped=row.clock_stopped,
    )
