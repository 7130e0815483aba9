"""What the desks of production, quality, hand-over and leaders ask: always within what an officer sees of the tree of offices."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat

from mumian.cases.models import Breach, Case, Move, Question, SpecialHandling
from mumian.cases.queries.breaches import breaches_within
from mumian.cases.queries.lists import ON_A_PAGE, FolderRow, Row, StageCount, _rows, folders_out_of_step
from mumian.cases.queries.questions import QuestionSheet, _sheets
from mumian.cases.rules.radar import LINE
from mumian.cases.terms import CaseId, CaseStage, Command
from mumian.catalogue.queries import current_rulebook
from mumian.delivery.models import Lying
from mumian.foundation.identifiers.base import NumberRefused
from mumian.foundation.identifiers.codes import LETTERS
from mumian.foundation.statements import one_row
from mumian.foundation.words import Text
from mumian.offices.queries import within_sight
from mumian.offices.rules.sight import Sight
from mumian.offices.terms import OfficerId
from mumian.people.rules.masking import masked_name
from mumian.people.terms import PersonId

PLACES: Final = {"bureau": "bureau__code", "hall": "hall__code"}
OF_ITS_CASE: Final = {"bureau": "case__bureau__code", "hall": "case__hall__code"}
UNDER_WAY: Final = (*LINE, CaseStage.READY)
ACCEPTING: Final = (Command.ACCEPT_APPLICATION, Command.REGISTER_AT_ONCE)
DECIDING: Final = (Command.APPROVE_CASE, Command.APPROVE_AT_COUNTER, Command.REFUSE_CASE)
COLLECTING: Final = (Command.HAND_OUT_DOCUMENT, Command.RECORD_DELIVERY)


@dataclass(frozen=True, slots=True)
class Scanned:
    """A case whose receipt or folder was scanned, as a desk needs it; `moved_at` says since when it stands in its stage."""

    case_id: CaseId
    receipt_number: str
    service_name: Text
    stage: CaseStage
    applicant_id: PersonId
    applicant: str
    hall: str | None
    folder_barcode: str | None
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class Today:
    """What was done since a moment."""

    acceptances: int
    decisions: int
    collections: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a desk's list; `cases` counts the whole list."""

    rows: tuple[Row, ...]
    cases: int
    page: int

    @property
    def pages(self) -> int:
        """At least one."""
        return max(1, -(-self.cases // ON_A_PAGE))


def cases_in(
    stage: CaseStage,
    *,
    sight: Sight,
    at: datetime,
    page: int = 1,
    not_produced_by: OfficerId | None = None,
    not_on_a_shelf: bool = False,
) -> Listed:
    """The cases of a stage that are seen, by time left, page by page; past the last page stands the last.

    With `not_produced_by` those this checker may check, with `not_on_a_shelf` those whose document still has to be put there.
    Cases that end without a document are left out. Four queries for any number of cases.
    """
    cases = within_sight(Case.objects.filter(stage=stage.value).exclude(document=""), sight, **PLACES)
    if not_produced_by is not None:
        made = Move.objects.filter(case=OuterRef("pk"), round=OuterRef("round"), hand="produce").order_by("-number")
        cases = cases.annotate(maker=Subquery(made.values("officer")[:1])).exclude(maker=not_produced_by)
    if not_on_a_shelf:
        key = Concat(Value("case:"), Cast(OuterRef("pk"), CharField()))
        cases = cases.filter(~Exists(Lying.objects.filter(case_key=key, taken_at=None)))
    number = cases.count()
    page = min(max(1, page), max(1, -(-number // ON_A_PAGE)))
    first = (page - 1) * ON_A_PAGE
    ordered = cases.order_by(F("due_before").asc(nulls_last=True), "pk")
    return Listed(_rows(ordered[first : first + ON_A_PAGE], at), number, page)


def rows_of(case_ids: Collection[int], *, sight: Sight, at: datetime) -> dict[CaseId, Row]:
    """These cases as far as they are seen. Three queries for any number."""
    seen = within_sight(Case.objects.filter(pk__in=case_ids), sight, **PLACES)
    return {row.case_id: row for row in _rows(seen, at)}


SCANNED: Final = """
    SELECT stood.id, stood.receipt_number, stood.service_id, stood.stage, stood.applicant_id, person.name, hall.code,
           stood.folder_barcode, stood.moved_at
    FROM cases_case stood JOIN people_person person ON person.id = stood.applicant_id
    LEFT JOIN offices_hall hall ON hall.id = stood.hall_id
"""
BY_CODE: Final = (
    SCANNED + "WHERE stood.receipt_number = %(code)s OR stood.receipt_number IS NOT NULL AND stood.folder_barcode = %(code)s "
    "ORDER BY stood.id LIMIT 1"
)
BY_ID: Final = SCANNED + "WHERE stood.id = %(case)s AND stood.receipt_number IS NOT NULL"


def scanned(code: str) -> Scanned | None:
    """The accepted case whose receipt or folder bears this code, wherever it is; None when there is none. One query."""
    try:
        wanted = LETTERS.parse(code)
    except NumberRefused:
        return None
    return _scanned(one_row(BY_CODE, {"code": wanted}))


def scanned_case(case_id: int) -> Scanned | None:
    """The accepted case of this id. One query."""
    return _scanned(one_row(BY_ID, {"case": case_id}))


def _scanned(row: Sequence[Any] | None) -> Scanned | None:
    if row is None:
        return None
    case_id, receipt_number, service, stage, applicant, name, hall, folder_barcode, moved_at = row
    return Scanned(
        case_id=CaseId(case_id),
        receipt_number=receipt_number,
        service_name=current_rulebook().service_of[service].name,
        stage=CaseStage(stage),
        applicant_id=PersonId(applicant),
        applicant=masked_name(name),
        hall=hall,
        folder_barcode=folder_barcode,
        moved_at=moved_at,
    )


def folders_seen_out_of_step(*, sight: Sight) -> tuple[FolderRow, ...]:
    """Folders that are not where their case is, as far as the case is seen. Two queries; no case without paper."""
    found = folders_out_of_step()
    seen = _seen_of([row.case_id for row in found], sight)
    return tuple(row for row in found if row.case_id in seen)


def stage_counts(*, sight: Sight, at: datetime) -> tuple[StageCount, ...]:
    """Live counts of what is under way and seen, by stage and hall. One query."""
    late = Count("pk", filter=Q(due_before__lte=at, clock_stopped=False))
    cases = within_sight(Case.objects.filter(stage__in=[stage.value for stage in UNDER_WAY]), sight, **PLACES)
    rows = cases.values_list("stage", "hall__code").annotate(cases=Count("pk"), overdue=late).order_by("stage", "hall__code")
    return tuple(StageCount(CaseStage(stage), hall, number, overdue) for stage, hall, number, overdue in rows)


def done_since(since: datetime, *, sight: Sight) -> Today:
    """What was accepted, decided and collected since. One query."""
    moves = within_sight(Move.objects.filter(at__gte=since), sight, **OF_ITS_CASE)
    counted = dict(moves.values_list("command").annotate(number=Count("pk")).order_by("command"))

    def number(commands: Collection[Command]) -> int:
        return sum(counted.get(command.value, 0) for command in commands)

    return Today(number(ACCEPTING), number(DECIDING), number(COLLECTING))


def breaches_seen_since(since: datetime, *, sight: Sight) -> int:
    """How many items were demanded outside a one-time notice, where the list of breaches shows them. One query."""
    return breaches_within(Breach.objects.filter(at__gte=since), sight).count()


def special_handlings_seen_since(since: datetime, *, sight: Sight) -> int:
    """How many special handlings leaders have agreed to. One query."""
    return within_sight(SpecialHandling.objects.filter(approved=True, decided_at__gte=since), sight, **OF_ITS_CASE).count()


def oldest_waiting(*, sight: Sight, at: datetime, most: int = 10) -> tuple[Row, ...]:
    """The cases on which nothing has moved for longest, of those the office has to go on with. Three queries."""
    cases = within_sight(Case.objects.filter(stage__in=[stage.value for stage in LINE], clock_stopped=False), sight, **PLACES)
    cases = cases.exclude(stage=CaseStage.APPROVED.value, document="")
    return _rows(cases.order_by("moved_at", "pk")[:most], at)


def questions_unanswered(*, sight: Sight, most: int = 20) -> tuple[QuestionSheet, ...]:
    """What officers asked above and nobody has answered, the oldest first. Three queries."""
    places = {"bureau": "asked_by__postings__department__bureau__code", "hall": "asked_by__postings__hall__code"}
    asked = within_sight(Question.objects.filter(answered_at=None), sight, **places)
    return _sheets(Question.objects.filter(pk__in=asked.values("pk")).order_by("asked_at", "pk")[:most])


def _seen_of(case_ids: Collection[int], sight: Sight) -> frozenset[int]:
    return frozenset(within_sight(Case.objects.filter(pk__in=case_ids), sight, **PLACES).values_list("pk", flat=True))
