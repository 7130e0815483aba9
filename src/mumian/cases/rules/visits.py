"""Visits at home: who may approve them, who makes them, and how a number that was reserved for one is used."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

from mumian.foundation.errors import Verdict
from mumian.foundation.words import Text
from mumian.offices.terms import OfficerId

MOST_NUMBERS: Final = 20
ENTERED_WITHIN: Final = timedelta(days=7)
"""So long after the visit its acceptances may be entered; assumed."""

NO_WORDS: Final = Text(
    "未提交：没有写明理由或地址。请写明后再提交。", "Nothing was asked: reason or address is missing. Write both, and send again."
)
NOT_ABOVE: Final = Text(
    "未作决定：上门服务由申请人员的上级批准。请由其上级办理。",
    "Nothing was decided: a superior of who asked approves a visit. One of them has to.",
)
DECIDED: Final = Text(
    "未作决定：这次上门服务已经决定。请刷新页面。", "Nothing was decided: this visit was decided already. Reload the page."
)
SAME_OFFICER: Final = Text(
    "未批准：上门须有两名不同的人员。请另选一人。", "The visit was not approved: two different officers make it. Choose another."
)
NOT_AT_ACCEPTANCE: Final = Text(
    "未批准：上门人员当日须是受理人员。请选择受理人员。",
    "The visit was not approved: both officers have to take applications on that day. Choose others.",
)
DAY_OVER: Final = Text(
    "未批准：日期已过。请选择今天或以后。", "The visit was not approved: that day is over. Choose a coming one."
)
BLOCK: Final = Text("未批准：编号应为1至{most}个。", "The visit was not approved: between 1 and {most} numbers are handed out.")
NOT_RESERVED: Final = Text(
    "未受理：这个编号不是为这次上门预留的。请对照上门单核对。",
    "The application was not accepted: this number was not reserved for a visit of yours. Compare it with the sheet.",
)
USED: Final = Text(
    "未受理：这个编号已经用于另一申请。请用下一个编号。",
    "The application was not accepted: this number was used for another application. Take the next one.",
)
TOO_EARLY: Final = Text("未受理：上门日期未到。", "The application was not accepted: the day of the visit has not come.")
TOO_LATE: Final = Text(
    "未受理：上门已过{days}天，编号失效。请按普通程序受理。",
    "The application was not accepted: the visit was more than {days} days ago and its numbers count no more. "
    "Accept it with an ordinary number.",
)


def may_make(
    *, officers: tuple[OfficerId, OfficerId], at_acceptance: Collection[OfficerId], on: date, today: date, numbers: int
) -> Verdict:
    """Decide whether these two may make the visit on that day with so many numbers."""
    if officers[0] == officers[1]:
        return Verdict.no(SAME_OFFICER)
    if not set(officers) <= set(at_acceptance):
        return Verdict.no(NOT_AT_ACCEPTANCE)
    if on < today:
        return Verdict.no(DAY_OVER)
    if not 1 <= numbers <= MOST_NUMBERS:
        return Verdict.no(BLOCK.filled(most=MOST_NUMBERS))
    return Verdict.yes()


def may_use(*, officer: OfficerId, makers: Collection[OfficerId], is_used: bool, on: date, today: date) -> Verdict:
    """Decide whether a reserved number may be used now: by who made the visit, once, and soon after it."""
    if officer not in makers:
        return Verdict.no(NOT_RESERVED)
    if is_used:
        return Verdict.no(USED)
    if today < on:
        return Verdict.no(TOO_EARLY)
    if today > on + ENTERED_WITHIN:
        return Verdict.no(TOO_LATE.filled(days=ENTERED_WITHIN.days))
    return Verdict.yes()
