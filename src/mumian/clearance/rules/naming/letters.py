"""Two names that are both in Latin letters, or in Cyrillic, Greek or Arabic ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mumian.clearance.rules import latin, spelling
from mumian.clearance.rules.naming.degrees import OTHER, TRUNCATED_FROM, Degree, NameAgreement
from mumian.clearance.rules.naming.western import is_chinese_word, is_western
from mumian.clearance.rules.reasons import ReasonCode
from mumian.clearance.rules.sounds import japanese
from mumian.clearance.rules.spelling import Scheme
from mumian.clearance.rules.writing import is_han, is_hangul


def latin_with_latin(first: str, second: str) -> NameAgreement:
    if any(map(is_han, first)) or any(map(is_han, second)) or any(map(is_hangul, first + second)):
        return _latin_beside_han(first, second)
    found = OTHER
    for one in {latin.words(first), latin.marked_words(first)}:
        for other in {latin.words(second), latin.marked_words(second)}:
            agreement = _words_with_words(
                _without_titles(one), _without_titles(other), unvowelled=latin.is_unvowelled(first) or latin.is_unvowelled(second)
            )
            if agreement.degree > found.degree:
                found = agreement
    return found


def _latin_beside_han(first: str, second: str) -> NameAgreement:
    """Both are written twice, `David Wang 王伟`: the ideographs were compared; here the letters."""
    one, other = latin.words(first), latin.words(second)
    if len(one) > 1 and len(other) > 1 and sorted(one) == sorted(other):
        return NameAgreement(Degree.SOUND, ReasonCode.NAME_LATIN)
    return OTHER


def _without_titles(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in latin.TITLES) if len(words) > 2 else tuple(words)


def _words_with_words(one: tuple[str, ...], other: tuple[str, ...], *, unvowelled: bool) -> NameAgreement:
    if not one or not other:
        return OTHER
    chinese = spelling.is_spelt_in(one, Scheme.PINYIN) and spelling.is_spelt_in(other, Scheme.PINYIN)
    same = Degree.SOUND if chinese or spelling.reads_chinese(one) else Degree.SAME
    if one == other:
        return NameAgreement(same, ReasonCode.NAME_LATIN)
    if sorted(one) == sorted(other):
        return NameAgreement(same, ReasonCode.NAME_ORDER)
    if len("".join(one)) == len("".join(other)) and {"".join(row) for row in spelling.orders(one)} & {
        "".join(row) for row in spelling.orders(other)
    }:
        return NameAgreement(same, ReasonCode.NAME_ORDER)
    if _japanese(one) == _japanese(other) and len("".join(one)) > 5:
        return NameAgreement(Degree.SOUND, ReasonCode.NAME_JAPANESE)
    if _is_married(one, other):
        return NameAgreement(Degree.NEAR, ReasonCode.NAME_MARRIED)
    if chinese:
        found = _in_pinyin(one, other)
        if found.degree is Degree.CONTRADICT and spelling.share_parts(one, other):
            return NameAgreement(Degree.NEAR, ReasonCode.NAME_MINORITY)
        return found
    if spelling.share_parts(one, other):
        return NameAgreement(Degree.NEAR, ReasonCode.NAME_MINORITY)
    if spelling.share_a_name(one, other) is not None:
        return NameAgreement(Degree.NEAR, ReasonCode.NAME_SCHEMES)
    western = _chinese_with_western(one, other)
    if western.degree > Degree.CONTRADICT:
        return western
    return _word_by_word(one, other, unvowelled=unvowelled)


def _japanese(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(map(japanese.short, words)))


def _in_pinyin(one: Sequence[str], other: Sequence[str]) -> NameAgreement:
    """Two pinyin spellings: the ways of writing ü, a cut end, a lost syllable."""
    for row in spelling.orders(one):
        joined = "".join(row)
        for turned in spelling.orders(other):
            whole = "".join(turned)
            if _plain_u(joined) == _plain_u(whole):
                return NameAgreement(Degree.SOUND, ReasonCode.NAME_UMLAUT)
    if min(len("".join(one)), len("".join(other))) >= TRUNCATED_FROM and (
        "".join(one).startswith("".join(other)) or "".join(other).startswith("".join(one))
    ):
        return NameAgreement(Degree.NEAR, ReasonCode.NAME_CUT_OFF)
    if spelling.share_a_name(one, other) is not None:
        return NameAgreement(Degree.NEAR, ReasonCode.NAME_SCHEMES)
    return OTHER


def _plain_u(joined: str) -> str:
    for way in ("LYU", "LV", "LUE"):
        joined = joined.replace(way, "LU")
    for way in ("NYU", "NV", "NUE"):
        joined = joined.replace(way, "NU")
    return joined


def _is_married(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """A husband's surname stands before the whole name: CHAN LEE YUEN YEE and LEE YUEN YEE."""
    shorter, longer = sorted((one, other), key=len)
    return (
        len(shorter) >= 3
        and len(longer) == len(shorter) + 1
        and longer[1:] == shorter
        and spelling.reads_chinese(shorter)
        and is_chinese_word(longer[0])
    )


