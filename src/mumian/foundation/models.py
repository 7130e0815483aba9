"""The tables of this floor, gathered from their rooms, where Django looks for them."""

from __future__ import annotations

from mumian.foundation.commands.models import AnsweredCommand
from mumian.foundation.outbox.models import EventDelivery, PublishedEvent
from mumian.foundation.tries.models import WrongTries

__all__ = ["AnsweredCommand", "EventDelivery", "PublishedEvent", "WrongTries"]
