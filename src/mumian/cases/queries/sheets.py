"""One case, whole: its line of life for those who work on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django.db.models import OuterRef, Prefetch, Subquery

from mumian.cases.errors import CaseUnknown
from mumian.cases.models import Case, FrozenList, Letter, ListAnswer, Move, Notice
from mumian.cases.queries.lists import left_of, stage_left_of, with_share
from mumian.cases.queries.questions import QuestionSheet, questions_of
from mumian.cases.queries.requests import RequestSheet, requests_of
from mumian.cases.rules.permission import ListState, may_move
from mumian.cases.rules.transitions import commands_from, transition
from mumian.cases.terms import (
    COMMAND_NAMES,
    CaseId,
    CaseStage,
    Command,
    Declared,
    Hand,
    LetterKind,
    LimitKind,
    ListAnswerKind,
    MoverKind,
    StopGround,
    case_key,
)
from mumian.catalogue.queries import current_rulebook, one_rulebook
from mumian.catalogue.terms import Path, Stage
from mumian.clearance.queries import answers_for
from mumian.foundation.deadlines import TimeLeft
from mumian.foundation.errors import Verdict
from mumian.foundation.identifiers.base import NumberRefused
from mumian.foundation.identifiers.codes import LETTERS
from mumian.foundation.statements import all_rows, one_row
from mumian.foundation.words import Text
from mumian.offices.queries import OfficerSheet
from mumian.offices.terms import OfficerId, Role
from mumian.people.rules.masking import masked_name
from mumian.people.terms import PersonId

SEES_LISTS: Final = frozenset({Role.APPROVAL_OFFICER, Role.COUNTERSIGNER, Role.LIST_CUSTODIAN})
"""Who is shown what the reference lists said; for everybody else the case shows nothing, clear or not."""
TOLD_BY_LISTS: Final = frozenset({LetterKind.CONSENT_REQUEST})
"""Letters that are written only because a list has said something: whoever does not see the lists does not see them."""

HELD: Final = """
    SELECT ARRAY(SELECT material_id::text FROM cases_handedin WHERE case_id = %(case)s ORDER BY material_id),
           EXISTS (SELECT FROM cases_clockstop WHERE case_id = %(case)s),
           EXISTS (SELECT FROM cases_declaration WHERE case_id = %(case)s),
           EXISTS (SELECT FROM cases_notice WHERE case_id = %(case)s),
           EXISTS (SELECT FROM cases_letter WHERE case_id = %(case)s),
           EXISTS (SELECT FROM cases_question WHERE case_id = %(case)s)
"""
LIMITS: Final = """
    SELECT kind, due_on, extended_by, met_at FROM cases_caselimit WHERE case_id = %s AND round = %s ORDER BY kind
