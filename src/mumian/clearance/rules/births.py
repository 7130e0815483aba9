"""What two birth dates say; a date of the lunar calendar may stand where one of the solar was meant."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Final

from mumian.clearance.rules.numbers import is_slip
from mumian.clearance.rules.reasons import ReasonCode
from mumian.clearance.rules.tables import lines

_YEARS: Final = tuple(int(one, 16) for one in lines("lunar_years.txt"))
_FIRST_DAY: Final = date(1900, 1, 31)
"""The first day of the lunar year 1900."""
YEAR_ALONE: Final = 4
_LAST_YEAR: Final = 9999
_WHOLE: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})|(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?:日)?", re.ASCII)
_YEAR: Final = re.compile(r"(\d{4})(-?00-?00|-?XX-?XX)?", re.ASCII)


@lru_cache(maxsize=65536)
def compare_births(one: str, other: str) -> ReasonCode:
    """What two birth dates say, each a whole date or only a year."""
    first, second = _digits(one), _digits(other)
    if not first or not second:
        return ReasonCode.BIRTH_SILENT
    if YEAR_ALONE in {len(first), len(second)}:
        return ReasonCode.BIRTH_YEAR if first[:4] == second[:4] else ReasonCode.BIRTH_OTHER
    if first == second:
        return ReasonCode.BIRTH_SAME if _is_day(first) else ReasonCode.BIRTH_DOUBTFUL
    return _nearly(first, second)


@lru_cache(maxsize=65536)
def born_of(written: str) -> int | None:
    """A birth date as a number to be looked up by: 19870228, or 1987 for a year alone; None for what says neither."""
    digits = _digits(written)
    return int(digits) if len(digits) == YEAR_ALONE or (digits and _is_day(digits)) else None


@lru_cache(maxsize=65536)
def near_births(born: int) -> tuple[int, ...] | None:
    """Every number of `born_of` that `compare_births` does not tell from this one as another birth date, in order.

    None for a year alone, which is near to every day of it: nothing is told from it beforehand.
    """
    digits = f"{born:08}"
    if born <= _LAST_YEAR:
        return None
    slips = [digits[:place] + sign + digits[place + 1 :] for place in range(len(digits)) for sign in "0123456789"]
    slips += [digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :] for place in range(len(digits) - 1)]
    near = {*slips, digits[:4] + digits[6:] + digits[4:6], lunar_of(digits), *_solar_of(digits)}
    return tuple(sorted({int(digits[:4]), *(int(one) for one in near if one and _is_day(one))}))


def _solar_of(digits: str) -> list[str]:
    """The solar dates whose lunar date this is: one, or two where the month came twice in that year."""
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    offset = year - _FIRST_DAY.year
    if not 0 <= offset < len(_YEARS):
        return []
    found, passed = [], _starts()[offset]
    for number, days in _months(_YEARS[offset]):
        if number == month and day <= days:
            found.append(f"{_FIRST_DAY + timedelta(days=passed + day - 1):%Y%m%d}")
        passed += days
    return found


@lru_cache(maxsize=65536)
def is_no_date(written: str) -> bool:
    """Whether something is written that is neither a day of the calendar nor a year: 1987-02-30."""
    digits = _digits(written)
    return bool(written.strip()) and not (len(digits) == YEAR_ALONE or _is_day(digits))


def _is_day(digits: str) -> bool:
    try:
        date.fromisoformat(digits)
    except ValueError:
        return False
    return True


def _nearly(first: str, second: str) -> ReasonCode:
    """What two whole dates say that are not the same."""
    if first[:4] == second[:4] and first[4:] == second[6:] + second[4:6]:
        return ReasonCode.BIRTH_TURNED
    if is_slip(first, second):
        return ReasonCode.BIRTH_ONE_DIGIT
    return ReasonCode.BIRTH_LUNAR if lunar_of(first) == second or lunar_of(second) == first else ReasonCode.BIRTH_OTHER


def _digits(written: str) -> str:
    written = written.strip().upper()
    whole = _WHOLE.fullmatch(written)
    if whole:
        year, month, day = (one for one in whole.groups() if one)
        return f"{year}{month:>02}{day:>02}"
    alone = _YEAR.fullmatch(written)
    return alone[1] if alone else ""


@lru_cache(maxsize=65536)
def lunar_of(digits: str) -> str:
    """The lunar date of a solar one (both as eight digits), written as people write it; empty outside 1900 to 2029."""
    try:
        day = date.fromisoformat(digits)
    except ValueError:
        return ""
    left = (day - _FIRST_DAY) // timedelta(days=1)
    if left < 0:
        return ""
    offset = bisect_right(_starts(), left) - 1
    if offset == len(_YEARS):
        return ""
    left -= _starts()[offset]
    for month, days in _months(_YEARS[offset]):
        if left < days:
            return f"{1900 + offset:04}{month:02}{left + 1:02}"
        left -= days
    return ""


@lru_cache(maxsize=1)
def _starts() -> tuple[int, ...]:
    """On which day, counted from the first, each year begins; the last is that after the end."""
    return (0, *accumulate(sum(days for _, days in _months(bits)) for bits in _YEARS))


@lru_cache(maxsize=256)
def _months(bits: int) -> tuple[tuple[int, int], ...]:
    leap, long_leap = bits & 0xF, bits >> 16 & 1
    found: list[tuple[int, int]] = []
    for month in range(1, 13):
        found.append((month, 30 if bits >> (16 - month) & 1 else 29))
        if month == leap:
            found.append((month, 30 if long_leap else 29))
    return tuple(found)
