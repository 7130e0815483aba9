"""How full the halls are, asked once for all who read it in the same seconds."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from mumian.queueing.queries import HallWait, public_waits

KEPT: Final = timedelta(seconds=2)
"""At a peak the question costs some fifty milliseconds, and thousands of telephones ask it twice a minute."""
_one_at_a_time: Final = Lock()
_answers: Final[dict[str, tuple[datetime, tuple[HallWait, ...]]]] = {}


def waits_lately(*, at: datetime, service: str = "") -> tuple[datetime, tuple[HallWait, ...]]:
    """The waits of all halls, or of those that serve this now, with the moment at which they were asked: two seconds ago at most.

    `service` is one of those that exist, or empty. While a clock stands still everybody asks anew.
    """
    with _one_at_a_time:  # who comes while another asks waits for his answer, instead of asking the same
        kept = _answers.get(service)
        if kept is not None and kept[0] != at and abs(at - kept[0]) < KEPT:
            return kept
        _answers[service] = at, public_waits(at=at, service=service)
        return _answers[service]