"""
SHARES: Final = "SELECT stage, until FROM cases_stageshare WHERE case_id = %s AND round = %s ORDER BY id"

YOU_HAVE_A_HAND: Final = Text(
    "您已经办理过此案的另一环节，这一步须由其他人办理。",
    "You have had another hand on this case; this step belongs to somebody else.",
)


@dataclass(frozen=True, slots=True)
class LifeLine:
    """One change of stage."""

    number: int
    round: int
    command: Command
    start: CaseStage
    end: CaseStage
    mover: MoverKind
    hand: Hand | None
    badge_number: str | None
    officer: str | None
    department: Text | None
    seconded_by: str | None
    rule: str
    reason: str
    at: datetime

    @property
    def said(self) -> Text:
        """What was done."""
        return COMMAND_NAMES[self.command]


@dataclass(frozen=True, slots=True)
class LimitSheet:
    """A limit, met or not."""

    kind: LimitKind
    due_on: date
    extended_by: int
    met_at: datetime | None


@dataclass(frozen=True, slots=True)
class StopSheet:
    """A stop of the clock; `last` is None while it is open. Ground and reason are for those who see the lists: one of them says
    what a list has said, and so all look alike to everybody else."""

    ground: StopGround | None
    reason: str
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class NoticeSheet:
    """A notice with its items, and those of them that were breaches."""

    number: str
    ordinal: int
    issued_at: datetime
    answer_by: date
    answered_at: datetime | None
    items: tuple[str, ...]
    breaches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterSheet:
    """A letter."""

    kind: LetterKind
    number: str
    law: str
    reason: Text
    remedy: Text
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """Everything about a case. `may` says for each next step whether the viewer may take it, and why not.

    `lists` is None for those who are not to see what the reference lists said.
    """

    case_id: CaseId
    receipt_number: str | None
    draft_code: str
    service: str
    service_name: Text
    path: Path
    stage: CaseStage
    round: int
    channel: str
    applicant_id: PersonId
    applicant: str
    hall: str | None
    fee: int | None
    folder_barcode: str | None
    contact_badge: str | None
    group_id: int | None
    accepted_at: datetime | None
    due_on: date | None
    left: TimeLeft | None
    stage_left: TimeLeft | None
    urgent_ground: str | None
    facts: Mapping[str, object]
    declared: Mapping[Declared, bool]
    handed_in: tuple[str, ...]
    life: tuple[LifeLine, ...]
    limits: tuple[LimitSheet, ...]
    shares: tuple[tuple[Stage, date], ...]
    stops: tuple[StopSheet, ...]
    notices: tuple[NoticeSheet, ...]
    letters: tuple[LetterSheet, ...]
    questions: tuple[QuestionSheet, ...]
    """What was asked above; the last step of an open one says who is waited for."""
    requests: tuple[RequestSheet, ...]
    """Urgent and special handling: asked for, agreed to or not."""
    lists: tuple[ListState, ...] | None
    may: Mapping[Command, Verdict]


@dataclass(frozen=True, slots=True)
class _Held:
    """What there is about a case: most cases have no stop, notice, letter or question, and each costs a query to look for."""

    handed_in: tuple[str, ...]
    stops: bool
    declarations: bool
    notices: bool
    letters: bool
    questions: bool

    @classmethod
    def of(cls, case_id: CaseId) -> _Held:
        """One query."""
        handed_in, *there = one_row(HELD, {"case": case_id}) or ((), False, False, False, False, False)
        return cls(tuple(handed_in), *there)


@one_rulebook()
def case_sheet(case_id: CaseId, *, viewer: OfficerSheet | None, at: datetime) -> CaseSheet:
    """The whole case as this officer may see it. At most twenty queries, half of them for most. Raises CaseUnknown."""
    whole = ("applicant", "hall", "contact_officer", "urgency")
    case = with_share(Case.objects.filter(pk=case_id)).select_related(*whole).first()
    if case is None:
        raise CaseUnknown
    held = _Held.of(case_id)
    stops = tuple(case.stops.all()) if held.stops else ()
    book = current_rulebook()
    life = _life(case)
    is_told = viewer is None or bool(viewer.roles & SEES_LISTS)
    return CaseSheet(
        case_id=case_id,
        receipt_number=case.receipt_number,
        draft_code=case.draft_code,
        service=case.service_id,
        service_name=book.service_of[case.service_id].name,
        path=Path(case.path),
        stage=CaseStage(case.stage),
        round=case.round,
        channel=case.channel,
        applicant_id=PersonId(case.applicant_id),
        applicant=masked_name(case.applicant.name),
        hall=case.hall.code if case.hall else None,
        fee=case.fee,
        folder_barcode=case.folder_barcode,
        contact_badge=case.contact_officer.badge_number if case.contact_officer else None,
        group_id=case.group_id,
        accepted_at=case.accepted_at,
        due_on=case.due_on,
        left=left_of(case, calendar=book.working_calendar, stops=stops, now=at),
        stage_left=stage_left_of(case, calendar=book.working_calendar, stops=stops, now=at),
        urgent_ground=case.urgency.ground if hasattr(case, "urgency") else None,
        facts=case.facts,
        declared={Declared(one.subject): one.yes for one in case.declarations.all()} if held.declarations else {},
        handed_in=held.handed_in,
        life=tuple(line if is_told else _without_ground(line) for line, _ in life),
        limits=tuple(
            LimitSheet(LimitKind(kind), due_on, extended_by, met_at)
            for kind, due_on, extended_by, met_at in all_rows(LIMITS, [case_id, case.round])
        ),
        shares=tuple((Stage(stage), until) for stage, until in all_rows(SHARES, [case_id, case.round])),
        stops=tuple(
            StopSheet(StopGround(stop.ground) if is_told else None, stop.reason if is_told else "", stop.first, stop.last)
            for stop in stops
        ),
        notices=_notices(case) if held.notices else (),
        letters=tuple(one for one in _letters(case) if is_told or one.kind not in TOLD_BY_LISTS) if held.letters else (),
        questions=questions_of(case_id, viewer=None if is_told else viewer) if held.questions else (),
        requests=requests_of(case_id),
        lists=list_states(case, at=at) if viewer and viewer.roles & SEES_LISTS else None,
        may=_may(case, viewer, [(line.hand, officer, line.round) for line, officer in life]),
    )


def draft_by_code(code: str) -> CaseId | None:
    """The application that this draft code takes up again. One query."""
    try:
        wanted = LETTERS.parse(code)
    except NumberRefused:
        return None
    pk = Case.objects.filter(draft_code=wanted).values_list("pk", flat=True).first()
    return CaseId(pk) if pk else None


def _life(case: Case) -> list[tuple[LifeLine, OfficerId | None]]:
    moves = Move.objects.filter(case=case).select_related("officer", "department", "seconder").order_by("number")
    return [
        (
            LifeLine(
                number=move.number,
                round=move.round,
                command=Command(move.command),
                start=CaseStage(move.from_stage),
                end=CaseStage(move.to_stage),
                mover=MoverKind(move.mover),
                hand=Hand(move.hand) if move.hand else None,
                badge_number=move.officer.badge_number if move.officer else None,
                officer=move.officer.name if move.officer else None,
                department=move.department.name if move.department else None,
                seconded_by=move.seconder.badge_number if move.seconder else None,
                rule=move.rule,
                reason=move.reason,
                at=move.at,
            ),
            OfficerId(move.officer_id) if move.officer_id else None,
        )
        for move in moves
    ]


def _without_ground(line: LifeLine) -> LifeLine:
    """Why a case was refused is in the letter to the applicant; the ground itself may be what a list has said."""
    return replace(line, reason="") if line.command is Command.REFUSE_CASE else line


def _notices(case: Case) -> tuple[NoticeSheet, ...]:
    rows = Notice.objects.filter(case=case).prefetch_related(
        Prefetch("items"),
        Prefetch("breaches"),
    )
    return tuple(
        NoticeSheet(
            number=notice.number,
            ordinal=notice.ordinal,
            issued_at=notice.issued_at,
            answer_by=notice.answer_by,
            answered_at=notice.answered_at,
            items=tuple(sorted(item.item_id for item in notice.items.all())),
            breaches=tuple(sorted(breach.item_id for breach in notice.breaches.all())),
        )
        for notice in rows.order_by("ordinal")
    )


def _letters(case: Case) -> tuple[LetterSheet, ...]:
    return tuple(
        LetterSheet(
            kind=LetterKind(letter.kind),
            number=letter.number,
            law=letter.law,
            reason=Text(letter.reason_zh, letter.reason_en),
            remedy=Text(letter.remedy_zh, letter.remedy_en),
            at=letter.at,
        )
        for letter in Letter.objects.filter(case=case).order_by("pk")
    )


def list_states(case: Case, *, at: datetime) -> tuple[ListState, ...]:
    """The frozen lists of this round with what each said last. Three queries."""
    released = {one.code: one.is_cleared for one in answers_for(case_key(case.pk), at=at)}
    book = current_rulebook()
    last = ListAnswer.objects.filter(case=OuterRef("case"), round=OuterRef("round"), list=OuterRef("list")).order_by("-pk")
    rows = (
        FrozenList.objects.filter(case=case, round=case.round)
        .annotate(said=Subquery(last.values("answer")[:1]))
        .order_by("list_id")
        .values_list("list_id", "said")
    )
    return tuple(
        ListState(code, book.list_of[code].name, ListAnswerKind(said) if said else None, released.get(code))
        for code, said in rows
    )


def _may(
    case: Case, viewer: OfficerSheet | None, hands: list[tuple[Hand | None, OfficerId | None, int]]
) -> dict[Command, Verdict]:
    """Each step that follows, and whether this officer may take it. The services ask more, and have the last word."""
    stage, path = CaseStage(case.stage), Path(case.path)
    if viewer is None:
        return {}
    mine = {hand for hand, officer, round_ in hands if officer == viewer.officer_id and round_ == case.round and hand}
    found: dict[Command, Verdict] = {}
    for command in commands_from(stage, path):
        step = transition(command, stage, path)
        verdict = may_move(command=command, stage=stage, path=path, roles=viewer.roles)
        if verdict and step and step.hand in (Hand.ACCEPT, Hand.DECIDE, Hand.PRODUCE) and mine - {step.hand}:
            verdict = Verdict.no(YOU_HAVE_A_HAND)
        if step and step.roles:
            found[command] = verdict
    return found
