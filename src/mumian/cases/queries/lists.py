"""Work lists, search, counts: many cases at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, cast

from django.db import connection
from django.db.models import Case as Which
from django.db.models import CharField, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When

from mumian.cases.models import Breach, Case, ClockStop, Move, StageShare
from mumian.cases.rules.shares import SHARE_OF, days_of, share_of, stage_left
from mumian.cases.terms import STAGE_NAMES, CaseId, CaseStage, Command
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.terms import Path
from mumian.foundation.calendar import WorkingCalendar
from mumian.foundation.clock import end_of, local_date
from mumian.foundation.deadlines import Colour, Due, Stop, TimeLeft, time_left
from mumian.foundation.identifiers.base import NumberRefused
from mumian.foundation.identifiers.codes import LETTERS
from mumian.foundation.words import Text
from mumian.offices.terms import DepartmentKind, OfficerId
from mumian.people.queries.particulars import ids_by_name, ids_by_number
from mumian.people.rules.masking import masked_name

ON_A_PAGE: Final = 50
MOST_PEOPLE: Final = 20
"""So many people of one name are looked at; whoever has a common name is found by his number."""
BY_TIME_LEFT: Final = (F("due_before").asc(nulls_last=True), "pk")
SHOWN: Final = (
    "receipt_number", "draft_code", "service_id", "path", "stage", "round", "hall__code", "applicant__name", "accepted_at",
    "moved_at", "due_on", "due_before", "clock_stopped", "group_id", "batch_id",
)  # fmt: skip
TICK: Final = timedelta(seconds=60)
"""The list for counter approval is filled at fixed moments, so that nobody reads from its delay what a list has said."""

FOLDER_IS_IN: Final = {
    CaseStage.ACCEPTED: DepartmentKind.APPROVAL,
    CaseStage.APPROVED: DepartmentKind.PRODUCTION,
    CaseStage.IN_PRODUCTION: DepartmentKind.PRODUCTION,
    CaseStage.READY: DepartmentKind.HAND_OVER,
}
"""The department whose turn it is, where the folder of a paper case should be."""


@dataclass(frozen=True, slots=True)
class Row:
    """A case on a list. The name is masked; `left` is None when nothing is due."""

    case_id: CaseId
    receipt_number: str | None
    draft_code: str
    service: str
    service_name: Text
    applicant: str
    stage: CaseStage
    hall: str | None
    accepted_at: datetime | None
    moved_at: datetime
    due_on: date | None
    left: TimeLeft | None
    stage_left: TimeLeft | None
    """The time left in the share of the present stage; None where it has none."""
    clock_stopped: bool
    group_id: int | None
    batch_id: int | None

    @property
    def stage_name(self) -> Text:
        """The stage in words."""
        return STAGE_NAMES[self.stage]


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many cases stand in a stage in a hall (None: taken in without one), and how many of them are overdue."""

    stage: CaseStage
    hall: str | None
    cases: int
    overdue: int


@dataclass(frozen=True, slots=True)
class FolderRow:
    """A paper case whose folder is not where the case is; `seen_in` is where it was scanned last."""

    case_id: CaseId
    receipt_number: str
    stage: CaseStage
    should_be_in: DepartmentKind
    seen_in: DepartmentKind | None
    seen_at: datetime | None


def work_list(
    *,
    stage: CaseStage,
    at: datetime,
    hall: str | None = None,
    bureau: str | None = None,
    service: str | None = None,
    due_until: date | None = None,
    stage_colour: Colour | None = None,
    after: int = 0,
    most: int = ON_A_PAGE,
) -> tuple[Row, ...]:
    """The cases of a stage by the time left, those without a limit last. Three queries for any number of cases.

    `stage_colour` keeps those whose present stage has this colour; a case whose clock stands still has none then.
    """
    cases = Case.objects.filter(stage=stage.value)
    if hall:
        cases = cases.filter(hall__code=hall)
    if bureau:
        cases = cases.filter(bureau__code=bureau)
    if service:
        cases = cases.filter(service_id=service)
    if due_until:
        # The second says the same to the index: what is due on a day is late when the day is over.
        cases = cases.filter(due_on__lte=due_until, due_before__lte=end_of(due_until))
    if stage_colour:
        cases = cases.filter(_of_stage_colour(stage, stage_colour, on=local_date(at)))
    if after:  # the pages passed over are counted on the index, and only those of this page are read
        cases = Case.objects.filter(pk__in=cases.order_by(*BY_TIME_LEFT)[after : after + most].values("pk"))
    return _rows(cases.order_by(*BY_TIME_LEFT)[:most], at)


