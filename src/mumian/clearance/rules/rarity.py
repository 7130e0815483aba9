"""Which names many people bear. Where the population register has counts of its own, they are asked instead.

Rarity never makes two people one or a person two: it only decides between a hit and a review.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mumian.clearance.rules import latin
from mumian.clearance.rules.tables import lines
from mumian.clearance.rules.writing import even, han_of
from mumian.people.rules.names import written_form

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


LEAST_REGISTER: Final = 100_000
"""A register of fewer entries says nothing about how common a name is."""
ONE_IN: Final = 50_000
"""A name that one in so many bears is common: twenty people in a million."""


@dataclass(frozen=True, slots=True)
class Bearers:
    """How many entries of the population register bear each of these names (in their written form), of how many in all."""

    names: Mapping[str, int]
    of: int = 0


NOBODY: Final = Bearers({})
"""Where no register is loaded."""


def is_common_among(name: str, bearers: Bearers) -> bool:
    """Whether many people bear the name, by the register's own counts where it is large and writes such names."""
    if bearers.of < LEAST_REGISTER or not han_of(even(name)):
        return is_common(name)
    return bearers.names.get(written_form(name), 0) * ONE_IN >= bearers.of
