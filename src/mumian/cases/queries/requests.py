"""Urgent and special handling of a case, what waits for a superior, and how often special handling was agreed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeVar

from django.db.models import QuerySet

from mumian.cases.models import SpecialHandling, UrgencyRequest
from mumian.cases.rules.questions import SUPERIORS
from mumian.cases.rules.requests import Consent
from mumian.cases.terms import CaseId
from mumian.catalogue.queries import current_rulebook
from mumian.foundation.clock import local_date
from mumian.foundation.statements import one_row
from mumian.foundation.words import Text
from mumian.offices.queries import OfficerSheet, sight_of, within_sight
from mumian.offices.rules.sight import Sight
from mumian.offices.terms import Role

AT_MOST: Final = 100
ANY: Final = """
    SELECT 1 FROM cases_urgencyrequest WHERE case_id = %(case)s
    UNION ALL SELECT 1 FROM cases_specialhandling WHERE case_id = %(case)s LIMIT 1
"""
Asked = TypeVar("Asked", UrgencyRequest, SpecialHandling)


class RequestKind(StrEnum):
    """What a superior is asked to agree to."""

    URGENCY = "urgency"
    SPECIAL_HANDLING = "special_handling"


@dataclass(frozen=True, slots=True)
class RequestSheet:
    """A request; `approved` is None while it waits. `hall`, `place`, `time` and `consent` belong to special handling."""

    kind: RequestKind
    case_id: CaseId
    receipt_number: str | None
    draft_code: str
    service_name: Text
    reason: str
    hall: Text | None
    place: str
    time: datetime | None
    asked_badge: str
    asked_at: datetime
    approved: bool | None
    consent: str
    decided_badge: str | None
    decided_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it waits for a superior."""
        return self.approved is None


def requests_of(case_id: CaseId) -> tuple[RequestSheet, ...]:
    """The requests about a case, in order. One query where there is none, else three."""
    if one_row(ANY, {"case": case_id}) is None:
        return ()
    return _together(UrgencyRequest.objects.filter(case_id=case_id), SpecialHandling.objects.filter(case_id=case_id))


def requests_waiting(officer: OfficerSheet, *, most: int = AT_MOST) -> tuple[RequestSheet, ...]:
    """What waits for this superior's decision, the oldest first: asked in what he sees as a superior, not by himself.

    Four queries; none for who is nobody's superior.
    """
    if not officer.roles & SUPERIORS:
        return ()
    sight = sight_of(officer, roles=SUPERIORS)
    urgent = UrgencyRequest.objects.filter(decided_at=None).exclude(asked_by_id=officer.officer_id)
    special = SpecialHandling.objects.filter(decided_at=None).exclude(asked_by_id=officer.officer_id)
    if Role.LEADER not in officer.roles:
        special = special.none()
    return _together(_asked_within(urgent, sight)[:most], _asked_within(special, sight)[:most])


def _asked_within(rows: QuerySet[Asked], sight: Sight) -> QuerySet[Asked]:
    """Those asked by people who serve in the bureaus or halls that are seen."""
    places = {"bureau": "asked_by__postings__department__bureau__code", "hall": "asked_by__postings__hall__code"}
    return within_sight(rows, sight, **places).distinct().order_by("asked_at", "pk")


def may_be_done_here(case_id: CaseId, *, hall: str, on: date) -> bool:
    """Whether a leader has consented that the case is accepted, or its document handed out, in this hall on this day.

    One query.
    """
    rows = SpecialHandling.objects.filter(case_id=case_id, approved=True, hall__code=hall).values_list("hall__code", "time")
    return any(Consent(code, local_date(time) if time else None).frees_the_place(hall, on=on) for code, time in rows)


def special_handlings_since(since: datetime) -> int:
    """How many special handlings leaders have agreed to since; the public is told. One query."""
    return SpecialHandling.objects.filter(approved=True, decided_at__gte=since).count()


def _together(urgent: QuerySet[UrgencyRequest], special: QuerySet[SpecialHandling]) -> tuple[RequestSheet, ...]:
    whole = ("case", "asked_by", "decided_by")
    found = [
        *(_sheet(RequestKind.URGENCY, row, row.ground) for row in urgent.select_related(*whole)),
        *(_sheet(RequestKind.SPECIAL_HANDLING, row, row.reason, special=row) for row in special.select_related(*whole, "hall")),
    ]
    return tuple(sorted(found, key=lambda one: (one.asked_at, one.kind)))


def _sheet(kind: RequestKind, row: Asked, reason: str, *, special: SpecialHandling | None = None) -> RequestSheet:
    hall = special.hall.name if special and special.hall else None
    place = special.place if special else ""
    return RequestSheet(
        kind=kind,
        case_id=CaseId(row.case_id),
        receipt_number=row.case.receipt_number,
        draft_code=row.case.draft_code,
        service_name=current_rulebook().service_of[row.case.service_id].name,
        reason=reason,
        hall=hall,
        place="" if hall and place == hall.zh else place,
        time=special.time if special else None,
        asked_badge=row.asked_by.badge_number,
        asked_at=row.asked_at,
        approved=row.approved,
        consent=special.consent if special else "",
        decided_badge=row.decided_by.badge_number if row.decided_by else None,
        decided_at=row.decided_at,
    )
