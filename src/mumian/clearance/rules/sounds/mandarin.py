"""Hanyu Pinyin without tones, and Wade-Giles made from it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from mumian.clearance.rules.sounds import taiwan
from mumian.clearance.rules.tables import lines, ways

COMPOUND: Final = frozenset(lines("compound_surnames.txt"))
SPECIAL: Final = ways("mandarin_surnames.tsv")
"""Surnames whose reading is not the common one of their character."""
READINGS_OF_A_PART: Final = 3
_WADE_INITIALS: Final = {
    "ZH": "CH",
    "CH": "CH",
    "SH": "SH",
    "B": "P",
    "P": "P",
    "M": "M",
    "F": "F",
    "D": "T",
    "T": "T",
    "N": "N",
    "L": "L",
    "G": "K",
    "K": "K",
    "H": "H",
    "J": "CH",
    "Q": "CH",
    "X": "HS",
    "R": "J",
    "Z": "TS",
    "C": "TS",
    "S": "S",
}
_WADE_FINALS: Final = {"ONG": "UNG", "IAN": "IEN", "IE": "IEH", "UE": "UEH", "IONG": "IUNG", "UO": "O"}
_WADE_WHOLE: Final = ways("wade_giles.tsv")


@lru_cache(maxsize=32768)
def readings(sign: str) -> tuple[str, ...]:
    """The readings of one character without tones, the most usual first; none when it is unknown. Ü stays."""
    found = _dictionary().get(ord(sign), "")
    return tuple(dict.fromkeys(_plain(one) for one in found.split(",") if len(one) > 1 or one in set("āáǎàaēéěèeōóǒòo")))


@lru_cache(maxsize=8192)
def surname_readings(surname: str) -> tuple[str, ...]:
    """The readings of a surname, its special one first."""
    special = SPECIAL.get(surname, ())
    if len(surname) == 1:
        return tuple(dict.fromkeys([*special, *readings(surname)]))
    if special:
        return special
    whole = [""]
    for sign in surname:
        whole = [before + one for before in whole for one in readings(sign)[:READINGS_OF_A_PART]]
    return tuple(whole)


@lru_cache(maxsize=4096)
def spelt(syllable: str) -> tuple[str, ...]:
    """How documents write a syllable of pinyin: LÜ as LYU since 2012, before as LV or LU; LÜE as LUE, LYUE, LVE."""
    if "Ü" not in syllable:
        return (syllable,)
    forms = ("U", "YU", "V") if syllable.endswith("E") else ("YU", "V", "U", "UE")
    return tuple(syllable.replace("Ü", form) for form in forms)


@lru_cache(maxsize=4096)
def in_taiwan(syllable: str) -> tuple[str, ...]:
    """The syllable as documents of Taiwan write it: after Wade-Giles first, then by the systems that came later."""
    return tuple(dict.fromkeys([*wade_giles(syllable), *taiwan.spelt(syllable)]))


@lru_cache(maxsize=4096)
def wade_giles(syllable: str) -> tuple[str, ...]:
    """The syllable after Wade-Giles as documents write it, without apostrophes and diaereses."""
    if syllable in _WADE_WHOLE:
        return _WADE_WHOLE[syllable]
    bare = syllable.replace("Ü", "U")
    initial = next((one for one in ("ZH", "CH", "SH") if bare.startswith(one)), bare[:1])
    if initial not in _WADE_INITIALS:  # it begins with a vowel, Y or W
        return (bare.replace("ONG", "UNG"),)
    final = bare[len(initial) :]
    if final == "UO" and initial in {"G", "K", "H", "SH"}:
        return (_WADE_INITIALS[initial] + final,)
    return (_WADE_INITIALS[initial] + _WADE_FINALS.get(final, final),)


@lru_cache(maxsize=1)
def _dictionary() -> dict[int, str]:
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415  # forty thousand characters: read when first needed

    return dict(pinyin_dict)


def _plain(reading: str) -> str:
    """A reading without its tone; ü stays."""
    out: list[str] = []
    for sign in unicodedata.normalize("NFD", reading):
        if sign == "\N{COMBINING DIAERESIS}":
            out[-1] = "Ü"
        elif not unicodedata.combining(sign):
            out.append(sign.upper())
    return "".join(out)
