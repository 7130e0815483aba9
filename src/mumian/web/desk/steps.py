"""What may be done next with a case at the desk, by whom, and why the viewer may not. The services have the last word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mumian.cases import services
from mumian.cases.queries import CaseSheet
from mumian.cases.queries.proposals import ProposalKind, ProposalSheet
from mumian.cases.rules.permission import LISTS_OPEN, REFUSAL_WAITS, SAME_COUNTERSIGNER, joined, may_decide
from mumian.cases.rules.proposing import (
    NOT_A_COUNTERSIGNER,
    NOT_A_LEADER,
    NOTHING_PROPOSED,
    OWN_EXTENSION,
    PROPOSED_ALREADY,
)
from mumian.cases.services import Mover
from mumian.cases.terms import CaseId, CaseStage, Command, ListAnswerKind, RefusalGround, StopGround
from mumian.catalogue.queries import current_rulebook
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.offices.queries import OfficerSheet
from mumian.offices.terms import Role
from mumian.web.shared.typed import number_typed

Words = str | Promise

NOT_NOW: Final = Text(
    "未办理：此案目前不能这样办理。请返回案件页查看可以办理的步骤。",
    "Nothing was done: this does not follow from where the case stands. The page of the case says what does.",
)
CHOOSE: Final = Text(
    "未办理：有一项没有选择。请选择后再提交。", "Nothing was done: something is not chosen. Choose, and send again."
)
A_NUMBER: Final = Text(
    "未提出：没有写明延长多少。请填写整数。", "Nothing was proposed: how much longer is not a whole number. Write one."
)

NO_SUCH_LAW: Final = Text(
    "未提出：规则库里没有现行的“{law}”。请从所列法律中选择代码，再写条款，例如“EEAL2012 art 12”。",
    "No refusal was proposed: the rulebook has no law in force called “{law}”. Begin with the code of a law that is offered,"
    " then the article, such as “EEAL2012 art 12”.",
)
SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Given:
    """What a form sends: case, fields, who, when, and the key made with the page."""

    case_id: CaseId
    fields: QueryDict
    by: Mover
    at: datetime
    key: str

    def words(self, name: str) -> Text:
        """A text in both languages."""
        return Text(self.fields.get(f"{name}_zh", "").strip(), self.fields.get(f"{name}_en", "").strip())


@dataclass(frozen=True, slots=True)
class Seen:
    """A case as the viewer sees it."""

    case: CaseSheet
    proposals: Sequence[ProposalSheet]
    viewer: OfficerSheet

    @property
    def is_stopped(self) -> bool:
        """Whether the clock stands still."""
        return any(stop.last is None for stop in self.case.stops)

    @property
    def waits_for_consent(self) -> bool:
        """Whether it stands still for an employer's consent."""
        return any(stop.last is None and stop.ground is StopGround.CONSENT for stop in self.case.stops)

    def waiting(self, kind: ProposalKind) -> ProposalSheet | None:
        """The open proposal of this kind."""
        return next((one for one in self.proposals if one.is_open and one.kind is kind), None)


@dataclass(frozen=True, slots=True)
class Act:
    """Something to be done: `follows` says whether it makes sense now, `why_not` why the viewer may not, None when he may."""

    name: str
    label: Words
    key: str
    follows: Callable[[Seen], bool]
    why_not: Callable[[Seen], Text | None]
    do: Callable[[Given], object]
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """An act that follows, with the sentence why the viewer may not, or None."""

    act: Act
    why_not: Text | None


def _verdict(command: Command) -> Callable[[Seen], Text | None]:
    def why_not(seen: Seen) -> Text | None:
        verdict = seen.case.may.get(command)
        return verdict.reason if verdict is not None else NOT_NOW

    return why_not


def _is_accepted(seen: Seen) -> bool:
    return seen.case.stage is CaseStage.ACCEPTED


_of_approval = _verdict(Command.APPROVE_CASE)


def _stopped(command: Command, seen: Seen) -> Text | None:
    return may_decide(command=command, is_stopped=seen.is_stopped).reason


