"""What a window needs of the applications it has in hand: little, and in few questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from mumian.cases.models import Case, CaseLimit, Letter, Move, Notice
from mumian.cases.queries.lists import Row, _rows
from mumian.cases.terms import CaseId, CaseStage, Declared, Hand, LimitKind
from mumian.catalogue.rules.book.values import FactValue
from mumian.foundation.identifiers.base import NumberRefused
from mumian.foundation.identifiers.codes import LETTERS
from mumian.offices.terms import OfficerId
from mumian.people.terms import PersonId

IN_HAND = (CaseStage.DRAFT, CaseStage.SUBMITTED, CaseStage.AWAITING_MATERIALS)
AT_MOST = 100


@dataclass(frozen=True, slots=True)
class Noticed:
    """A notice that was issued, with the codes of its items."""

    number: str
    issued_at: datetime
    answer_by: date
    answered_at: datetime | None
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Application:
    """An application at the window, with what was stated, declared and handed in so far."""

    case_id: CaseId
    service: str
    variant: str
    channel: str
    stage: CaseStage
    applicant_id: PersonId
    agent_id: PersonId | None
    facts: Mapping[str, FactValue]
    group_id: int | None
    draft_code: str
    receipt_number: str | None
    folder_barcode: str | None
    contact_officer_id: OfficerId | None
    contact_badge: str | None
    hall: str | None
    fee: int | None
    opened_at: datetime
    accepted_at: datetime | None
    declared: Mapping[Declared, bool]
    handed_in: tuple[str, ...]
    notices: tuple[Noticed, ...]

    @property
    def is_in_hand(self) -> bool:
        """Whether it is not accepted yet, and still may be."""
        return self.stage in IN_HAND

    @property
    def notice(self) -> Noticed | None:
        """The notice that waits for its answer."""
        return next((one for one in self.notices if one.answered_at is None), None)

    @property
    def first_items(self) -> frozenset[str]:
        """What the one-time notice named; whatever is demanded beyond it later is a breach."""
        return frozenset(self.notices[0].items) if self.notices else frozenset()


def application(case_id: int) -> Application | None:
    """One application; None when there is none. Three queries, two more where there was a notice."""
    notices = Prefetch("notices", Notice.objects.prefetch_related("items").order_by("ordinal"))
    whole = Case.objects.select_related("contact_officer", "hall").prefetch_related("declarations", "handed_in", notices)
    case = whole.filter(pk=case_id).first()
    if case is None:
        return None
    contact = case.contact_officer
    return Application(
        case_id=CaseId(case.pk),
        service=case.service_id,
        variant=case.variant,
        channel=case.channel,
        stage=CaseStage(case.stage),
        applicant_id=PersonId(case.applicant_id),
        agent_id=PersonId(case.agent_id) if case.agent_id else None,
        facts={name: tuple(value) if isinstance(value, list) else value for name, value in case.facts.items()},
        group_id=case.group_id,
        draft_code=case.draft_code,
        receipt_number=case.receipt_number,
        folder_barcode=case.folder_barcode,
        contact_officer_id=OfficerId(contact.pk) if contact else None,
        contact_badge=contact.badge_number if contact else None,
        hall=case.hall.code if case.hall else None,
        fee=case.fee,
        opened_at=case.opened_at,
        accepted_at=case.accepted_at,
        declared={Declared(one.subject): one.yes for one in case.declarations.all()},
        handed_in=tuple(sorted(one.material_id for one in case.handed_in.all())),
        notices=tuple(
            Noticed(
                number=one.number,
                issued_at=one.issued_at,
                answer_by=one.answer_by,
                answered_at=one.answered_at,
                items=tuple(sorted(item.item_id for item in one.items.all())),
            )
            for one in case.notices.all()
        ),
    )


def promised_on(case_id: CaseId) -> date | None:
    """The day that was promised; None where the rulebook promises none. One query."""
    limits = CaseLimit.objects.filter(case_id=case_id, kind=LimitKind.PROMISED.value).order_by("-round")
    return limits.values_list("due_on", flat=True).first()


def letter_numbers(case_id: CaseId) -> tuple[str, ...]:
    """The numbers of the letters of a case, the latest first. One query."""
    return tuple(Letter.objects.filter(case_id=case_id).order_by("-pk").values_list("number", flat=True))


def case_by_code(written: str) -> CaseId | None:
    """The case with this receipt number, draft code, folder barcode or number of a notice. At most four queries."""
    try:
        code = LETTERS.parse(written)
    except NumberRefused:
        return None
    for column in ("receipt_number", "folder_barcode", "draft_code", "notices__number"):
        found = Case.objects.filter(**{column: code}).values_list("pk", flat=True).first()
        if found:
            return CaseId(found)
    return None


def in_hand(officer: OfficerId, *, at: datetime) -> tuple[Row, ...]:
    """The applications this officer was first asked about and that are not accepted yet, the latest first. Three queries."""
    rows = Case.objects.filter(contact_officer_id=officer, stage__in=[stage.value for stage in IN_HAND])
    return _rows(rows.order_by("-pk")[:AT_MOST], at)


def accepted_by(officer: OfficerId, *, since: datetime, at: datetime) -> tuple[Row, ...]:
    """The cases this officer has accepted since then, the latest first. Three queries."""
    taken = Move.objects.filter(officer_id=officer, hand=Hand.ACCEPT.value, at__gte=since)
    return _rows(Case.objects.filter(pk__in=taken.values("case_id")).order_by("-accepted_at", "-pk")[:AT_MOST], at)


def open_of(person: PersonId, *, at: datetime) -> tuple[Row, ...]:
    """The applications of this person that wait for somebody at a window. Three queries."""
    rows = Case.objects.filter(applicant_id=person, stage__in=[stage.value for stage in IN_HAND])
    return _rows(rows.order_by("-pk")[:AT_MOST], at)
