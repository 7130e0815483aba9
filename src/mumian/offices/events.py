"""What happens to duty: for screens, messages and whoever follows a matter to its new officer."""

from __future__ import annotations

from dataclasses import dataclass

from mumian.foundation.outbox.events import Event
from mumian.offices.terms import CallAnswer, CallId, OfficerId, ReliefId, ShiftId


@dataclass(frozen=True, kw_only=True)
class _ShiftEvent(Event):
    shift_id: ShiftId

    @property
    def key(self) -> str:
        return f"shift:{self.shift_id}"


@dataclass(frozen=True, kw_only=True)
class CalledUp(_ShiftEvent, topic="offices.called_up"):
    """Somebody on stand-by was called."""

    call_id: CallId


@dataclass(frozen=True, kw_only=True)
class CallAnswered(_ShiftEvent, topic="offices.call_answered"):
    """He answered in time."""

    call_id: CallId
    answer: CallAnswer


@dataclass(frozen=True, kw_only=True)
class DutyTakenOver(_ShiftEvent, topic="offices.duty_taken_over"):
    """The successor acknowledged the open matters; from now on they are his."""

    relief_id: ReliefId
    officer_id: OfficerId
    successor_id: OfficerId