def _approval(seen: Seen) -> Text | None:
    waiting = [state.name for state in seen.case.lists or () if not state.is_cleared]
    open_ = _stopped(Command.APPROVE_CASE, seen) or (REFUSAL_WAITS if seen.waiting(ProposalKind.REFUSAL) else None)
    return _of_approval(seen) or open_ or (LISTS_OPEN.filled(lists=joined(waiting)) if waiting else None)


def _proposal(command: Command, kind: ProposalKind) -> Callable[[Seen], Text | None]:
    def why_not(seen: Seen) -> Text | None:
        stopped = _stopped(command, seen) if kind is ProposalKind.REFUSAL else None
        return _verdict(command)(seen) or stopped or (PROPOSED_ALREADY if seen.waiting(kind) else None)

    return why_not


def _second(kind: ProposalKind, role: Role, not_he: Text, himself: Text) -> Callable[[Seen], Text | None]:
    def why_not(seen: Seen) -> Text | None:
        waiting = seen.waiting(kind)
        if waiting is None:
            return NOTHING_PROPOSED
        if role not in seen.viewer.roles:
            return not_he
        if waiting.proposed_badge == seen.viewer.badge_number:
            return himself
        return _stopped(Command.REFUSE_CASE, seen) if kind is ProposalKind.REFUSAL else None

    return why_not


_countersigning = _second(ProposalKind.REFUSAL, Role.COUNTERSIGNER, NOT_A_COUNTERSIGNER, SAME_COUNTERSIGNER)
_leading = _second(ProposalKind.EXTENSION, Role.LEADER, NOT_A_LEADER, OWN_EXTENSION)


def _chosen(given: Given, name: str) -> str:
    value = given.fields.get(name, "")
    if not value:
        raise Refusal(CHOOSE)
    return value


def _approve(given: Given) -> object:
    return services.approve_case(case_id=given.case_id, by=given.by, at=given.at, key=given.key)


def _propose_refusal(given: Given) -> object:
    ground = _chosen(given, "ground")
    if ground not in set(RefusalGround):
        raise Refusal(CHOOSE)
    return services.propose_refusal(
        case_id=given.case_id,
        ground=RefusalGround(ground),
        law=_law(given),
        reason=given.words("reason"),
        by=given.by,
        at=given.at,
        key=given.key,
    )


def _law(given: Given) -> str:
    """The paragraph as it was typed: the code of a law in force, and the article. Whether it is missing, the service says."""
    written = " ".join(given.fields.get("law", "").split())
    law = current_rulebook().law_of.get(written.partition(" ")[0])
    if written and (law is None or not law.is_in_force(local_date(given.at))):
        raise Refusal(NO_SUCH_LAW.filled(law=written[:SHOWN]))
    return written


def _countersign(given: Given) -> object:
    if _chosen(given, "answer") == "yes":
        return services.countersign_refusal(case_id=given.case_id, by=given.by, at=given.at, key=given.key)
    remark = given.fields.get("remark", "")
    return services.send_back_refusal(case_id=given.case_id, remark=remark, by=given.by, at=given.at, key=given.key)


def _propose_extension(given: Given) -> object:
    days = number_typed(given.fields.get("by_days"))
    if days is None:
        raise Refusal(A_NUMBER)
    reason = given.words("reason")
    return services.propose_extension(case_id=given.case_id, by_days=days, reason=reason, by=given.by, at=given.at, key=given.key)


def _approve_extension(given: Given) -> object:
    if _chosen(given, "answer") == "yes":
        return services.approve_extension(case_id=given.case_id, by=given.by, at=given.at, key=given.key)
    remark = given.fields.get("remark", "")
    return services.send_back_extension(case_id=given.case_id, remark=remark, by=given.by, at=given.at, key=given.key)


def _pause(given: Given) -> object:
    ground, reason = _chosen(given, "ground"), given.fields.get("reason", "").strip()
    if ground not in set(StopGround) or not reason:
        raise Refusal(CHOOSE)
    return services.pause_clock(
        case_id=given.case_id, ground=StopGround(ground), reason=reason, by=given.by, at=given.at, key=given.key
    )


