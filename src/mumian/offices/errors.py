"""What could not be done in the offices, in sentences for the person who asked."""

from __future__ import annotations

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text


class PostingRefused(Refusal):
    """Somebody was not posted; the sentence says which separation of powers forbids it."""


class PowersRefused(Refusal):
    """Somebody who may not give powers or accounts tried to."""


class DutyRefused(Refusal):
    """Duty was not planned, called up or handed over; the sentence says why."""


class AccountTaken(Refusal):
    """An account belongs to another officer already, or the officer has another account."""

    def __init__(self, badge_number: str) -> None:
        super().__init__(
            Text(
                "未开通：警号（工号）{badge} 已有账号，或该账号属于他人。一人一个账号，离职后也不转给他人。",
                "No account was given: the officer {badge} has one already, or it is somebody else's. "
                "An account is never passed on.",
            ).filled(badge=badge_number)
        )


class OfficerUnknown(Refusal):
    """There is no officer with this badge number."""

    def __init__(self, badge_number: str) -> None:
        super().__init__(
            Text(
                "未作任命：没有警号（工号）为 {badge} 的人员。请核对号码，或先办理入职登记。",
                "Nobody was posted: no officer has the badge number {badge}. Check the number, or enter the officer first.",
            ).filled(badge=badge_number)
        )


class PlaceUnknown(Refusal):
    """A statement names a bureau, hall, window, department or amenity that nobody has stated."""

    def __init__(self, *, what: Text, code: str, named_by: str) -> None:
        self.code = code
        super().__init__(
            Text(
                "未保存：{named_by} 引用的{what} {code} 不存在。请先登记该{what}，或改正引用。",
                "Nothing was kept: {named_by} names the {what} {code}, which does not exist. State it first, or correct it.",
            ).filled(named_by=named_by, what=what, code=code)
        )


class HoursUnreadable(Refusal):
    """Opening hours are written in a way that nobody could keep."""

    def __init__(self, *, hall: str, why: str) -> None:
        super().__init__(
            Text(
                "未保存：大厅 {hall} 的开放时间有误（{why}）。请按 09:00-12:00 的样式改正，时段不得重叠。",
                "Nothing was kept: the opening hours of hall {hall} are wrong: {why} Write them as 09:00-12:00, no overlap.",
            ).filled(hall=hall, why=why)
        )
