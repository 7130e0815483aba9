"""Machine-readable zones: composed for production, parsed from readers, after ICAO Doc 9303 parts 3 to 7.

Beside the layouts of ICAO stand the two of Chinese travel permits: the single line on the cards for Hong Kong, Macao and Taiwan
travel, and the three lines on the permits of Hong Kong, Macao and Taiwan residents.
"""

from __future__ import annotations

from mumian.foundation.mrz.layouts import LAYOUTS, Layout, LayoutCode
from mumian.foundation.mrz.names import (
    NameNotLatin,
    name_field,
    older_spellings,
    romanised,
    special_reading,
    split_name_field,
    transliterated,
)
from mumian.foundation.mrz.zone import Problem, Zone, ZoneRefused, compose, parse, six_digits

__all__ = [
    "LAYOUTS",
    "Layout",
    "LayoutCode",
    "NameNotLatin",
    "Problem",
    "Zone",
    "ZoneRefused",
    "compose",
    "name_field",
    "older_spellings",
    "parse",
    "romanised",
    "six_digits",
    "special_reading",
    "split_name_field",
    "transliterated",
]
