"""Code 128 (ISO/IEC 15417) and QR codes (ISO/IEC 18004) as pictures for pages and paper.

A code is a grid of dark and light modules with its quiet zone. Pages and paper take `svg`, devices take `png`.
The two libraries load a drawing library besides, so they are loaded with the first code that is drawn, not with the pages.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import groupby
from typing import Any

QR_QUIET_ZONE = 4
CODE_128_QUIET_ZONE = 10
CODE_128_HEIGHT = 40
PAIR_99 = 99
FIRST_PRINTABLE, LAST_PRINTABLE = " ", "~"


@dataclass(frozen=True, slots=True)
class Barcode:
    """A code as rows of modules, True where dark; each row is `row_height` modules high. `text` is what a reader gives back."""

    text: str
    rows: tuple[tuple[bool, ...], ...]
    row_height: int = 1

    @property
    def width(self) -> int:
        """Modules across, the quiet zone included."""
        return len(self.rows[0])

    @property
    def height(self) -> int:
        """Modules down, the quiet zone included."""
        return len(self.rows) * self.row_height

    def svg(self, *, label: str = "") -> str:
        """A picture without style or script, one unit a module; `label` is read to those who do not see it."""
        named = f' role="img" aria-label="{escape(label)}"' if label else ' aria-hidden="true"'
        bars = "".join(f"M{x} {y * self.row_height}h{width}v{self.row_height}h-{width}z" for x, y, width in self._bars())
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'width="{self.width}" height="{self.height}" shape-rendering="crispEdges"{named}>'
            f'<path fill="#fff" d="M0 0h{self.width}v{self.height}h-{self.width}z"/><path fill="#000" d="{bars}"/></svg>'
        )

    def png(self, *, scale: int = 4) -> bytes:
        """A black-and-white picture with `scale` pixels a module."""
        lines = b"".join(
            (b"\0" + _packed([not dark for dark in row for _ in range(scale)])) * (self.row_height * scale) for row in self.rows
        )
        head = struct.pack(">IIBBBBB", self.width * scale, self.height * scale, 1, 0, 0, 0, 0)
        chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)

    def _bars(self) -> Iterator[tuple[int, int, int]]:
        """Runs of dark modules as (x, row, width)."""
        for y, row in enumerate(self.rows):
            x = 0
            for dark, run in groupby(row):
                width = len(tuple(run))
                if dark:
                    yield x, y, width
                x += width


def qr(text: str) -> Barcode:
    """A QR code that bears the loss of about 15 % of its modules (level M). ValueError when it is too long or empty."""
    if not text:
        raise ValueError("A code holds at least one character.")
    import segno  # noqa: PLC0415  # see the module's first lines

    # Without its encoding named, a reader may take "¡" for a Japanese full stop; without the mode named, the library may take the
    # bytes of UTF-8 for Japanese ones. Plain ASCII needs neither and is packed more tightly.
    plain = text.isascii()
    mode = None if plain else "byte"
    code = segno.make_qr(text, error="m", boost_error=False, encoding="utf-8", mode=mode, eci=not plain)
    rows = code.matrix_iter(scale=1, border=QR_QUIET_ZONE)
    return Barcode(text=text, rows=tuple(tuple(bool(module) for module in row) for row in rows))


def code_128(text: str) -> Barcode:
    """A Code 128 of printable ASCII; pairs of digits take half the room. Raises ValueError for anything else."""
    if not text or not all(FIRST_PRINTABLE <= sign <= LAST_PRINTABLE for sign in text):
        raise ValueError(f"Code 128 holds printable ASCII only, not {text!r}.")
    quiet = (False,) * CODE_128_QUIET_ZONE
    bars = tuple(module == "1" for module in _code_128_of_the_library()(text).build()[0])
    return Barcode(text=text, rows=((*quiet, *bars, *quiet),), row_height=CODE_128_HEIGHT)


@cache
def _code_128_of_the_library() -> Callable[[str], Any]:
    """The library's, without its loss: it takes a pair 99 at the beginning for a switch to the set it is in, and drops it."""
    from barcode.codex import Code128  # type: ignore[import-untyped]  # no types  # noqa: PLC0415  # see the module's first lines

    class Whole(Code128):  # type: ignore[misc]  # the package carries no types
        def _try_to_optimize(self, encoded: list[int]) -> list[int]:
            return encoded if encoded[1] == PAIR_99 else super()._try_to_optimize(encoded)

    return Whole


def _packed(pixels: list[bool]) -> bytes:
    """Eight pixels a byte, the first in the highest bit, the last byte filled up with white."""
    pixels = pixels + [True] * (-len(pixels) % 8)
    return int("".join("1" if white else "0" for white in pixels), 2).to_bytes(len(pixels) // 8)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
