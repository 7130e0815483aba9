"""Files of firms, line by line: what can be taken, what is there already, what has to be mended and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count

from mumian.cases.models import BatchRow, BatchUpload
from mumian.cases.rules.batch_lines import LineState, Verdict, fact_types, judged
from mumian.cases.rules.batches import NUMBER, Line, read_sheet
from mumian.cases.terms import ENDS, CaseId, CaseStage, UploadId
from mumian.catalogue.queries import current_rulebook
from mumian.foundation.clock import local_date
from mumian.people.models import IdentityNumber

AT_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class UploadRow:
    """A file on the list."""

    upload_id: UploadId
    organisation: str
    file_name: str
    uploaded_badge: str
    uploaded_at: datetime
    batch_id: int | None
    cases: int


@dataclass(frozen=True, slots=True)
class UploadSheet:
    """A file with the verdict on each of its lines, as they stand now."""

    upload_id: UploadId
    organisation_id: int
    organisation: str
    file_name: str
    uploaded_badge: str
    uploaded_at: datetime
    batch_id: int | None
    taken_at: datetime | None
    heading: tuple[str, ...]
    verdicts: tuple[Verdict, ...]

    def of(self, state: LineState) -> tuple[Verdict, ...]:
        """The lines of which this becomes."""
        return tuple(verdict for verdict in self.verdicts if verdict.state is state)

    @property
    def new(self) -> tuple[Verdict, ...]:
        """Lines that can be taken."""
        return self.of(LineState.NEW)

    @property
    def there(self) -> tuple[Verdict, ...]:
        """Lines that are applications already."""
        return self.of(LineState.THERE)

    @property
    def wrong(self) -> tuple[Verdict, ...]:
        """Lines that have to be mended."""
        return self.of(LineState.WRONG)


def uploads(*, bureaus: Sequence[str], most: int = AT_MOST) -> tuple[UploadRow, ...]:
    """The latest files that officers of these bureaus took in. One query."""
    rows = BatchUpload.objects.filter(uploaded_by__postings__department__bureau__code__in=bureaus).distinct()
    whole = rows.select_related("organisation", "uploaded_by").defer("content").annotate(cases=Count("rows", distinct=True))
    return tuple(
        UploadRow(
            upload_id=UploadId(row.pk),
            organisation=row.organisation.name_zh,
            file_name=row.file_name,
            uploaded_badge=row.uploaded_by.badge_number,
            uploaded_at=row.uploaded_at,
            batch_id=row.batch_id,
            cases=row.cases,
        )
        for row in whole.order_by("-pk")[:most]
    )


def upload_sheet(upload_id: UploadId, *, at: datetime) -> UploadSheet | None:
    """One file with its verdicts; None when there is none. Four queries however long it is."""
    row = BatchUpload.objects.select_related("organisation", "uploaded_by").filter(pk=upload_id).first()
    if row is None:
        return None
    book = current_rulebook()
    facts = fact_types(book)
    sheet = read_sheet(bytes(row.content), facts=facts)
    there = lines_there(row.organisation_id, sheet.lines)
    names = _name_forms(sheet.lines)
    on = local_date(at)
    return UploadSheet(
        upload_id=upload_id,
        organisation_id=row.organisation_id,
        organisation=row.organisation.name_zh,
        file_name=row.file_name,
        uploaded_badge=row.uploaded_by.badge_number,
        uploaded_at=row.uploaded_at,
        batch_id=row.batch_id,
        taken_at=row.taken_at,
        heading=sheet.heading,
        verdicts=tuple(judged(line, book=book, on=on, name_forms=names, there=there, facts=facts) for line in sheet.lines),
    )


def lines_there(organisation_id: int, lines: Sequence[Line]) -> dict[str, CaseId]:
    """The open applications of a firm that say what these lines say, by digest. One query."""
    ended = [stage.value for stage in (*ENDS, CaseStage.ARCHIVED)]
    rows = BatchRow.objects.filter(batch__organisation_id=organisation_id, digest__in={line.digest for line in lines})
    return {digest: CaseId(case) for digest, case in rows.exclude(case__stage__in=ended).values_list("digest", "case_id")}


def _name_forms(lines: Sequence[Line]) -> dict[str, str]:
    numbers = {line.values[NUMBER] for line in lines if NUMBER in line.values}
    return dict(IdentityNumber.objects.filter(number__in=numbers).values_list("number", "person__name_form"))
