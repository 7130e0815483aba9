"""A name in ideographs or Hangul beside one in Latin letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mumian.clearance.rules import latin, spelling
from mumian.clearance.rules.naming.degrees import BY_SCHEME, OTHER, TRUNCATED_FROM, Degree, NameAgreement
from mumian.clearance.rules.naming.western import is_western
from mumian.clearance.rules.reasons import ReasonCode
from mumian.clearance.rules.sounds import minority
from mumian.clearance.rules.spelling import Scheme
from mumian.clearance.rules.writing import han_of, is_han, is_hangul


def spelt_of(written: str, spelt: str) -> NameAgreement:
    """Whether `spelt` is a Latin spelling of `written`."""
    signs = [sign for sign in written if is_han(sign)]
    if not signs or any(map(is_han, spelt)) or any(map(is_hangul, spelt)):
        return OTHER
    words = latin.words(spelt)
    if not words:
        return OTHER
    letters = latin.words(written)
    if letters:
        return _half_spelt(written, words)
    han = han_of(written)
    whole = "".join(signs)
    if spelling.spells_japanese(words, whole):
        return NameAgreement(Degree.SOUND, ReasonCode.NAME_JAPANESE)
    if "·" in han or len(signs) > 4 or _is_minority(han):
        return _minority_spelt(han, words)
    if len(whole) < 2:
        return OTHER
    for scheme in (*spelling.CHINESE, Scheme.KOREAN, Scheme.VIETNAMESE):
        if spelling.spells(words, whole, scheme):
            return NameAgreement(Degree.SOUND, BY_SCHEME[scheme])
    if spelling.spells(words, whole, Scheme.MIXED):
        return NameAgreement(Degree.SOUND, ReasonCode.NAME_MIXED)
    found = [_with_western(words, whole), _married(words, whole), _initials(words, whole), _cut_off(words, whole)]
    if spelling.begins_japanese(words, whole):
        found.append(NameAgreement(Degree.PART, ReasonCode.NAME_JAPANESE))
    return max(found, key=lambda one: one.degree)


def _is_minority(han: str) -> bool:
    return any(han.startswith(part) for part in minority.PARTS if len(part) > 1) and len(han) > 2


def _half_spelt(written: str, words: Sequence[str]) -> NameAgreement:
    """A name of which a system could not write one character and spelt it: 王ZHE."""
    units: list[str | None] = []
    rest = written
    while rest:
        if "A" <= rest[0] <= "Z":
            word = rest[: len(rest) - len(rest.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))]
            units.append(word)
            rest = rest[len(word) :]
        else:
            if is_han(rest[0]):
                units.append(rest[0])
            rest = rest[1:]
    options = []
    for place, one in enumerate(units):
        kind = "surname" if place == 0 else "given"
        options.append(frozenset([one]) if one and one[0].isascii() else spelling.unit(one or "", Scheme.PINYIN, kind))
    if all(options) and (spelling.fills(words, tuple(options)) or spelling.fills(words, (*options[1:], options[0]))):
        return NameAgreement(Degree.SOUND, ReasonCode.NAME_PINYIN)
    return OTHER


def _minority_spelt(han: str, words: Sequence[str]) -> NameAgreement:
    met, parts = spelling.spells_minority(words, han)
    if met and met == parts:
        return NameAgreement(Degree.SOUND, ReasonCode.NAME_MINORITY)
    whole = "".join(sign for sign in han if is_han(sign))
    if len(whole) <= 6 and any(spelling.fills(order, _pinyin(whole)) for order in spelling.orders(words)):
        return NameAgreement(Degree.SOUND, ReasonCode.NAME_PINYIN)
    if met:
        return NameAgreement(Degree.PART, ReasonCode.NAME_PARTIAL)
    if "·" not in han and len(whole) <= 4:
        for scheme in spelling.CHINESE:
            if spelling.spells(words, whole, scheme):
                return NameAgreement(Degree.SOUND, BY_SCHEME[scheme])
    return OTHER


def _pinyin(han: str) -> spelling.Units:
    return tuple(spelling.unit(sign, Scheme.PINYIN, "given") for sign in han)


def _with_western(words: Sequence[str], han: str) -> NameAgreement:
    """A Western given name beside the Chinese one, or instead of it."""
    if len(words) < 2:
        return OTHER
    for taken in (1, 2):
        for place in range(len(words) - taken + 1):
            rest = (*words[:place], *words[place + taken :])
            if not all(map(is_western, words[place : place + taken])):
                continue
            if len("".join(rest)) >= 4 and any(
                spelling.spells(rest, han, scheme) for scheme in (*spelling.CHINESE, Scheme.MIXED)
            ):
                return NameAgreement(Degree.SOUND, ReasonCode.NAME_WESTERN)
    length = spelling.surname_lengths(han)[0]
    surnames = frozenset().union(*(spelling.unit(han[:length], scheme, "surname") for scheme in spelling.CHINESE))
    for place in (0, len(words) - 1):
        others = (*words[:place], *words[place + 1 :])
        if words[place] in surnames and all(map(is_western, others)):
            return NameAgreement(Degree.PART, ReasonCode.NAME_WESTERN)
    return OTHER


def _married(words: Sequence[str], han: str) -> NameAgreement:
    """A husband's surname stands before the whole name on one side: CHAN LAM SAU LAI and 林秀丽, 陈方安生 and FONG ON SANG."""
    schemes = (*spelling.CHINESE, Scheme.MIXED)
    before = len(words) >= MARRIED_FROM and spelling.surnames_spelt(words[0]) and spelling.surnames_spelt(words[1])
    if before and any(spelling.spells_in_order(words[1:], han, scheme) for scheme in schemes):
        return NameAgreement(Degree.NEAR, ReasonCode.NAME_MARRIED)
    if len(han) == MARRIED_FROM and any(spelling.spells_in_order(words, han[1:], scheme) for scheme in schemes):
        return NameAgreement(Degree.NEAR, ReasonCode.NAME_MARRIED)
    return OTHER


