"""What a window needs of the applications it has in hand: little, and in few questions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from mumian.cases.models import Case, Letter, Move
from mumian.cases.queries.lists import Row, _rows
from mumian.cases.terms import CaseId, CaseStage, Declared, Hand, LimitKind
from mumian.catalogue.rules.book.values import FactValue
from mumian.foundation.identifiers.base import NumberRefused
from mumian.foundation.identifiers.codes import LETTERS
from mumian.foundation.statements import all_rows, one_row
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


# Asked for every page of an application: one statement, read as it comes.
WHOLE: Final = """
    SELECT stood.id, stood.service_id, stood.variant, stood.channel, stood.stage, stood.applicant_id, stood.agent_id,
           stood.facts::text, stood.group_id, stood.draft_code, stood.receipt_number, stood.folder_barcode,
           stood.contact_officer_id, contact.badge_number, hall.code, stood.fee, stood.opened_at, stood.accepted_at,
           (SELECT json_object_agg(subject, yes)::text FROM cases_declaration WHERE case_id = stood.id),
           ARRAY(SELECT material_id::text FROM cases_handedin WHERE case_id = stood.id),
           (SELECT json_agg(json_build_array(number, issued_at, answer_by, answered_at,
                                             ARRAY(SELECT item_id FROM cases_noticeitem item WHERE item.notice_id = notice.id))
                            ORDER BY ordinal)::text
            FROM cases_notice notice WHERE case_id = stood.id)
    FROM cases_case stood
    LEFT JOIN offices_officer contact ON contact.id = stood.contact_officer_id
    LEFT JOIN offices_hall hall ON hall.id = stood.hall_id
    WHERE stood.id = %s
"""


def application(case_id: int) -> Application | None:
    """One application; None when there is none. One query."""
    row = one_row(WHOLE, [case_id])
    return _application(*row) if row else None


def _application(  # noqa: PLR0917  # the columns of the statement, in order
    case_id: int,
    service: str,
    variant: str,
    channel: str,
    stage: str,
    applicant_id: int,
    agent_id: int | None,
    facts: str,
    group_id: int | None,
    draft_code: str,
    receipt_number: str | None,
    folder_barcode: str | None,
    contact_id: int | None,
    contact_badge: str | None,
    hall: str | None,
    fee: int | None,
    opened_at: datetime,
    accepted_at: datetime | None,
    declared: str | None,
    handed_in: list[str],
    notices: str | None,
) -> Application:
    stated = json.loads(facts).items()
    return Application(
        case_id=CaseId(case_id),
        service=service,
        variant=variant,
        channel=channel,
        stage=CaseStage(stage),
        applicant_id=PersonId(applicant_id),
        agent_id=PersonId(agent_id) if agent_id else None,
        facts={name: tuple(value) if isinstance(value, list) else value for name, value in stated},
        group_id=group_id,
        draft_code=draft_code,
        receipt_number=receipt_number,
        folder_barcode=folder_barcode,
        contact_officer_id=OfficerId(contact_id) if contact_id else None,
        contact_badge=contact_badge,
        hall=hall,
        fee=fee,
        opened_at=opened_at,
        accepted_at=accepted_at,
        declared={Declared(subject): yes for subject, yes in json.loads(declared or "{}").items()},
        handed_in=tuple(sorted(handed_in)),
        notices=tuple(_noticed(*one) for one in json.loads(notices or "[]")),
    )


def _noticed(number: str, issued_at: str, answer_by: str, answered_at: str | None, items: list[str]) -> Noticed:
    return Noticed(
        number=number,
        issued_at=datetime.fromisoformat(issued_at),
        answer_by=date.fromisoformat(answer_by),
        answered_at=datetime.fromisoformat(answered_at) if answered_at else None,
        items=tuple(sorted(items)),
    )


PROMISED: Final = "SELECT due_on FROM cases_caselimit WHERE case_id = %s AND kind = %s ORDER BY round DESC LIMIT 1"
OF_CONTACT: Final = """
    SELECT id FROM cases_case WHERE contact_officer_id = %s AND stage = ANY(%s) ORDER BY id DESC LIMIT %s
"""
OF_PERSON: Final = "SELECT id FROM cases_case WHERE applicant_id = %s AND stage = ANY(%s) ORDER BY id DESC LIMIT %s"


def promised_on(case_id: CaseId) -> date | None:
    """The day that was promised; None where the rulebook promises none. One query."""
    row = one_row(PROMISED, [case_id, LimitKind.PROMISED.value])
    return row[0] if row else None


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
    """The applications this officer was first asked about and that are not accepted yet, the latest first.

    One query where there is none, else three.
    """
    return _listed(all_rows(OF_CONTACT, [officer, [stage.value for stage in IN_HAND], AT_MOST]), at)


def accepted_by(officer: OfficerId, *, since: datetime, at: datetime) -> tuple[Row, ...]:
    """The cases this officer has accepted since then, the latest first. Three queries."""
    taken = Move.objects.filter(officer_id=officer, hand=Hand.ACCEPT.value, at__gte=since)
    return _rows(Case.objects.filter(pk__in=taken.values("case_id")).order_by("-accepted_at", "-pk")[:AT_MOST], at)


def open_of(person: PersonId, *, at: datetime) -> tuple[Row, ...]:
    """The applications of this person that wait for somebody at a window. As many queries."""
    return _listed(all_rows(OF_PERSON, [person, [stage.value for stage in IN_HAND], AT_MOST]), at)


def _listed(found: list[tuple[int, ...]], at: datetime) -> tuple[Row, ...]:
    """The rows of these cases; mostly there is none, and nothing more is asked."""
    return _rows(Case.objects.filter(pk__in=[one[0] for one in found]).order_by("-pk"), at) if found else ()
