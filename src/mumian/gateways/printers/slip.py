"""What is to be read on a slip, without a word about how a printer does it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol


class Size(IntEnum):
    """How many times the height and width of running text."""

    TEXT = 1
    LARGE = 2
    HUGE = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One line or paragraph; what is too long goes on in the next line."""

    text: str
    size: Size = Size.TEXT
    strong: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Empty paper, in lines of running text."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code of this text, centred; `says` stands under it."""

    text: str
    says: str = ""


Part = Line | Rule | Feed | Code


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip from top to bottom. `name` is what a file of it is called: letters, digits, hyphens."""

    name: str
    language: str
    parts: tuple[Part, ...]


class Printer(Protocol):
    """Anything that puts a slip on paper."""

    def print(self, slip: Slip) -> None:
        """Print and cut. Raises PrinterSilent or OutOfPaper; then nothing that counts has come out."""
        ...
