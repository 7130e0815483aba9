"""Files of an invented population register."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

from mumian.foundation.identifiers import CitizenNumber
from mumian.foundation.identifiers.checks import mod_11_2
from mumian.people.services import LoadedRegister, load_register
from mumian.people.terms import RejectedLine

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
HEADING = "number,name,sex,birth_date,division,state"
ADULT = "440199199001010017,木棉一,M,1990-01-01,440104,registered"
CHILD = "440199201501010021,木棉小,F,2015-01-01,440104,registered"


def register_file(*lines: str, heading: str = HEADING, encoding: str = "utf-8", end: str = "\n") -> io.BytesIO:
    """A file with these lines."""
    return io.BytesIO("".join(f"{line}{end}" for line in (heading, *lines)).encode(encoding))


def citizen(position: int, name: str = "木棉一") -> str:
    """The line of one of very many invented men."""
    born = f"19{50 + position // 20000 % 50:02}0101"
    body = f"440199{born}{position % 500 * 2 + 1:03}"
    return f"{CitizenNumber(body + mod_11_2(body))},{name},M,{born},440104,正常"


def load(
    file: io.BytesIO, *, version: str = "2026-09", at: datetime = AT, announced: int | None = None
) -> tuple[LoadedRegister, Sequence[RejectedLine]]:
    """Load a file; answers also what was rejected."""
    rejected: list[RejectedLine] = []
    return load_register(file=file, version=version, at=at, reject=rejected.append, announced=announced), rejected
