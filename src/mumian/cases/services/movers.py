"""Who moves a case, as a value, and what is the same for every command: lock, look, write the move, tell."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from mumian.audit.services import acting_as
from mumian.audit.terms import Acting, Actor, ActorKind
from mumian.cases.errors import CaseUnknown, StepRefused
from mumian.cases.events import CaseMoved, CaseTouched
from mumian.cases.models import Case, ClockStop, Move, RefusalProposal
from mumian.cases.models.proposing import OPEN
from mumian.cases.rules.permission import NOT_POSTED_OVER, Hands, may_move
from mumian.cases.rules.transitions import Transition, transition
from mumian.cases.services.acts import record
from mumian.cases.terms import AcceptanceRule, CaseId, CaseStage, Command, Hand, MoverKind
from mumian.catalogue.terms import Path
from mumian.foundation import outbox
from mumian.foundation.errors import Verdict
from mumian.offices.models import Hall
from mumian.offices.queries import Duty, OfficerSheet, duty_over
from mumian.offices.terms import OfficerId, Role
from mumian.people.terms import PersonId


@dataclass(frozen=True, slots=True)
class Mover:
    """Who acts, and his session, by which the act goes on record: nobody moves a case without one."""

    kind: MoverKind
    acting: Acting
    officer: OfficerSheet | None = None
    rule: AcceptanceRule | None = None
    department_id: int | None = None
    proof: str = ""

    @property
    def said(self) -> str:
        """The asker of a command, for its key: `officer:100001`."""
        return f"{self.kind.value}:{self.acting.actor.id}"

    @property
    def on_staff(self) -> OfficerSheet:
        """The officer; a program that lets anybody else come here is at fault (ValueError)."""
        if self.officer is None:
            raise ValueError(f"Somebody on the staff has to do this, not {self.kind}.")
        return self.officer

    @property
    def officer_id(self) -> OfficerId | None:
        """The officer, if it is one."""
        return self.officer.officer_id if self.officer else None


def by_officer(officer: OfficerSheet, acting: Acting) -> Mover:
    """Somebody on the staff, with his postings of the day and his own session: another's is a fault (ValueError)."""
    if acting.actor.id != officer.badge_number:
        raise ValueError(f"Officer {officer.badge_number} cannot act in the session of {acting.actor.id}.")
    return Mover(MoverKind.OFFICER, acting, officer=officer)


def by_applicant(applicant: PersonId, *, place: str, at: datetime) -> Mover:
    """The applicant himself, or who stands for him, from a place such as `portal` or a kiosk's number."""
    return Mover(MoverKind.APPLICANT, acting_as(Actor(ActorKind.APPLICANT, str(applicant)), place=place, at=at))


def by_rule(rule: AcceptanceRule, *, department_id: int, place: str = "", at: datetime) -> Mover:
    """A named rule of a machine; `department_id` is the acceptance department it counts as."""
    acting = acting_as(Actor(ActorKind.MACHINE, rule.value), place=place, at=at)
    return Mover(MoverKind.RULE, acting, rule=rule, department_id=department_id)


def by_courier(proof: str, *, at: datetime) -> Mover:
    """The courier, with the number of his proof of delivery."""
    return Mover(MoverKind.COURIER, acting_as(Actor(ActorKind.MACHINE, "courier"), place="", at=at), proof=proof)


def by_clock(*, at: datetime) -> Mover:
    """The clock: what follows by itself when a day has come."""
    return Mover(MoverKind.CLOCK, acting_as(Actor(ActorKind.MACHINE, "clock"), place="", at=at))


def locked(case_id: CaseId) -> Case:
    """The case, locked until the transaction ends. Raises CaseUnknown."""
    case = Case.objects.select_for_update(of=("self",)).select_related("bureau", "hall").filter(pk=case_id).first()
    if case is None:
        raise CaseUnknown
    return case


def step_of(case: Case, command: Command, mover: Mover, refusal: type[StepRefused] = StepRefused, *, at: datetime) -> Transition:
    """The move this command makes from where the case stands; refused when there is none, it is another's, or the case belongs to
    a place over which the officer holds no such post. What is handed out may lie elsewhere: `hand_out_document` asks for itself.
    """
    stage, path = CaseStage(case.stage), Path(case.path)
    roles = mover.officer.roles if mover.officer else None
    held(may_move(command=command, stage=stage, path=path, roles=roles), refusal)
    step = transition(command, stage, path)
    if step is None or mover.kind not in step.by:
        raise ValueError(f"{mover.kind} never does {command}.")
    if mover.officer and command is not Command.HAND_OUT_DOCUMENT:
        posted_over(case, mover.officer, step.roles, refusal, at=at)
    return step


