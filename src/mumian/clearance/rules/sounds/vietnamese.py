"""Vietnamese names: the ideographs behind them and their spellings without marks, one word for each."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from mumian.clearance.rules.tables import lines, read_as, ways

SURNAMES: Final = ways("vietnamese_surnames.tsv")

SYLLABLES: Final = frozenset(
    (*(way for ways_ in SURNAMES.values() for way in ways_), *(line.split("\t")[0] for line in lines("vietnamese.tsv")))
)


@lru_cache(maxsize=8192)
def spellings(sign: str, *, surname: bool) -> frozenset[str]:
    """The spellings of one character (or of a compound surname)."""
    return frozenset((*(SURNAMES.get(sign, ()) if surname else ()), *read_as("vietnamese.tsv").get(sign, ())))
