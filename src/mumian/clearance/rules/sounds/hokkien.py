"""How names are spelt in Hokkien and Teochew, as families from Fujian and Chaoshan write them in Southeast Asia and Taiwan.

Surnames and the commonest characters of given names stand in tables; all others are made from their reading (Tai-lo), by the
habits of both regions.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from mumian.clearance.rules.tables import read_as, ways

SURNAMES: Final = ways("hokkien_surnames.tsv")
GIVEN: Final = ways("hokkien_given.tsv")
_ONSETS: Final = ways("hokkien_onsets.tsv")
_RIMES: Final = ways("hokkien_rimes.tsv")


@lru_cache(maxsize=32768)
def spellings(sign: str) -> frozenset[str]:
    """The spellings of one character in a given name."""
    made = (way for reading in read_as("hokkien_readings.tsv").get(sign, ()) for way in spelt(reading))
    return frozenset((*GIVEN.get(sign, ()), *made))


@lru_cache(maxsize=2048)
def spelt(reading: str) -> frozenset[str]:
    """How a syllable of Tai-lo without its tone is spelt; none when it is no such syllable."""
    by_length = sorted(_ONSETS, key=len, reverse=True)
    onset = next((one for one in by_length if reading.startswith(one) and reading[len(one) :] in _RIMES), None)
    if onset is None:
        return frozenset()
    found = {start + end for start in _ONSETS[onset] for end in _RIMES[reading[len(onset) :]]}
    return frozenset(found if onset else {one for way in found for one in _without_onset(way)})


def _without_onset(way: str) -> set[str]:
    """What begins with a vowel may take Y or W: IONG and YONG, UAN and WAN, UN and WUN."""
    if way[:1] == "I":
        return {way, "Y" + way[1:] if way[1:2] in set("AEOU") else "Y" + way}
    if way[:1] in {"E", "U", "O"}:
        glide = way[0] == "U" and way[1:2] in set("AEIO")
        return {way, ("Y" if way[0] == "E" else "W") + way, *(["W" + way[1:]] if glide else [])}
    return {way}