def counter_list(*, department_id: int, officer: OfficerId, at: datetime, most: int = ON_A_PAGE) -> tuple[Row, ...]:
    """What this second officer may look at: accepted in his department by somebody else, before the last tick.

    Whether lists are clear is asked when he approves, in the same words whatever they say. Three queries.
    """
    tick = datetime.fromtimestamp(at.timestamp() // TICK.seconds * TICK.seconds, tz=at.tzinfo)
    taken = Move.objects.filter(
        hand="accept", command=Command.ACCEPT_APPLICATION.value, department_id=department_id, at__lt=tick
    ).exclude(officer_id=officer)
    cases = Case.objects.filter(stage=CaseStage.ACCEPTED.value, counter_approval=True, round=1, pk__in=taken.values("case_id"))
    return _rows(cases.order_by("due_before", "pk")[:most], at)


def group_list(group_id: int, *, at: datetime) -> tuple[Row, ...]:
    """The applications of a family. Three queries."""
    return _rows(Case.objects.filter(group_id=group_id).order_by("pk"), at)


def search(written: str, *, at: datetime, most: int = ON_A_PAGE) -> tuple[Row, ...]:
    """Cases by receipt number, draft code or folder barcode, else of the people whom the number or name fits.

    At most six queries, however many are found.
    """
    try:
        code = LETTERS.parse(written)
    except NumberRefused:
        code = ""
    if code:
        by_code = Q(receipt_number=code) | Q(draft_code=code) | Q(folder_barcode=code)
        found = _rows(Case.objects.filter(by_code).order_by("pk"), at)
        if found:
            return found
    wanted = written.strip()
    number = "".join(wanted.upper().split())
    has_digits = any(sign.isdigit() for sign in number)
    people = ids_by_number(number, most=MOST_PEOPLE) if has_digits else ids_by_name(wanted, most=MOST_PEOPLE)
    if not people:
        return ()
    # The people's few cases first, and only then the newest of them: else all cases are walked backwards until enough fit.
    theirs = list(Case.objects.filter(applicant_id__in=people).values_list("pk", flat=True))
    return _rows(Case.objects.filter(pk__in=sorted(theirs)[-most:]).order_by("-pk"), at)


def counts_by_stage_and_hall(*, at: datetime) -> tuple[StageCount, ...]:
    """Live counts of everything that is not archived. One query."""
    late = Count("pk", filter=Q(due_before__lte=at, clock_stopped=False))
    rows = (
        Case.objects.exclude(stage=CaseStage.ARCHIVED.value)
        .values_list("stage", "hall__code")
        .annotate(cases=Count("pk"), overdue=late)
        .order_by("stage", "hall__code")
    )
    return tuple(StageCount(CaseStage(stage), hall, cases, overdue) for stage, hall, cases, overdue in rows)


OUT_OF_STEP: Final = """
    SELECT stood.id, stood.receipt_number, stood.stage, last.kind, last.at
    FROM cases_case stood
    JOIN unnest(%(stages)s::text[], %(kinds)s::text[]) AS should(stage, kind) ON should.stage = stood.stage
    LEFT JOIN LATERAL (
        SELECT department.kind, scan.at FROM cases_folderscan scan
        JOIN offices_department department ON department.id = scan.department_id
        WHERE scan.case_id = stood.id ORDER BY scan.id DESC LIMIT 1
    ) AS last ON true
    WHERE stood.folder_barcode IS NOT NULL AND stood.stage IN ('accepted', 'approved', 'in_production', 'ready')
      AND last.kind IS DISTINCT FROM should.kind
      AND (%(bureau)s::text IS NULL OR stood.bureau_id = (SELECT id FROM offices_bureau WHERE code = %(bureau)s::text))
    ORDER BY stood.due_before, stood.id LIMIT %(most)s
"""


def folders_out_of_step(*, bureau: str | None = None, most: int = 500) -> tuple[FolderRow, ...]:
    """Paper cases whose folder was last scanned elsewhere than where the case is, or never: those due first.

    One query; no case without paper.
    """
    values = {
        "stages": [stage.value for stage in FOLDER_IS_IN],
        "kinds": [kind.value for kind in FOLDER_IS_IN.values()],
        "bureau": bureau,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(OUT_OF_STEP, values)
        return tuple(
            FolderRow(
                CaseId(pk),
                number or "",
                CaseStage(stage),
                FOLDER_IS_IN[CaseStage(stage)],
                DepartmentKind(seen_in) if seen_in else None,
                seen_at,
            )
            for pk, number, stage, seen_in, seen_at in cursor.fetchall()
        )


@dataclass(frozen=True, slots=True)
class Promise:
    """What a case was promised, and the way it goes. `due_before` is None where the law sets no time."""

    due_before: date | None
    at_counter: bool
    stage: CaseStage


def promises_of(cases: Collection[CaseId]) -> dict[CaseId, Promise]:
    """What was promised to each of these cases. One query for any number; a number that is no case is left out."""
    found = Case.objects.filter(pk__in=cases).values_list("pk", "due_before", "counter_approval", "stage")
    return {CaseId(pk): Promise(due, counter, CaseStage(stage)) for pk, due, counter, stage in found}


def breaches_since(since: datetime) -> int:
    """How many items were demanded that were not on the one-time notice. One query."""
    return Breach.objects.filter(at__gte=since).count()


def left_of(case: Case, *, calendar: WorkingCalendar | None, stops: Iterable[ClockStop], now: datetime) -> TimeLeft | None:
    """The time left by the nearer limit that is not met yet."""
    if case.due_on is None or case.due_before is None or calendar is None:
        return None
    held = [Stop(stop.first, stop.last) for stop in stops if stop.round == case.round]
    nearest = Due(case.due_on, case.due_on, case.due_before, is_held=case.clock_stopped, calendar_version="")
    return time_left(calendar=calendar, due=nearest, now=now, stops=held)


def with_share(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The cases, each with the last day of its present stage's share in `share_until`. No query by itself."""
    named = (When(stage=stage.value, then=Value(share.value)) for stage, share in SHARE_OF.items())
    shares = StageShare.objects.filter(case=OuterRef("pk"), round=OuterRef("round"), stage=OuterRef("share"))
    asked = cases.annotate(share=Which(*named, default=Value(""), output_field=CharField()))
    return asked.annotate(share_until=Subquery(shares.values("until")[:1]))


def stage_left_of(case: Case, *, calendar: WorkingCalendar | None, stops: Iterable[ClockStop], now: datetime) -> TimeLeft | None:
    """The time left in the share of the present stage, of a case that was asked for `with_share`."""
    if share_of(CaseStage(case.stage), Path(case.path)) is None:
        return None
    until = cast("date | None", vars(case)["share_until"])
    held = [Stop(stop.first, stop.last) for stop in stops if stop.round == case.round]
    return stage_left(until=until, calendar=calendar, now=now, stops=held, is_held=case.clock_stopped)


def _of_stage_colour(stage: CaseStage, colour: Colour, *, on: date) -> Q:
    share, calendar = SHARE_OF.get(stage), current_rulebook().working_calendar
    if share is None or calendar is None:
        return Q(pk__in=())
    first, last = days_of(colour, calendar=calendar, today=on)
    ending = StageShare.objects.filter(case=OuterRef("pk"), round=OuterRef("round"), stage=share.value)
    return Q(Exists(ending.filter(until__gte=first, until__lte=last)), clock_stopped=False)


def _rows(cases: QuerySet[Case], at: datetime) -> tuple[Row, ...]:
    book = current_rulebook()
    stops = Prefetch("stops", ClockStop.objects.order_by("pk"))
    whole = with_share(cases).select_related("applicant", "hall").only(*SHOWN).prefetch_related(stops)
    return tuple(_row(case, book, at) for case in whole)


def _row(case: Case, book: Rulebook, at: datetime) -> Row:
    service = book.service_of.get(case.service_id)
    return Row(
        case_id=CaseId(case.pk),
        receipt_number=case.receipt_number,
        draft_code=case.draft_code,
        service=case.service_id,
        service_name=service.name if service else Text(case.service_id, case.service_id),
        applicant=masked_name(case.applicant.name),
        stage=CaseStage(case.stage),
        hall=case.hall.code if case.hall else None,
        accepted_at=case.accepted_at,
        moved_at=case.moved_at,
        due_on=case.due_on,
        left=left_of(case, calendar=book.working_calendar, stops=case.stops.all(), now=at),
        stage_left=stage_left_of(case, calendar=book.working_calendar, stops=case.stops.all(), now=at),
        clock_stopped=case.clock_stopped,
        group_id=case.group_id,
        batch_id=case.batch_id,
    )
