"""Reads the bytes of ESC/POS back, as a printer does, and says what would stand on the paper: the simulator's eye."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from mumian.gateways.printers.escpos import ENCODING

LENGTHS: Final = {b"\x1b@": 0, b"\x1c&": 0, b"\x1ba": 1, b"\x1bE": 1, b"\x1bd": 1, b"\x1d!": 1, b"\x1dV": 2}
"""How many bytes follow each command that our slips use."""


class NotUnderstoodError(ValueError):
    """A command that this printer does not know: a real one might print rubbish."""


@dataclass
class Paper:
    """What has come out: rows of text with their size, codes, and whether it was cut."""

    rows: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    is_cut: bool = False

    def text(self) -> str:
        """The paper as plain text: large rows are marked by their size, codes stand in brackets."""
        return "\n".join(self.rows) + ("\n" + "-" * 12 + " cut " + "-" * 12 + "\n" if self.is_cut else "\n")


def printed(data: bytes) -> Paper:
    """What these bytes put on paper. Raises NotUnderstoodError."""
    paper, row, size, at, pending = Paper(), bytearray(), 1, 0, ""
    while at < len(data):
        head = bytes(data[at : at + 2])
        if head == b"\x1d(" and data[at + 2 : at + 3] == b"k":
            length = int.from_bytes(data[at + 3 : at + 5], "little")
            command = data[at + 5 : at + 5 + length]
            at += 5 + length
            if command[:3] == b"\x31\x50\x30":
                pending = command[3:].decode("ascii")
            elif command[:2] == b"\x31\x51":
                paper.codes.append(pending)
                paper.rows.append(f"[QR {pending}]")
        elif head in LENGTHS:
            values = data[at + 2 : at + 2 + LENGTHS[head]]
            at += 2 + LENGTHS[head]
            if head == b"\x1d!":
                size = (values[0] & 0x0F) + 1
            elif head == b"\x1bd":
                paper.rows.extend([""] * values[0])
            elif head == b"\x1dV":
                paper.is_cut = True
        elif data[at] == ord("\n"):
            words = bytes(row).decode(ENCODING)
            paper.rows.append(f"{'#' * (size - 1)} {words}" if size > 1 and words else words)
            row.clear()
            at += 1
        elif data[at] < ord(" "):
            raise NotUnderstoodError(f"byte {data[at]:#04x} at {at}")
        else:
            row.append(data[at])
            at += 1
    return paper
