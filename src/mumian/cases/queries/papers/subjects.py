"""Which case a paper is about, asked before it is printed. None where there is no such paper."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from mumian.cases.models import Case, Letter, Notice
from mumian.cases.queries.sheets import SEES_LISTS, TOLD_BY_LISTS
from mumian.cases.terms import CaseId, CaseStage
from mumian.foundation.identifiers.base import NumberRefused
from mumian.foundation.identifiers.codes import LETTERS
from mumian.offices.queries import OfficerSheet
from mumian.people.terms import PersonId


@dataclass(frozen=True, slots=True)
class PaperOf:
    """Whose paper it is, and under which number it is kept (a number typed with blanks or in small letters has been read)."""

    case_id: CaseId
    applicant_id: PersonId
    number: str


def receipt_of(case_id: int) -> PaperOf | None:
    """The receipt of an accepted case. One query."""
    return _of_case(case_id)


def approved_case(case_id: int) -> PaperOf | None:
    """The approval of a case that stands approved or has gone on from there. One query."""
    decided = (CaseStage.APPROVED, CaseStage.IN_PRODUCTION, CaseStage.READY, CaseStage.COLLECTED)
    return _of_case(case_id, stage__in=[stage.value for stage in decided])


def notice_of(number: str) -> PaperOf | None:
    """The one-time notice with this number. One query."""
    return _numbered(Notice.objects.all(), number)


def letter_of(number: str, *, viewer: OfficerSheet) -> PaperOf | None:
    """The letter with this number; one that is written because of a list is there only for those who see the lists. One query."""
    hidden = () if viewer.roles & SEES_LISTS else TOLD_BY_LISTS
    return _numbered(Letter.objects.exclude(kind__in=[kind.value for kind in hidden]), number)


def family_of(group_id: int) -> tuple[PaperOf, ...]:
    """The receipts of a family's applications that have been accepted. One query."""
    rows = Case.objects.filter(group_id=group_id, receipt_number__isnull=False).order_by("pk")
    return tuple(_paper(row) for row in rows.values_list("pk", "applicant_id", "receipt_number"))


def _of_case(case_id: int, **wanted: object) -> PaperOf | None:
    rows = Case.objects.filter(pk=case_id, receipt_number__isnull=False, **wanted)
    row = rows.values_list("pk", "applicant_id", "receipt_number").first()
    return _paper(row) if row else None


def _numbered(kept: QuerySet[Notice] | QuerySet[Letter], number: str) -> PaperOf | None:
    try:
        wanted = LETTERS.parse(number)
    except NumberRefused:
        return None
    row = kept.filter(number=wanted).values_list("case_id", "case__applicant_id", "number").first()
    return _paper(row) if row else None


def _paper(row: tuple[int, int, str | None]) -> PaperOf:
    case_id, applicant_id, number = row
    return PaperOf(CaseId(case_id), PersonId(applicant_id), number or "")
