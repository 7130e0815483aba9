"""Demands that were not on the one-time notice: each is a breach of "one time", recorded by the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mumian.cases.models import Breach
from mumian.cases.terms import CaseId

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class BreachRow:
    """One item that was demanded too late: on which notice, by whom, where."""

    case_id: CaseId
    receipt_number: str | None
    draft_code: str
    notice: str
    item: str
    badge_number: str
    hall: str | None
    at: datetime


def breaches(*, since: datetime, most: int = MOST) -> tuple[BreachRow, ...]:
    """The breaches since then, the latest first. One query."""
    rows = Breach.objects.filter(at__gte=since).select_related("notice__case__hall", "notice__officer").order_by("-at", "-pk")
    return tuple(
        BreachRow(
            case_id=CaseId(row.notice.case_id),
            receipt_number=row.notice.case.receipt_number,
            draft_code=row.notice.case.draft_code,
            notice=row.notice.number,
            item=row.item_id,
            badge_number=row.notice.officer.badge_number,
            hall=row.notice.case.hall.code if row.notice.case.hall else None,
            at=row.at,
        )
        for row in rows[:most]
    )
