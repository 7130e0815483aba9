"""When an answer becomes visible: at fixed ticks, so that the time it took says nothing about what was found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from mumian.foundation.clock import with_zone

TICK: Final = timedelta(seconds=60)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def next_tick(at: datetime) -> datetime:
    """The first full minute after this moment: an answer recorded at `at` is visible from then on."""
    return _EPOCH + ((with_zone(at) - _EPOCH) // TICK + 1) * TICK
