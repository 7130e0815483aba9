"""What identity and document numbers say about two people.

A citizen number of 18 characters carries its check (GB 11643, ISO 7064 MOD 11-2), so two valid ones that differ belong to two
people, and one that fails is damaged: by one wrong character or one swap it may still be the other. Old numbers of 15 digits are
upgraded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from mumian.clearance.rules.reasons import ReasonCode
from mumian.foundation.identifiers import NumberRefused, PermanentResidenceNumber, Sex, parse_citizen_number
from mumian.foundation.identifiers.base import as_typed

_SHAPE: Final = re.compile(r"\d{15}|\d{17}[\dX]")


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A number as compared: its plain signs, whether it is a citizen's and whether its check holds."""

    plain: str
    is_citizen: bool
    is_valid: bool
    was_short: bool = False
    birth: date | None = None
    sex: Sex | None = None


@lru_cache(maxsize=65536)
def identity_number(written: str) -> IdentityNumber | None:
    """The number, or None where nothing is written."""
    plain = re.sub(r"[^0-9A-Z]", "", as_typed(written))
    if not plain:
        return None
    if _SHAPE.fullmatch(plain) and not plain.startswith("9"):
        try:
            number = parse_citizen_number(plain)
        except NumberRefused:
            return IdentityNumber(plain, is_citizen=True, is_valid=False)
        return IdentityNumber(
            number.value, is_citizen=True, is_valid=True, was_short=len(plain) == 15, birth=number.birth_date, sex=number.sex
        )
    if 16 <= len(plain) <= 19 and plain[:-1].isdigit() and not plain.startswith("9"):
        return IdentityNumber(plain, is_citizen=True, is_valid=False)
    try:
        PermanentResidenceNumber.parse(plain)
    except NumberRefused:
        return IdentityNumber(plain, is_citizen=False, is_valid=False)
    return IdentityNumber(plain, is_citizen=False, is_valid=True)


@lru_cache(maxsize=65536)
def compare_identity(one: str, other: str) -> ReasonCode:
    """What two identity numbers say."""
    first, second = identity_number(one), identity_number(other)
    if first is None or second is None:
        return ReasonCode.ID_SILENT
    if first.plain == second.plain:
        return ReasonCode.ID_SAME_15_18 if first.was_short != second.was_short else ReasonCode.ID_SAME
    if first.is_valid and second.is_valid:
        return ReasonCode.ID_OTHER_VALID if first.is_citizen == second.is_citizen else ReasonCode.ID_OTHER
    if first.is_citizen and second.is_citizen and is_slip(first.plain, second.plain):
        return ReasonCode.ID_DAMAGED
    if not first.is_citizen and not second.is_citizen and len(first.plain) > 6 and is_slip(first.plain, second.plain):
        return ReasonCode.ID_DAMAGED
    return ReasonCode.ID_OTHER


_SIGNS_BETWEEN: Final = re.compile(r"[^0-9A-Z]")
_READ_AS_ONE: Final = str.maketrans("OIQ", "010")


@lru_cache(maxsize=65536)
def compare_documents(one: str, other: str) -> ReasonCode:
    """What two numbers of passports or permits say; another number says little, for documents are renewed."""
    first, second = document_number(one), document_number(other)
    if not first or not second:
        return ReasonCode.DOC_SILENT
    if first == second:
        return ReasonCode.DOC_SAME
    return ReasonCode.DOC_NEAR if len(first) > 6 and is_slip(first, second) else ReasonCode.DOC_OTHER


def document_number(written: str) -> str:
    """The number of a passport or permit with the signs made one that machines read for one another."""
    return _SIGNS_BETWEEN.sub("", as_typed(written)).translate(_READ_AS_ONE) if written else ""


def is_slip(one: str, other: str) -> bool:
    """Whether one is the other with one sign wrong, lost or added, or two neighbours swapped."""
    if len(one) == len(other):
        apart = [place for place, (x, y) in enumerate(zip(one, other, strict=True)) if x != y]
        if len(apart) == 1:
            return True
        return (
            len(apart) == 2 and apart[1] == apart[0] + 1 and one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]
        )
    shorter, longer = sorted((one, other), key=len)
    return len(longer) == len(shorter) + 1 and any(
        longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer))
    )
