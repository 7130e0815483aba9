"""Who may do what with a case, and the sentence that tells him why not.

Every sentence says what was not done, why, and what to do next. The commands that everybody with the right role may do need only
`may_move`; the others ask more.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from mumian.cases.rules.transitions import transition
from mumian.cases.terms import CLEARING_ANSWERS, COMMAND_NAMES, STAGE_NAMES, CaseStage, Command, ListAnswerKind
from mumian.catalogue.terms import Outcome, Path
from mumian.foundation.errors import Verdict
from mumian.foundation.words import Text
from mumian.offices.terms import ROLE_NAMES, OfficerId, Role

WRONG_STAGE: Final = Text(
    "未办理“{command}”：此案目前{stage}，不能进行这一步。请刷新页面查看最新状态。",
    "Not done: {command}. The case is {stage}, and this step does not follow from there. Reload to see where it stands.",
)
WRONG_ROLE: Final = Text(
    "未办理“{command}”：这一步由{roles}办理。请转给相应人员。",
    "Not done: {command}. This step belongs to: {roles}. Pass the case on to one of them.",
)
ACCEPTED_IT: Final = Text(
    "未批准：受理此案的人不能同时审批。请由审批部门的其他民警办理。",
    "Not decided: who accepted an application cannot also decide it. Another officer of the approval department has to.",
)
LISTS_OPEN: Final = Text(
    "未批准：还有名单没有核查完毕（{lists}）。请先完成核查。",
    "Not approved: not every reference list is cleared ({lists}). Have these cleared first.",
)
CLOCK_STANDS: Final = Text(
    "未办理“{command}”：此案的办理时限已中止。请先恢复计时，或先登记所等待的答复。",
    "Not done: {command}. The clock of this case stands still. Start it again, or record the answer that it waits for, first.",
)
REFUSAL_WAITS: Final = Text(
    "未批准：此案的不予批准提议正在等待复核。请等复核人签署或退回后再办理。",
    "Not approved: a refusal of this case is proposed and waits for its countersigner. Wait until it is signed or sent back.",
)
NOT_POSTED_OVER: Final = Text(
    "未办理：此案属于其他机构或大厅（{place}），不在您的岗位范围内。请转给该处人员，或由其上级机构办理。",
    "Nothing was done: the case belongs to another bureau or hall ({place}), where you hold no such post. Pass it on to somebody "
    "there, or in the bureau above.",
)
ORDINARY_WAY: Final = Text(
    "未在窗口批准：此案按普通程序由审批部门决定，承诺日期不变。无须再做任何操作。",
    "Not approved at the counter: this case takes the ordinary way to the approval department, with the same promised date. "
    "There is nothing more to do here.",
)
OTHER_DEPARTMENT: Final = Text(
    "未在窗口批准：审批前移只能由受理此案的部门的第二名民警办理。请由该部门民警办理。",
    "Not approved at the counter: only a second officer of the department that accepted the case may do it. Ask one of them.",
)
SAME_COUNTERSIGNER: Final = Text(
    "未作出不予批准决定：复核人不能是决定人自己。请另请一名复核民警。",
    "Not refused: nobody countersigns his own decision. Ask another countersigner.",
)
NO_REASON: Final = Text(
    "未作出决定：没有写明理由。请用申请人看得懂的话写明事实和理由。",
    "Nothing was decided: the reason is missing. State facts and reason in words that the applicant understands.",
)
HANDLED_BEFORE: Final = Text(
    "未开始制证：受理或审批此案的人不能制证。请由制证部门其他人员办理。",
    "Production was not started: who accepted or decided a case cannot produce its document. Somebody else in production has to.",
)
PRODUCED_IT: Final = Text(
    "未登记质检结果：制证人不能检查自己制作的证件。请由另一名质检员检查。",
    "The check was not recorded: nobody checks the document that he made. Another checker has to.",
)
CHECKED_IT: Final = Text(
    "未发证：质检人不能发放自己检查的证件。请由另一名发证员发放。",
    "The document was not handed out: who passed it in the check cannot hand it out. Another officer has to.",
)
IDENTITY: Final = Text(
    "未发证：没有核对领取人身份。请先核对身份证件。",
    "The document was not handed out: nobody checked who collects it. Check the identity document first.",
)
NOT_CHECKED: Final = Text(
    "未受理：没有核对申请人身份。请先核对身份证件。",
    "The application was not accepted: the applicant's identity was not checked. Check the identity document first.",
)
STILL_ASKED: Final = Text(
    "未受理：还有问题没有回答（{what}）。请补充后再受理。",
    "The application was not accepted: something is still to be asked ({what}). Fill it in and accept again.",
)
STILL_MISSING: Final = Text(
    "未受理：材料不齐（{what}）。请收齐，或出具一次性告知。",
    "The application was not accepted: materials are missing ({what}). Take them in, or issue the one-time notice.",
)
NOT_GRANTED: Final = Text("未受理：{why}", "The application was not accepted: {why}")
FEE_OPEN: Final = Text(
    "未受理：费用{yuan}元还没有缴纳，缴费是受理的前提。请先收费。",
    "The application was not accepted: the fee of {yuan} yuan is not paid, and payment comes first. Take the fee.",
)

TO_THE_OFFICE: Final = frozenset({Outcome.GRANT, Outcome.REVIEW, Outcome.REFUSE})
"""With these answers an application is taken: the last two hand a ground to the approval officer; no rule ever refuses."""


@dataclass(frozen=True, slots=True)
class ListState:
    """What a frozen reference list said last; None while it has said nothing.

    `released` is clearance's word where it was asked; it counts alone then, and does not tell a match from silence.
    """

    code: str
    name: Text
    answer: ListAnswerKind | None
    released: bool | None = None

    @property
    def is_cleared(self) -> bool:
        """Whether this list stands in the way no longer."""
        return self.released if self.released is not None else self.answer in CLEARING_ANSWERS


@dataclass(frozen=True, slots=True)
class Hands:
    """Who has had a hand on the case in this round; None: nobody yet, or a machine."""

    accepted_by: OfficerId | None = None
    accepted_in: int | None = None
    decided_by: OfficerId | None = None
    produced_by: OfficerId | None = None
    checked_by: OfficerId | None = None


def joined(texts: Collection[Text]) -> Text:
    """Several names in one sentence."""
    return Text("、".join(text.zh for text in texts), ", ".join(text.en for text in texts))


def may_move(*, command: Command, stage: CaseStage, path: Path, roles: Collection[Role] | None) -> Verdict:
    """Decide whether this step follows from where the case stands, and whether somebody with these roles may take it.

    `roles` is None when it is not somebody on the staff who acts.
    """
    step = transition(command, stage, path)
    if step is None:
        return Verdict.no(WRONG_STAGE.filled(command=COMMAND_NAMES[command], stage=STAGE_NAMES[stage]))
    if roles is not None and not set(roles) & set(step.roles):
        names = joined([ROLE_NAMES[role] for role in step.roles])
        return Verdict.no(WRONG_ROLE.filled(command=COMMAND_NAMES[command], roles=names))
    return Verdict.yes()


def may_accept(
    *,
    outcome: Outcome,
    sentence: Text,
    questions: Sequence[Text],
    missing: Sequence[Text],
    identity_checked: bool,
    unpaid: int,
) -> Verdict:
    """Decide whether an application is taken: identity, eligibility, papers, and the fee where it is a condition.

    `missing` are materials needed and not handed in, `unpaid` the yuan that must be paid first.
    """
    if not identity_checked:
        return Verdict.no(NOT_CHECKED)
    if outcome is Outcome.ASK or questions:
        return Verdict.no(STILL_ASKED.filled(what=joined(questions)))
    if missing:
        return Verdict.no(STILL_MISSING.filled(what=joined(missing)))
    if outcome not in TO_THE_OFFICE:
        return Verdict.no(NOT_GRANTED.filled(why=sentence))
    if unpaid:
        return Verdict.no(FEE_OPEN.filled(yuan=unpaid))
    return Verdict.yes()


def may_decide(*, command: Command, is_stopped: bool) -> Verdict:
    """Decide whether the case may be decided at all: only while its clock runs."""
    return Verdict.no(CLOCK_STANDS.filled(command=COMMAND_NAMES[command])) if is_stopped else Verdict.yes()


def may_approve(
    *, officer: OfficerId, hands: Hands, lists: Sequence[ListState], is_stopped: bool = False, refusal_waits: bool = False
) -> Verdict:
    """Decide whether this officer may approve the case; the reason is shown at the desk."""
    if officer == hands.accepted_by:
        return Verdict.no(ACCEPTED_IT)
    runs = may_decide(command=Command.APPROVE_CASE, is_stopped=is_stopped)
    if not runs:
        return runs
    if refusal_waits:
        return Verdict.no(REFUSAL_WAITS)
    waiting = [state.name for state in lists if not state.is_cleared]
    if waiting:
        return Verdict.no(LISTS_OPEN.filled(lists=joined(waiting)))
    return Verdict.yes()


def may_approve_at_counter(
    *,
    officer: OfficerId,
    department: int,
    hands: Hands,
    allowed: bool,
    sampled: bool,
    lists: Sequence[ListState],
    is_open: bool = False,
) -> Verdict:
    """Decide whether approval may move forward to the counter. `is_open`: the clock stands still, or a refusal is proposed.

    The answer is the same sentence whether the rulebook, the quality sample, a list or the approval department stands against it:
    nobody at the counter learns which.
    """
    if officer == hands.accepted_by:
        return Verdict.no(ACCEPTED_IT)
    if department != hands.accepted_in:
        return Verdict.no(OTHER_DEPARTMENT)
    if not allowed or sampled or is_open or not all(state.is_cleared for state in lists):
        return Verdict.no(ORDINARY_WAY)
    return Verdict.yes()


def may_refuse(*, officer: OfficerId, countersigner: OfficerId, hands: Hands, reason: Text, is_stopped: bool = False) -> Verdict:
    """Decide whether these two may refuse the case: never one person, never a program, never without a reason."""
    if officer == hands.accepted_by:
        return Verdict.no(ACCEPTED_IT)
    runs = may_decide(command=Command.REFUSE_CASE, is_stopped=is_stopped)
    if not runs:
        return runs
    if countersigner == officer:
        return Verdict.no(SAME_COUNTERSIGNER)
    if not reason.zh.strip() or not reason.en.strip():
        return Verdict.no(NO_REASON)
    return Verdict.yes()


def may_produce(*, officer: OfficerId, hands: Hands) -> Verdict:
    """Decide whether this officer may make the document."""
    return Verdict.no(HANDLED_BEFORE) if officer in (hands.accepted_by, hands.decided_by) else Verdict.yes()


def may_check(*, officer: OfficerId, hands: Hands) -> Verdict:
    """Decide whether this officer may check the document that was made."""
    return Verdict.no(PRODUCED_IT) if officer == hands.produced_by else Verdict.yes()


def may_hand_out(*, officer: OfficerId, hands: Hands, identity_checked: bool) -> Verdict:
    """Decide whether this officer may hand the document out."""
    if not identity_checked:
        return Verdict.no(IDENTITY)
    return Verdict.no(CHECKED_IT) if officer == hands.checked_by else Verdict.yes()
