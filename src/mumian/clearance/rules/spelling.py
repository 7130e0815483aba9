"""Whether a Latin spelling can be that of a name in ideographs or Hangul, and whether two spellings can be of one such name.

A name is a row of units (characters, or whole parts that are known), each with the spellings it may have under one scheme; the
Latin words must be filled by the units in order without rest, and no unit runs over the end of a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import permutations
from typing import Final

from mumian.clearance.rules.rarity import SURNAMES as FREQUENT_SURNAMES
from mumian.clearance.rules.sounds import cantonese, hokkien, japanese, korean, mandarin, minority, vietnamese
from mumian.clearance.rules.tables import lines
from mumian.clearance.rules.writing import is_han, is_hangul

Units = tuple[frozenset[str], ...]
MOST_READINGS: Final = 3
MOST_WORDS: Final = 5
MOST_SPELLINGS: Final = 24
MOST_SYLLABLES: Final = 4
MOST_ROWS: Final = 64
_VOWELS: Final = frozenset("AEIOUY")
LONGEST_SYLLABLE: Final = 7


class Scheme(StrEnum):
    """By which habit a name is spelt."""

    PINYIN = "pinyin"
    HONG_KONG = "hong_kong"
    MACAU = "macau"
    WADE_GILES = "wade_giles"
    HOKKIEN = "hokkien"
    KOREAN = "korean"
    VIETNAMESE = "vietnamese"
    JAPANESE = "japanese"
    MINORITY = "minority"
    MIXED = "mixed"


CHINESE: Final = (Scheme.PINYIN, Scheme.HONG_KONG, Scheme.MACAU, Scheme.WADE_GILES, Scheme.HOKKIEN)


@lru_cache(maxsize=65536)
def unit(sign: str, scheme: Scheme, place: str) -> frozenset[str]:
    """The spellings of one unit under a scheme; `place` is `surname` or `given`. Empty when it has none."""
    surname = place == "surname"
    readings = mandarin.surname_readings(sign) if surname or len(sign) > 1 else mandarin.readings(sign)
    readings = readings[:MOST_READINGS]
    match scheme:
        case Scheme.PINYIN:
            return frozenset(way for one in readings for way in mandarin.spelt(one))
        case Scheme.WADE_GILES if len(sign) == 1:
            return frozenset(way for one in readings for way in mandarin.in_taiwan(one))
        case Scheme.HONG_KONG:
            return _cantonese(sign, cantonese.HONG_KONG, surname=surname)
        case Scheme.MACAU:
            return _cantonese(sign, cantonese.MACAU, surname=surname)
        case Scheme.HOKKIEN:
            return frozenset(hokkien.SURNAMES.get(sign, ())) if surname else hokkien.spellings(sign)
        case Scheme.KOREAN:
            return frozenset(way for one in korean.hangul_of(sign) if len(one) == 1 for way in korean.spellings(one))
        case Scheme.VIETNAMESE:
            return vietnamese.spellings(sign, surname=surname)
        case Scheme.MIXED:
            in_china = (unit(sign, one, place) for one in CHINESE if one is not Scheme.HOKKIEN)
            usual = (hokkien.SURNAMES if surname else hokkien.GIVEN).get(sign, ())
            return frozenset((*usual, *korean.usual_spellings(sign))).union(*in_china)
    return frozenset()


def _cantonese(sign: str, place: int, *, surname: bool) -> frozenset[str]:
    special = cantonese.surname_spellings(sign, place) if surname else frozenset()
    whole = [""]
    for one in sign:
        ways = sorted(cantonese.spellings(one, place))
        whole = [before + way for before in whole for way in (ways if len(sign) == 1 else ways[:MOST_SPELLINGS])]
    return special | frozenset(whole) - {""}


def surname_lengths(han: str) -> tuple[int, ...]:
    """How many characters may be the surname: two where they form one of the compound surnames, else one; both are tried."""
    if len(han) > 2 and (han[:2] in mandarin.COMPOUND or han[:2] in mandarin.SPECIAL):
        return (2, 1)
    return (1,)


def rows(han: str, scheme: Scheme) -> Iterator[tuple[Units, int]]:
    """The units of a name under a scheme, with how many of them are the surname, for each way it may be split."""
    for length in surname_lengths(han):
        surname, given = han[:length], han[length:]
        if length == 2:
            yield (unit(surname, scheme, "surname"), *(unit(one, scheme, "given") for one in given)), 1
            yield (*(unit(one, scheme, "given") for one in surname), *(unit(one, scheme, "given") for one in given)), 2
        else:
            yield (unit(surname, scheme, "surname"), *(unit(one, scheme, "given") for one in given)), 1


def fills(words: Sequence[str], units: Units) -> bool:
    """Whether the units, in order, fill the words without rest."""
    places = {(0, 0)}  # word and letter
    for one in units:
        found: set[tuple[int, int]] = set()
        for word, letter in places:
            if word == len(words):
                continue
            for way in one:
                if words[word].startswith(way, letter):
                    end = letter + len(way)
                    found.add((word + 1, 0) if end == len(words[word]) else (word, end))
        places = found
        if not places:
            return False
    return (len(words), 0) in places


def spells(words: Sequence[str], han: str, scheme: Scheme) -> bool:
    """Whether the words spell the name under the scheme, surname first or last."""
    if not words or len(words) > MOST_WORDS:
        return False
    for units, first in rows(han, scheme):
        if not all(units):
            continue
        if fills(words, units) or fills(words, (*units[first:], *units[:first])):
            return True
        if len(words) > 2 and fills((*words[1:], words[0]), units):  # middle word before the given name
            return True
        if scheme is Scheme.VIETNAMESE and fills(words[::-1], units):
            return True
    return False


def spells_in_order(words: Sequence[str], han: str, scheme: Scheme) -> bool:
    """The same with the surname first."""
    return any(all(units) and fills(words, units) for units, _ in rows(han, scheme))


def spells_japanese(words: Sequence[str], han: str) -> bool:
    """Whether the words are a reading of a Japanese name."""
    wanted = {tuple(sorted(map(japanese.short, words)))}
    for cut in range(1, len(han)):
        surnames, givens = japanese.SURNAMES.get(han[:cut], ()), japanese.GIVEN.get(han[cut:], ())
        if any(tuple(sorted((japanese.short(one), japanese.short(other)))) in wanted for one in surnames for other in givens):
            return True
    return False


def begins_japanese(words: Sequence[str], han: str) -> bool:
    """Whether one word of two is a reading of the beginning of the name as a Japanese surname of two characters or more."""
    if len(words) != 2:
        return False
    short = set(map(japanese.short, words))
    return any(japanese.short(way) in short for cut in range(2, len(han)) for way in japanese.SURNAMES.get(han[:cut], ()))


@lru_cache(maxsize=8192)
def minority_parts(han: str) -> tuple[frozenset[str], ...]:
    """The Latin spellings of each part of a minority name in ideographs; a part that is not known is spelt by pinyin."""
    parts = [part for part in han.split("·") if part]
    if len(parts) == 1:
        parts = _split_known(parts[0])
    return tuple(_part_spellings(part) for part in parts)


def _split_known(han: str) -> list[str]:
    """The longest known parts from the left, else the name as it is."""
    found, rest = [], han
    while rest:
        length = next((size for size in range(min(minority.LONGEST, len(rest)), 1, -1) if rest[:size] in minority.PARTS), 0)
        if not length:
            return [han]
        found.append(rest[:length])
        rest = rest[length:]
    return found


@lru_cache(maxsize=8192)
def _part_spellings(part: str) -> frozenset[str]:
    known = set(minority.PARTS.get(part, ()))
    for cut in range(2, len(part) - 1):
        known |= {a + b for a in minority.PARTS.get(part[:cut], ()) for b in minority.PARTS.get(part[cut:], ())}
    pinyin = [""]
    for sign in part:
        ways = [way for one in mandarin.readings(sign)[:2] for way in mandarin.spelt(one)[:2]]
        pinyin = [before + way for before in pinyin for way in ways][:64]
    return frozenset(known | set(pinyin))


def spells_minority(words: Sequence[str], han: str) -> tuple[int, int]:
    """How many parts of a minority name the words spell, of how many."""
    parts = minority_parts(han)
    rest = list(words)
    whole = "".join(words)
    met = 0
    for ways in parts:
        found = next((word for word in rest if word in ways or any(_alike(word, way) for way in ways)), None)
        if found is not None:
            rest.remove(found)
            met += 1
        elif any(way in whole for way in ways if len(way) >= 4):
            met += 1
    return met, len(parts)


@lru_cache(maxsize=1)
def _parts_by_spelling() -> dict[str, frozenset[str]]:
    """Which parts of minority names a Latin word can be."""
    found: dict[str, set[str]] = {}
    for part in minority.PARTS:
        for way in _part_spellings(part):
            found.setdefault(way, set()).add(part)
    return {way: frozenset(parts) for way, parts in found.items()}


def parts_spelt(word: str) -> tuple[str, ...]:
    """The parts of minority names that a Latin word can be."""
    return tuple(sorted(_parts_by_spelling().get(word, ())))


def parts_written(han: str) -> tuple[str, ...]:
    """The known parts of a minority name in ideographs, those that share a spelling as the first of them."""
    parts = [part for part in han.split("·") if part]
    known = _split_known(parts[0]) if len(parts) == 1 else parts
    return tuple(part for part in known if part in minority.PARTS)


def share_parts(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two Latin spellings of a minority name can stand for the same parts, word by word."""
    if len(one) != len(other) or len(one) < 2:
        return False
    known = _parts_by_spelling()

    def alike(word: str, candidate: str) -> bool:
        return word == candidate or bool(_spellings_of(known, word) & _spellings_of(known, candidate))

    return all(map(alike, one, other)) or all(map(alike, one, (*other[1:], other[0])))


