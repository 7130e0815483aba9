"""The words of this package: tickets, windows, appointments, ratings, and the plain values that travel upstairs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NewType

from mumian.foundation.words import Text
from mumian.offices.terms import OfficerId

TicketId = NewType("TicketId", int)

Reference = str
"""What a visit is about, such as `case:17`; opaque here, empty where nothing is known."""


class TicketState(StrEnum):
    """Where a ticket stands. The last four are ends."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    DONE = "done"
    NO_SHOW = "no_show"
    LEFT = "left"
    JOINED = "joined"


class Priority(StrEnum):
    """Who may go some places ahead; how many is said in `rules.places`."""

    ORDINARY = "ordinary"
    ELDERLY = "elderly"
    PREGNANT = "pregnant"
    DISABLED = "disabled"
    URGENT = "urgent"


class Channel(StrEnum):
    """How a ticket was taken."""

    MACHINE = "machine"
    DESK = "desk"
    APPOINTMENT = "appointment"
    AGENT = "agent"


class WindowMode(StrEnum):
    """Whether a window calls."""

    CLOSED = "closed"
    OPEN = "open"
    ON_BREAK = "on_break"


class BreakReason(StrEnum):
    """Why a window pauses."""

    MEAL = "meal"
    REST = "rest"
    ERRAND = "errand"
    TRAINING = "training"
    TECHNICAL = "technical"
    HANDOVER = "handover"


class Answer(StrEnum):
    """What a visitor answers at the window."""

    SATISFIED = "satisfied"
    FAIR = "fair"
    UNSATISFIED = "unsatisfied"


class RatingReason(StrEnum):
    """Why a visitor was not satisfied."""

    LONG_WAIT = "long_wait"
    UNCLEAR = "unclear"
    SENT_AWAY = "papers_sent_away"
    ATTITUDE = "attitude"
    SKILL = "skill"
    SYSTEM_DOWN = "system_down"
    PLACE = "place"
    OTHER = "other"


class AppointmentState(StrEnum):
    """How an appointment stands."""

    HELD = "held"
    CONFIRMED = "confirmed"
    CAME = "came"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    LAPSED = "lapsed"


OPEN_STATES: Final = (TicketState.WAITING, TicketState.CALLED, TicketState.SERVING, TicketState.PARKED)
AT_WINDOW: Final = (TicketState.CALLED, TicketState.SERVING)
TAKING_A_PLACE: Final = (AppointmentState.HELD, AppointmentState.CONFIRMED, AppointmentState.CAME, AppointmentState.NO_SHOW)
"""Appointments in these states take a place of their half hour."""

