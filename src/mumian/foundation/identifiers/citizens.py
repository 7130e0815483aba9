"""Citizen identification numbers by GB 11643: 18 characters today, 15 digits in the old identity cards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from mumian.foundation.identifiers.base import Fault, Identifier, Sex, mask
from mumian.foundation.identifiers.checks import DIGITS, mod_11_2
from mumian.foundation.words import Text

LENGTH = 18
OLD_LENGTH = 15
CENTURIES = ("18", "19", "20")
CENTENARIANS = range(996, 1000)


@dataclass(frozen=True, slots=True, repr=False)
class CitizenNumber(Identifier):
    """Six digits of the division of first registration, eight of the birth date, three of sequence (odd: male), one check."""

    name: ClassVar[Text] = Text(zh="公民身份号码", en="citizen identification number")

    @classmethod
    def examine(cls, value: str) -> None:
        cls.require_length(value, LENGTH)
        cls.require_signs(value[:17], DIGITS)
        cls.require_signs(value[17], DIGITS + "X", first=18)
        if value[0] in "09":
            raise cls.refused(
                Fault.SHAPE,
                "第1位应为1至8（9开头的是外国人永久居留身份证号码）",
                "it must begin with 1 to 8 (9 begins the number of a foreign permanent resident)",
            )
        cls.require_date(value[6:14])
        if value[6:8] not in CENTURIES:
            raise cls.refused(Fault.DATE, f"出生年份{value[6:10]}不可能", f"the birth year {value[6:10]} is impossible")
        cls.require_check(written=value[17], computed=mod_11_2(value[:17]))

    @property
    def division(self) -> str:
        """The six-digit division (GB/T 2260) where the number was given; it may no longer exist."""
        return self.value[:6]

    @property
    def birth_date(self) -> date:
        """The birth date in the number."""
        return self.require_date(self.value[6:14])

    @property
    def sex(self) -> Sex:
        """The sex by the last digit of the sequence."""
        return Sex.MALE if int(self.value[16]) % 2 else Sex.FEMALE

    @property
    def masked(self) -> str:
        return mask(self.value, start=3, end=4)


@dataclass(frozen=True, slots=True, repr=False)
class OldCitizenNumber(Identifier):
    """Fifteen digits without check: division, birth date as YYMMDD, sequence. Cards with it ended on 1 January 2013."""

    name: ClassVar[Text] = Text(zh="旧15位身份证号", en="old 15-digit identity number")

    @classmethod
    def examine(cls, value: str) -> None:
        cls.require_length(value, OLD_LENGTH)
        cls.require_signs(value, DIGITS)
        if value[0] in "09":
            raise cls.refused(Fault.SHAPE, "第1位应为1至8", "it must begin with 1 to 8")
        cls.require_date(_century(value) + value[6:12])

    @property
    def division(self) -> str:
        """The six-digit division where the number was given."""
        return self.value[:6]

    @property
    def birth_date(self) -> date:
        """The birth date; sequences 996 to 999 were kept for persons who were then over a hundred and born in the 1800s."""
        return self.require_date(_century(self.value) + self.value[6:12])

    @property
    def sex(self) -> Sex:
        """The sex by the last digit."""
        return Sex.MALE if int(self.value[14]) % 2 else Sex.FEMALE

    @property
    def masked(self) -> str:
        return mask(self.value, start=3, end=3)

    def upgraded(self) -> CitizenNumber:
        """The 18-character number of the same person."""
        body = self.value[:6] + _century(self.value) + self.value[6:]
        return CitizenNumber(body + mod_11_2(body))


def _century(value: str) -> str:
    return "18" if int(value[12:15]) in CENTENARIANS else "19"


def parse_citizen_number(written: str) -> CitizenNumber:
    """Read a number of 18 characters, or an old one of 15 as its upgraded form. Raises NumberRefused."""
    if len(written.strip()) == OLD_LENGTH:
        return OldCitizenNumber.parse(written).upgraded()
    return CitizenNumber.parse(written)
