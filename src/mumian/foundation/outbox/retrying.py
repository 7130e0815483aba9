"""How long a failed delivery waits, and when it is left to a person. Plain Python."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

FIRST_WAIT: Final = timedelta(seconds=2)
LONGEST_WAIT: Final = timedelta(minutes=15)
MOST_ATTEMPTS: Final = 10
"""With the waits above the tenth attempt comes seventeen minutes after the first: longer than a restart, shorter than a shift."""


def wait_after(attempt: int) -> timedelta | None:
    """How long to wait after this attempt (the first is 1) failed: twice as long each time. None: a person decides."""
    if attempt >= MOST_ATTEMPTS:
        return None
    doubled: timedelta = FIRST_WAIT * 2 ** (attempt - 1)
    return min(doubled, LONGEST_WAIT)
