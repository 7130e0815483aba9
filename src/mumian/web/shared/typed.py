"""What people type, or what somebody else sends in their place, read without trusting it."""

from __future__ import annotations

from typing import Final

MOST_DIGITS: Final = 18
"""More do not fit into a key of the database."""


def number_typed(written: str | None) -> int | None:
    """A key as it stands in a form or address: ASCII digits, at most eighteen; None for anything else."""
    text = (written or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
