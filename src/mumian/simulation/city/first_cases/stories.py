"""The stories of the first cases: each takes a case as far as it goes, with what happens on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from mumian.cases.services import (
    answer_notice,
    archive,
    by_courier,
    countersign_refusal,
    decline_acceptance,
    fail_quality,
    issue_material_notice,
    pause_clock,
    propose_refusal,
    record_delivery,
    reopen_for_error,
    request_consent,
    start_production,
    withdraw,
)
from mumian.cases.terms import CaseId, RefusalGround, StopGround
from mumian.delivery.terms import Collector
from mumian.foundation.words import Text
from mumian.offices.terms import Role
from mumian.simulation.city.first_cases.plans import Story, Who
from mumian.simulation.city.first_cases.walking import MINUTE, Walk

MISSING: Final = ("A01", "A08")
EMPLOYER: Final = "虚构单位人事处"
REASON_TO_DECLINE: Final = Text("不属于本机关受理的事项。", "The office is not competent for this.")
REASON_TO_REFUSE: Final = Text("经核实，申请时陈述的情况与事实不符。", "It was found that what the application states is not so.")
REASON_OF_A_BAR: Final = Text("属于法律规定不准出境的情形。", "The law does not let the applicant leave for now.")
REASON_TO_ASK: Final = Text("请出具单位同意意见。", "Please say whether you consent.")
AFTER: Final = 31
"""Working days until a case that ended is filed: more than the thirty days that it stays open."""


def _notice(walk: Walk) -> None:
    case_id, at = walk.submitted(), walk.came + 12 * MINUTE
    issue_material_notice(case_id=case_id, items=MISSING, by=walk.by(Role.ACCEPTANCE_OFFICER, at), at=at)


def _notice_answered(walk: Walk) -> None:
    case_id, at = walk.submitted(), walk.came + 12 * MINUTE
    issue_material_notice(case_id=case_id, items=MISSING, by=walk.by(Role.ACCEPTANCE_OFFICER, at), at=at)
    answer_notice(case_id=case_id, by=walk.himself(walk.on(2, 9)), at=walk.on(2, 9))
    walk.accept(case_id, walk.on(2, 10))


def _declined(walk: Walk) -> None:
    case_id, at = walk.submitted(), walk.came + 12 * MINUTE
    by = walk.by(Role.ACCEPTANCE_OFFICER, at)
    ground, law = RefusalGround.NOT_COMPETENT, "ALL2003 art 32"
    decline_acceptance(case_id=case_id, ground=ground, law=law, reason=REASON_TO_DECLINE, by=by, at=at)


def _withdrawn(walk: Walk) -> None:
    case_id, at = walk.accepted(), walk.on(1, 14)
    withdraw(case_id=case_id, reason="行程改变", by=walk.himself(at), at=at)


def _stopped(walk: Walk) -> None:
    case_id, at = walk.accepted(), walk.on(1, 10)
    by = walk.by(Role.APPROVAL_OFFICER, at)
    pause_clock(case_id=case_id, ground=StopGround.OTHER_AUTHORITY, reason="请户籍地核对资料", by=by, at=at)


def _consent(walk: Walk) -> None:
    case_id, at = walk.accepted(), walk.on(1, 10)
    by = walk.by(Role.APPROVAL_OFFICER, at)
    request_consent(case_id=case_id, addressed_to=EMPLOYER, reason=REASON_TO_ASK, by=by, at=at)


def _refusal_proposed(walk: Walk) -> CaseId:
    case_id, at = walk.accepted(), walk.on(2, 15)
    is_barred = walk.plan.who is Who.BARRED
    propose_refusal(
        case_id=case_id,
        ground=RefusalGround.BARRED_FROM_EXIT if is_barred else RefusalGround.FALSE_STATEMENTS,
        law="PPL2006 art 13",
        reason=REASON_OF_A_BAR if is_barred else REASON_TO_REFUSE,
        by=walk.by(Role.APPROVAL_OFFICER, at),
        at=at,
    )
    return case_id


def _refused(walk: Walk) -> None:
    case_id, at = _refusal_proposed(walk), walk.on(2, 16)
    countersign_refusal(case_id=case_id, by=walk.by(Role.COUNTERSIGNER, at), at=at)


def _made_twice(walk: Walk) -> None:
    case_id, at = walk.in_production(), walk.on(2, 14)
    fail_quality(case_id=case_id, cause="lamination", by=walk.by(Role.QUALITY_CHECKER, at), at=at)
    again = walk.on(3, 9)
    start_production(case_id=case_id, by=walk.by(Role.PRODUCTION_OFFICER, again), at=again)


def _delivered(walk: Walk) -> None:
    case_id, at = walk.checked(), walk.on(4, 11)
    record_delivery(case_id=case_id, by=by_courier(f"EX{walk.place:09d}", at=at), at=at)


def _by_agent(walk: Walk) -> None:
    walk.collected(collector=Collector.AGENT, authority="委托书一份")


def _reopened(walk: Walk) -> None:
    case_id, at = walk.collected(), walk.on(5, 10)
    reopen_for_error(case_id=case_id, reason="姓名拼写与申请不符", by=walk.by(Role.SUPERVISOR, at), at=at)


def _archived(walk: Walk) -> None:
    case_id = walk.collected()
    archive(case_id=case_id, at=walk.on(AFTER, 10))


STORIES: Final[Mapping[Story, Callable[[Walk], object]]] = {
    Story.DRAFT: Walk.opened,
    Story.SUBMITTED: Walk.submitted,
    Story.NOTICE: _notice,
    Story.NOTICE_ANSWERED: _notice_answered,
    Story.DECLINED: _declined,
    Story.WITHDRAWN: _withdrawn,
    Story.REGISTERED: Walk.accepted,
    Story.ACCEPTED: Walk.accepted,
    Story.STOPPED: _stopped,
    Story.CONSENT: _consent,
    Story.REFUSAL_PROPOSED: _refusal_proposed,
    Story.REFUSED: _refused,
    Story.APPROVED: Walk.approved,
    Story.AT_THE_COUNTER: Walk.approved_at_the_counter,
    Story.IN_PRODUCTION: Walk.in_production,
    Story.MADE_TWICE: _made_twice,
    Story.CHECKED: Walk.checked,
    Story.ON_THE_SHELF: Walk.on_the_shelf,
    Story.COLLECTED: Walk.collected,
    Story.BY_AGENT: _by_agent,
    Story.DELIVERED: _delivered,
    Story.REOPENED: _reopened,
    Story.ARCHIVED: _archived,
}
