"""Which names many people bear. Where the population register has counts of its own, they are asked instead.

Rarity never makes two people one or a person two: it only decides between a hit and a review.
"""

from __future__ import annotations

from typing import Final

from mumian.clearance.rules import latin
from mumian.clearance.rules.tables import lines
from mumian.clearance.rules.writing import even, han_of

SURNAMES: Final = frozenset(lines("common_surnames.txt"))
GIVEN: Final = frozenset(lines("common_given.txt"))
WORDS: Final = frozenset(lines("common_words.txt"))
MOST: Final = 3
"""Longer names are rare."""


def is_common(name: str) -> bool:
    """Whether many people bear the name."""
    written = even(name)
    han = han_of(written)
    if han:
        return len(han) <= MOST and han[:1] in SURNAMES and han[1:] in GIVEN
    words = latin.words(written)
    return not WORDS.isdisjoint(words) and len(words) <= MOST
