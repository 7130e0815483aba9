"""The tree of bureaus that a set of halls asks for: the city's, and below it one for each district or county that has a hall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mumian.foundation.words import Text
from mumian.offices.terms import BureauFacts, BureauKind, HallKind

CITY_HALLS = frozenset({HallKind.CENTRAL, HallKind.FOREIGNERS})
"""Halls that the city's bureau keeps itself, wherever they stand."""


def bureau_of(*, kind: HallKind, district: str, city: str) -> str:
    """The code of the bureau that keeps a hall of this kind, standing today in this district."""
    return city if kind in CITY_HALLS else district


def bureaus_for(
    *, city: str, halls: Iterable[tuple[HallKind, str]], divisions: Mapping[str, Text], counties: frozenset[str] = frozenset()
) -> tuple[BureauFacts, ...]:
    """The bureaus that keep these halls (kind, district of today), superiors first.

    `divisions` names every division by its code; KeyError when one of a hall is missing there. A division in `counties`
    gets a county's bureau, as does that of a hall of a county.
    """
    kinds: dict[str, BureauKind] = {}
    for kind, district in halls:
        code = bureau_of(kind=kind, district=district, city=city)
        if code != city:
            is_county = kind is HallKind.COUNTY or district in counties
            kinds[code] = BureauKind.COUNTY if is_county else kinds.get(code, BureauKind.DISTRICT)
    below = (BureauFacts(code, kinds[code], _name(divisions[code]), parent=city) for code in sorted(kinds))
    return (BureauFacts(city, BureauKind.CITY, _name(divisions[city])), *below)


def _name(division: Text) -> Text:
    return Text("{name}公安局出入境管理部门", "Exit-Entry Office of {name}").filled(name=division)