def _chinese_with_western(one: tuple[str, ...], other: tuple[str, ...]) -> NameAgreement:
    """JACKY CHAN TAI MAN and CHAN TAI MAN; DAVID WANG and WANG WEI share only the surname."""
    shorter, longer = sorted((one, other), key=len)
    extra = list(longer)
    for word in shorter:
        if word in extra:
            extra.remove(word)
    if spelling.reads_chinese(shorter) and len(extra) == len(longer) - len(shorter) and extra and all(map(is_western, extra)):
        return NameAgreement(Degree.SOUND, ReasonCode.NAME_WESTERN)
    first, second = [tuple(word for word in words if not is_western(word)) for words in (one, other)]
    if (first != one or second != other) and first and second and spelling.share_a_name(first, second) is not None:
        return NameAgreement(Degree.NEAR, ReasonCode.NAME_WESTERN)
    if 1 in (len(first), len(second)) and (len(first) < len(one)) != (len(second) < len(other)):
        surname = (first if len(first) == 1 else second)[0]
        whole = second if len(first) == 1 else first
        if len(whole) > 1 and surname in (whole[0], whole[-1]) and spelling.reads_chinese(whole):
            return NameAgreement(Degree.PART, ReasonCode.NAME_WESTERN)
    return OTHER


def _word_by_word(one: tuple[str, ...], other: tuple[str, ...], *, unvowelled: bool) -> NameAgreement:
    """Names of other languages: each word finds its like; particles may come and go, words beyond two may be missing."""
    if unvowelled:
        return _without_vowels(one, other)
    first, second = _without_particles(one, other), _without_particles(other, one)
    shorter, longer = sorted((first, second), key=len)
    rest, scores = list(longer), []
    strict = spelling.reads_in_syllables(one) and spelling.reads_in_syllables(other)
    for word in sorted(shorter, key=len, reverse=True):
        score, best = max(((latin.word_agrees(word, candidate), candidate) for candidate in rest), default=(0.0, ""))
        if strict and word != best and latin.skeleton(word) != latin.skeleton(best):
            score = 0.0
        scores.append(score)
        if score:
            rest.remove(best)
    met = sum(score > 0 for score in scores)
    if met == len(shorter) and met >= 2 and not rest:
        if min(scores) >= 0.9:
            return NameAgreement(Degree.SOUND, ReasonCode.NAME_TRANSLITERATED)
        return NameAgreement(Degree.NEAR, ReasonCode.NAME_TRANSLITERATED)
    if strict:  # each syllable of such a name is a name: another one, or one more, is somebody else
        return OTHER
    if met == len(shorter) and met >= 2:
        return NameAgreement(Degree.NEAR, ReasonCode.NAME_PARTIAL)
    joined, whole = "".join(first), "".join(second)
    if min(len(joined), len(whole)) >= TRUNCATED_FROM and (joined.startswith(whole) or whole.startswith(joined)):
        return NameAgreement(Degree.NEAR, ReasonCode.NAME_CUT_OFF)
    if (
        min(len(joined), len(whole)) >= 8
        and latin.nearness(latin.skeleton(joined), latin.skeleton(whole)) >= 0.85
        and not spelling.reads_in_syllables(one)
    ):
        return NameAgreement(Degree.NEAR, ReasonCode.NAME_TRANSLITERATED)
    if met >= 2 and met >= len(shorter) - 1 and sum(scores) >= 2 * 0.85:
        return NameAgreement(Degree.NEAR, ReasonCode.NAME_PARTIAL)
    if met == 1 and len(shorter) == 1 and max(scores) >= 0.9:
        return NameAgreement(Degree.PART, ReasonCode.NAME_PARTIAL)
    return OTHER


_ARTICLES: Final = frozenset({"AL", "EL", "UL"})


def _without_particles(words: Sequence[str], other: Sequence[str]) -> list[str]:
    """The words that carry the name; an article that only one side writes together with its word is taken off, too."""
    kept = [word for word in words if word not in latin.PARTICLES] or list(words)
    apart = bool(_ARTICLES & set(other))
    return [word[2:] if apart and len(word) > 5 and word[:2] in _ARTICLES else word for word in kept]


def _without_vowels(one: Sequence[str], other: Sequence[str]) -> NameAgreement:
    first, second = _arabic(one), _arabic(other)
    shorter, longer = sorted((first, second), key=len)
    rest, met = list(longer), 0
    for word in shorter:
        best = next((candidate for candidate in rest if _nearly(candidate, word)), None)
        if best is not None:
            rest.remove(best)
            met += 1 + word.startswith(_SERVANT)
    if shorter and met >= max(len(shorter), 2):
        return NameAgreement(Degree.NEAR, ReasonCode.NAME_TRANSLITERATED)
    return OTHER


def _nearly(one: str, other: str) -> bool:
    """Whether the consonants are of one word; of few consonants every one counts (Muhammad is not Ahmad)."""
    return one == other or (min(len(one), len(other)) >= 3 and latin.nearness(one, other) >= 0.66)


_SERVANT: Final = "+"
"""Before a name of two words, the first of which is `servant`."""


def _arabic(words: Sequence[str]) -> list[str]:
    """The consonants of each word, without articles; `servant` and what follows are one."""
    return [_SERVANT * serves + (latin.consonants(word).lstrip("A") or word) for word, serves in latin.arabic_parts(words)]
