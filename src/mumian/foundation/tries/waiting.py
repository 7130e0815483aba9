"""How long to wait after how many wrong tries. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

FREE: Final = 10
"""Wrong tries that cost nothing."""
FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(hours=1)
FORGIVEN_EVERY: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Tally:
    """The tries that count against somebody, when the last of them was, and until when he waits."""

    wrong: int
    last_at: datetime
    until: datetime

    def waits(self, at: datetime) -> bool:
        """Whether nothing is answered yet."""
        return at < self.until

    def after_another(self, at: datetime) -> Tally:
        """One more, after those that time has forgiven: one every ten minutes."""
        forgiven = max(at - self.last_at, timedelta()) // FORGIVEN_EVERY
        wrong = max(self.wrong - forgiven, 0) + 1
        return Tally(wrong=wrong, last_at=at, until=at + wait_after(wrong))


def wait_after(wrong: int) -> timedelta:
    """Nothing up to the tenth; then half a minute, doubling up to an hour."""
    if wrong < FREE:
        return timedelta()
    return min(FIRST_WAIT * (1 << min(wrong - FREE, 16)), LONGEST_WAIT)
