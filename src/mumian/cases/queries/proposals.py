"""What one proposed and another confirms: refusals for countersigners, longer limits for leaders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db.models import QuerySet

from mumian.cases.models import ExtensionProposal, RefusalProposal
from mumian.cases.models.proposing import OPEN
from mumian.cases.queries.sheets import SEES_LISTS
from mumian.cases.terms import CaseId, Command, RefusalGround
from mumian.catalogue.queries import current_rulebook
from mumian.foundation.words import Text
from mumian.offices.queries import OfficerSheet, sight_of, within_sight
from mumian.offices.rules.sight import Sight
from mumian.offices.terms import Role

AT_MOST: Final = 100
WHOLE: Final = ("case", "proposed_by", "decided_by")


class ProposalKind(StrEnum):
    """What is proposed."""

    REFUSAL = "refusal"
    EXTENSION = "extension"


@dataclass(frozen=True, slots=True)
class ProposalSheet:
    """A proposal; `approved` is None while it waits. Ground and law belong to a refusal, `by_days` to a longer limit.

    `ended_by` is the command that ended it before its second person had decided.
    """

    kind: ProposalKind
    case_id: CaseId
    receipt_number: str | None
    service_name: Text
    ground: RefusalGround | None
    law: str
    by_days: int
    reason: Text
    proposed_badge: str
    proposed_at: datetime
    approved: bool | None
    remark: str
    decided_badge: str | None
    decided_at: datetime | None
    ended_by: Command | None = None
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for its second person."""
        return self.approved is None and self.ended_at is None


def proposals_of(case_id: CaseId, *, viewer: OfficerSheet) -> tuple[ProposalSheet, ...]:
    """What was proposed about a case, in order, as far as the viewer may know: a refusal may rest on what a list has said, and a
    longer limit on what is still asked about it. At most two queries.
    """
    sees = bool(viewer.roles & SEES_LISTS)
    refusals = RefusalProposal.objects.filter(case_id=case_id) if sees else RefusalProposal.objects.none()
    leads = sees or Role.LEADER in viewer.roles
    return _together(refusals, ExtensionProposal.objects.filter(case_id=case_id) if leads else ExtensionProposal.objects.none())


def proposals_waiting(officer: OfficerSheet, *, most: int = AT_MOST) -> tuple[ProposalSheet, ...]:
    """What waits for this countersigner or leader, the oldest first; not what he proposed himself.

    Three queries; none for who is neither.
    """
    if not officer.roles & {Role.COUNTERSIGNER, Role.LEADER}:
        return ()
    sight = sight_of(officer, roles=[Role.COUNTERSIGNER, Role.LEADER])
    refusals = _refusals_within(sight).exclude(proposed_by_id=officer.officer_id)
    extensions = _extensions_within(sight).exclude(proposed_by_id=officer.officer_id)
    return _together(
        refusals[:most] if Role.COUNTERSIGNER in officer.roles else RefusalProposal.objects.none(),
        extensions[:most] if Role.LEADER in officer.roles else ExtensionProposal.objects.none(),
    )


def proposals_made(officer: OfficerSheet, *, most: int = AT_MOST) -> tuple[ProposalSheet, ...]:
    """What this officer proposed and waits, or came back to him last. Two queries."""
    return _together(
        RefusalProposal.objects.filter(proposed_by_id=officer.officer_id).order_by("-pk")[:most],
        ExtensionProposal.objects.filter(proposed_by_id=officer.officer_id).order_by("-pk")[:most],
    )[::-1][:most]


def _refusals_within(sight: Sight) -> QuerySet[RefusalProposal]:
    waiting = RefusalProposal.objects.filter(OPEN).order_by("proposed_at", "pk")
    return within_sight(waiting, sight, bureau="case__bureau__code", hall="case__hall__code")


def _extensions_within(sight: Sight) -> QuerySet[ExtensionProposal]:
    waiting = ExtensionProposal.objects.filter(OPEN).order_by("proposed_at", "pk")
    return within_sight(waiting, sight, bureau="case__bureau__code", hall="case__hall__code")


def _together(refusals: QuerySet[RefusalProposal], extensions: QuerySet[ExtensionProposal]) -> tuple[ProposalSheet, ...]:
    found = [
        *(
            _sheet(ProposalKind.REFUSAL, row, ground=RefusalGround(row.ground), law=row.law)
            for row in refusals.select_related(*WHOLE)
        ),
        *(_sheet(ProposalKind.EXTENSION, row, by_days=row.by_days) for row in extensions.select_related(*WHOLE)),
    ]
    return tuple(sorted(found, key=lambda one: (one.proposed_at, one.kind)))


def _sheet(
    kind: ProposalKind,
    row: RefusalProposal | ExtensionProposal,
    *,
    ground: RefusalGround | None = None,
    law: str = "",
    by_days: int = 0,
) -> ProposalSheet:
    return ProposalSheet(
        kind=kind,
        case_id=CaseId(row.case_id),
        receipt_number=row.case.receipt_number,
        service_name=current_rulebook().service_of[row.case.service_id].name,
        ground=ground,
        law=law,
        by_days=by_days,
        reason=Text(row.reason_zh, row.reason_en),
        proposed_badge=row.proposed_by.badge_number,
        proposed_at=row.proposed_at,
        approved=row.approved,
        remark=row.remark,
        decided_badge=row.decided_by.badge_number if row.decided_by else None,
        decided_at=row.decided_at,
        ended_by=Command(row.ended_by) if row.ended_by else None,
        ended_at=row.ended_at,
    )
