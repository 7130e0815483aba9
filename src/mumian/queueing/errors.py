"""What could not be done in a queue, in sentences for the visitor or the officer."""

from __future__ import annotations

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text


class QueueRefused(Refusal):
    """Something was not done in a queue; the sentence says why."""


class TicketUnknown(QueueRefused):
    """There is no such ticket."""


class TicketRefused(QueueRefused):
    """Something was not done with a ticket; the sentence says why."""


class ServiceUnknown(QueueRefused):
    """Nobody queues for that here."""


class ServiceElsewhere(ServiceUnknown):
    """This hall does not do that; the sentence names halls that do."""


class HallUnknown(QueueRefused):
    """There is no such hall, or no such window."""


class WindowBusy(QueueRefused):
    """The window has a ticket already."""


class WindowNotOpen(QueueRefused):
    """The window does not call, or somebody else sits there."""


class NothingAtWindow(QueueRefused):
    """There is no ticket at the window with which this could be done."""


class WindowRefused(QueueRefused):
    """Something was not done with a window; the sentence says why."""


class HallRunsByAgent(QueueRefused):
    """The hall numbers and calls by its own agent just now."""


class SlotFull(QueueRefused):
    """The half hour has no place left."""


class SlotClosed(QueueRefused):
    """The half hour is not offered."""


class TooManyHolds(QueueRefused):
    """One visitor holds more than people need."""


class HallNotEntrusted(QueueRefused):
    """An agent was asked, or asks, for a hall that is not its own."""


class AppointmentUnknown(QueueRefused):
    """There is no appointment of that code."""


class AppointmentRefused(QueueRefused):
    """Something was not done with an appointment; the sentence says why."""


class RatingRefused(QueueRefused):
    """The answer was not kept; the sentence says why."""


class SurveyRefused(QueueRefused):
    """Something was not done in the outside survey; the sentence says why."""


class ManagerRefused(QueueRefused):
    """Somebody who does not lead the hall asked for what only its manager may do."""


class NotPostedHere(QueueRefused):
    """Somebody who does not work in the hall asked for what its officers do."""


BY_CONSTRAINT: dict[str, tuple[type[QueueRefused], Text]] = {
    "only_an_open_window_calls": (
        WindowNotOpen,
        Text(
            "未叫号：本窗口未开放或由他人值守。请先开放窗口。",
            "Nobody was called: this window is not open, or somebody else sits there. Open the window first.",
        ),
    ),
    "a_window_has_one_ticket_at_a_time": (
        WindowBusy,
        Text(
            "未叫号：本窗口还有一位办事人。请先办结、暂挂或登记过号。",
            "Nobody was called: a ticket is still at this window. End it, park it or mark it as not come first.",
        ),
    ),
    "a_hall_is_run_by_its_agent": (
        HallRunsByAgent,
        Text(
            "未办理：本大厅正由现场终端取号叫号。请在大厅现场办理，或先收回现场终端的授权。",
            "Nothing was done: this hall numbers and calls by its own agent now. Do it in the hall, or take the hall back first.",
        ),
    ),
    "a_hall_gives_numbers_for_what_it_does": (
        ServiceElsewhere,
        Text(
            "未办理：本大厅不办理这项业务。请到咨询台询问办理地点。",
            "Nothing was done: this hall does not do that. Ask at the desk where it is done.",
        ),
    ),
    "a_closed_hall_gives_no_numbers": (
        ServiceElsewhere,
        Text("未办理：本大厅已停用。请到其他大厅办理。", "Nothing was done: this hall is closed for good. Come to another hall."),
    ),
    "a_service_day_has_its_dates": (
        QueueRefused,
        Text(
            "未办理：今天不在便民服务日的日期内。请到其他大厅办理。",
            "Nothing was done: the service day is not on today. Come to another hall.",
        ),
    ),
    "a_half_hour_is_never_overbooked": (
        SlotFull,
        Text("未预约：这个时段已满。请另选时段。", "No place was held: this half hour is full. Choose another one."),
    ),
    "an_officer_sits_at_one_window": (
        WindowRefused,
        Text(
            "窗口未开放：您已在另一窗口值守。请先关闭那个窗口。",
            "The window was not opened: you sit at another window. Close that one first.",
        ),
    ),
    "nobody_leaves_a_window_with_a_ticket": (
        WindowRefused,
        Text(
            "窗口未关闭：窗口还有一位办事人。请先办结、暂挂或移交。",
            "The window was not closed: a ticket is still at it. End it, park it or hand it over first.",
        ),
    ),
    "a_fault_is_reported_once": (
        QueueRefused,
        Text(
            "未登记：这项设施已报修。无需再报。",
            "Nothing was entered: this fault is already reported. There is no need to report it again.",
        ),
    ),
    "a_window_has_one_open_alarm": (
        QueueRefused,
        Text("已经呼叫：负责人已收到求助。请稍候。", "Help was already called for; the manager has been told. Please wait."),
    ),
}
BY_CONSTRAINT["a_window_serves_one_ticket"] = BY_CONSTRAINT["a_window_has_one_ticket_at_a_time"]
