"""Japanese names: the readings of the commonest surnames and given names, long vowels written short."""

from __future__ import annotations

import re
from typing import Final

from mumian.clearance.rules.tables import ways

SURNAMES: Final = ways("japanese_surnames.tsv")
GIVEN: Final = ways("japanese_given.tsv")
_BRIEF: Final = (
    *(("OU", "O"), ("OO", "O"), ("UU", "U"), ("AA", "A"), ("II", "I"), ("SHI", "SI"), ("TSU", "TU"), ("CHI", "TI"), ("FU", "HU")),
    *(("JI", "ZI"), ("MB", "NB"), ("MP", "NP")),
)


def short(spelling: str) -> str:
    """A Japanese spelling without the ways of writing long vowels: SATOH, SATOU and SATO are one, OHNO is ONO."""
    spelling = re.sub(r"OH(?![AEIOUY])", "O", spelling)
    for long, brief in _BRIEF:
        spelling = spelling.replace(long, brief)
    return spelling
