"""One field for everything: a number, a name, a receipt, a folder, or what a scanner types. Which of them it is, is told here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mumian.foundation.identifiers import LETTERS, NumberRefused, parse_citizen_number
from mumian.foundation.identifiers.base import as_typed
from mumian.foundation.identifiers.residents import OldPermanentResidenceNumber, PermanentResidenceNumber
from mumian.foundation.mrz import LAYOUTS, Zone, parse

STATUS: Final = "/status/of/"
"""What stands before the token in the address that a receipt's QR code holds."""
FILLER: Final = "<"
CITIZEN, OLD = 18, 15
OF_RESIDENTS: Final = "9"
"""The first digit of a permanent residence number of today; citizen numbers never begin with it."""
SHORTEST: Final = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, in every way in which it may be meant; they are tried in this order."""

    token: str = ""
    zone: Zone | None = None
    code: str = ""
    number: str = ""
    name: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing was typed."""
        return self == Asked()


def understood(written: str) -> Asked:
    """Read the field. Raises NumberRefused or ZoneRefused with the sentence for a number or zone that cannot be right."""
    text = written.strip()
    if STATUS in text:
        return Asked(token=text.partition(STATUS)[2].strip("/ "))
    if FILLER in text:
        zone = parse(_lines(text))
        return Asked(zone=zone, number=zone.document_number)
    sign = as_typed(text)
    if not any(one.isdigit() for one in sign):
        return Asked(code=_code(sign), name=text)
    return Asked(code=_code(sign), number=_number(sign))


def _lines(text: str) -> list[str]:
    """The lines of a zone; a scanner may run them together."""
    rows = text.split()
    if len(rows) > 1:
        return rows
    whole = rows[0]
    shapes = {layout.lines * layout.length: layout for layout in LAYOUTS.values()}
    shape = shapes.get(len(whole))
    if shape is None:
        return rows
    return [whole[at : at + shape.length] for at in range(0, len(whole), shape.length)]


def _code(sign: str) -> str:
    try:
        return LETTERS.parse(sign)
    except NumberRefused:
        return ""


def _number(sign: str) -> str:
    """The number as it is kept; those with a check character are refused when it does not fit."""
    if len(sign) == CITIZEN and sign[:-1].isdigit():
        return PermanentResidenceNumber.parse(sign).value if sign[0] == OF_RESIDENTS else parse_citizen_number(sign).value
    if len(sign) == OLD and sign.isdigit():
        return parse_citizen_number(sign).value
    if len(sign) == OLD and sign[:3].isalpha() and sign[3:].isdigit():
        return OldPermanentResidenceNumber.parse(sign).value
    return sign
