"""Which sentence says what a door of the database refused."""

from __future__ import annotations

from mumian.clearance.errors import REFUSED_BY, MatchRefused


def refusal_of(said: str) -> MatchRefused | None:
    """The refusal for what the database said; None when it is a fault and not an answer."""
    return next((MatchRefused(sentence) for name, sentence in REFUSED_BY.items() if name in said), None)
