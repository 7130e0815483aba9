"""Shares with their intervals, and when they may be ranked."""

from __future__ import annotations

import math
from typing import Final

NINETY_FIVE: Final = 1.959964
LEAST_TO_RANK: Final = 30
"""Fewer answers than this are shown with their interval and never ranked."""


def wilson(count: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927); (0, 1) where nobody was asked."""
    if n == 0:
        return 0.0, 1.0
    share, z = count / n, NINETY_FIVE
    scale = 1 + z * z / n
    middle = (share + z * z / (2 * n)) / scale
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / scale
    return max(middle - half, 0.0), min(middle + half, 1.0)
