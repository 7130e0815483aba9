"""What takes two people: one proposes, the other confirms or sends back, each in a session of his own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from mumian.cases.errors import NO_EXTENSION, ApprovalRefused, StepRefused
from mumian.cases.models import Case, CaseLimit, ExtensionProposal, RefusalProposal
from mumian.cases.models.proposing import OPEN
from mumian.cases.rules.permission import may_refuse
from mumian.cases.rules.proposing import (
    NOT_A_COUNTERSIGNER,
    NOT_A_LEADER,
    NOTHING_PROPOSED,
    PROPOSER_LEFT,
    may_approve_extension,
    may_countersign,
    may_propose_extension,
    may_propose_refusal,
    may_send_back,
)
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
from mumian.cases.services.sockets import sockets
from mumian.cases.services.timing import count_anew, meet
from mumian.cases.terms import CaseId, Command, LetterKind, LimitKind, RefusalGround, case_key
from mumian.foundation.clock import local_date
from mumian.foundation.words import Text
from mumian.offices.queries import Duty, OfficerSheet, officer_by_id
from mumian.offices.terms import OfficerId, Role

Proposal = TypeVar("Proposal", RefusalProposal, ExtensionProposal)


@command
def propose_refusal(
    *, case_id: CaseId, ground: RefusalGround, law: str, reason: Text, by: Mover, at: datetime, key: str = ""
) -> CaseId:
    """Propose to refuse an accepted case, on a ground in law, with the reason in plain words. A countersigner decides.

    Raises ApprovalRefused with the sentence for the officer.
    """
    case = locked(case_id)
    step_of(case, Command.REFUSE_CASE, by, ApprovalRefused, at=at)
    officer = by.on_staff.officer_id
    verdict = may_propose_refusal(
        officer=officer,
        hands=hands_on(case),
        law=law,
        reason=reason,
        waits=refusal_waits(case),
        is_stopped=is_stopped(case),
    )
    held(verdict, ApprovalRefused)
    RefusalProposal.objects.create(
        case=case,
        round=case.round,
        ground=ground.value,
        law=law.strip(),
        reason_zh=reason.zh.strip(),
        reason_en=reason.en.strip(),
        proposed_by_id=officer,
        proposed_at=at,
    )
    return touched(case, "refusal_proposed", by, at=at)


@command
def countersign_refusal(*, case_id: CaseId, by: Mover, at: datetime, key: str = "") -> CaseId:
    """Sign the refusal that another has proposed: the case is refused, by two people, and its letter is written.

    Raises ApprovalRefused with the sentence for the countersigner.
    """
    case = locked(case_id)
    _holds(by.on_staff, Role.COUNTERSIGNER, NOT_A_COUNTERSIGNER)
    proposal = _waiting(RefusalProposal, case)
    officer = by.on_staff
    proposer = _proposer(proposal, case, at=at)
    proposed = replace(by, officer=proposer)  # his move, on record in the session of who signs it now
    step = step_of(case, Command.REFUSE_CASE, proposed, ApprovalRefused, at=at)
    second = _countersigner(case, proposal, officer, at=at)
    reason = Text(proposal.reason_zh, proposal.reason_en)
    verdict = may_refuse(
        officer=proposer.officer_id,
        countersigner=officer.officer_id,
        hands=hands_on(case),
        reason=reason,
        is_stopped=is_stopped(case),
    )
    held(verdict, ApprovalRefused)
    _decide(proposal, approved=True, by=by, at=at)
    ground = RefusalGround(proposal.ground)
    write_letter(case, LetterKind.REFUSAL, ground=ground, law=proposal.law, reason=reason, by=proposed, at=at)
    move(case, step, proposed, at=at, reason=ground.value, seconder=(officer.officer_id, second.department_id))
    meet(case, LimitKind.PROMISED, LimitKind.STATUTORY, at=at)
    sockets.clearing.end(case=case_key(case_id), at=at)
    return case_id


@command
def send_back_refusal(*, case_id: CaseId, remark: str, by: Mover, at: datetime, key: str = "") -> CaseId:
    """Do not sign: the case goes on, and the proposer reads the remark. Raises ApprovalRefused with the sentence."""
    case = locked(case_id)
    _holds(by.on_staff, Role.COUNTERSIGNER, NOT_A_COUNTERSIGNER)
    proposal = _waiting(RefusalProposal, case)
    _countersigner(case, proposal, by.on_staff, at=at)
    held(may_send_back(remark), ApprovalRefused)
    _decide(proposal, approved=False, by=by, at=at, remark=remark)
    return touched(case, "refusal_sent_back", by, at=at)


@command
def propose_extension(*, case_id: CaseId, by_days: int, reason: Text, by: Mover, at: datetime, key: str = "") -> CaseId:
    """Propose to extend the limit of the law, in its own unit (T10). A leader decides. Raises StepRefused with the sentence."""
    case = locked(case_id)
    step_of(case, Command.APPROVE_CASE, by, at=at)
    waits = ExtensionProposal.objects.filter(OPEN, case=case).exists()
    held(may_propose_extension(reason=reason, waits=waits), StepRefused)
    _extendable(case, by_days)
    ExtensionProposal.objects.create(
        case=case,
        round=case.round,
        by_days=by_days,
        reason_zh=reason.zh.strip(),
        reason_en=reason.en.strip(),
        proposed_by_id=by.on_staff.officer_id,
        proposed_at=at,
    )
    return touched(case, "extension_proposed", by, at=at)


@command
def approve_extension(*, case_id: CaseId, by: Mover, at: datetime, key: str = "") -> CaseId:
    """A leader approves the longer limit; due days are counted anew, and the applicant gets the reason by letter."""
    case = locked(case_id)
    proposal = _led(case, by, at=at)
    proposed = replace(by, officer=_proposer(proposal, case, at=at))
    step_of(case, Command.APPROVE_CASE, proposed, ApprovalRefused, at=at)
    limit = _extendable(case, proposal.by_days)
    _decide(proposal, approved=True, by=by, at=at)
    write_letter(case, LetterKind.EXTENSION, reason=Text(proposal.reason_zh, proposal.reason_en), by=proposed, at=at)
    limit.extended_by += proposal.by_days
    limit.save(update_fields=["extended_by"])
    count_anew(case, at=at)
    return touched(case, "limit_extended", by, at=at)


@command
def send_back_extension(*, case_id: CaseId, remark: str, by: Mover, at: datetime, key: str = "") -> CaseId:
    """Do not approve: the limit stays, and the proposer reads the remark. Raises StepRefused with the sentence."""
    case = locked(case_id)
    proposal = _led(case, by, at=at)
    held(may_send_back(remark), StepRefused)
    _decide(proposal, approved=False, by=by, at=at, remark=remark)
    return touched(case, "extension_sent_back", by, at=at)


def _holds(officer: OfficerSheet, role: Role, sentence: Text) -> None:
    """Asked before anything else: whether something waits is not for everybody to know."""
    if role not in officer.roles:
        raise ApprovalRefused(sentence)


def _countersigner(case: Case, proposal: RefusalProposal, officer: OfficerSheet, *, at: datetime) -> Duty:
    """The posting by which he signs or sends back: a countersigner's over the case, and not who proposed it."""
    verdict = may_countersign(
        officer=officer.officer_id,
        proposed_by=OfficerId(proposal.proposed_by_id),
        is_countersigner=Role.COUNTERSIGNER in officer.roles,
    )
    held(verdict, ApprovalRefused)
    return posted_over(case, officer, (Role.COUNTERSIGNER,), ApprovalRefused, at=at)


