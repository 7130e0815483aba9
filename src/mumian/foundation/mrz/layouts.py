"""Where each thing stands in each machine-readable zone. Lines and positions are counted from 1, both ends included.

TD1, TD2, TD3 and the visas: ICAO Doc 9303 parts 5, 6, 4 and 7. The Chinese layouts are known from public readers; the meaning of
the codes CD and CT and the content of line 2 of the residents' permits are of medium certainty.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LayoutCode(StrEnum):
    """The layouts that can be composed and parsed."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"
    MRVA = "MRVA"
    MRVB = "MRVB"
    CN_EEP1 = "CN_EEP1"
    CN_HRP3 = "CN_HRP3"


class Signs(StrEnum):
    """What may stand in a field, beside the filler."""

    ANY = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    DIGITS = "0123456789"
    SEX = "MF"
    CENTURY = "ABC"


@dataclass(frozen=True, slots=True)
class Field:
    """A stretch of one line that holds one thing; `name` is the attribute of a `Zone`."""

    name: str
    line: int
    start: int
    end: int
    signs: Signs = Signs.ANY

    @property
    def width(self) -> int:
        """How many signs it holds."""
        return self.end - self.start + 1


@dataclass(frozen=True, slots=True)
class Check:
    """A check digit over the field `of`."""

    of: str
    line: int
    position: int


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of zone. `composite` names the stretches (line, start, end) under the composite check digit, which stands last."""

    code: LayoutCode
    lines: int
    length: int
    fields: tuple[Field, ...]
    checks: tuple[Check, ...]
    composite: tuple[tuple[int, int, int], ...] = ()
    composite_at: tuple[int, int] | None = None
    takes_long_numbers: bool = False

    def field(self, name: str) -> Field:
        """The field of this name; KeyError when the layout has none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    def has(self, name: str) -> bool:
        """Whether the layout has a field of this name."""
        return any(field.name == name for field in self.fields)


def _two_lines(code: LayoutCode, length: int, *, optional_end: int, more: tuple[Check, ...] = ()) -> Layout:
    """The common ground of TD2, TD3 and the visas: only the end of line 2 differs."""
    has_composite = optional_end < length
    return Layout(
        code=code,
        lines=2,
        length=length,
        fields=(
            Field("document_code", 1, 1, 2, Signs.LETTERS),
            Field("issuer", 1, 3, 5, Signs.LETTERS),
            Field("name", 1, 6, length, Signs.LETTERS),
            Field("document_number", 2, 1, 9),
            Field("nationality", 2, 11, 13, Signs.LETTERS),
            Field("born", 2, 14, 19, Signs.DIGITS),
            Field("sex", 2, 21, 21, Signs.SEX),
            Field("expires", 2, 22, 27, Signs.DIGITS),
            Field("optional", 2, 29, optional_end),
        ),
        checks=(Check("document_number", 2, 10), Check("born", 2, 20), Check("expires", 2, 28), *more),
        composite=((2, 1, 10), (2, 14, 20), (2, 22, length - 1)) if has_composite else (),
        composite_at=(2, length) if has_composite else None,
        takes_long_numbers=code is LayoutCode.TD2,
    )


TD3 = _two_lines(LayoutCode.TD3, 44, optional_end=42, more=(Check("optional", 2, 43),))
TD2 = _two_lines(LayoutCode.TD2, 36, optional_end=35)
MRVA = _two_lines(LayoutCode.MRVA, 44, optional_end=44)
MRVB = _two_lines(LayoutCode.MRVB, 36, optional_end=36)

TD1 = Layout(
    code=LayoutCode.TD1,
    lines=3,
    length=30,
    fields=(
        Field("document_code", 1, 1, 2, Signs.LETTERS),
        Field("issuer", 1, 3, 5, Signs.LETTERS),
        Field("document_number", 1, 6, 14),
        Field("optional", 1, 16, 30),
        Field("born", 2, 1, 6, Signs.DIGITS),
        Field("sex", 2, 8, 8, Signs.SEX),
        Field("expires", 2, 9, 14, Signs.DIGITS),
        Field("nationality", 2, 16, 18, Signs.LETTERS),
        Field("optional2", 2, 19, 29),
        Field("name", 3, 1, 30, Signs.LETTERS),
    ),
    checks=(Check("document_number", 1, 15), Check("born", 2, 7), Check("expires", 2, 15)),
    composite=((1, 6, 30), (2, 1, 7), (2, 9, 15), (2, 19, 29)),
    composite_at=(2, 30),
    takes_long_numbers=True,
)

CN_EEP1 = Layout(
    code=LayoutCode.CN_EEP1,
    lines=1,
    length=30,
    fields=(
        Field("document_code", 1, 1, 2, Signs.LETTERS),
        Field("document_number", 1, 3, 11),
        Field("expires", 1, 14, 19, Signs.DIGITS),
        Field("born", 1, 22, 27, Signs.DIGITS),
    ),
    checks=(Check("document_number", 1, 12), Check("expires", 1, 20), Check("born", 1, 28)),
    composite=((1, 3, 12), (1, 14, 20), (1, 22, 28)),
    composite_at=(1, 30),
)

_RESIDENT = (
    Field("document_code", 1, 1, 2, Signs.LETTERS),
    Field("document_number", 1, 3, 11),
    Field("issue_count", 1, 13, 14),
    Field("expires", 1, 16, 21, Signs.DIGITS),
    Field("sex", 1, 23, 23, Signs.SEX),
    Field("born", 1, 24, 29, Signs.DIGITS),
    Field("reserved", 2, 1, 18),
    Field("birth_century", 2, 19, 19, Signs.CENTURY),
    Field("home_id_number", 2, 20, 28),
)


def _resident(*last_line: Field) -> Layout:
    """The permits of residents differ in their last line only."""
    return Layout(
        code=LayoutCode.CN_HRP3,
        lines=3,
        length=30,
        fields=(*_RESIDENT, *last_line),
        checks=(
            Check("document_number", 1, 12),
            Check("issue_count", 1, 15),
            Check("expires", 1, 22),
            Check("born", 1, 30),
            Check("home_id_number", 2, 29),
        ),
        composite=((1, 3, 22), (1, 24, 30), (2, 20, 29)),
        composite_at=(2, 30),
    )


CN_HRP3 = _resident(Field("name", 3, 1, 30, Signs.LETTERS))
CN_HRP3_TAIWAN = _resident(Field("name", 3, 1, 26, Signs.LETTERS), Field("issue_place", 3, 27, 30))
TAIWAN_RESIDENT = "CT"

LAYOUTS = {layout.code: layout for layout in (TD1, TD2, TD3, MRVA, MRVB, CN_EEP1, CN_HRP3)}


def layout_of(code: LayoutCode, document_code: str) -> Layout:
    """The layout of this code; the card of Taiwan residents keeps four signs of its last line for the place of issue."""
    return CN_HRP3_TAIWAN if code is LayoutCode.CN_HRP3 and document_code == TAIWAN_RESIDENT else LAYOUTS[code]
