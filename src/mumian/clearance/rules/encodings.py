"""In which encoding a file is written: UTF-8 with or without a mark, or GB 18030; others are named and refused.

Lines speak for an encoding, so that one spoilt line in a million decides nothing. Bytes of other encodings often decode as
GB 18030, too, and give other characters: so what is read must look like names, and better than it would in any other encoding.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from mumian.clearance.errors import LoadRefused
from mumian.clearance.rules.tables import lines
from mumian.clearance.rules.writing import even, is_han
from mumian.foundation.words import Text

WRONG_ENCODING: Final = Text(
    "未读取：文件编码是{name}。请另存为 UTF-8 或 GB 18030 后重试；没有任何改动。",
    "Nothing was read: the file is written in {name}. Save it as UTF-8 or GB 18030 and try again; nothing was changed.",
)
UNKNOWN: Final = Text("无法识别的编码（不是 UTF-8，也不是 GB 18030）", "an encoding that is neither UTF-8 nor GB 18030")
MARKS: Final = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
UNMARKED: Final = Text("不带标记的 UTF-16 或 UTF-32", "UTF-16 or UTF-32 without a mark")
UNMARKED_FROM: Final = 0.2
"""Such a part of the first block is NUL where letters take two bytes or four."""
SAMPLE: Final = 500
"""So many lines that are not in UTF-8 are looked at."""
SURE: Final = 0.6
"""Such a part of the signs must look right in another encoding before it is named."""
BETTER: Final = 0.25
"""And so much more than in GB 18030."""


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A file that was read once: its fingerprint, and the Python name of its encoding."""

    digest: bytes
    encoding: str


def survey(blocks: Iterable[bytes]) -> Surveyed:
    """Read all blocks of a file once, keeping none. Raises LoadRefused, naming the encoding."""
    digest, tally, rest, is_first = hashlib.sha256(), _Tally(), b"", True
    for block in blocks:
        digest.update(block)
        if is_first:
            _check_start(block)
            is_first = False
        whole, _, rest = (rest + block).rpartition(b"\n")
        tally.take(whole)
        if len(rest) > len(block):  # no line is so long: it speaks for itself, and what follows as well
            tally.take(rest)
            rest = b""
    tally.take(rest, torn=True)
    return Surveyed(digest.digest(), tally.encoding())


def _check_start(block: bytes) -> None:
    for mark, name in MARKS:
        if block.startswith(mark):
            raise LoadRefused(WRONG_ENCODING.filled(name=name))
    if block.count(0) > len(block) * UNMARKED_FROM:
        raise LoadRefused(WRONG_ENCODING.filled(name=UNMARKED))


@dataclass(slots=True)
class _Tally:
    """How many lines speak for UTF-8, how many do not, and some of these."""

    in_utf_8: int = 0
    other: int = 0
    sample: list[bytes] = field(default_factory=list)

    def take(self, whole: bytes, *, torn: bool = False) -> None:
        """Count lines; the last of a file may be torn inside a character."""
        if whole.isascii():
            return
        if _decodes(whole, "utf-8", torn=torn):
            self.in_utf_8 += whole.count(b"\n") + 1
            return
        for line in whole.split(b"\n"):
            if line.isascii():
                continue
            if _decodes(line, "utf-8", torn=torn):
                self.in_utf_8 += 1
            else:
                self.other += 1
                self.sample += [line] if len(self.sample) < SAMPLE else []

    def encoding(self) -> str:
        """The Python name of the encoding. Raises LoadRefused."""
        if self.in_utf_8 >= self.other:
            return "utf-8-sig"
        as_gb = _share(self.sample, "gb18030", _looks_right)
        for name, encoding, looks in _OTHERS:
            share = _share(self.sample, encoding, looks)
            if share >= SURE and share >= as_gb + BETTER:
                raise LoadRefused(WRONG_ENCODING.filled(name=name))
        if sum(_decodes(line, "gb18030", torn=True) for line in self.sample) * 2 < len(self.sample):
            raise LoadRefused(WRONG_ENCODING.filled(name=UNKNOWN))
        return "gb18030"


def _decodes(line: bytes, encoding: str, *, torn: bool) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(line, final=not torn)
    except UnicodeDecodeError:
        return False
    return True


Looks = Callable[[str, int], bool]


def _share(sample: Sequence[bytes], encoding: str, looks: Looks) -> float:
    """Which part of the signs beyond ASCII look right when read so; what cannot be read does not."""
    good = total = 0
    for line in sample:
        read = line.decode(encoding, errors="replace")
        for place, sign in enumerate(read):
            if not sign.isascii():
                total += 1
                good += looks(read, place)
    return good / total if total else 0.0


@lru_cache(maxsize=1)
def _usual() -> frozenset[str]:
    """The 3,755 characters of the first level of GB 2312, and what names have beyond them."""
    first = (bytes([high, low]).decode("gb2312", "ignore") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    return frozenset({*first, *lines("name_signs.txt"), *"·、，。；：（）《》“”‘’　"} - {""})


@lru_cache(maxsize=32768)
def _is_usual(sign: str) -> bool:
    return even(sign) in _usual() or sign in _usual()


def _looks_chinese(read: str, place: int) -> bool:
    return _is_usual(read[place])


def _looks_japanese(read: str, place: int) -> bool:
    return "\u3040" <= read[place] <= "\u30ff" or (is_han(read[place]) and _is_usual(read[place]))


def _looks_western(read: str, place: int) -> bool:
    """A letter with a mark that stands among others of A to Z, as in names."""
    around = read[max(place - 1, 0) : place] + read[place + 1 : place + 2]
    return "\u00c0" <= read[place] <= "\u017f" and read[place] not in "×÷" and any("A" <= one.upper() <= "Z" for one in around)


def _looks_russian(read: str, place: int) -> bool:
    """A Cyrillic letter in a word that is written in capitals or with the first letter only."""
    word = _word(read, place)
    return len(word) > BY_CHANCE and all("\u0400" <= one <= "\u045f" for one in word) and (word.isupper() or word.istitle())


def _looks_right(read: str, place: int) -> bool:
    """What GB 18030 holds: an ideograph that names have, or a letter of a word that is in one other script."""
    if _is_usual(read[place]):
        return True
    word = _word(read, place)
    return len(word) > BY_CHANCE and any(all(first <= one <= last for one in word) for first, last in _SCRIPTS)


def _word(read: str, place: int) -> str:
    start = end = place
    while start and read[start - 1].isalpha():
        start -= 1
    while end < len(read) and read[end].isalpha():
        end += 1
    return read[start:end]


BY_CHANCE: Final = 2
"""So many letters of one script are soon met by chance."""
_SCRIPTS: Final = (("\u00c0", "\u024f"), ("\u0370", "\u03ff"), ("\u0400", "\u045f"), ("\u0600", "\u06ff"), ("\uac00", "\ud7a3"))
_OTHERS: Final[tuple[tuple[Any, str, Looks], ...]] = (
    ("Big5", "big5", _looks_chinese),
    ("Big5", "big5hkscs", _looks_chinese),
    ("Shift_JIS", "cp932", _looks_japanese),
    ("Windows-1252 (ISO 8859-1)", "cp1252", _looks_western),
    ("Windows-1250 (ISO 8859-2)", "cp1250", _looks_western),
    ("Windows-1251", "cp1251", _looks_russian),
    ("KOI8-R", "koi8_r", _looks_russian),
)
"""What else files are often written in: its name, Python's name, and how its signs look when it is right."""
