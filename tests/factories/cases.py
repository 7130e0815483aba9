"""An office with every hand a case needs, and cases walked to where a test wants them. All persons are invented."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from mumian.audit.queries.sessions import acting
from mumian.audit.services import open_session
from mumian.audit.terms import Actor, ActorKind
from mumian.cases.models import Case, FrozenList
from mumian.cases.services import (
    Mover,
    accept_application,
    approve_case,
    approve_extension,
    by_applicant,
    by_officer,
    countersign_refusal,
    hand_out_document,
    open_draft,
    pass_quality,
    propose_extension,
    propose_refusal,
    record_list_answer,
    start_production,
    submit_application,
    take_in_materials,
)
from mumian.cases.terms import CaseId, Declared, ListAnswerKind, RefusalGround
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.answers import answer
from mumian.catalogue.rules.book.values import FactValue
from mumian.catalogue.terms import Audience
from mumian.foundation.clock import local_date
from mumian.foundation.words import Text
from mumian.offices.models import Bureau
from mumian.offices.queries import OfficerSheet, officer_by_badge
from mumian.offices.services import appoint_officers, open_departments
from mumian.offices.terms import Appointment, DepartmentKind, Role, StaffStatus
from mumian.people.terms import PersonFacts, PersonId
from tests.factories.offices import AT as FOUNDED
from tests.factories.offices import posting
from tests.factories.people import ADULT_NUMBER, enter, resident

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
"""A Friday at ten in the morning."""
HALL = "H01"
SERVICE = "PP-NEW"
HOUR = timedelta(hours=1)

FACTS: dict[str, FactValue] = {
    "applicant.birth_date": "1990-01-01",
    "applicant.nationality": "CHN",
    "applicant.household_registered": True,
    "applicant.register_city": "440100",
    "applicant.register_district": "440104",
    "office.district": "440104",
    "applicant.serviceman": False,
    "applicant.state_staff": False,
    "applicant.overseas_chinese": False,
    "applicant.data_changed": False,
    "applicant.id_card_being_replaced": False,
    "applicant.household_collective": False,
}
RENEWAL: dict[str, FactValue] = {**FACTS, "document.version": "PP-2012", "document.lost": False}

STAFF: dict[str, Role] = {
    "200001": Role.ACCEPTANCE_OFFICER,
    "200002": Role.COUNTER_APPROVER,
    "200003": Role.APPROVAL_OFFICER,
    "200004": Role.COUNTERSIGNER,
    "200005": Role.PRODUCTION_OFFICER,
    "200006": Role.QUALITY_CHECKER,
    "200007": Role.HAND_OVER_OFFICER,
    "200008": Role.SUPERVISOR,
    "200009": Role.LEADER,
    "200010": Role.APPROVAL_OFFICER,
    "200011": Role.PRODUCTION_OFFICER,
    "200012": Role.ACCEPTANCE_OFFICER,
}


@dataclass(frozen=True)
class Office:
    """Everybody a case meets; `second` approves at the counter, the names ending in 2 are colleagues of the same role."""

    acceptor: OfficerSheet
    second: OfficerSheet
    approver: OfficerSheet
    countersigner: OfficerSheet
    producer: OfficerSheet
    checker: OfficerSheet
    hander: OfficerSheet
    supervisor: OfficerSheet
    leader: OfficerSheet
    approver2: OfficerSheet
    producer2: OfficerSheet
    acceptor2: OfficerSheet
    applicant: PersonId

    def everybody(self) -> tuple[OfficerSheet, ...]:
        """All officers."""
        return tuple(value for value in vars(self).values() if isinstance(value, OfficerSheet))


def office(*, since: date = date(2001, 1, 1), applicant: PersonFacts | None = None) -> Office:
    """Staff the central bureau of the loaded rulebook with one of everybody, and enter an applicant: the resident or another."""
    bureau = Bureau.objects.get(parent=None).code
    open_departments(wanted={bureau: list(DepartmentKind)})
    appoint_officers(
        appointments=[
            Appointment(
                badge, "木棉一", "MU MIANYI", StaffStatus.POLICE, since, (posting(role, bureau=bureau, valid_from=since),)
            )
            for badge, role in STAFF.items()
        ]
    )

    def holding(badge: str) -> OfficerSheet:
        sheet = officer_by_badge(badge, on=FOUNDED.date())
        assert sheet is not None
        return sheet

    return Office(
        acceptor=holding("200001"),
        second=holding("200002"),
        approver=holding("200003"),
        countersigner=holding("200004"),
        producer=holding("200005"),
        checker=holding("200006"),
        hander=holding("200007"),
        supervisor=holding("200008"),
        leader=holding("200009"),
        approver2=holding("200010"),
        producer2=holding("200011"),
        acceptor2=holding("200012"),
        applicant=enter(applicant or resident()),
    )


def on_duty(officer: OfficerSheet) -> Mover:
    """This officer, signed in since the morning."""
    actor = Actor(ActorKind.OFFICER, officer.badge_number, officer.duties[0].department.value)
    token = hashlib.sha256(f"the session of {officer.badge_number}".encode()).hexdigest()
    found = acting(token=token, at=FOUNDED) or open_session(
        actor=actor, token=token, place="10.0.0.7", at=FOUNDED, expires_at=datetime(2100, 1, 1, tzinfo=UTC)
    )
    return by_officer(officer, found)


def by_somebody(*, at: datetime = AT) -> Mover:
    """An applicant, no matter which."""
    return by_applicant(PersonId(1), place="portal", at=at)


def opened(
    of: Office,
    *,
    service: str = SERVICE,
    facts: Mapping[str, FactValue] = FACTS,
    channel: str = "counter",
    group_id: int | None = None,
    at: datetime = AT,
) -> CaseId:
    """A draft."""
    return open_draft(
        service=service,
        channel=channel,
        applicant=of.applicant,
        applied_with=ADULT_NUMBER.value,
        facts=facts,
        group_id=group_id,
        by=on_duty(of.acceptor),
        at=at,
    )


def submitted(of: Office, *, at: datetime = AT, **changes: object) -> CaseId:
    """Handed in with all materials, nothing missing."""
    case_id = opened(of, at=at, **changes)  # type: ignore[arg-type]  # the named arguments of `opened`
    submit_application(
        case_id=case_id,
        declared={Declared.STATE_STAFF: False, Declared.SERVICEMAN: False},
        by=by_applicant(of.applicant, place="portal", at=at),
        at=at,
    )
    take_in_materials(case_id=case_id, materials=needed(case_id, at=at), by=on_duty(of.acceptor), at=at)
    return case_id


def needed(case_id: CaseId, *, at: datetime) -> list[str]:
    """The materials that the rulebook wants."""
    case = Case.objects.get(pk=case_id)
    facts = {name: tuple(value) if isinstance(value, list) else value for name, value in case.facts.items()}
    said = answer(
        current_rulebook(),
        case.service_id,
        on=local_date(at),
        facts=facts,
        channel=case.channel,
        accepted_at=at,
        audience=Audience.COUNTER,
    )
    given = [*facts.get("case.materials", ()), *(need.code for need in said.needed)]
    return [*given, *(code for reason in said.reasons for code in reason.materials)]


def accepted(of: Office, *, by: Mover | None = None, at: datetime = AT, **changes: object) -> CaseId:
    """Accepted at the window."""
    case_id = submitted(of, at=at, **changes)
    accept_application(case_id=case_id, hall=HALL, identity_checked=True, by=by or on_duty(of.acceptor), at=at)
    return case_id


def cleared(of: Office, *, at: datetime = AT, **changes: object) -> CaseId:
    """Accepted, with every frozen list cleared."""
    case_id = accepted(of, at=at, **changes)  # type: ignore[arg-type]  # the named arguments of `accepted`
    clear(of, case_id, at=at)
    return case_id


def clear(of: Office, case_id: CaseId, *, at: datetime = AT) -> None:
    """Let every list frozen on this round of the case say that nothing stands in the way."""
    case = Case.objects.get(pk=case_id)
    for code in FrozenList.objects.filter(case=case, round=case.round).values_list("list_id", flat=True):
        kind = ListAnswerKind.AGREES if code == "POPULATION" else ListAnswerKind.NO_MATCH
        record_list_answer(case_id=case_id, code=code, answer=kind, by=on_duty(of.approver), at=at)


def approved(of: Office, *, at: datetime = AT, **changes: object) -> CaseId:
    """Approved by the approval department."""
    case_id = cleared(of, at=at, **changes)
    approve_case(case_id=case_id, by=on_duty(of.approver), at=at)
    return case_id


def in_production(of: Office, *, at: datetime = AT, **changes: object) -> CaseId:
    """Its document is being made."""
    case_id = approved(of, at=at, **changes)
    start_production(case_id=case_id, by=on_duty(of.producer), at=at)
    return case_id


def ready(of: Office, *, at: datetime = AT, **changes: object) -> CaseId:
    """Its document waits to be collected."""
    case_id = in_production(of, at=at, **changes)
    pass_quality(case_id=case_id, by=on_duty(of.checker), at=at)
    return case_id


def collected(of: Office, *, at: datetime = AT, **changes: object) -> CaseId:
    """Its document is in the holder's hand."""
    case_id = ready(of, at=at, **changes)
    hand_out_document(case_id=case_id, identity_checked=True, by=on_duty(of.hander), at=at)
    return case_id


def refuse(
    of: Office,
    case_id: CaseId,
    *,
    reason: Text,
    ground: RefusalGround = RefusalGround.IDENTITY_NOT_PROVEN,
    law: str = "EEAL2012 art 12",
    at: datetime = AT,
) -> CaseId:
    """Proposed by the approval officer, signed by the countersigner."""
    propose_refusal(case_id=case_id, ground=ground, law=law, reason=reason, by=on_duty(of.approver), at=at)
    return countersign_refusal(case_id=case_id, by=on_duty(of.countersigner), at=at)


def extend(of: Office, case_id: CaseId, *, by_days: int, reason: Text, at: datetime = AT) -> CaseId:
    """Proposed by the approval officer, approved by the leader."""
    propose_extension(case_id=case_id, by_days=by_days, reason=reason, by=on_duty(of.approver), at=at)
    return approve_extension(case_id=case_id, by=on_duty(of.leader), at=at)


def stage(case_id: CaseId) -> str:
    """Where it stands."""
    return str(Case.objects.get(pk=case_id).stage)
