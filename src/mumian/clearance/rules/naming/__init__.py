"""How far two names agree, with the reason. Degrees order from a contradiction to the same name."""

from __future__ import annotations

from functools import lru_cache

from mumian.clearance.rules.naming.degrees import Degree, NameAgreement
from mumian.clearance.rules.naming.letters import latin_with_latin
from mumian.clearance.rules.naming.spellings import hangul, spelt_of
from mumian.clearance.rules.naming.writings import bare, han_with_han
from mumian.clearance.rules.reasons import ReasonCode
from mumian.clearance.rules.writing import even, is_hangul

__all__ = ["Degree", "NameAgreement", "compare_names"]


@lru_cache(maxsize=65536)
def compare_names(one: str, other: str) -> NameAgreement:
    """The best agreement of two names as written; symmetric."""
    if one > other:
        one, other = other, one
    if not one.strip() or not other.strip():
        return NameAgreement(Degree.CONTRADICT, ReasonCode.NAME_SILENT)
    if one.strip() == other.strip():
        return NameAgreement(Degree.SAME, ReasonCode.NAME_SAME)
    first, second = even(one), even(other)
    if bare(first) == bare(second):
        return NameAgreement(Degree.SAME, ReasonCode.NAME_WRITING)
    found = [han_with_han(first, second), spelt_of(first, second), spelt_of(second, first), latin_with_latin(first, second)]
    if any(map(is_hangul, first)) or any(map(is_hangul, second)):
        found += [hangul(first, second), hangul(second, first)]
    return max(found, key=lambda agreement: agreement.degree)
