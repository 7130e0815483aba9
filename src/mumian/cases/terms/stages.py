"""Where a case stands, what moves it, and whose hands are on it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NewType

from mumian.foundation.words import Text

CaseId = NewType("CaseId", int)
QuestionId = NewType("QuestionId", int)
UploadId = NewType("UploadId", int)
VisitId = NewType("VisitId", int)
CaseKey = str
"""How packages below name a case: `case:17`. They know nothing else about it."""


def case_key(case_id: int) -> CaseKey:
    """The name under which packages below keep what belongs to a case."""
    return f"case:{case_id}"


def upload_key(upload_id: int) -> str:
    """How the record of audit names a file of a firm: `upload:9`."""
    return f"upload:{upload_id}"


def visit_key(visit_id: int) -> str:
    """How the record of audit names a visit at home: `visit:4`."""
    return f"visit:{visit_id}"


class CaseStage(StrEnum):
    """Where a case stands. `approved` is the end of a decision without a document, `registered` that of a registration."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    AWAITING_MATERIALS = "awaiting_materials"
    NOT_ACCEPTED = "not_accepted"
    ACCEPTED = "accepted"
    APPROVED = "approved"
    REFUSED = "refused"
    IN_PRODUCTION = "in_production"
    READY = "ready"
    COLLECTED = "collected"
    REGISTERED = "registered"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"


class Command(StrEnum):
    """What somebody does that moves a case from one stage to another."""

    SUBMIT_APPLICATION = "submit_application"
    ACCEPT_APPLICATION = "accept_application"
    REGISTER_AT_ONCE = "register_at_once"
    ISSUE_MATERIAL_NOTICE = "issue_material_notice"
    ANSWER_NOTICE = "answer_notice"
    LAPSE_NOTICE = "lapse_notice"
    DECLINE_ACCEPTANCE = "decline_acceptance"
    APPROVE_CASE = "approve_case"
    APPROVE_AT_COUNTER = "approve_at_counter"
    REFUSE_CASE = "refuse_case"
    START_PRODUCTION = "start_production"
    FAIL_QUALITY = "fail_quality"
    SPOIL_DOCUMENT = "spoil_document"
    PASS_QUALITY = "pass_quality"  # noqa: S105  # the word of the office for a check that was passed
    HAND_OUT_DOCUMENT = "hand_out_document"
    RECORD_DELIVERY = "record_delivery"
    WITHDRAW = "withdraw"
    REOPEN_FOR_ERROR = "reopen_for_error"
    ARCHIVE = "archive"


class Hand(StrEnum):
    """Whose act it was. The first three are always three people; each of the others differs from the person he checks."""

    ACCEPT = "accept"
    DECIDE = "decide"
    PRODUCE = "produce"
    CHECK = "check"
    HAND_OUT = "hand_out"


THREE_HANDS: Final = (Hand.ACCEPT, Hand.DECIDE, Hand.PRODUCE)


class MoverKind(StrEnum):
    """Who acts: somebody on the staff, the applicant, a named rule of a machine, the clock, or the courier's proof."""

    OFFICER = "officer"
    APPLICANT = "applicant"
    RULE = "rule"
    CLOCK = "clock"
    COURIER = "courier"


ENDS: Final = frozenset(
    {CaseStage.NOT_ACCEPTED, CaseStage.REFUSED, CaseStage.COLLECTED, CaseStage.REGISTERED, CaseStage.WITHDRAWN}
)
"""Nothing more is done here on any path; the approved decision without a document is a further end of its own path."""

STAGE_NAMES: Final[dict[CaseStage, Text]] = {
    CaseStage.DRAFT: Text("填写中", "draft"),
    CaseStage.SUBMITTED: Text("已提交", "submitted"),
    CaseStage.AWAITING_MATERIALS: Text("待补正", "waiting for materials"),
    CaseStage.NOT_ACCEPTED: Text("不予受理", "not accepted"),
    CaseStage.ACCEPTED: Text("已受理", "accepted"),
    CaseStage.APPROVED: Text("已批准", "approved"),
    CaseStage.REFUSED: Text("不予批准", "refused"),
    CaseStage.IN_PRODUCTION: Text("制证中", "in production"),
    CaseStage.READY: Text("待领取", "ready for collection"),
    CaseStage.COLLECTED: Text("已领取", "collected"),
    CaseStage.REGISTERED: Text("已登记", "registered"),
    CaseStage.WITHDRAWN: Text("已撤回", "withdrawn"),
    CaseStage.ARCHIVED: Text("已归档", "archived"),
}

COMMAND_NAMES: Final[dict[Command, Text]] = {
    Command.SUBMIT_APPLICATION: Text("提交申请", "submit the application"),
    Command.ACCEPT_APPLICATION: Text("受理", "accept the application"),
    Command.REGISTER_AT_ONCE: Text("当场登记", "register at once"),
    Command.ISSUE_MATERIAL_NOTICE: Text("一次性告知补正", "issue the one-time notice"),
    Command.ANSWER_NOTICE: Text("补正", "answer the notice"),
    Command.LAPSE_NOTICE: Text("逾期未补正", "let the notice lapse"),
    Command.DECLINE_ACCEPTANCE: Text("不予受理", "decline acceptance"),
    Command.APPROVE_CASE: Text("批准", "approve"),
    Command.APPROVE_AT_COUNTER: Text("窗口批准", "approve at the counter"),
    Command.REFUSE_CASE: Text("不予批准", "refuse"),
    Command.START_PRODUCTION: Text("开始制证", "start production"),
    Command.FAIL_QUALITY: Text("质检不合格", "fail the quality check"),
    Command.SPOIL_DOCUMENT: Text("作废重制", "spoil the document"),
    Command.PASS_QUALITY: Text("质检合格", "pass the quality check"),
    Command.HAND_OUT_DOCUMENT: Text("发证", "hand out the document"),
    Command.RECORD_DELIVERY: Text("登记送达", "record delivery"),
    Command.WITHDRAW: Text("撤回申请", "withdraw"),
    Command.REOPEN_FOR_ERROR: Text("因证件错误重办", "reopen for a document error"),
    Command.ARCHIVE: Text("归档", "archive"),
}