def _spellings_of(known: dict[str, frozenset[str]], word: str) -> frozenset[str]:
    """Every spelling of every part that the word can be."""
    return frozenset(way for part in known.get(word, ()) for way in _part_spellings(part))


def _alike(word: str, way: str) -> bool:
    """One word, but for the letters that Uyghur and Tibetan spellings exchange."""
    table = str.maketrans({"E": "A", "U": "O", "X": "H", "Q": "K", "V": "W", "Y": "I", "J": "Z"})
    return len(word) >= 4 and word.replace("KH", "H").replace("GH", "G").translate(table) == way.replace("KH", "H").replace(
        "GH", "G"
    ).translate(table)


# Two spellings of one name, both in Latin letters.


@lru_cache(maxsize=1)
def _common() -> tuple[str, ...]:
    """The 3,755 characters of the first level of GB 2312, and surnames beyond them."""
    first = [bytes([high, low]).decode("gb2312", "ignore") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)]
    more = [*mandarin.SPECIAL, *hokkien.SURNAMES, *hokkien.GIVEN]
    return tuple(
        dict.fromkeys([*(one for one in first if one), *(one for one in more if len(one) == 1), *lines("name_signs.txt")])
    )


@lru_cache(maxsize=16)
def _signs_by_spelling(scheme: Scheme) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    if scheme is Scheme.KOREAN:
        for sign in korean.usual_syllables():
            for way in korean.spellings(sign):
                found.setdefault(way, set()).add(sign)
    else:
        for sign in _common():
            for way in _usual_spellings(sign, scheme):
                found.setdefault(way, set()).add(sign)
    return {way: frozenset(signs) for way, signs in found.items()}


