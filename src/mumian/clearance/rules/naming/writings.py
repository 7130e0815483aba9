"""Two names that are both in ideographs."""

from __future__ import annotations

from typing import Final

from mumian.clearance.rules import spelling
from mumian.clearance.rules.naming.degrees import OTHER, Degree, NameAgreement
from mumian.clearance.rules.reasons import ReasonCode
from mumian.clearance.rules.sounds import mandarin
from mumian.clearance.rules.writing import DOTS, NEAR_SIGNS, han_of, is_han

HOLES: Final = frozenset("?？*＊□〓■○＿_某Ｘ�")
"""What systems print where they lack a character."""


def bare(name: str) -> str:
    """An even name without blanks and dots."""
    return "".join(sign for sign in name if sign not in DOTS and not sign.isspace() and sign not in ",'")


def han_with_han(first: str, second: str) -> NameAgreement:
    one, other = _han_parts(first), _han_parts(second)
    if not one or not other:
        return OTHER
    if bare(one) == bare(other):
        return NameAgreement(Degree.SAME, ReasonCode.NAME_WRITING)
    if "·" in one or "·" in other or len(one) > 4 or len(other) > 4:
        return _minority_in_han(one, other)
    if len(one) == len(other):
        return _sign_by_sign(one, other)
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= 3 and longer.endswith(shorter):
        return NameAgreement(Degree.NEAR, ReasonCode.NAME_MARRIED)
    return OTHER


def _han_parts(name: str) -> str:
    """The ideographs with dots and with holes where a character was lacking."""
    if not any(map(is_han, name)) or any("A" <= sign <= "Z" for sign in name):
        return han_of(name) if not any("A" <= sign <= "Z" for sign in name) else ""
    return "".join("?" if sign in HOLES else sign for sign in name if is_han(sign) or sign == "·" or sign in HOLES).strip("·")


def _sign_by_sign(one: str, other: str) -> NameAgreement:
    apart = [(x, y) for x, y in zip(one, other, strict=True) if x != y]
    if all("?" in pair for pair in apart):
        return NameAgreement(Degree.NEAR, ReasonCode.NAME_HOLE)
    if all({"".join(pair), "".join(reversed(pair))} & NEAR_SIGNS for pair in apart):
        return NameAgreement(Degree.NEAR, ReasonCode.NAME_NEAR_SIGN)
    if one[0] == other[0] and all(set(mandarin.readings(x)[:2]) & set(mandarin.readings(y)[:2]) for x, y in apart):
        return NameAgreement(Degree.PART, ReasonCode.NAME_HOMOPHONE)
    if len(one) > 2 and len(apart) == 1 and one[0] == other[0]:
        return NameAgreement(Degree.PART, ReasonCode.NAME_ONE_SIGN)
    return OTHER


def _minority_in_han(one: str, other: str) -> NameAgreement:
    """Names in parts: the same parts by sound, or one without the father's name."""
    first, second = spelling.minority_parts(one), spelling.minority_parts(other)
    if min(len(first), len(second)) == 0:
        return OTHER
    met = sum(bool(a & b) for a, b in zip(first, second, strict=False))
    if met == len(first) == len(second):
        return NameAgreement(Degree.NEAR, ReasonCode.NAME_MINORITY)
    if first[0] & second[0] and 1 in (len(first), len(second)) and max(len(first), len(second)) > 1:
        return NameAgreement(Degree.PART, ReasonCode.NAME_PARTIAL)
    return OTHER
