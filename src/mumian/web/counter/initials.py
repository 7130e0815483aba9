"""The first letters of a Chinese name in pinyin, for finding a service by `hzcgq` as well as by its words.

The 3,755 common characters of GB 2312 (its first level) stand in the order of their pinyin, so that the place of a character
tells its first letter. Rarer characters, and Latin letters, are left as they are.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import Final

FIRST: Final = (
    (0xB0A1, "a"),
    (0xB0C5, "b"),
    (0xB2C1, "c"),
    (0xB4EE, "d"),
    (0xB6EA, "e"),
    (0xB7A2, "f"),
    (0xB8C1, "g"),
    (0xB9FE, "h"),
    (0xBBF7, "j"),
    (0xBFA6, "k"),
    (0xC0AC, "l"),
    (0xC2E8, "m"),
    (0xC4C3, "n"),
    (0xC5B6, "o"),
    (0xC5BE, "p"),
    (0xC6DA, "q"),
    (0xC8BB, "r"),
    (0xC8F6, "s"),
    (0xCBFA, "t"),
    (0xCDDA, "w"),
    (0xCEF4, "x"),
    (0xD1B9, "y"),
    (0xD4D1, "z"),
)
"""The first character of each letter, as its two bytes (GB 2312, rows 16 to 55)."""
LAST: Final = 0xD7F9
_STARTS: Final = [start for start, _ in FIRST]


@lru_cache(maxsize=2048)
def initials(name: str) -> str:
    """`普通护照` is `pthz`; signs that are neither common Chinese nor letters or figures fall away."""
    return "".join(_letter(sign) for sign in name)


def _letter(sign: str) -> str:
    if sign.isascii():
        return sign.lower() if sign.isalnum() else ""
    try:
        two = sign.encode("gb2312")
    except UnicodeEncodeError:
        return ""
    place = int.from_bytes(two, "big")
    return FIRST[bisect_right(_STARTS, place) - 1][1] if FIRST[0][0] <= place <= LAST else ""
