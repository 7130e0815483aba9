"""How documents of Taiwan spell beside Wade-Giles: Tongyong Pinyin, and the Second System of 1986; made from Hanyu Pinyin."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_TONGYONG_WHOLE: Final = {
    "ZHI": "JHIH",
    "CHI": "CHIH",
    "SHI": "SHIH",
    "RI": "RIH",
    "ZI": "ZIH",
    "CI": "CIH",
    "SI": "SIH",
    "FENG": "FONG",
    "WENG": "WONG",
    "WEN": "WUN",
}
_SECOND_WHOLE: Final = {"ZHI": "JR", "CHI": "CHR", "SHI": "SHR", "RI": "R", "ZI": "TZ", "CI": "TSZ", "SI": "SZ", "YONG": "YUNG"}
_SECOND_INITIALS: Final = {"ZH": "J", "CH": "CH", "SH": "SH", "Q": "CH", "X": "SH", "Z": "TZ", "C": "TS"}
_SECOND_FINALS: Final = {"AO": "AU", "IAO": "IAU", "IU": "IOU", "UI": "UEI", "ONG": "UNG", "IONG": "IUNG"}
_PARTS: Final = re.compile("(ZH|CH|SH|[BPMFDTNLGKHJQXRZCS])?(.*)")


@lru_cache(maxsize=1024)
def spelt(syllable: str) -> tuple[str, ...]:
    """The spellings of a syllable of Hanyu Pinyin (Ü stays as such) under both systems."""
    if syllable[0] in "AEOWY":
        whole = (_TONGYONG_WHOLE.get(syllable, syllable), _SECOND_WHOLE.get(syllable, syllable.replace("AO", "AU")))
        return tuple(dict.fromkeys(whole))
    found = _PARTS.fullmatch(syllable)
    initial, final = (found[1] or "", found[2]) if found else ("", syllable)
    if (initial in {"J", "Q", "X"} and final.startswith("U")) or final.startswith("Ü"):
        final = "Ü" + final[1:]
    return tuple(dict.fromkeys([_tongyong(syllable, initial, final), _second(syllable, initial, final)]))


def _tongyong(syllable: str, initial: str, final: str) -> str:
    if syllable in _TONGYONG_WHOLE:
        return _TONGYONG_WHOLE[syllable]
    start = {"ZH": "JH", "Q": "C", "X": "S"}.get(initial, initial)
    end = {"IU": "IOU", "UI": "UEI", "IONG": "YONG"}.get(final, final)
    return start + end.replace("Ü", "YU")


def _second(syllable: str, initial: str, final: str) -> str:
    if syllable in _SECOND_WHOLE:
        return _SECOND_WHOLE[syllable]
    end = _SECOND_FINALS.get(final, final).replace("Ü", "IU")
    return _SECOND_INITIALS.get(initial, initial) + end