MARRIED_FROM: Final = 4
"""Her name and her husband's have together at least so many words, or characters."""


def _initials(words: Sequence[str], han: str) -> NameAgreement:
    """The surname and only initials of the given name: CHAN T M."""
    length = spelling.surname_lengths(han)[0]
    for order in ((words[0], words[1:]), (words[-1], words[:-1])):
        surname, given = order
        if not given or not all(len(one) == 1 for one in given) or len(given) != len(han) - length:
            continue
        for scheme in spelling.CHINESE:
            starts = [{way[:1] for way in spelling.unit(sign, scheme, "given")} for sign in han[length:]]
            if surname in spelling.unit(han[:length], scheme, "surname") and all(
                one in ways for one, ways in zip(given, starts, strict=True)
            ):
                return NameAgreement(Degree.PART, ReasonCode.NAME_INITIALS)
    return OTHER


def _cut_off(words: Sequence[str], han: str) -> NameAgreement:
    """The last letters are missing, or the given name has lost a syllable, at the end of a machine-read line."""
    if len("".join(words)) < TRUNCATED_FROM:
        return OTHER
    for scheme in spelling.CHINESE:
        for units, _ in spelling.rows(han, scheme):
            for kept in range(2, len(units)):
                if all(units[:kept]) and spelling.fills(words, units[:kept]):
                    return NameAgreement(Degree.NEAR, ReasonCode.NAME_CUT_OFF)
    return OTHER


def hangul(written: str, other: str) -> NameAgreement:
    """A name in Hangul with one in Hangul, ideographs or Latin letters."""
    if not any(map(is_hangul, written)):
        return OTHER
    han = han_of(other)
    if han and spelling.hangul_is(written, han):
        return NameAgreement(Degree.SOUND, ReasonCode.NAME_KOREAN)
    words = latin.words(other)
    units = spelling.hangul_units(written)
    if words and units and any(spelling.fills(order, units) for order in spelling.orders(words)):
        return NameAgreement(Degree.SOUND, ReasonCode.NAME_KOREAN)
    return OTHER
