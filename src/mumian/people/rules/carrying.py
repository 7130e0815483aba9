"""What becomes of the documents that somebody holds when the office issues another: plain rules about kinds of documents."""

from __future__ import annotations

from typing import Final

CARRIER_OF: Final = {
    "ENDORSE_HKMO": "EEP_HKMO",
    "ENDORSE_TW": "EEP_TW",
    "VISA": "FOREIGN_PASSPORT",
    "STAY_PERMIT": "FOREIGN_PASSPORT",
    "RESIDENCE_PERMIT": "FOREIGN_PASSPORT",
}
"""In which document another one sits."""

KEPT_BESIDE: Final = frozenset(
    {"RECORD_CERT", "NATIONALITY_CERT", "EEP_TW_ONCE", "TWN_PERMIT_ONCE", "FEEP", "FTP", "LOSS_RECORD"}
)
"""Certificates and papers for one journey, of which somebody may hold several."""


def is_replaced(*, kind: str, variant: str, by_kind: str, by_variant: str) -> bool:
    """Whether a document in force ends when this one is issued: the same kind, for endorsements also the same variant.

    A new passport or permit ends the old one (Passport Law, article 11; Exit-Entry Law, article 4 on permits).
    """
    if kind != by_kind or kind in KEPT_BESIDE:
        return False
    return variant == by_variant if kind.startswith("ENDORSE_") else True
