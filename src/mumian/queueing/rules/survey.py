"""The outside survey: a sample anybody can draw again from its seed, blind numbers, and results that carry a signature."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ASPECTS: Final = ("environment", "efficiency", "attitude")
SIGNED: Final = "signature: "
OF_2005: Final = {"environment": 0.96, "efficiency": 0.95, "attitude": 0.955}
"""The survey figures that the office published for 2005, ten points above the year before."""


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """What one person answered; None where an aspect was not answered."""

    blind: str
    hall: str
    answers: tuple[bool | None, bool | None, bool | None]


def drawn(visits: Mapping[int, str], *, seed: str, size: int) -> tuple[int, ...]:
    """`size` of these visits by their numbers, in the order of SHA-256 over seed and number: the same whoever draws.

    `visits` says under which telephone each can be reached; nobody is rung twice, however often he came.
    """
    chosen: dict[str, int] = {}
    for visit in sorted(visits, key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).digest()):
        if len(chosen) == size:
            break
        chosen.setdefault(visits[visit], visit)
    return tuple(chosen.values())


def contact_file(lines: Sequence[tuple[str, str, str]]) -> str:
    """Blind number, hall and telephone, in the order of the blind numbers, which says nothing about the visits."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["blind", "hall", "telephone"])
    writer.writerows(sorted(lines))
    return out.getvalue()


def read_results(text: str, *, sample: str, public_key: bytes) -> tuple[SurveyLine, ...] | None:
    """The lines of a results file, or None when the signature over everything above it is not the survey centre's.

    The first line names the sample; then CSV `blind,hall,environment,efficiency,attitude` with 1, 0 or nothing; the last line is
    `signature: ` and the Ed25519 signature (RFC 8032) in hexadecimal.
    """
    body, mark, signature = text.rstrip("\n").rpartition(SIGNED)
    if not mark or not body.startswith(f"sample: {sample}\n"):
        return None
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(bytes.fromhex(signature.strip()), body.encode())
    except (InvalidSignature, ValueError):
        return None
    rows = csv.DictReader(io.StringIO(body.split("\n", 1)[1]))
    try:
        return tuple(
            SurveyLine(row["blind"], row["hall"], (_said(row[ASPECTS[0]]), _said(row[ASPECTS[1]]), _said(row[ASPECTS[2]])))
            for row in rows
        )
    except (KeyError, ValueError):
        return None


def _said(cell: str) -> bool | None:
    if cell not in ("", "0", "1"):
        raise ValueError(cell)
    return None if not cell else cell == "1"