def held(verdict: Verdict, refusal: type[StepRefused]) -> None:
    """Raise the refusal with the sentence of a verdict that is no."""
    if verdict.reason is not None:
        raise refusal(verdict.reason)


def posted_over(
    case: Case,
    officer: OfficerSheet,
    roles: Collection[Role],
    refusal: type[StepRefused] = StepRefused,
    *,
    hall: Hall | None = None,
    at: datetime,
) -> Duty:
    """The posting in one of these roles by which somebody has to do with the case, that of its own bureau first.

    A case that belongs to no place yet belongs to whoever takes applications. `hall` is where something is done when it is not
    done where the case is. Refused when he holds no such post over the place; who holds none at all is a fault (StopIteration).
    """
    bureau, hall = (hall.bureau, hall) if hall else (case.bureau, case.hall)
    if bureau is None:
        return next(duty for duty in officer.duties if duty.role in roles)
    duty = duty_over(officer, roles=roles, bureau=bureau.code, hall=hall.code if hall else None, at=at)
    if duty is None:
        raise refusal(NOT_POSTED_OVER.filled(place=(hall or bureau).name))
    return duty


def move(
    case: Case,
    step: Transition,
    mover: Mover,
    *,
    at: datetime,
    reason: str = "",
    department_id: int | None = None,
    seconder: tuple[OfficerId, int] | None = None,
) -> Move:
    """Write the move, which changes the stage, put it on record, and tell it. The case must be locked and looked at before."""
    if mover.officer:
        department_id = department_id or posted_over(case, mover.officer, step.roles, at=at).department_id
    made = Move.objects.create(
        case=case,
        command=step.command.value,
        from_stage=step.start.value,
        to_stage=step.end.value,
        mover=mover.kind.value,
        officer_id=mover.officer_id,
        department_id=department_id or mover.department_id,
        seconder_id=seconder[0] if seconder else None,
        seconder_department_id=seconder[1] if seconder else None,
        rule=mover.rule.value if mover.rule else "",
        proof=mover.proof,
        reason=reason,
        at=at,
    )
    case.refresh_from_db(fields=["stage", "round", "moves", "moved_at"])
    record(case, step.command.value, mover, at=at, detail={"proof": mover.proof} if mover.proof else None)
    case_id = CaseId(case.pk)
    outbox.publish(CaseMoved(case_id=case_id, command=step.command, start=step.start, end=step.end, at=at))
    return made


def touched(case: Case, act: str, mover: Mover, *, at: datetime) -> CaseId:
    """Put on record and tell that something but the stage has changed."""
    record(case, act, mover, at=at)
    outbox.publish(CaseTouched(case_id=CaseId(case.pk), at=at))
    return CaseId(case.pk)


def is_stopped(case: Case) -> bool:
    """Whether the clock of the case stands still. One query."""
    return ClockStop.objects.filter(case=case, last=None).exists()


def refusal_waits(case: Case) -> bool:
    """Whether a refusal is proposed and waits for its countersigner. One query."""
    return RefusalProposal.objects.filter(OPEN, case=case).exists()


def hands_on(case: Case) -> Hands:
    """Who has had a hand on the case in this round; of several producers and checkers the last. One query."""
    last: dict[str, tuple[int | None, int | None]] = {
        hand: (officer, department)
        for hand, officer, department in Move.objects.filter(case=case, round=case.round)
        .exclude(hand="")
        .order_by("number")
        .values_list("hand", "officer_id", "department_id")
    }

    def who(hand: Hand) -> OfficerId | None:
        officer = last.get(hand.value, (None, None))[0]
        return OfficerId(officer) if officer else None

    return Hands(
        accepted_by=who(Hand.ACCEPT),
        accepted_in=last.get(Hand.ACCEPT.value, (None, None))[1],
        decided_by=who(Hand.DECIDE),
        produced_by=who(Hand.PRODUCE),
        checked_by=who(Hand.CHECK),
    )
