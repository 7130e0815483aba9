"""Korean names: Hangul, the ideographs they are written with, and the spellings of passports."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from mumian.clearance.rules.tables import lines, read_as, ways

FIRST: Final = 0xAC00
LAST: Final = 0xD7A3
SURNAMES: Final = 80
"""With so many lines the table of ideographs begins."""
_VOWELS: Final = 28
_N, _R, _SILENT = 2, 5, 11
"""Places of these initials in the order of Unicode."""
_LIKE_I: Final = frozenset({2, 3, 6, 7, 12, 17, 20})
"""Places of the vowels I, and those that begin with Y."""
_INITIALS, _MEDIALS, _FINALS = (line.split() for line in lines("korean_sounds.txt"))
_HANJA: Final = ways("korean.tsv")
_SPECIAL: Final = ways("korean_special.tsv")


@lru_cache(maxsize=16384)
def hangul_of(han: str) -> tuple[str, ...]:
    """How an ideograph (or a compound surname) is read in Korea; at the beginning of a word some sounds change."""
    known = (*_HANJA.get(han, ()), *read_as("korean_readings.tsv").get(han, ()))
    return tuple(dict.fromkeys([*known, *(_at_beginning(one) for one in known if len(one) == 1)]))


def usual_spellings(han: str) -> frozenset[str]:
    """The spellings of an ideograph that is frequent in names; of others none."""
    return frozenset(way for one in _HANJA.get(han, ()) if len(one) == 1 for way in spellings(one))


def _at_beginning(syllable: str) -> str:
    """R and N fall before I and Y, and R is N before other vowels: 림 and 임, 녀 and 여, 로 and 노."""
    code = ord(syllable) - FIRST
    initial, rest = divmod(code, _VOWELS * len(_MEDIALS))
    if initial not in {_N, _R}:
        return syllable
    falls = rest // _VOWELS in _LIKE_I
    return chr(FIRST + (_SILENT if falls else _N) * _VOWELS * len(_MEDIALS) + rest)


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
