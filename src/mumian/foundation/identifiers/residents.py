"""Numbers of foreign permanent residents: 15 characters on the cards of 2004 and 2017, 18 on the card of 2023."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from mumian.foundation.identifiers.base import Fault, Identifier, NumberRefused, mask
from mumian.foundation.identifiers.checks import CAPITALS, DIGITS, mod_11_2, seven_three_one
from mumian.foundation.words import Text

LENGTH = 18
OLD_LENGTH = 15


@dataclass(frozen=True, slots=True, repr=False)
class PermanentResidenceNumber(Identifier):
    """A 9, two digits of the province, three of the country (ISO 3166-1), eight of the birth date, three of sequence, a check."""

    name: ClassVar[Text] = Text(zh="外国人永久居留身份证号码", en="foreign permanent resident's number")

    @classmethod
    def examine(cls, value: str) -> None:
        cls.require_length(value, LENGTH)
        cls.require_signs(value[:17], DIGITS)
        cls.require_signs(value[17], DIGITS + "X", first=18)
        if value[0] != "9":
            raise cls.refused(Fault.SHAPE, "第1位应为9", "it must begin with 9")
        cls.require_date(value[6:14])
        if value[6:8] not in {"19", "20"}:
            raise cls.refused(Fault.DATE, f"出生年份{value[6:10]}不可能", f"the birth year {value[6:10]} is impossible")
        cls.require_check(written=value[17], computed=mod_11_2(value[:17]))

    @property
    def country(self) -> str:
        """The numeric country code (ISO 3166-1)."""
        return self.value[3:6]

    @property
    def birth_date(self) -> date:
        """The birth date in the number."""
        return self.require_date(self.value[6:14])

    @property
    def masked(self) -> str:
        return mask(self.value, start=3, end=4)


@dataclass(frozen=True, slots=True, repr=False)
class OldPermanentResidenceNumber(Identifier):
    """Three letters of nationality, four digits of the area, the birth date as YYMMDD, one of sequence, one check (7-3-1)."""

    name: ClassVar[Text] = Text(zh="外国人永久居留证号码", en="permanent residence card number")

    @classmethod
    def examine(cls, value: str) -> None:
        cls.require_length(value, OLD_LENGTH)
        cls.require_signs(value[:3], CAPITALS)
        cls.require_signs(value[3:], DIGITS, first=4)
        if _born_in(value, "20") is None:
            cls.require_date("19" + value[7:13])
        cls.require_check(written=value[14], computed=seven_three_one(value[:14]))

    @property
    def nationality(self) -> str:
        """The three-letter code of the nationality."""
        return self.value[:3]

    def birth_date(self, *, as_of: date) -> date:
        """The latest date of this day and month that is not after `as_of`: the number does not say the century."""
        recent = _born_in(self.value, "20")
        if recent is not None and recent <= as_of:
            return recent
        return self.require_date("19" + self.value[7:13])

    @property
    def masked(self) -> str:
        return mask(self.value, start=3, end=4)


def _born_in(value: str, century: str) -> date | None:
    try:
        return OldPermanentResidenceNumber.require_date(century + value[7:13])
    except NumberRefused:
        return None