def _usual_spellings(sign: str, scheme: Scheme) -> Iterator[str]:
    """What a sign may be spelt without knowing the name; in Hokkien only what is usual, or every word would be Chinese."""
    if scheme is Scheme.HOKKIEN:
        yield from (*hokkien.SURNAMES.get(sign, ()), *hokkien.GIVEN.get(sign, ()))
    else:
        yield from (way for place in ("surname", "given") for way in unit(sign, scheme, place))


@lru_cache(maxsize=65536)
def syllables(word: str, scheme: Scheme) -> tuple[tuple[str, ...], ...]:
    """The ways in which a word falls into syllables of a scheme; none when it is no such word. At most four syllables.

    What has no vowel (NG, M) is a word of its own: KIM is not KI and M.
    """
    known = _signs_by_spelling(scheme)
    found: list[tuple[str, ...]] = []

    def go(start: int, so_far: tuple[str, ...]) -> None:
        if start == len(word):
            found.append(so_far)
            return
        if len(so_far) == 4 or len(found) > 16:
            return
        for end in range(min(len(word), start + 7), start, -1):
            if word[start:end] in known and (end - start == len(word) or not _VOWELS.isdisjoint(word[start:end])):
                go(end, (*so_far, word[start:end]))

    go(0, ())
    return tuple(found)