def _resume(given: Given) -> object:
    return services.resume_clock(case_id=given.case_id, by=given.by, at=given.at, key=given.key)


def _ask_consent(given: Given) -> object:
    addressed_to = given.fields.get("addressed_to", "").strip()
    if not addressed_to:
        raise Refusal(CHOOSE)
    reason = given.words("reason")
    return services.request_consent(
        case_id=given.case_id, addressed_to=addressed_to, reason=reason, by=given.by, at=given.at, key=given.key
    )


def _consent(given: Given) -> object:
    agreed = _chosen(given, "answer") == "yes"
    return services.answer_consent(case_id=given.case_id, given=agreed, by=given.by, at=given.at, key=given.key)


def _list_answer(given: Given) -> object:
    code, answer = _chosen(given, "code"), _chosen(given, "answer")
    if answer not in set(ListAnswerKind):
        raise Refusal(CHOOSE)
    reason = given.fields.get("reason", "").strip()
    return services.record_list_answer(
        case_id=given.case_id,
        code=code,
        answer=ListAnswerKind(answer),
        reason=reason,
        by=given.by,
        at=given.at,
        key=given.key,
    )


def _reopen(given: Given) -> object:
    reason = given.fields.get("reason", "").strip()
    if not reason:
        raise Refusal(CHOOSE)
    return services.reopen_for_error(case_id=given.case_id, reason=reason, by=given.by, at=given.at, key=given.key)


def _running(seen: Seen) -> bool:
    return _is_accepted(seen) and not seen.is_stopped


REFUSING, EXTENDING = ProposalKind.REFUSAL, ProposalKind.EXTENSION
ACTS: Final[tuple[Act, ...]] = (
    Act("approve", _("Approve"), "a", _is_accepted, _approval, _approve, is_main=True),
    Act(
        "refuse",
        _("Propose to refuse"),
        "r",
        _is_accepted,
        _proposal(Command.REFUSE_CASE, REFUSING),
        _propose_refusal,
    ),
    Act(
        "countersign",
        _("Sign the refusal or send it back"),
        "s",
        lambda seen: seen.waiting(REFUSING) is not None,
        _countersigning,
        _countersign,
        is_main=True,
    ),
    Act("pause", _("Stop the clock"), "p", _running, _of_approval, _pause),
    Act("resume", _("Let the clock go on"), "p", lambda seen: _is_accepted(seen) and seen.is_stopped, _of_approval, _resume),
    Act("ask-consent", _("Ask the employer for consent"), "c", _running, _of_approval, _ask_consent),
    Act("consent", _("The employer has answered"), "c", lambda seen: seen.waits_for_consent, _of_approval, _consent),
    Act("extend", _("Propose a longer limit"), "e", _is_accepted, _proposal(Command.APPROVE_CASE, EXTENDING), _propose_extension),
    Act(
        "approve-extension",
        _("Approve the longer limit or send it back"),
        "l",
        lambda seen: seen.waiting(EXTENDING) is not None,
        _leading,
        _approve_extension,
        is_main=True,
    ),
    Act(
        "list-answer",
        _("Record what a list says"),
        "i",
        lambda seen: _is_accepted(seen) and bool(seen.case.lists),
        _of_approval,
        _list_answer,
    ),
    Act(
        "reopen",
        _("Reopen for an error of the document"),
        "o",
        lambda seen: Command.REOPEN_FOR_ERROR in seen.case.may,
        _verdict(Command.REOPEN_FOR_ERROR),
        _reopen,
    ),
)
ACT_OF: Final = {act.name: act for act in ACTS}


def steps_of(seen: Seen) -> Iterator[Step]:
    """The acts that follow from where the case stands."""
    return (Step(act, act.why_not(seen)) for act in ACTS if act.follows(seen))


def why_not_now(act: Act, seen: Seen) -> Text | None:
    """Why the viewer cannot take this act now; None when he can."""
    return act.why_not(seen) if act.follows(seen) else NOT_NOW
