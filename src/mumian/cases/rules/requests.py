"""Urgent and special handling: who may decide, and what is said when it is not done.

Urgency gives a case its own promised time. Special handling lets a case be taken at another place or time, with a leader's
written consent; it never changes whose hands are on the case, nor which lists it must clear.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from mumian.cases.terms import STAGE_NAMES, CaseStage
from mumian.foundation.errors import Verdict
from mumian.foundation.words import Text

NO_GROUND: Final = Text(
    "未提交：没有写明理由。请写明理由后再提交。", "Nothing was asked: the ground is missing. State it, and send again."
)
NO_CHANGE: Final = Text(
    "未提交：没有写明改在何地或何时办理。请至少写明一项。",
    "Nothing was asked: neither another place nor another time is named. Name at least one of them.",
)
ASKED_ALREADY: Final = Text(
    "未提交：此案已有一项同样的申请在等待决定。请等待决定。",
    "Nothing was asked: the same was asked for this case and waits for a decision. Wait for it.",
)
TOO_LATE: Final = Text(
    "未提交：此案目前{stage}，已经不能这样办理。", "Nothing was asked: the case is {stage}, and it is too late for that."
)
NOTHING_ASKED: Final = Text(
    "未作决定：没有等待决定的申请。请刷新页面。", "Nothing was decided: nothing waits for a decision. Reload the page."
)
NOT_ABOVE: Final = Text(
    "未作决定：只有申请人员的上级可以决定。请由其上级办理。",
    "Nothing was decided: only a superior of who asked may. One of them has to.",
)
NO_LEADER: Final = Text(
    "未作决定：特事特办须由局领导书面同意。请由局领导办理。",
    "Nothing was decided: special handling needs the written consent of a leader. A leader has to decide.",
)
NO_CONSENT: Final = Text(
    "未作决定：没有写明意见。请写明后再提交。", "Nothing was decided: consent is given in writing. Write it, and send again."
)

NO_SUCH_HALL: Final = Text(
    "未提交：没有这个大厅。请从列表中选择。", "Nothing was asked: there is no such hall. Choose one of the list."
)

HASTENED: Final = frozenset({CaseStage.DRAFT, CaseStage.SUBMITTED, CaseStage.ACCEPTED})
"""Where urgency can still be asked for."""
MOVED: Final = frozenset({CaseStage.DRAFT, CaseStage.SUBMITTED, CaseStage.AWAITING_MATERIALS, CaseStage.READY})
"""Where an application is still to be accepted, or a document to be handed out, and so place and time are still open."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What a leader has consented to: another hall, by code, on one day or, where no time was named, on any."""

    hall: str | None
    day: date | None

    def frees_the_place(self, hall: str | None, *, on: date) -> bool:
        """Whether something may be done in this hall that belongs to another: the hall that was consented to, and no other."""
        return hall is not None and hall == self.hall and self.day in {None, on}

    def frees_the_time(self, *, on: date) -> bool:
        """Whether the hours of the hall do not count on this day: only where a time was consented to."""
        return self.day == on


def may_ask_for_haste(*, stage: CaseStage, ground: str, waits: bool) -> Verdict:
    """Decide whether urgent handling may be asked for."""
    return _may_ask(stage in HASTENED, stage, ground, waits)


def may_ask_for_special_handling(*, stage: CaseStage, reason: str, changes: bool, waits: bool) -> Verdict:
    """Decide whether a leader may be asked to let a case be handled elsewhere or at another time."""
    verdict = _may_ask(stage in MOVED, stage, reason, waits)
    return verdict if not verdict or changes else Verdict.no(NO_CHANGE)


def may_approve_haste(*, is_above: bool) -> Verdict:
    """Decide whether somebody may decide about urgency: a superior of who asked."""
    return Verdict.yes() if is_above else Verdict.no(NOT_ABOVE)


def may_consent(*, is_leader: bool, is_above: bool, consent: str) -> Verdict:
    """Decide whether somebody may consent to special handling: a leader above who asked, in writing."""
    if not is_leader:
        return Verdict.no(NO_LEADER)
    if not is_above:
        return Verdict.no(NOT_ABOVE)
    return Verdict.yes() if consent.strip() else Verdict.no(NO_CONSENT)


def _may_ask(in_time: bool, stage: CaseStage, ground: str, waits: bool) -> Verdict:
    if not in_time:
        return Verdict.no(TOO_LATE.filled(stage=STAGE_NAMES[stage]))
    if waits:
        return Verdict.no(ASKED_ALREADY)
    return Verdict.yes() if ground.strip() else Verdict.no(NO_GROUND)
