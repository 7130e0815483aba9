"""Telephone numbers of the mainland: mobile numbers and fixed lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Self

from mumian.foundation.identifiers.base import HIDDEN, Fault, Identifier, as_typed
from mumian.foundation.words import Text

MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
LANDLINE = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))-?([1-9]\d{6,7})", re.ASCII)
MOBILE_LENGTH = 11
HALF = 4


@dataclass(frozen=True, slots=True, repr=False)
class MobileNumber(Identifier):
    """Eleven digits beginning with 13 to 19; the country code is taken off."""

    name: ClassVar[Text] = Text(zh="手机号码", en="mobile number")

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read a number with or without +86, blanks and hyphens. Raises NumberRefused."""
        return cls(re.sub(r"^\+?86(?=1)", "", as_typed(written).replace("-", "")))

    @classmethod
    def examine(cls, value: str) -> None:
        cls.require_signs(value, "0123456789")
        cls.require_length(value, MOBILE_LENGTH)
        if MOBILE.fullmatch(value) is None:
            raise cls.refused(Fault.SHAPE, "手机号码以13至19开头", "mobile numbers begin with 13 to 19")

    @property
    def masked(self) -> str:
        return f"{self.value[:3]}{HIDDEN * 4}{self.value[7:]}"

    @property
    def said(self) -> str:
        """In the groups in which people say it: 138 0013 8000."""
        return f"{self.value[:3]} {self.value[3:7]} {self.value[7:]}"


@dataclass(frozen=True, slots=True, repr=False)
class LandlineNumber(Identifier):
    """An area code beginning with 0 and seven or eight digits, joined by a hyphen: 020-80000000."""

    name: ClassVar[Text] = Text(zh="固定电话号码", en="fixed-line number")

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read a number with or without its hyphen. Raises NumberRefused."""
        typed = as_typed(written)
        match = LANDLINE.fullmatch(typed)
        return cls("-".join(match.groups()) if match else typed)

    @classmethod
    def examine(cls, value: str) -> None:
        match = LANDLINE.fullmatch(value)
        if match is None or "-" not in value:
            raise cls.refused(
                Fault.SHAPE,
                "应为区号加7或8位号码，号码不以0开头，如020-80000000",
                "it is an area code and 7 or 8 digits not beginning with 0, as in 020-80000000",
            )

    @property
    def masked(self) -> str:
        area, number = self.value.split("-")
        return f"{area}-{HIDDEN * (len(number) - HALF)}{number[-HALF:]}"

    @property
    def said(self) -> str:
        """In the groups in which people say it: 020 8000 0000."""
        area, number = self.value.split("-")
        return f"{area} {number[:-HALF]} {number[-HALF:]}"


def parse_phone(written: str) -> MobileNumber | LandlineNumber:
    """Read either kind: what begins with a single 0 is a fixed line. Raises NumberRefused."""
    return LandlineNumber.parse(written) if as_typed(written).startswith("0") else MobileNumber.parse(written)
