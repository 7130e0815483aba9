"""The lists of the desks: what an officer sees of the cases, filtered as an address says, by the time left."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Value

from mumian.cases.models import (
    Case,
    Declaration,
    ExtensionProposal,
    FolderScan,
    Move,
    Question,
    RefusalProposal,
    Urgency,
    UrgencyRequest,
)
from mumian.cases.models.proposing import OPEN
from mumian.cases.queries.lists import ON_A_PAGE, Row, _of_stage_colour, _rows
from mumian.cases.queries.sight import taken_in_by
from mumian.cases.rules.sampling import is_sampled
from mumian.cases.rules.shares import days_of
from mumian.cases.terms import CaseId, CaseStage, Command
from mumian.catalogue.queries import current_rulebook
from mumian.foundation.clock import local_date
from mumian.foundation.deadlines import Colour
from mumian.foundation.words import Text
from mumian.offices.models import Bureau
from mumian.offices.queries import OfficerSheet, sight_of
from mumian.offices.rules.sight import Sight
from mumian.offices.terms import DepartmentKind, Role

COUNTED: Final = 1000
"""So many cases are counted; of more the page says only that there are more."""
S: Final = CaseStage
PLACED: Final = frozenset({S.ACCEPTED, S.APPROVED, S.IN_PRODUCTION, S.READY, S.COLLECTED})
"""Stages in which every case has its bureau: acceptance gives it one, and it stays."""
LOOKED_THROUGH: Final = 500
"""Among so many, those due first, the harmless ones are looked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases a list shows; None and False ask for nothing."""

    stage: CaseStage | None = None
    hall: str | None = None
    bureau: str | None = None
    service: str | None = None
    due_until: date | None = None
    colour: Colour | None = None
    stage_colour: Colour | None = None
    group: int | None = None
    batch: int | None = None
    urgent: bool = False
    stopped: bool = False
    mine: bool = False
    harmless: bool = False
    """Accepted, all lists clear, nothing open or declared, not in the quality sample: to be approved with others at once."""


@dataclass(frozen=True, slots=True)
class DeskList:
    """A page of a list. `cases` counts the whole list, up to COUNTED."""

    rows: tuple[Row, ...]
    urgent: frozenset[CaseId]
    cases: int
    page: int

    @property
    def has_more_than_counted(self) -> bool:
        """Whether there are more cases than were counted."""
        return self.cases > COUNTED

    @property
    def pages(self) -> int:
        """The pages of what was counted; at least one."""
        return max(1, -(-min(self.cases, COUNTED) // ON_A_PAGE))


@dataclass(frozen=True, slots=True)
class ScanSheet:
    """A scan of a case's folder."""

    department: Text
    kind: DepartmentKind
    badge_number: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DeskCount:
    """How many cases a list holds, up to COUNTED, and how many of them are due today or overdue."""

    cases: int
    pressing: int
    wanted: Wanted = field(default_factory=Wanted)


def desk_list(wanted: Wanted, *, officer: OfficerSheet, at: datetime, page: int = 1) -> DeskList:
    """The cases that the officer sees and asks for, by the time left, those without a limit last.

    At most seven queries, however many cases there are.
    """
    cases = _wanted(wanted, officer, sight_of(officer), at)
    first = (max(1, page) - 1) * ON_A_PAGE
    rows = _rows(cases.order_by(F("due_before").asc(nulls_last=True), "pk")[first : first + ON_A_PAGE], at)
    urgent = Urgency.objects.filter(case__in=[row.case_id for row in rows]).values_list("case_id", flat=True)
    return DeskList(
        rows=rows,
        urgent=frozenset(CaseId(pk) for pk in urgent),
        cases=_counted(cases),
        page=max(1, page),
    )


def seen_alike(wanted: Wanted, officer: OfficerSheet) -> Hashable:
    """What of an officer decides on a list: those of whom it is equal are shown the same. One query.

    Once accepted, a case is seen by its place alone; before that, and in lists of his own or of harmless ones, by the officer.
    """
    is_his_own = wanted.mine or wanted.harmless or wanted.stage not in PLACED
    return sight_of(officer), officer.roles, officer.officer_id if is_his_own else None


def desk_count(wanted: Wanted, *, officer: OfficerSheet, sight: Sight, at: datetime) -> DeskCount:
    """How long a list is. Two queries, three for harmless cases."""
    cases = _wanted(wanted, officer, sight, at)
    pressing = cases.filter(due_on__lte=local_date(at), clock_stopped=False)
    return DeskCount(_counted(cases), _counted(pressing), wanted)


def seen_among(case_ids: Collection[int], *, officer: OfficerSheet) -> frozenset[CaseId]:
    """Those of these cases that the officer sees. Two queries."""
    seen = Case.objects.filter(_seen(officer, sight_of(officer)), pk__in=case_ids).values_list("pk", flat=True)
    return frozenset(CaseId(pk) for pk in seen)


