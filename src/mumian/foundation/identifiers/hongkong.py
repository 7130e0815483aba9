"""The number of a Hong Kong identity card."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Self

from mumian.foundation.identifiers.base import HIDDEN, Fault, Identifier, as_typed
from mumian.foundation.identifiers.checks import hong_kong
from mumian.foundation.words import Text

SHAPE = re.compile(r"([A-Z]{1,2})(\d{6})\(([0-9A])\)", re.ASCII)
BARE = re.compile(r"[A-Z]{1,2}\d{6}[0-9A]", re.ASCII)


@dataclass(frozen=True, slots=True, repr=False)
class HongKongIdentityNumber(Identifier):
    """One or two letters, six digits, and a check in brackets: A123456(3)."""

    name: ClassVar[Text] = Text(zh="香港身份证号码", en="Hong Kong identity card number")

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read a number with or without its brackets. Raises NumberRefused."""
        typed = as_typed(written)
        return cls(f"{typed[:-1]}({typed[-1]})" if BARE.fullmatch(typed) else typed)

    @classmethod
    def examine(cls, value: str) -> None:
        match = SHAPE.fullmatch(value)
        if match is None:
            raise cls.refused(
                Fault.SHAPE,
                "应为1或2个字母、6位数字和括号内的校验码，如A123456(3)",
                "it is one or two letters, six digits and a check in brackets, as in A123456(3)",
            )
        letters, digits, check = match.groups()
        cls.require_check(written=check, computed=hong_kong(letters, digits))

    @property
    def masked(self) -> str:
        return f"{self.value[:-9]}{HIDDEN * 4}{self.value[-5:]}"
