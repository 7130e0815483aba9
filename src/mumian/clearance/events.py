"""What clearance tells the floors above."""

from __future__ import annotations

from dataclasses import dataclass

from mumian.clearance.terms import ListCode, Reference
from mumian.foundation.outbox.events import Event


@dataclass(frozen=True, kw_only=True)
class AnswerChanged(Event, topic="clearance.answer_changed"):
    """Lists have something to say about a reference, or something else than before. What they say is asked with `answers_for`."""

    reference: Reference
    lists: tuple[ListCode, ...]

    @property
    def key(self) -> str:
        return self.reference


@dataclass(frozen=True, kw_only=True)
class ConsentAnswered(Event, topic="clearance.consent_answered"):
    """The unit that filed somebody has answered a request for its consent."""

    reference: Reference
    given: bool

    @property
    def key(self) -> str:
        return self.reference