def is_spelt_in(words: Sequence[str], scheme: Scheme) -> bool:
    """Whether every word falls into syllables of the scheme."""
    return bool(words) and all(syllables(word, scheme) for word in words)


@lru_cache(maxsize=16)
def _surname_signs(scheme: Scheme) -> frozenset[str]:
    """The surnames that are spelt under a scheme."""
    if scheme is Scheme.KOREAN:
        return frozenset(korean.surnames())
    if scheme is Scheme.VIETNAMESE:
        return frozenset(vietnamese.SURNAMES)
    return frozenset({*FREQUENT_SURNAMES, *mandarin.SPECIAL, *mandarin.COMPOUND, *hokkien.SURNAMES})


@lru_cache(maxsize=16)
def _surname_spellings(scheme: Scheme) -> frozenset[str]:
    signs = _surname_signs(scheme)
    return frozenset(way for sign in signs for way in unit(sign, scheme, "surname"))


@lru_cache(maxsize=1)
def _surnames_by_spelling() -> dict[str, tuple[str, ...]]:
    """Which frequent surnames a word can spell under any scheme, Korean included."""
    found: dict[str, dict[str, None]] = {}
    signs = [*sorted(FREQUENT_SURNAMES), *mandarin.SPECIAL, *sorted(mandarin.COMPOUND), *hokkien.SURNAMES, *korean.surnames()]
    in_korea = frozenset(korean.surnames())
    for sign in dict.fromkeys([*signs, *vietnamese.SURNAMES]):
        ways = [unit(sign, scheme, "surname") for scheme in (*CHINESE, *([Scheme.KOREAN] if sign in in_korea else []))]
        for way in frozenset(vietnamese.SURNAMES.get(sign, ())).union(*ways):
            found.setdefault(way, {})[sign] = None
    return {way: tuple(surnames) for way, surnames in found.items()}


def surnames_spelt(word: str) -> tuple[str, ...]:
    """The surnames that a Latin word can spell."""
    return _surnames_by_spelling().get(word, ())


def surnames_read(syllable: str) -> tuple[str, ...]:
    """The surnames in ideographs that a Korean syllable can be."""
    return tuple(sign for sign in korean.surnames() if syllable in korean.hangul_of(sign))


@lru_cache(maxsize=16384)
def reads_chinese(words: tuple[str, ...]) -> bool:
    """Whether the words may be a Chinese name, of which many people share a spelling: a surname first or last, and syllables."""
    return len(words) > 1 and any(
        is_spelt_in(words, scheme) and not {words[0], words[-1]}.isdisjoint(_surname_spellings(scheme)) for scheme in CHINESE
    )


