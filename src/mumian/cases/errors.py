"""What could not be done with a case. The sentence of each says what was not done, why, and what to do next."""

from __future__ import annotations

from typing import Final

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text


class StepRefused(Refusal):
    """A command was not carried out; the case stands where it stood."""


class ApplicationRefusedAtTheDoor(StepRefused):
    """An application was not opened or not taken."""


class ApprovalRefused(StepRefused):
    """A case was not approved, or not refused."""


class OrdinaryWay(ApprovalRefused):
    """The case is not approved at the counter and goes its ordinary way; no fault of anybody's."""


class CaseUnknown(Refusal):
    """There is no such case, or it is not the asker's."""

    def __init__(self) -> None:
        super().__init__(CASE_UNKNOWN)


CASE_UNKNOWN: Final = Text(
    "没有查到这个案件。请核对受理编号和证件号码后四位后重新输入。",
    "No case was found. Check the receipt number and the last four characters of the number used to apply, and enter them again.",
)
NOT_OFFERED: Final = Text(
    "未开始申请：{why}",
    "No application was begun: {why}",
)
NOTICE_EMPTY: Final = Text(
    "未出具告知：没有选择任何告知项目。请从74项中至少选择一项。",
    "No notice was issued: it names nothing. Choose at least one of the 74 items.",
)
ITEM_UNKNOWN: Final = Text(
    "未出具告知：手册中没有项目{item}。请从列出的项目中选择。",
    "No notice was issued: the rulebook has no item {item}. Choose among those listed.",
)
NOT_STOPPED: Final = Text(
    "未恢复计时：此案的时限没有中止。请刷新页面。",
    "The clock was not started again: it is not stopped. Reload the page.",
)
STOPPED_ALREADY: Final = Text(
    "未中止计时：此案的时限已经中止。请先恢复。",
    "The clock was not stopped: it is stopped already. Start it again first.",
)
NO_EXTENSION: Final = Text(
    "未延长时限：这项业务的法定时限不能延长到{wanted}（最多{most}）。请在原时限内办结。",
    "The limit was not extended: the law does not let it grow to {wanted} (at most {most}). Finish within the limit.",
)
NOT_LISTED: Final = Text(
    "未记录核查结果：此案不核查名单{code}。请核对名单代码。",
    "The answer was not recorded: this case does not have the list {code} checked. Check the code of the list.",
)
URGENT_CLOSED: Final = Text(
    "未按加急办理：{why}。仍按普通时限办理。",
    "The case was not made urgent: {why}. It keeps its ordinary limit.",
)
