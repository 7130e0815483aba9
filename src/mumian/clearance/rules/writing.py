"""Names as they are written: made even, so that one name in two writings is one form. The original is kept elsewhere.

Compatibility ideographs and full-width letters are folded (Unicode NFKC); signs that older encodings kept in private places are
moved to where they stand today (GB 18030-2005, table of changes to GB 18030-2000); traditional characters become simplified
(TSCharacters of OpenCC); forms of one character that names use side by side become one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Final

from mumian.clearance.rules.tables import lines, ways

DOTS: Final = frozenset("·•・‧∙⋅●.．﹒･᛫⸱ꞏ-‐‑–")  # they look alike: that is the point
"""What stands between the parts of a minority person's name, as people type it. The middle dot U+00B7 is the right one."""

NEAR_SIGNS: Final = frozenset({"肖萧", "付傅", "代戴", "兰蓝", "丘邱", "闫阎", "喆哲", "佑祐"})
"""Characters of their own that everyday writing mixes up in names: near each other, not the same."""


# CJK ideographs of the plane, its first extension, compatibility forms, and the planes beyond it.
_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇]")
_PLAIN: Final = re.compile("[\u4e00-\u9fff]+")
_HANGUL: Final = re.compile("[\uac00-\ud7a3]")
_UNSEEN: Final = re.compile("[\u200b-\u200f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Selectors of glyph variants, and joiners."""


def is_han(sign: str) -> bool:
    """Whether the sign is an ideograph."""
    return _HAN.match(sign) is not None


def is_plain(name: str) -> bool:
    """Whether the name is a row of common ideographs and nothing else."""
    return _PLAIN.fullmatch(name) is not None


def is_hangul(sign: str) -> bool:
    """Whether the sign is a Korean syllable."""
    return _HANGUL.match(sign) is not None


@lru_cache(maxsize=65536)
def even(name: str) -> str:
    """The name in one writing: folded, moved, simplified; dots become `·`, blanks single, letters capital."""
    if is_plain(name):  # most names: nothing in them can be folded or moved
        return name.translate(_one_form())
    name = name.translate(_moved())
    name = unicodedata.normalize("NFKC", name)
    name = _UNSEEN.sub("", name)
    name = "".join("·" if sign in DOTS and not _between_latin(name, place) else sign for place, sign in enumerate(name))
    return " ".join(name.translate(_one_form()).upper().split())


def _between_latin(name: str, place: int) -> bool:
    """A hyphen or full stop beside Latin letters belongs to the spelling and is no dot between parts."""
    before = name[place - 1] if place else ""
    after = name[place + 1] if place + 1 < len(name) else ""
    return (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())


def han_of(name: str) -> str:
    """The ideographs of an even name, with the dot between parts; empty when it is not written in them."""
    signs = [sign for sign in name if is_han(sign) or sign == "·"]
    return "".join(signs).strip("·") if any(sign != "·" for sign in signs) else ""


@lru_cache(maxsize=1)
def _moved() -> dict[int, str]:
    """Characters that older encodings kept in private places."""
    return {int(place, 16): chr(int(sign, 16)) for place, (sign,) in ways("moved.tsv").items()}


@lru_cache(maxsize=1)
def _one_form() -> dict[int, str]:
    """What is written instead of a character: the simplified one, then the one form of several."""
    table: dict[int, str] = {}
    for line in (files("opencc") / "dictionary" / "TSCharacters.txt").read_text(encoding="utf-8").splitlines():
        written, _, forms = line.partition("\t")
        if len(written) == 1 and forms:
            table[ord(written)] = forms.split()[0]
    for group in lines("together.txt"):
        kept = table.get(ord(group[0]), group[0])
        table |= {ord(other): kept for other in group[1:]}
    return table