@lru_cache(maxsize=16384)
def reads_in_syllables(words: tuple[str, ...]) -> bool:
    """Whether the words may be a Chinese, Korean or Vietnamese name: a surname first or last, and every word syllables."""
    if len(words) < 2:
        return False
    ends = {words[0], words[-1]}
    return (
        reads_chinese(words)
        or (is_spelt_in(words, Scheme.KOREAN) and not ends.isdisjoint(_surname_spellings(Scheme.KOREAN)))
        or (vietnamese.SYLLABLES.issuperset(words) and not ends.isdisjoint(_surname_spellings(Scheme.VIETNAMESE)))
    )


def share_a_name(one: Sequence[str], other: Sequence[str]) -> tuple[Scheme, Scheme] | None:
    """The schemes under which two spellings can be of one name: as many syllables, each pair read for one character."""
    if not (1 < len(one) <= MOST_WORDS and 1 < len(other) <= MOST_WORDS):
        return None
    turns = not (one[0] == other[0] and surnames_spelt(one[0]))  # both begin with the same surname: neither is turned round
    for first in (*CHINESE, Scheme.KOREAN):
        rows_one = _rows_of(tuple(one), first, turns=turns)
        if not rows_one:
            continue
        for second in (*CHINESE, Scheme.KOREAN):
            if (first is Scheme.KOREAN) != (second is Scheme.KOREAN) or (first is second and first is Scheme.PINYIN):
                continue
            a, b = _signs_by_spelling(first), _signs_by_spelling(second)
            for row in rows_one:
                for turned in _rows_of(tuple(other), second, turns=turns):
                    if len(row) == len(turned) and _all_meet(row, turned, a, b, _surname_starts(first)):
                        return first, second
    return None


@lru_cache(maxsize=16)
def _surname_starts(scheme: Scheme) -> frozenset[str]:
    """The signs with which surnames begin, as `_signs_by_spelling` has them: ideographs, or Korean syllables."""
    signs = _surname_signs(scheme)
    if scheme is Scheme.KOREAN:
        return frozenset(reading[0] for sign in signs for reading in korean.hangul_of(sign))
    return frozenset(sign[0] for sign in signs)


def _all_meet(
    row: Sequence[str],
    turned: Sequence[str],
    first: dict[str, frozenset[str]],
    second: dict[str, frozenset[str]],
    surnames: frozenset[str],
) -> bool:
    if (first[row[0]] & second[turned[0]]).isdisjoint(surnames):
        return False
    return all(first[x] & second[y] for x, y in zip(row, turned, strict=True))


@lru_cache(maxsize=65536)
def _rows_of(words: tuple[str, ...], scheme: Scheme, *, turns: bool) -> tuple[tuple[str, ...], ...]:
    """The rows of syllables that the words may be, as they stand and with the last word first."""
    orders = {words, (words[-1], *words[:-1])} if turns else {words}
    found: list[tuple[str, ...]] = []
    for order in sorted(orders):
        rows_: list[tuple[str, ...]] = [()]
        for word in order:
            rows_ = [(*row, *way) for row in rows_ for way in syllables(word, scheme)][:64]
        found += [row for row in rows_ if 2 <= len(row) <= 4]
    return tuple(found)


def orders(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The orders in which few words may stand."""
    return permutations(words) if len(words) <= 4 else iter([tuple(words)])


def hangul_units(name: str) -> Units:
    """The units of a name in Hangul."""
    return tuple(korean.spellings(sign) for sign in name if is_hangul(sign))


def hangul_is(name: str, han: str) -> bool:
    """Whether a name in Hangul is how a name in ideographs is read in Korea."""
    signs = [sign for sign in name if is_hangul(sign)]
    hanja = [sign for sign in han if is_han(sign)]
    return len(signs) == len(hanja) and all(sign in korean.hangul_of(one) for sign, one in zip(signs, hanja, strict=True))
