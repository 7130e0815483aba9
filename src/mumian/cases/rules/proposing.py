"""Who may propose, confirm or send back what takes two people: a refusal, an extension of the limit of the law."""

from __future__ import annotations

from typing import Final

from mumian.cases.rules.permission import ACCEPTED_IT, NO_REASON, SAME_COUNTERSIGNER, Hands, may_decide
from mumian.cases.terms import Command
from mumian.foundation.errors import Verdict
from mumian.foundation.words import Text
from mumian.offices.terms import OfficerId

NO_LAW: Final = Text(
    "未提出不予批准：没有写明法律条款。请写明法律名称和条、款。",
    "No refusal was proposed: the paragraph of the law is missing. Name the law, the article and the paragraph.",
)
PROPOSED_ALREADY: Final = Text(
    "未提出：此案已有一项同样的提议在等待复核。请等待复核，或由复核人退回。",
    "Nothing was proposed: the same waits for its second person. Wait, or let him send it back.",
)
NOTHING_PROPOSED: Final = Text(
    "未办理：此案没有等待复核的提议。请刷新页面。", "Nothing was done: nothing waits for a second person. Reload the page."
)
NOT_A_COUNTERSIGNER: Final = Text(
    "未复核：不予批准须由复核民警复核。请由复核民警办理。",
    "Nothing was signed: a refusal is countersigned by a countersigner. One of them has to.",
)
NOT_A_LEADER: Final = Text(
    "未批准延长：延长法定时限须由局领导批准。请由局领导办理。",
    "Nothing was approved: the limit of the law is extended with a leader's approval. A leader has to.",
)
OWN_EXTENSION: Final = Text(
    "未批准延长：不能批准自己提出的延长。请由另一位局领导办理。",
    "Nothing was approved: nobody approves his own proposal. Another leader has to.",
)
NO_REMARK: Final = Text(
    "未退回：没有写明退回的原因。请写明后再退回。", "Nothing was sent back: the remark is missing. Write why, and send again."
)
PROPOSER_LEFT: Final = Text(
    "未复核：提出人今天已不在审批岗位。请退回，由在岗的审批民警重新提出。",
    "Nothing was signed: who proposed it holds no post in approval today. Send it back, and let an officer in post propose it.",
)


def may_propose_refusal(
    *, officer: OfficerId, hands: Hands, law: str, reason: Text, waits: bool, is_stopped: bool = False
) -> Verdict:
    """Decide whether this officer may propose to refuse: not who accepted it, with law and reason, once at a time."""
    if officer == hands.accepted_by:
        return Verdict.no(ACCEPTED_IT)
    runs = may_decide(command=Command.REFUSE_CASE, is_stopped=is_stopped)
    if not runs:
        return runs
    if waits:
        return Verdict.no(PROPOSED_ALREADY)
    if not law.strip():
        return Verdict.no(NO_LAW)
    return Verdict.yes() if _is_said(reason) else Verdict.no(NO_REASON)


def may_propose_extension(*, reason: Text, waits: bool) -> Verdict:
    """Decide whether a longer limit may be proposed; how long it may become, the limit itself says."""
    if waits:
        return Verdict.no(PROPOSED_ALREADY)
    return Verdict.yes() if _is_said(reason) else Verdict.no(NO_REASON)


def may_countersign(*, officer: OfficerId, proposed_by: OfficerId, is_countersigner: bool) -> Verdict:
    """Decide whether this officer may sign, or send back, a refusal that another proposed."""
    if not is_countersigner:
        return Verdict.no(NOT_A_COUNTERSIGNER)
    return Verdict.yes() if officer != proposed_by else Verdict.no(SAME_COUNTERSIGNER)


def may_approve_extension(*, officer: OfficerId, proposed_by: OfficerId, is_leader: bool) -> Verdict:
    """Decide whether this officer may approve, or send back, a longer limit that another proposed."""
    if not is_leader:
        return Verdict.no(NOT_A_LEADER)
    return Verdict.yes() if officer != proposed_by else Verdict.no(OWN_EXTENSION)


def may_send_back(remark: str) -> Verdict:
    """Decide whether it goes back: only with a remark that helps the proposer on."""
    return Verdict.yes() if remark.strip() else Verdict.no(NO_REMARK)


def _is_said(reason: Text) -> bool:
    return bool(reason.zh.strip() and reason.en.strip())
