"""Words of names: Chinese syllables, or given names of the West."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from mumian.clearance.rules import spelling
from mumian.clearance.rules.tables import lines


@lru_cache(maxsize=16384)
def is_chinese_word(word: str) -> bool:
    """Whether the word falls into one or two syllables of a Chinese scheme."""
    return any(any(len(row) <= 2 for row in spelling.syllables(word, scheme)) for scheme in spelling.CHINESE)


_WESTERN: Final = frozenset(lines("western_given.txt"))


@lru_cache(maxsize=16384)
def is_western(word: str) -> bool:
    """Whether the word is a Western given name: one of the usual ones, or no row of Chinese syllables."""
    return word in _WESTERN or (len(word) > 2 and not is_chinese_word(word))
