"""Which Latin spellings of a Chinese name may stand in documents. They are proposed; the applicant confirms his own."""

from __future__ import annotations

from datetime import date

from mumian.foundation.mrz import older_spellings, romanised, special_reading
from mumian.people.terms import LatinName, SpellingOrigin


def suggested_spellings(*, surname_pinyin: str, given_pinyin: str, on: date, surname: str = "") -> tuple[LatinName, ...]:
    """The spelling of a document issued on this day first, then those of documents from before July 2012, each once.

    Pinyin may be typed with ü, v or u: and with tone marks. `surname` is the surname as written: where it has a special reading
    (单, 仇), spellings with that reading come first.
    """
    surnames = [surname_pinyin]
    reading = special_reading(surname)
    if reading is not None and romanised(surname_pinyin, on=on) != reading:
        surnames.insert(0, reading)
    found = [
        LatinName(spelt, _joined(given), SpellingOrigin.PINYIN)
        for one in surnames
        for spelt, given in [
            (romanised(one, on=on), romanised(given_pinyin, on=on)),
            *((old, given) for old in older_spellings(one) for given in older_spellings(given_pinyin)),
        ]
    ]
    return tuple(dict.fromkeys(found))


def _joined(given: str) -> str:
    """Given names are written together (GB/T 28039)."""
    return "".join(given.split())
