"""The typed keys by which persons and entries become candidates for comparison; what they are is then judged by evidence.

Each key is a letter, what it is made of, and a date or year: so that a key is shared by few. Who may be one person shares at
least one; sharing one says nothing yet.

    C  citizen number; a damaged one stands for every valid number that is one slip away
    I  other identity number                      D  passport or permit number
    S  surname and exact birth date               N  written name and birth year, or month and day
    P  spelling, made coarse, and birth year, or month and day
    T  part of a name and exact birth date        X  written name alone, where few bear it
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from mumian.clearance.rules import latin, spelling
from mumian.clearance.rules.births import lunar_of
from mumian.clearance.rules.judging import Side
from mumian.clearance.rules.naming.writings import bare
from mumian.clearance.rules.numbers import document_number, identity_number
from mumian.clearance.rules.rarity import is_common
from mumian.clearance.rules.sounds import cantonese, hokkien, japanese, korean, mandarin, minority
from mumian.clearance.rules.spelling import Scheme
from mumian.clearance.rules.writing import even, han_of, is_han, is_hangul, is_plain
from mumian.foundation.identifiers import NumberRefused, parse_citizen_number

KEYS_VERSION: Final = 3
"""Stored with all that was keyed by these rules."""
MOST_WORDS: Final = 5
MANY_WORDS: Final = 4
MOST_SURNAMES: Final = 16
MOST_PARTS: Final = 6
LETTERS_OF_A_TOKEN: Final = 4
_DIGITS: Final = "0123456789"


def keys_of(side: Side, *, common: Callable[[str], bool] = is_common) -> tuple[str, ...]:
    """The keys of a person or an entry, each once, in order."""
    return tuple(sorted({*numbers_of(side), *names_of(side, common=common)}))


def names_of(side: Side, *, common: Callable[[str], bool] = is_common) -> Iterator[str]:
    """The keys made of names, with births beside most; some may come twice."""
    births = _births(side)
    for name in side.names:
        if name.strip():
            yield from _of_name(name, births, common)


def numbers_of(side: Side) -> Iterator[str]:
    """The keys made of numbers alone: by these a register is looked up."""
    number = identity_number(side.id_number)
    if number is not None and number.is_citizen:
        yield f"C{number.plain}"
        if not number.is_valid:
            yield from (f"C{one}" for one in one_slip_away(number.plain))
    elif number is not None:
        yield f"I{number.plain}"
    document = document_number(side.doc_number)
    if document:
        yield f"D{document}"


@lru_cache(maxsize=4096)
def one_slip_away(number: str) -> tuple[str, ...]:
    """The valid citizen numbers from which a damaged one of 18 signs comes by one wrong sign or one swap."""
    if len(number) != len("440199199001010017"):
        return ()
    places = range(len(number))
    signs = [*[_DIGITS] * len(places[:-1]), f"{_DIGITS}X"]
    wrong = (number[:place] + sign + number[place + 1 :] for place in places for sign in signs[place])
    swapped = (number[:place] + number[place + 1] + number[place] + number[place + 2 :] for place in places[:-1])
    return tuple(sorted({one for one in (*wrong, *swapped) if _is_valid(one)}))


def _is_valid(number: str) -> bool:
    try:
        parse_citizen_number(number)
    except NumberRefused:
        return False
    return True


_NO_DIGITS: Final = re.compile(r"\D")


def _births(side: Side) -> tuple[str, ...]:
    """The birth dates to look under, as eight digits or a year of four: as stated, else that of the citizen number."""
    stated = _NO_DIGITS.sub("", side.birth)
    number = identity_number(side.id_number)
    if len(stated) != len("19900101") and number is not None and number.birth is not None:
        stated = f"{number.birth:%Y%m%d}"
    return (stated,) if stated else ()


def _of_name(name: str, births: Sequence[str], common: Callable[[str], bool]) -> Iterator[str]:
    written = even(name)
    whole = bare(written)
    spelt = _spellings(written)
    for birth in births:
        for when in _years(birth):
            yield f"N{whole}|{when}"
            yield from (f"P{one}|{when}" for one in spelt)
        if len(birth) == len("19900101"):
            yield f"N{whole}|{birth[4:]}"
            yield from (f"P{one}|{birth[4:]}" for one in spelt)
            yield from (f"S{surname}|{birth}" for surname in _surnames(written))
            yield from (f"T{token}|{birth}" for token in _tokens(written))
    if not common(name):
        yield f"X{whole}"


def _years(birth: str) -> tuple[str, ...]:
    """The year, and that of the lunar date where it is another; a stated lunar date may be of the year before."""
    lunar = lunar_of(birth)[:4]
    return tuple(dict.fromkeys(year for year in (birth[:4], lunar) if year))


@lru_cache(maxsize=32768)
def _surnames(written: str) -> tuple[str, ...]:
    """The surnames that a name may have: as written, or every one that its first or last word can spell."""
    han = written if is_plain(written) else "".join(sign for sign in written if is_han(sign))
    if han:
        first = han[:2] if han[:2] in mandarin.COMPOUND else han[0]
        second = [han[1]] if len(han) > 3 else []  # a husband's surname may stand before
        return tuple(dict.fromkeys([first, han[0], *second]))
    if any(map(is_hangul, written)):
        return tuple(spelling.surnames_read(next(sign for sign in written if is_hangul(sign))))
    words = latin.words(written)
    if not words:
        return ()
    found: list[str] = []
    for word in dict.fromkeys([words[0], words[-1], *words[1:2], "".join(words[:2])]):
        found += spelling.surnames_spelt(word)
    return tuple(dict.fromkeys(found))[:MOST_SURNAMES]


@lru_cache(maxsize=32768)
def _tokens(written: str) -> tuple[str, ...]:
    """The consonants of the words of names that are not Chinese, and of the parts of minority and Japanese ones."""
    if is_plain(written):
        given = [way for cut in range(1, len(written)) for way in japanese.SURNAMES.get(written[:cut], ())]
        return tuple(dict.fromkeys([*(_token(word) for word in given if len(word) > 1), *_parts_as_spelt(written)]))
    words = [word for word in latin.words(written) if word not in latin.PARTICLES][:MOST_WORDS]
    parts = [part for word in words for part in spelling.parts_spelt(word)[:MOST_PARTS]]
    if words and spelling.reads_chinese(tuple(words)) and len(words) > 2:
        words = []
    elif latin.is_unvowelled(written) or any(word.startswith("ABD") for word in words):
        words += [word for word, _ in latin.arabic_parts(words)]
    han = han_of(written)
    if han:
        parts += _parts_as_spelt(han)
        plain = "".join(sign for sign in han if is_han(sign))
        words += [way for cut in range(1, len(plain)) for way in japanese.SURNAMES.get(plain[:cut], ())]
    return tuple(dict.fromkeys([*(_token(word) for word in words if len(word) > 1), *parts]))


def _parts_as_spelt(han: str) -> list[str]:
    """The parts of a minority name, and those that are spelt like them (买买提 and 麦麦提)."""
    ways = [way for part in spelling.parts_written(han) for way in sorted(minority.PARTS[part])]
    return [part for way in ways for part in spelling.parts_spelt(way)[:MOST_PARTS]]


def _token(word: str) -> str:
    bones = latin.consonants(japanese.short(word)).lstrip("A") or word
    return re.sub(r"(.)\1+", r"\1", bones.replace("K", "H").replace("Z", "S"))[:LETTERS_OF_A_TOKEN]


@lru_cache(maxsize=32768)
def _spellings(written: str) -> tuple[str, ...]:
    """The usual spellings of a written name under each scheme, or the letters of a spelt one, made coarse."""
    plain = is_plain(written)
    han = written if plain else "".join(sign for sign in written if is_han(sign))
    words = () if plain else latin.words(written)
    if han and not words:
        length = spelling.surname_lengths(han)[0]
        units = [_usual(han[:length], "surname"), *(_usual(sign, "given") for sign in han[length:])]
        return tuple(dict.fromkeys(coarse(row) for row in zip(*units, strict=True) if all(row)))
    if not words:
        signs = [sign for sign in written if is_hangul(sign)]
        return (coarse([min(sorted(korean.spellings(sign)), key=len) for sign in signs]),) if signs else ()
    orders = _orders(words)
    return tuple(sorted({coarse(order) for order in orders}))


def _orders(words: Sequence[str]) -> set[tuple[str, ...]]:
    """The words as they stand and with the last one first; many words, without particles, in the order of the alphabet too."""
    kept = tuple(words[:MOST_WORDS])
    orders = {kept, (kept[-1], *kept[:-1])}
    if len(words) >= MANY_WORDS:
        orders.add(tuple(sorted(word for word in words if word not in latin.PARTICLES)[:MOST_WORDS]) or kept)
    return orders


@lru_cache(maxsize=65536)
def _usual(unit: str, place: str) -> tuple[str, str, str, str]:
    """The first spelling of a unit after Pinyin, in Hong Kong, after Wade-Giles and in Hokkien; empty where it has none."""
    in_hong_kong = [cantonese.usual(sign) for sign in unit]
    return (
        _first(unit, Scheme.PINYIN, place),
        "".join(in_hong_kong) if all(in_hong_kong) else "",
        _first(unit, Scheme.WADE_GILES, place),
        _shortest(unit, place),
    )


def _shortest(sign: str, place: str) -> str:
    """The shortest of the usual Hokkien spellings of a unit; empty when it has none."""
    known = hokkien.SURNAMES if place == "surname" else hokkien.GIVEN
    return min(sorted(known.get(sign, ())), key=len, default="")


def _first(sign: str, scheme: Scheme, place: str) -> str:
    """The most usual spelling of a unit by its Mandarin reading; empty when it has none."""
    readings = mandarin.surname_readings(sign) if place == "surname" else mandarin.readings(sign)
    if not readings:
        return ""
    return (mandarin.spelt if scheme is Scheme.PINYIN else mandarin.wade_giles)(readings[0])[0]


_COARSE: Final = (
    *(("TSZ", "SI"), ("SZE", "SI"), ("TZ", "C"), ("TS", "C"), ("CH", "C"), ("ZH", "C"), ("SH", "S"), ("HS", "S")),
    *(("KW", "K"), ("GW", "K"), ("NG", "N"), ("NK", "N"), ("NH", "N")),
)
"""Signs together that the schemes exchange for others."""
_ROUGH: Final = str.maketrans("XJQZGBDEIOUHWYV", "SCCCKPTAAAAAAAA")
"""Single signs that they exchange; vowels are one."""
_DOUBLED: Final = re.compile(r"(.)\1+")


def _coarse(word: str) -> str:
    for fine, rough in _COARSE:
        if fine in word:
            word = word.replace(fine, rough)
    return _DOUBLED.sub(r"\1", word.translate(_ROUGH))


def coarse(words: Sequence[str]) -> str:
    """Words run together, with consonants and vowels that the schemes exchange made one."""
    return _coarse("".join(words))