PRIORITY_NAMES: Final[dict[Priority, Text]] = {
    Priority.ORDINARY: Text("普通", "ordinary"),
    Priority.ELDERLY: Text("老年人", "elderly"),
    Priority.PREGNANT: Text("孕妇", "pregnant"),
    Priority.DISABLED: Text("残疾人", "disabled"),
    Priority.URGENT: Text("紧急出行", "urgent travel"),
}
BREAK_NAMES: Final[dict[BreakReason, Text]] = {
    BreakReason.MEAL: Text("用餐", "meal"),
    BreakReason.REST: Text("休息", "rest"),
    BreakReason.ERRAND: Text("暂时离开", "errand"),
    BreakReason.TRAINING: Text("培训", "training"),
    BreakReason.TECHNICAL: Text("设备故障", "technical fault"),
    BreakReason.HANDOVER: Text("交接班", "hand-over"),
}
ANSWER_NAMES: Final[dict[Answer, Text]] = {
    Answer.SATISFIED: Text("满意", "satisfied"),
    Answer.FAIR: Text("一般", "fair"),
    Answer.UNSATISFIED: Text("不满意", "unsatisfied"),
}
REASON_NAMES: Final[dict[RatingReason, Text]] = {
    RatingReason.LONG_WAIT: Text("等候时间长", "the wait was long"),
    RatingReason.UNCLEAR: Text("说明不清楚", "the explanation was unclear"),
    RatingReason.SENT_AWAY: Text("因材料不全被退回", "sent away for papers"),
    RatingReason.ATTITUDE: Text("服务态度", "manner of service"),
    RatingReason.SKILL: Text("业务不熟练", "lack of skill"),
    RatingReason.SYSTEM_DOWN: Text("系统或设备故障", "the system was down"),
    RatingReason.PLACE: Text("大厅环境", "the hall itself"),
    RatingReason.OTHER: Text("其他", "something else"),
}
TICKET_STATE_NAMES: Final[dict[TicketState, Text]] = {
    TicketState.WAITING: Text("等候", "waiting"),
    TicketState.CALLED: Text("已叫号", "called"),
    TicketState.SERVING: Text("办理中", "being served"),
    TicketState.PARKED: Text("暂挂", "parked"),
    TicketState.DONE: Text("已办结", "done"),
    TicketState.NO_SHOW: Text("过号", "did not come"),
    TicketState.LEFT: Text("已离开", "left"),
    TicketState.JOINED: Text("已合并", "joined to another"),
}
MODE_NAMES: Final[dict[WindowMode, Text]] = {
    WindowMode.CLOSED: Text("关闭", "closed"),
    WindowMode.OPEN: Text("开放", "open"),
    WindowMode.ON_BREAK: Text("暂停", "on a break"),
}
APPOINTMENT_STATE_NAMES: Final[dict[AppointmentState, Text]] = {
    AppointmentState.HELD: Text("保留中", "held"),
    AppointmentState.CONFIRMED: Text("已预约", "confirmed"),
    AppointmentState.CAME: Text("已到场", "came"),
    AppointmentState.CANCELLED: Text("已取消", "cancelled"),
    AppointmentState.NO_SHOW: Text("未到场", "did not come"),
    AppointmentState.LAPSED: Text("已失效", "lapsed"),
}


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a visitor will wait, as a range in seconds: about eight of ten waits lie inside."""

    low_s: int
    high_s: int

    @property
    def minutes(self) -> tuple[int, int]:
        """Whole minutes, the lower rounded down, the higher up."""
        return self.low_s // 60, max(-(-self.high_s // 60), 1)

    @property
    def says(self) -> Text:
        """The range as it is printed."""
        low, high = self.minutes
        if low == 0:
            return Text("{high}分钟以内", "less than {high} minutes" if high > 1 else "less than a minute").filled(high=high)
        return Text("{low}至{high}分钟", "{low} to {high} minutes").filled(low=low, high=high)


@dataclass(frozen=True, slots=True)
class PastError:
    """How right the estimates of a hall were lately: how many, what share lay inside, and the mean distance from the middle."""

    n: int
    inside_share: float
    mean_abs_s: int

    @property
    def says(self) -> Text:
        return Text(
            "最近{n}次估计中{share}%准确，平均误差{minutes}分钟",
            "{share} % of the last {n} estimates held; mean error {minutes} min",
        ).filled(n=self.n, share=round(self.inside_share * 100), minutes=max(round(self.mean_abs_s / 60), 1))


@dataclass(frozen=True, slots=True)
class ServiceName:
    """Something that one queues for."""

    code: str
    name: Text
    usual_s: int


@dataclass(frozen=True, slots=True)
class Slip:
    """A ticket as it is printed. `code` is for following it on one's own telephone; `windows` are open and can serve it."""

    ticket_id: TicketId
    label: str
    code: str
    hall: str
    hall_name: Text
    services: tuple[ServiceName, ...]
    people: int
    priority: Priority
    ahead: int
    wait: Wait | None
    error: PastError | None
    floor: int | None
    windows: tuple[int, ...]
    taken_at: datetime
    low_counter: bool
    seated: bool


@dataclass(frozen=True, slots=True)
class Called:
    """The ticket at a window. `services_left` are the codes of what it came for besides, in their order."""

    ticket_id: TicketId
    call_id: int
    label: str
    window: str
    window_number: int
    floor: int
    hall: str
    service: str
    service_name: Text
    people: int
    priority: Priority
    low_counter: bool
    reference: Reference
    waited_s: int
    services_left: tuple[str, ...]
    state: TicketState
    called_at: datetime
    began_at: datetime | None
    calls: int


@dataclass(frozen=True, slots=True)
class Ended:
    """A service that was ended. `rating_key` opens the question on the device of the window; empty where nothing is asked."""

    ticket_id: TicketId
    label: str
    next_service: str | None
    may_rate: bool
    rating_key: str


@dataclass(frozen=True, slots=True)
class ServiceDayFacts:
    """A temporary station: a hall with dates. `windows` is their number, `staff` who works there."""

    code: str
    name: Text
    place: Text
    bureau: str
    first_on: date
    last_on: date
    hours: tuple[str, ...]
    services: tuple[str, ...]
    windows: int
    staff: tuple[OfficerId, ...]
