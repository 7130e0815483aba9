"""What the approval department does: answers of lists, the decision, stops of the clock, consent, extension."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mumian.cases.errors import (
    NOT_LISTED,
    NOT_STOPPED,
    STOPPED_ALREADY,
    ApprovalRefused,
    OrdinaryWay,
    StepRefused,
)
from mumian.cases.models import Case, ClockStop, ConsentRequest, FrozenList, ListAnswer
from mumian.cases.queries.sheets import list_states
from mumian.cases.rules.answering import may_answer_list
from mumian.cases.rules.permission import may_approve, may_approve_at_counter
from mumian.cases.services.admitting import asked_of_the_rulebook
from mumian.cases.services.movers import (
    Mover,
    hands_on,
    held,
    is_stopped,
    locked,
    move,
    posted_over,
    refusal_waits,
    step_of,
    touched,
)
from mumian.cases.services.notices import write_letter
from mumian.cases.services.once import command
from mumian.cases.services.quick import steps
from mumian.cases.services.quick.attempting import quickly
from mumian.cases.services.timing import count_anew, meet
from mumian.cases.terms import (
    CaseId,
    Command,
    LetterKind,
    LimitKind,
    ListAnswerKind,
    StopGround,
)
from mumian.catalogue.terms import Audience, Path
from mumian.foundation.clock import local_date
from mumian.foundation.words import Text
from mumian.offices.queries import OfficerSheet


@command
def record_list_answer(
    *,
    case_id: CaseId,
    code: str,
    answer: ListAnswerKind,
    by: Mover,
    seconder: OfficerSheet | None = None,
    reason: str = "",
    at: datetime,
    key: str = "",
) -> CaseId:
    """Record what a frozen list says; the last answer counts. Raises StepRefused for a list this case does not have checked."""
    case = locked(case_id)
    if not FrozenList.objects.filter(case=case, round=case.round, list_id=code).exists():
        raise StepRefused(NOT_LISTED.filled(code=code))
    for officer in (by.on_staff, seconder):
        if officer is not None:
            posted_over(case, officer, officer.roles, at=at)
    roles, has_second = by.on_staff.roles, seconder is not None
    held(may_answer_list(code=code, answer=answer, roles=roles, reason=reason, has_second=has_second), StepRefused)
    ListAnswer.objects.create(
        case=case,
        round=case.round,
        list_id=code,
        answer=answer.value,
        officer_id=by.officer_id,
        seconder_id=seconder.officer_id if seconder else None,
        reason=reason,
        at=at,
    )
    return touched(case, "list_answered", by, at=at)


@quickly(steps.approve)
@command
def approve_case(*, case_id: CaseId, by: Mover, at: datetime, key: str = "") -> CaseId:
    """Approve an accepted case. Raises ApprovalRefused, with the sentence for the officer, when the rules forbid it."""
    case = locked(case_id)
    step = step_of(case, Command.APPROVE_CASE, by, ApprovalRefused, at=at)
    verdict = may_approve(
        officer=by.on_staff.officer_id,
        hands=hands_on(case),
        lists=list_states(case, at=at),
        is_stopped=is_stopped(case),
        refusal_waits=refusal_waits(case),
    )
    held(verdict, ApprovalRefused)
    move(case, step, by, at=at)
    _met_by_decision(case, at=at)
    return case_id


@quickly(steps.approve_at_counter)
@command
def approve_at_counter(*, case_id: CaseId, by: Mover, at: datetime, key: str = "") -> CaseId:
    """Approve at the counter, by a second officer of the department that accepted.

    Raises OrdinaryWay when the rulebook, the quality sample or a list stands against it, in the same words; nothing has happened
    then and the case goes to the approval department.
    """
    case = locked(case_id)
    step = step_of(case, Command.APPROVE_AT_COUNTER, by, OrdinaryWay, at=at)
    hands = hands_on(case)
    officer = by.on_staff
    inside = replace(officer, duties=tuple(duty for duty in officer.duties if duty.department_id == hands.accepted_in))
    here = inside if inside.roles & set(step.roles) else officer
    department = posted_over(case, here, step.roles, OrdinaryWay, at=at).department_id
    held(
        may_approve_at_counter(
            officer=officer.officer_id,
            department=department,
            hands=hands,
            allowed=case.counter_approval and _rule_grants(case, at=case.accepted_at or at),
            sampled=False,  # a sampled case was given no counter approval when it was accepted
            lists=list_states(case, at=at),
            is_open=is_stopped(case) or refusal_waits(case),
        ),
        OrdinaryWay,
    )
    move(case, step, by, at=at, department_id=department)
    _met_by_decision(case, at=at)
    return case_id


@command
def pause_clock(*, case_id: CaseId, ground: StopGround, reason: str, by: Mover, at: datetime, key: str = "") -> CaseId:
    """Let the clock stand still from today, on a ground that the law lets stop it; the applicant is told in writing."""
    case = _accepted(case_id, by, at=at)
    _stop(case, ground, reason, by=by, at=at)
    return touched(case, "clock_paused", by, at=at)


@command
def resume_clock(*, case_id: CaseId, by: Mover, at: datetime, key: str = "") -> CaseId:
    """Let the clock go on after today; due days are counted anew. Raises StepRefused when it is not stopped."""
    case = _accepted(case_id, by, at=at)
    _resume(case, by=by, at=at)
    return touched(case, "clock_resumed", by, at=at)


@command
def request_consent(*, case_id: CaseId, addressed_to: str, reason: Text, by: Mover, at: datetime, key: str = "") -> CaseId:
    """Write to the employer for the consent that only a list says is needed; the clock stands still. No breach of the notice."""
    case = _accepted(case_id, by, at=at)
    letter = write_letter(case, LetterKind.CONSENT_REQUEST, reason=reason, by=by, at=at)
    stop = _stop(case, StopGround.CONSENT, letter.number, by=by, at=at)
    ConsentRequest.objects.create(case=case, letter=letter, stop=stop, addressed_to=addressed_to)
    return touched(case, "consent_requested", by, at=at)


@command
def answer_consent(*, case_id: CaseId, given: bool, by: Mover, at: datetime, key: str = "") -> CaseId:
    """The employer has answered. The clock goes on; a consent given clears the list of registered staff."""
    case = _accepted(case_id, by, at=at)
    request = case.consent_requests.filter(answered_at=None).first()
    if request is None:
        raise StepRefused(NOT_STOPPED)
    request.given, request.answered_at = given, at
    request.save(update_fields=["given", "answered_at"])
    if given:
        ListAnswer.objects.create(
            case=case,
            round=case.round,
            list_id="FILED_STAFF",
            answer=ListAnswerKind.CONDITION_MET.value,
            officer_id=by.officer_id,
            reason=request.letter.number,
            at=at,
        )
    _resume(case, by=by, at=at)
    return touched(case, "consent_answered", by, at=at)


def _accepted(case_id: CaseId, by: Mover, *, at: datetime) -> Case:
    """The case, locked, when it is accepted and an approval officer asks."""
    case = locked(case_id)
    step_of(case, Command.APPROVE_CASE, by, at=at)
    return case


def _rule_grants(case: Case, *, at: datetime) -> bool:
    """Whether the rulebook lets the counter approve, now that every list is cleared."""
    said = asked_of_the_rulebook(case, at=at, audience=Audience.OFFICE)
    return said.counter_approval is not None and said.counter_approval.is_possible is True


def _met_by_decision(case: Case, *, at: datetime) -> None:
    """The decision meets the limit of the law, and without a document to follow also the promise."""
    kinds = [LimitKind.STATUTORY] if Path(case.path) is Path.FULL else [LimitKind.STATUTORY, LimitKind.PROMISED]
    meet(case, *kinds, at=at)


def _stop(case: Case, ground: StopGround, reason: str, *, by: Mover, at: datetime) -> ClockStop:
    if is_stopped(case):
        raise StepRefused(STOPPED_ALREADY)
    stop = ClockStop.objects.create(
        case=case,
        round=case.round,
        ground=ground.value,
        reason=reason,
        first=local_date(at),
        stopped_by_id=by.on_staff.officer_id,
        stopped_at=at,
    )
    count_anew(case, at=at)
    return stop


def _resume(case: Case, *, by: Mover, at: datetime) -> None:
    stop = case.stops.filter(last=None).first()
    if stop is None:
        raise StepRefused(NOT_STOPPED)
    stop.last, stop.resumed_by_id, stop.resumed_at = max(stop.first, local_date(at)), by.officer_id, at
    stop.save(update_fields=["last", "resumed_by", "resumed_at"])
    count_anew(case, at=at)