def bureaus_seen(officer: OfficerSheet) -> tuple[tuple[str, Text], ...]:
    """The bureaus whose cases the officer sees whole, by code. Two queries."""
    return tuple((one.code, one.name) for one in Bureau.objects.filter(code__in=sight_of(officer).bureaus).order_by("code"))


def scans_of(case_id: CaseId) -> tuple[ScanSheet, ...]:
    """Where the folder of a case was scanned, in order. One query."""
    scans = FolderScan.objects.filter(case=case_id).select_related("department", "officer").order_by("pk")
    return tuple(
        ScanSheet(scan.department.name, DepartmentKind(scan.department.kind), scan.officer.badge_number, scan.at)
        for scan in scans
    )


def _counted(cases: QuerySet[Case]) -> int:
    return cases.order_by()[: COUNTED + 1].count()


def _wanted(wanted: Wanted, officer: OfficerSheet, sight: Sight, at: datetime) -> QuerySet[Case]:
    cases = Case.objects.filter(_placed(sight) if wanted.stage in PLACED else _seen(officer, sight))
    plain = {
        "stage": wanted.stage.value if wanted.stage else None,
        "hall__code": wanted.hall,
        "bureau__code": wanted.bureau,
        "service_id": wanted.service,
        "due_on__lte": wanted.due_until,
        "group_id": wanted.group,
        "batch_id": wanted.batch,
        "clock_stopped": wanted.stopped or None,
    }
    cases = cases.filter(**{lookup: value for lookup, value in plain.items() if value is not None})
    if wanted.colour:
        cases = cases.filter(_of_colour(wanted.colour, on=local_date(at)))
    if wanted.stage_colour and wanted.stage:
        cases = cases.filter(_of_stage_colour(wanted.stage, wanted.stage_colour, on=local_date(at)))
    if wanted.urgent:
        cases = cases.filter(Exists(Urgency.objects.filter(case=OuterRef("pk"))))
    if wanted.mine:
        moved = Exists(Move.objects.filter(case=OuterRef("pk"), officer_id=officer.officer_id))
        cases = cases.filter(Q(contact_officer_id=officer.officer_id) | moved)
    return cases.filter(pk__in=_harmless(cases, officer, at)) if wanted.harmless else cases


def _seen(officer: OfficerSheet, sight: Sight) -> Q:
    """As `sees_case`: by bureau or hall; a case that is nowhere yet, by who was first asked."""
    return _placed(sight) | taken_in_by(officer, sight)


def _placed(sight: Sight) -> Q:
    seen = Q(bureau__code__in=sight.bureaus)
    return seen | Q(hall__code__in=sight.halls) if sight.halls else seen


def _of_colour(colour: Colour, *, on: date) -> Q:
    calendar = current_rulebook().working_calendar
    if calendar is None:
        return Q(pk__in=())
    first, last = days_of(colour, calendar=calendar, today=on)
    return Q(due_on__gte=first, due_on__lte=last, clock_stopped=False)


def _harmless(cases: QuerySet[Case], officer: OfficerSheet, at: datetime) -> list[int]:
    """Those among the first that nothing speaks against; nobody who may not see the lists learns from it what they say."""
    if Role.APPROVAL_OFFICER not in officer.roles:
        return []
    of_case = {"case": OuterRef("pk")}
    accepted = Move.objects.filter(**of_case, round=OuterRef("round"), hand="accept")
    something = (
        Exists(Question.objects.filter(**of_case, answered_at=None)),
        Exists(RefusalProposal.objects.filter(**of_case)),
        Exists(ExtensionProposal.objects.filter(OPEN, **of_case)),
        Exists(UrgencyRequest.objects.filter(**of_case, decided_at=None)),
        Exists(Declaration.objects.filter(**of_case, yes=True)),
        Exists(accepted.filter(officer_id=officer.officer_id)),
        Exists(Move.objects.filter(**of_case, command=Command.REOPEN_FOR_ERROR.value)),
    )
    quiet = cases.filter(stage=CaseStage.ACCEPTED.value, clock_stopped=False)
    for one in something:
        quiet = quiet.filter(~one)
    first = quiet.order_by(F("due_before").asc(nulls_last=True), "pk")[:LOOKED_THROUGH].values("pk")
    cleared = Func(F("pk"), F("round"), Value(at), function="cases_lists_are_cleared", output_field=BooleanField())
    clear = Case.objects.filter(pk__in=first).annotate(cleared=cleared).filter(cleared=True)
    return [pk for pk, receipt in clear.values_list("pk", "receipt_number") if not is_sampled(receipt or "")]
