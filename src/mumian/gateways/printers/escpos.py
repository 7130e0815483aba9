"""The bytes of ESC/POS, the command language of thermal printers, for paper of 80 mm (576 dots, 48 columns of font A).

Chinese goes as GB 18030 in the printer's Chinese mode (FS &), which such printers sold in China have built in: a character takes
two columns. A character outside of GB 18030's two-byte part, which small printers cannot draw, is refused by `UnprintableError`:
the caller then takes the PDF. QR codes are drawn by the printer itself (GS ( k, functions 165, 167, 169, 180, 181).
"""

from __future__ import annotations

from typing import Final

from mumian.gateways.printers.slip import Code, Feed, Line, Part, Rule, Size, Slip

COLUMNS: Final = 48
ENCODING: Final = "gb18030"
DOTS_A_MODULE: Final = 6
MOST_BYTES_OF_A_CODE: Final = 700
WIDE: Final = 2

RESET: Final = b"\x1b@"
CHINESE: Final = b"\x1c&"
CUT: Final = b"\x1dV\x42\x00"
"""Feed to the knife and cut, leaving a point, so that the slip does not fall to the floor."""
ASK_PAPER: Final = b"\x10\x04\x04"
"""DLE EOT 4: the paper sensor, answered at once."""
PAPER_ENDED: Final = 0x60
"""Bits 5 and 6 of the answer: the end of the roll has passed the sensor."""


class UnprintableError(ValueError):
    """The printer has no picture of this character."""


def encoded(slip: Slip) -> bytes:
    """The whole slip, from reset to cut. Raises UnprintableError."""
    return RESET + CHINESE + b"".join(_part(part) for part in slip.parts) + CUT


def _part(part: Part) -> bytes:
    match part:
        case Line():
            return _line(part)
        case Rule():
            return b"\x1ba\x00" + b"-" * COLUMNS + b"\n"
        case Feed(lines):
            return b"\x1bd" + bytes([lines])
        case Code():
            return _code(part)


def _line(line: Line) -> bytes:
    rows = "\n".join(folded(line.text, COLUMNS // line.size))
    return b"".join(
        [
            b"\x1ba" + (b"\x01" if line.centred else b"\x00"),
            b"\x1bE" + (b"\x01" if line.strong else b"\x00"),
            _sized(line.size),
            _text(rows),
            b"\n",
            _sized(Size.TEXT),
            b"\x1bE\x00",
        ]
    )


def _sized(size: Size) -> bytes:
    """GS ! n: width in the upper four bits, height in the lower, each less one. It holds for Chinese characters, too."""
    return b"\x1d!" + bytes([(size - 1) << 4 | (size - 1)])


def _text(text: str) -> bytes:
    for sign in text:
        if len(sign.encode(ENCODING)) > WIDE or (sign != "\n" and ord(sign) < ord(" ")):
            raise UnprintableError(sign)
    return text.encode(ENCODING)


def _code(code: Code) -> bytes:
    data = code.text.encode("ascii")
    if len(data) > MOST_BYTES_OF_A_CODE:
        raise ValueError("a QR code on a slip holds at most 700 bytes")
    commands = (
        b"\x31\x41\x32\x00",  # model 2
        b"\x31\x43" + bytes([DOTS_A_MODULE]),
        b"\x31\x45\x31",  # error correction M
        b"\x31\x50\x30" + data,
        b"\x31\x51\x30",  # print
    )
    drawn = b"".join(b"\x1d(k" + len(command).to_bytes(2, "little") + command for command in commands)
    return b"\x1ba\x01" + drawn + b"\n" + (_line(Line(code.says, centred=True)) if code.says else b"")


def width(text: str) -> int:
    """Columns that a text takes: two for what GB 18030 writes in more than one byte."""
    return sum(WIDE if len(sign.encode(ENCODING)) > 1 else 1 for sign in text)


def folded(text: str, columns: int) -> list[str]:
    """The text in rows of at most so many columns: English breaks between words, Chinese anywhere."""
    rows, row = [], ""
    for word in _words(text):
        for piece in [word] if width(word) <= columns else list(word):
            if width(row + piece) > columns:
                rows.append(row.rstrip())
                row = piece.lstrip()
            else:
                row += piece
    return [*rows, row.rstrip()]


def _words(text: str) -> list[str]:
    words: list[str] = []
    for sign in text:
        joins = words and sign.isascii() and words[-1][-1].isascii() and words[-1][-1] != " "
        if joins:
            words[-1] += sign
        else:
            words.append(sign)
    return words
