"""The same slip as a PDF, for a printer of the house or the visitor's own telephone."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from mumian.foundation.barcodes import qr
from mumian.foundation.paper import Sheet
from mumian.gateways.printers.slip import Code, Feed, Line, Part, Rule, Slip

TEMPLATE: Final = Path(__file__).with_name("slip.typ")


@cache
def _sheet() -> Sheet:
    return Sheet(TEMPLATE)


def slip_pdf(slip: Slip, *, title: str, at: datetime) -> bytes:
    """One page as wide as the roll and as long as the slip. Raises CannotPrint, PaperFailed."""
    data = {"language": slip.language, "title": title, "office": "", "parts": [_data(part) for part in slip.parts]}
    return _sheet().pdf(data, at=at)


def _data(part: Part) -> dict[str, object]:
    match part:
        case Line(text, size, strong, centred):
            return {"kind": "line", "text": text, "size": int(size), "strong": strong, "centred": centred}
        case Rule():
            return {"kind": "rule"}
        case Feed(lines):
            return {"kind": "feed", "lines": lines}
        case Code(text, says):
            return {"kind": "code", "svg": qr(text).svg(), "says": says}
