"""Korean names: Hangul, the ideographs they are written with, and the spellings of passports."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from mumian.clearance.rules.tables import lines, ways

FIRST: Final = 0xAC00
LAST: Final = 0xD7A3
SURNAMES: Final = 80
"""With so many lines the table of ideographs begins."""
_VOWELS: Final = 28
_INITIALS, _MEDIALS, _FINALS = (line.split() for line in lines("korean_sounds.txt"))
_HANJA: Final = ways("korean.tsv")
_SPECIAL: Final = ways("korean_special.tsv")


def hangul_of(han: str) -> tuple[str, ...]:
    """How an ideograph (or a compound surname) is read in Korea."""
    return _HANJA.get(han, ())


@lru_cache(maxsize=1)
def surnames() -> tuple[str, ...]:
    """The ideographs that are surnames in Korea: the first of the table."""
    return tuple(_HANJA)[:SURNAMES]


@lru_cache(maxsize=4096)
def spellings(syllable: str) -> frozenset[str]:
    """How passports spell one Korean syllable."""
    code = ord(syllable) - FIRST
    rows = (
        _INITIALS[code // (_VOWELS * len(_MEDIALS))],
        _MEDIALS[code // _VOWELS % len(_MEDIALS)],
        _FINALS[code % _VOWELS],
    )
    first, second, third = (row.replace("-", "").split(",") for row in rows)
    regular = {start + middle + end for start in first for middle in second for end in third}
    return frozenset(regular | set(_SPECIAL.get(syllable, ())))


def usual_syllables() -> tuple[str, ...]:
    """Syllables with the final consonants that names have: none, k, n, l, m, p, ng."""
    finals = {place for place, said in enumerate(_FINALS) if said[:1] in {"-", "K", "N", "L", "M", "P"}}
    return tuple(chr(code) for code in range(FIRST, LAST + 1) if (code - FIRST) % _VOWELS in finals)
