"""How names are spelt in Hong Kong and in Macau: made from the Cantonese reading (Jyutping), by the habits of both places."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from mumian.clearance.rules.tables import columns

HONG_KONG: Final = 0
MACAU: Final = 1
MOST_READINGS: Final = 4
_ONSETS: Final = columns("cantonese_onsets.tsv")
_RIMES: Final = columns("cantonese_rimes.tsv")
_SURNAMES: Final = columns("cantonese_surnames.tsv")
_WHOLE: Final = {
    HONG_KONG: {"zi": "TSZ TZE TSE TZU CHI CHEE CHE", "ci": "TSZ TZE TSE TZU CHI CHEE CHE", "si": "SZE SEE SI SZ SHI SHE"},
    MACAU: {"zi": "CHI TCHI", "ci": "CHI TCHI", "si": "SI SZE SIO"},
}


@lru_cache(maxsize=32768)
def jyutping(sign: str) -> tuple[str, ...]:
    """The Cantonese readings of one character without tones, the most usual first; none when it is unknown."""
    import ToJyutping  # type: ignore[import-untyped]  # noqa: PLC0415  # ships no types; reads its dictionary when imported

    found = ToJyutping.get_jyutping_candidates(sign)
    return tuple(dict.fromkeys(one.rstrip("123456") for _, said in found for one in said or ()))[:MOST_READINGS]


@lru_cache(maxsize=32768)
def spellings(sign: str, place: int) -> frozenset[str]:
    """The spellings of one character in Hong Kong or in Macau."""
    return frozenset().union(*(spelt(reading, place) for reading in jyutping(sign)))


@lru_cache(maxsize=32768)
def usual(sign: str) -> str:
    """The most usual spelling of one character in Hong Kong; empty when it has none."""
    for reading in jyutping(sign)[:1]:
        onset = _onset(reading)
        if onset is not None:
            return _ONSETS[onset][HONG_KONG][0] + _RIMES[reading[len(onset) :]][HONG_KONG][0]
    return ""


def surname_spellings(surname: str, place: int) -> frozenset[str]:
    """The spellings of a surname beside the regular ones of its characters."""
    known = _SURNAMES.get(surname)
    return frozenset(known[place]) - {""} if known else frozenset()


@lru_cache(maxsize=8192)
def spelt(reading: str, place: int) -> frozenset[str]:
    """How a Cantonese syllable is spelt in one of the two places."""
    found = {*_regular(reading, place), *_WHOLE[place].get(reading, "").split()}
    if place == MACAU:
        found |= {one.replace("KUU", "KU").replace("IIE", "IE").replace("II", "I") for one in found}
    if reading.startswith("j"):
        found |= {one[1:] for one in found if len(one) > 1 and one[0] in "YJI" and one[1] in "AEIOU"}
        found = {one.replace("YYU", "YU") for one in found}
    return frozenset(one for one in found if one)


def _regular(reading: str, place: int) -> set[str]:
    if reading in {"m", "ng"}:
        return set(_RIMES[reading][place])
    onset = _onset(reading)
    if onset is None:
        return set()
    rime = _RIMES[reading[len(onset) :]]
    return {start + end for start in _ONSETS[onset][place] for end in rime[place]}


def _onset(reading: str) -> str | None:
    """With what a reading begins; None where it is no syllable."""
    by_length = sorted(_ONSETS, key=len, reverse=True)
    return next((one for one in by_length if reading.startswith(one) and reading[len(one) :] in _RIMES), None)
