"""The words of the outbox."""

from __future__ import annotations

from enum import StrEnum


class DeliveryState(StrEnum):
    """How far one event has come with one subscriber."""

    WAITING = "waiting"
    DONE = "done"
    DEAD = "dead"
    """Failed so often that it waits for a person; later events of the same key wait behind it."""
    DISCARDED = "discarded"
    """Given up by a person, who said why."""


UNSETTLED = (DeliveryState.WAITING, DeliveryState.DEAD)
