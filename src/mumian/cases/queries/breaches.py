"""Demands that were not on the one-time notice: each is a breach of "one time", recorded by the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from mumian.cases.models import Breach
from mumian.cases.rules.transitions import AT_ACCEPTANCE
from mumian.cases.terms import CaseId
from mumian.offices.models import Posting
from mumian.offices.queries import within_sight
from mumian.offices.rules.sight import Sight

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


def breaches_within(rows: QuerySet[Breach], sight: Sight) -> QuerySet[Breach]:
    """Those that are seen: by the place of their case, and while no place has accepted it by the post of who demanded."""
    of_the_case = {"bureau": "notice__case__bureau__code", "hall": "notice__case__hall__code"}
    posted = Posting.objects.filter(officer=OuterRef("notice__officer"), role__in=AT_ACCEPTANCE)
    posted = within_sight(posted, sight, bureau="department__bureau__code", hall="hall__code")
    here = within_sight(rows, sight, **of_the_case).values("pk")
    return rows.filter(Q(pk__in=here) | Q(Exists(posted), notice__case__bureau=None))


def breaches(*, since: datetime, sight: Sight, most: int = MOST) -> tuple[BreachRow, ...]:
    """The breaches since then that are seen, the latest first. One query."""
    found = breaches_within(Breach.objects.filter(at__gte=since), sight)
    rows = found.select_related("notice__case__hall", "notice__officer").order_by("-at", "-pk")
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