def _led(case: Case, by: Mover, *, at: datetime) -> ExtensionProposal:
    """The open proposal, when a leader over the case other than its proposer asks."""
    _holds(by.on_staff, Role.LEADER, NOT_A_LEADER)
    proposal = _waiting(ExtensionProposal, case)
    officer = by.on_staff
    verdict = may_approve_extension(
        officer=officer.officer_id,
        proposed_by=OfficerId(proposal.proposed_by_id),
        is_leader=Role.LEADER in officer.roles,
    )
    held(verdict, ApprovalRefused)
    posted_over(case, officer, (Role.LEADER,), ApprovalRefused, at=at)
    return proposal


def _waiting(kind: type[Proposal], case: Case) -> Proposal:
    found = kind._default_manager.select_for_update().filter(OPEN, case=case).first()
    if found is None:
        raise ApprovalRefused(NOTHING_PROPOSED)
    return found


def _proposer(proposal: RefusalProposal | ExtensionProposal, case: Case, *, at: datetime) -> OfficerSheet:
    """Who proposed it, with what he holds today; refused when he is in approval over this case no more."""
    proposer = officer_by_id(OfficerId(proposal.proposed_by_id), on=local_date(at))
    if proposer is None or Role.APPROVAL_OFFICER not in proposer.roles:
        raise ApprovalRefused(PROPOSER_LEFT)
    try:
        posted_over(case, proposer, (Role.APPROVAL_OFFICER,), ApprovalRefused, at=at)
    except ApprovalRefused as refusal:
        raise ApprovalRefused(PROPOSER_LEFT) from refusal
    return proposer


def _decide(proposal: RefusalProposal | ExtensionProposal, *, approved: bool, by: Mover, at: datetime, remark: str = "") -> None:
    proposal.approved, proposal.remark = approved, remark.strip()
    proposal.decided_by_id, proposal.decided_at = by.on_staff.officer_id, at
    proposal.save(update_fields=["approved", "remark", "decided_by", "decided_at"])


def _extendable(case: Case, by_days: int) -> CaseLimit:
    """The limit of the law while it is not met and may grow by so much."""
    limit = CaseLimit.objects.filter(case=case, round=case.round, kind=LimitKind.STATUTORY.value, met_at=None).first()
    most = (limit.extendable_to if limit else None) or 0
    wanted = (limit.value + limit.extended_by if limit else 0) + by_days
    if limit is None or by_days < 1 or wanted > most:
        raise StepRefused(NO_EXTENSION.filled(wanted=wanted, most=most))
    return limit
