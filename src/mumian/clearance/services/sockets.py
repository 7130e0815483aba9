"""What clearance needs from outside, joined in `project/wiring`."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from mumian.foundation.words import Text


class SecondChannel(Protocol):
    """A way to police that does not lead through the pages: short messages, pagers, a loudspeaker in the duty room."""

    @property
    def name(self) -> str:
        """How the record of an alarm calls this way."""
        ...

    def tell(self, *, badge: str, says: Text, at: datetime) -> None:
        """Send this to the officer with this badge. Raises OSError when it could not be sent; it is tried again then."""
        ...


class _Nobody:
    """Where no channel is joined nothing can be sent, and that is said, not passed over."""

    name = "none"

    def tell(self, *, badge: str, says: Text, at: datetime) -> None:
        raise OSError("no second channel is joined")


second_channel: SecondChannel = _Nobody()
