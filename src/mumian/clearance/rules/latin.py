"""Latin spellings: made even, split into words, and compared though they come from other scripts by other tables.

Letters with marks follow ICAO Doc 9303-3, section 6: Ä may stand as AE or A, Ö as OE or O, Ü as UE, UXX or U, Ñ as NXX or N, Å as
AA or A. Cyrillic, Greek and Arabic go by its tables B and C and by the habits of passports.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import Levenshtein

from mumian.clearance.rules.tables import lines, ways

_LETTERS: Final = {
    "ß": "SS",
    "Æ": "AE",
    "Œ": "OE",
    "Ø": "OE",
    "Đ": "D",
    "Ð": "D",
    "Þ": "TH",
    "Ł": "L",
    "ı": "I",
    "İ": "I",
    "Ŋ": "N",
    "Ħ": "H",
    "ĸ": "Q",
    "Ŧ": "T",
    "Ĳ": "IJ",
    "Ə": "E",
    "Ơ": "O",
    "Ư": "U",
}
_MARKED: Final = {"Ä": "AE", "Ö": "OE", "Ü": "UE", "Å": "AA", "Ø": "OE", "Ñ": "NXX"}
_SCRIPTS: Final = ways("letters.tsv")
TITLES: Final = frozenset(lines("titles.txt"))
PARTICLES: Final = frozenset(lines("particles.txt"))


@lru_cache(maxsize=65536)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in capitals A to Z, in their order; none when nothing in it can be spelt so."""
    text = unicodedata.normalize("NFC", name.replace("<", " ")).upper()
    text = re.sub(r"(?<=\w)['’ʼ`´‘](?=\w)", "", text)
    text = _read_together(text)
    text = "".join(_other_scripts(sign) for sign in text)
    text = "".join(_LETTERS.get(sign, sign) for sign in text)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return tuple(re.findall(r"[A-Z]+", text))


@lru_cache(maxsize=16384)
def marked_words(name: str) -> tuple[str, ...]:
    """The same with the longer forms that ICAO 9303 gives to letters with marks (MÜLLER: MUELLER)."""
    text = unicodedata.normalize("NFC", name.upper())
    return words("".join(_MARKED.get(sign, sign) for sign in text))


_GREEK: Final = tuple((letters, said[0]) for letters, said in ways("together_in_scripts.tsv").items())
_KANA: Final = tuple((letters, said[0]) for letters, said in ways("kana.tsv").items())
_TO_HIRAGANA: Final = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_KANA_SIGN: Final = re.compile("[\u3041-\u30fa]")
_GREEK_SIGN: Final = re.compile("[\u0370-\u03ff]")
_VOICELESS: Final = "ΘΚΞΠΣΤΦΧΨ"


def _read_together(text: str) -> str:
    """What other scripts spell by more than one sign: Greek vowels and gammas, kana, Arabic H after a consonant."""
    if _KANA_SIGN.search(text):
        text = text.translate(_TO_HIRAGANA)
        for letters, said in _KANA:
            text = text.replace(letters, said)
        text = re.sub(r"っ(?=[A-Z])(CH)?", lambda found: "TCH" if found[1] else "っ", text)
        text = re.sub(r"っ([A-Z])", r"\1\1", text).replace("っ", "").replace("ー", "")
        text = re.sub(r"N(?=[BMP])", "M", text)
    if _GREEK_SIGN.search(text):
        text = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
        text = re.sub(f"([ΑΕΗ])Υ(?=[{_VOICELESS}]|\\b)", r"\1Φ", text)
        for letters, said in _GREEK:
            text = text.replace(letters, said)
        text = re.sub(r"\bΜΠ", "B", text)
    if is_unvowelled(text):
        text = re.sub("(?<=[\u0621-\u064a])([هح])", "ا\\1", text)  # or SH, ZH, DH would be read as one letter
    return text


def _other_scripts(sign: str) -> str:
    found = _SCRIPTS.get(sign) or _SCRIPTS.get(unicodedata.normalize("NFD", sign)[0])
    return sign if found is None else found[0]


_ICAO_ARABIC: Final = re.compile("X(SH|KH|SS|TT|DZ|ZZ|TH|DH|H)")


def is_unvowelled(name: str) -> bool:
    """Whether the name is written in a script that leaves vowels out, or letter by letter as machines read it: MXHMD."""
    if any("\u0600" <= sign <= "\u06ff" for sign in name):
        return True
    return len(_ICAO_ARABIC.findall(name)) > len(re.findall("[OUI]", name))


_COMPOUND: Final = re.compile("[AE]?BD(?:[AEIOU]?L(?!A?H$))?(.*)")
_ARTICLES: Final = ("AL", "EL", "UL")


def arabic_parts(words_: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The words without articles, each with whether `servant` stood before it: Abd al-Rahman, Abdulrahman, Abdel Rahman."""
    kept = [word.replace("X", "") for word in words_ if word not in PARTICLES]
    while kept:
        word = kept.pop(0)
        servant = _COMPOUND.fullmatch(word)
        if servant and (servant[1] or kept):
            yield _without_article(servant[1] or kept.pop(0)), True
        else:
            yield _without_article(word), False


def _without_article(word: str) -> str:
    return word[2:] if len(word) > 4 and word.startswith(_ARTICLES) else word  # two of the article, and a word


_SKELETON: Final = tuple((long, brief[0]) for long, brief in ways("skeleton.tsv").items())


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """How a word sounds whichever table transliterated it: DMITRIY is DMITRI."""
    for long, brief in _SKELETON:
        word = word.replace(long, brief)
    word = re.sub(r"(.)\1+", r"\1", word)
    return word.rstrip("H") or word


@lru_cache(maxsize=65536)
def consonants(word: str) -> str:
    """The skeleton without vowels: Arabic names in their many spellings."""
    bare = skeleton(word)
    return bare[:1].translate(str.maketrans("AEIOU", "AAAAA")) + re.sub(r"[AEIOUVH]", "", bare[1:])


def nearness(one: str, other: str) -> float:
    """1 for the same word, 0 for words that share nothing (Levenshtein, of the longer one)."""
    return float(Levenshtein.normalized_similarity(one, other))


@lru_cache(maxsize=65536)
def word_agrees(one: str, other: str) -> float:
    """How well two words agree: 1 the same, 0.9 the same sound, 0.8 a letter apart or the beginning of it, 0 otherwise."""
    if one == other:
        return 1.0
    first, second = skeleton(one), skeleton(other)
    if first == second and len(first) > 1:
        return 0.9
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= 4:
        bones, close = consonants(one), nearness(first, second)
        if bones == consonants(other) and close >= (0.5 if len(bones) >= 3 else 0.7):
            return 0.85
        if nearness(one, other) >= (0.75 if len(shorter) <= 5 else 0.8) or nearness(first, second) >= 0.82:
            return 0.8
    if len(shorter) >= 6 and longer.startswith(shorter):
        return 0.75
    return 0.0
