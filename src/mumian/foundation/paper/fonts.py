"""The fonts of paper, and which characters they can show.

The fonts come with the installation, so that the same sheet looks the same on every machine.
"""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn

FONT_FILES = (pylopdf_fonts_zh_cn.sans_path(), pylopdf_fonts_zh_cn.serif_path())
FONT_FOLDER = FONT_FILES[0].parent
BLANKS = frozenset("\n\r\t\u200b\ufeff")
LATIN_OF_THE_COMPILER = range(0x00A1, 0x0180)
"""Latin letters with marks in "Libertinus Serif", which the typesetting library carries within itself."""
MAPS_OF_UNICODE = {(0, 3), (0, 4), (3, 1), (3, 10)}


def unprintable(text: str) -> tuple[str, ...]:
    """The characters of a text that no font of paper can show, each once, in their order."""
    shown = _covered()
    return tuple(dict.fromkeys(sign for sign in text if sign not in BLANKS and ord(sign) not in shown))


@cache
def _covered() -> frozenset[int]:
    """Every code point that a font shows."""
    return frozenset(LATIN_OF_THE_COMPILER).union(*(_code_points(path) for path in FONT_FILES))


def _code_points(path: Path) -> set[int]:
    """The code points in the character map of an OpenType file (ISO/IEC 14496-22, table cmap, formats 4 and 12)."""
    font = path.read_bytes()
    (tables,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4sIII", font, 12 + 16 * index) for index in range(tables))
    start = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    (maps,) = struct.unpack_from(">H", font, start + 2)
    points: set[int] = set()
    for index in range(maps):
        platform, encoding, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * index)
        (form,) = struct.unpack_from(">H", font, start + offset)
        if (platform, encoding) in MAPS_OF_UNICODE and form in READERS:
            points |= READERS[form](font, start + offset)
    return points


def _segments(font: bytes, start: int) -> set[int]:
    """Format 4: runs of the Basic Multilingual Plane; glyph 0 means that there is none."""
    (double,) = struct.unpack_from(">H", font, start + 6)
    count = double // 2
    ends, firsts, deltas, ranges = (
        struct.unpack_from(f">{count}H", font, start + 14 + part * double + (2 if part else 0)) for part in range(4)
    )
    points: set[int] = set()
    for index, (first, last, delta, offset) in enumerate(zip(firsts, ends, deltas, ranges, strict=True)):
        here = start + 16 + 3 * double + 2 * index
        for point in range(first, min(last, 0xFFFE) + 1):
            glyph = struct.unpack_from(">H", font, here + offset + 2 * (point - first))[0] if offset else point
            if offset == 0 or glyph:
                glyph = (glyph + delta) & 0xFFFF
            if glyph:
                points.add(point)
    return points


def _groups(font: bytes, start: int) -> set[int]:
    """Format 12: groups of the whole of Unicode."""
    (count,) = struct.unpack_from(">I", font, start + 12)
    groups = (struct.unpack_from(">III", font, start + 16 + 12 * index) for index in range(count))
    return {point for first, last, glyph in groups for point in range(first, last + 1) if glyph + point - first}


READERS = {4: _segments, 12: _groups}
