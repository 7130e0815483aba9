"""What kind of file it is, before anything of it is believed: its encoding, its length, whether it is whole.

Memory does not grow with the file: it is read line by line, and a line has a longest length.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from mumian.foundation.words import Text
from mumian.people.errors import REGISTER_ENCODING, REGISTER_LONG_LINE, REGISTER_OTHER_LENGTH, REGISTER_TORN, RegisterFileRefused
from mumian.people.terms import RegisterEncoding

LONGEST_LINE: Final = 4096
SAMPLE: Final = 500

# The longer marks first: that of UTF-32 begins with that of UTF-16.
MARKS: Final = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
UNMARKED: Final = Text("不带 BOM 的 UTF-16 或二进制", "UTF-16 without a mark, or no text at all")
UNKNOWN: Final = Text("未知编码", "an unknown encoding")
FREQUENT_IN_GB: Final = range(0xB0, 0xD8)
"""First bytes of the 3,755 frequent characters of GB 2312."""
FREQUENT_IN_BIG5: Final = range(0xA4, 0xC7)
"""First bytes of the 5,401 frequent characters of Big5."""


@dataclass(frozen=True, slots=True)
class Survey:
    """A file that may be read: `lines` counts what is written below the heading, without empty lines."""

    encoding: RegisterEncoding
    lines: int
    digest: str


def survey(file: BinaryIO, *, announced: int | None = None) -> Survey:
    """Read the file once to its end. Raises RegisterFileRefused for other encodings, torn files and another number of lines.

    A file ends with a line end, or has as many lines as were announced: otherwise nobody could tell that its end is missing.
    """
    digest, tally = hashlib.sha256(), _Tally()
    number, filled, whole = 0, 0, True
    for number, line in numbered_lines(file):  # the last number is needed below
        digest.update(line)
        tally.take(line, first=number == 1)
        whole = line.endswith(b"\n")
        filled += bool(line.strip())
    if not whole and announced is None:
        raise RegisterFileRefused(REGISTER_TORN.filled(line=number))
    found = max(filled - 1, 0)
    if announced is not None and found != announced:
        raise RegisterFileRefused(REGISTER_OTHER_LENGTH.filled(wanted=announced, found=found))
    return Survey(encoding=tally.encoding(), lines=found, digest=digest.hexdigest())


def numbered_lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines as they lie in the file, from 1. Raises RegisterFileRefused for one that is too long to be a line."""
    for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE + 1), b""), start=1):
        if len(line) > LONGEST_LINE:
            raise RegisterFileRefused(REGISTER_LONG_LINE.filled(line=number, most=LONGEST_LINE))
        yield number, line


class _Tally:
    """Counts which lines speak for which encoding, so that one spoilt line in a million decides nothing."""

    def __init__(self) -> None:
        self.marked = False
        self.in_utf_8 = 0
        self.other = 0
        self.sample: list[bytes] = []

    def take(self, line: bytes, *, first: bool) -> None:
        if first:
            for mark, name in MARKS:
                if line.startswith(mark):
                    raise RegisterFileRefused(REGISTER_ENCODING.filled(encoding=name))
            self.marked = line.startswith(codecs.BOM_UTF8)
        if b"\0" in line:
            raise RegisterFileRefused(REGISTER_ENCODING.filled(encoding=UNMARKED))
        if line.isascii():
            return
        if _decodes(line, "utf-8"):
            self.in_utf_8 += 1
        else:
            self.other += 1
            if len(self.sample) < SAMPLE:
                self.sample.append(line)

    def encoding(self) -> RegisterEncoding:
        if self.marked:
            return RegisterEncoding.UTF_8_BOM
        if self.in_utf_8 >= self.other:
            return RegisterEncoding.UTF_8
        if _share(self.sample, "big5", FREQUENT_IN_BIG5) > 0.9 and _share(self.sample, "gb2312", FREQUENT_IN_GB) < 0.5:  # noqa: PLR2004  # nearly all, and not even half
            raise RegisterFileRefused(REGISTER_ENCODING.filled(encoding="Big5"))
        if sum(_decodes(line, "gb18030") for line in self.sample) * 2 < len(self.sample):
            raise RegisterFileRefused(REGISTER_ENCODING.filled(encoding=UNKNOWN))
        return RegisterEncoding.GB_18030


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _share(sample: Iterable[bytes], encoding: str, frequent: range) -> float:
    """Which part of the Chinese characters, read in this encoding, are frequent ones; what cannot be read is not."""
    good = total = 0
    for line in sample:
        for sign in line.decode(encoding, errors="replace"):
            if not sign.isascii():
                total += 1
                good += sign != "\ufffd" and sign.encode(encoding)[0] in frequent
    return good / total if total else 0.0
