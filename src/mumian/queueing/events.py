"""What queueing tells the floors above and the screens. `hall` is its code; `number` is the label of a ticket, never a name."""

from __future__ import annotations

from dataclasses import dataclass

from mumian.foundation.outbox.events import Event


@dataclass(frozen=True, kw_only=True)
class _TicketEvent(Event):
    ticket_id: int
    hall: str
    number: str
    service: str

    @property
    def key(self) -> str:
        return f"ticket:{self.ticket_id}"


@dataclass(frozen=True, kw_only=True)
class TicketTaken(_TicketEvent, topic="queueing.ticket_taken"):
    """Somebody took a number."""


@dataclass(frozen=True, kw_only=True)
class TicketCalled(_TicketEvent, topic="queueing.ticket_called"):
    """A ticket was called to a window; `again` for the second and later calls of one turn."""

    window: str
    window_number: int
    floor: int
    again: bool
    kind: str = "called"


@dataclass(frozen=True, kw_only=True)
class TicketEnded(_TicketEvent, topic="queueing.ticket_ended"):
    """A ticket left a window or the queue; `state` is where it stands now, `window` what it left (empty where it left none)."""

    state: str
    window: str = ""


@dataclass(frozen=True, kw_only=True)
class _WindowEvent(Event):
    hall: str
    window: str
    window_number: int

    @property
    def key(self) -> str:
        return f"window:{self.window}"


@dataclass(frozen=True, kw_only=True)
class WindowChanged(_WindowEvent, topic="queueing.window_changed"):
    """A window was opened, closed, paused or given other skills; `state` is its mode."""

    state: str


@dataclass(frozen=True, kw_only=True)
class RatedUnsatisfied(_WindowEvent, topic="queueing.rated_unsatisfied"):
    """A visitor who is still in the hall was not satisfied; the manager is told at once."""

    number: str
    rating_id: int


@dataclass(frozen=True, kw_only=True)
class AlarmRaised(_WindowEvent, topic="queueing.alarm_raised"):
    """Somebody at a window needs help."""

    alarm_id: int


@dataclass(frozen=True, kw_only=True)
class NoticeChanged(Event, topic="queueing.notice_changed"):
    """The lines on the screens of a hall are others."""

    hall: str

    @property
    def key(self) -> str:
        return f"hall:{self.hall}"


@dataclass(frozen=True, kw_only=True)
class AppointmentReminder(Event, topic="queueing.appointment_reminder"):
    """An appointment is tomorrow; who sends messages looks up its contact by its number."""

    appointment_id: int

    @property
    def key(self) -> str:
        return f"appointment:{self.appointment_id}"


@dataclass(frozen=True, kw_only=True)
class AppointmentChanged(Event, topic="queueing.appointment_changed"):
    """An appointment was made, changed or cancelled; `state` is how it stands."""

    appointment_id: int
    state: str

    @property
    def key(self) -> str:
        return f"appointment:{self.appointment_id}"
