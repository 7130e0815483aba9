"""The shapes in which windows, screens, managers and visitors see a queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mumian.foundation.words import Text
from mumian.queueing.terms import (
    Answer,
    BreakReason,
    Called,
    PastError,
    Priority,
    RatingReason,
    ServiceName,
    TicketState,
    Wait,
    WindowMode,
)


@dataclass(frozen=True, slots=True)
class WaitingTicket:
    """A ticket that waits or is parked, as officers of its hall see it."""

    label: str
    service: str
    people: int
    priority: Priority
    waited_s: int
    low_counter: bool
    state: TicketState
    because: str


@dataclass(frozen=True, slots=True)
class ServiceWaiting:
    """How many wait for a service of a hall; `wait` is what somebody who comes now may expect."""

    service: str
    name: Text
    waiting: int
    longest_s: int
    windows_open: int
    wait: Wait | None


@dataclass(frozen=True, slots=True)
class WindowLine:
    """One window of a hall, as its manager sees it."""

    window: str
    number: int
    floor: int
    mode: WindowMode
    officer: int | None
    badge: str
    skills: tuple[str, ...]
    since: datetime
    break_reason: BreakReason | None
    label: str | None
    state: TicketState | None
    called_at: datetime | None


@dataclass(frozen=True, slots=True)
class WindowState:
    """Everything an officer at a window needs."""

    window: str
    number: int
    hall: str
    hall_name: Text
    floor: int
    mode: WindowMode
    officer: int | None
    skills: tuple[ServiceName, ...]
    since: datetime | None
    break_reason: BreakReason | None
    ticket: Called | None
    rating_key: str | None
    rating_label: str | None
    waiting: tuple[ServiceWaiting, ...]
    parked: tuple[WaitingTicket, ...]
    alarm_open: bool


@dataclass(frozen=True, slots=True)
class BoardCall:
    """One line of a screen."""

    label: str
    window_number: int
    floor: int
    called_at: datetime
    again: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class HallBoard:
    """What the screens of a hall show; `at` says how old it is."""

    hall: str
    name: Text
    at: datetime
    calls: tuple[BoardCall, ...]
    waiting: tuple[ServiceWaiting, ...]
    notices: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """An alarm that nobody has answered."""

    alarm_id: int
    window: str
    number: int
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class Complaint:
    """A visitor who was not satisfied and is perhaps still here."""

    rating_id: int
    label: str
    window: str
    number: int
    answer: Answer
    reasons: tuple[RatingReason, ...]
    said_at: datetime


@dataclass(frozen=True, slots=True)
class HourExpected:
    """How many arrivals an hour of today may bring, as the same weekday of the last weeks had on average.

    `windows` are the fewest with which one would wait ten minutes on average, if each did everything that is asked for: Erlang's
    formula C, with the service times of this hall.
    """

    hour: int
    arrivals: float
    windows: int


@dataclass(frozen=True, slots=True)
class AgentNote:
    """Something that the hall's own agent told and that the manager should know.

    `stood`: a call at a window that the centre had closed or given to another meanwhile; it stands as the agent made it. Else the
    line could not be done any more, for the reason in `outcome` (the name of the refusal).
    """

    label: str
    act: str
    at: datetime
    outcome: str
    stood: bool


@dataclass(frozen=True, slots=True)
class ManagerView:
    """A hall as its manager sees it."""

    hall: str
    name: Text
    at: datetime
    windows: tuple[WindowLine, ...]
    waiting: tuple[ServiceWaiting, ...]
    longest_s: int
    expected: tuple[HourExpected, ...]
    alarms: tuple[AlarmLine, ...]
    unsatisfied: tuple[Complaint, ...]
    parked: tuple[WaitingTicket, ...]
    error: PastError | None
    notices: tuple[tuple[int, Text, datetime], ...]
    agent_notes: tuple[AgentNote, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands in the queue, for his own telephone."""

    label: str
    hall: str
    hall_name: Text
    state: TicketState
    ahead: int
    wait: Wait | None
    window_number: int | None
    floor: int | None
    service: ServiceName
    go_now: bool
    taken_at: datetime
    error: PastError | None
    may_be_asked: bool
    """Whether a telephone number was left under which the outside survey may ask."""


@dataclass(frozen=True, slots=True)
class ServiceWait:
    """How many wait for a service, and how long somebody would who comes now; None where no window serves it."""

    service: str
    waiting: int
    wait: Wait | None


@dataclass(frozen=True, slots=True)
class HallWait:
    """How full a hall is, for everybody, and for each service that its open windows do."""

    hall: str
    name: Text
    open_windows: int
    waiting: int
    wait: Wait | None
    at: datetime
    services: tuple[ServiceWait, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """The shortest way: the floor, the open windows, and the services in the order that changes floors least."""

    floor: int | None
    windows: tuple[int, ...]
    order: tuple[str, ...]
