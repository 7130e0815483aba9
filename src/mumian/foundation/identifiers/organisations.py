"""Numbers of organisations: the unified social credit code (GB 32100) and, before 2015, the organisation code (GB 11714)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from mumian.foundation.identifiers.base import Identifier, as_typed
from mumian.foundation.identifiers.checks import DIGITS, DIGITS_AND_CAPITALS, SOCIAL_CREDIT_SIGNS, mod_31, organisation
from mumian.foundation.words import Text

LENGTH = 18
OLD_LENGTH = 9


@dataclass(frozen=True, slots=True, repr=False)
class SocialCreditCode(Identifier):
    """One sign of the registrar, one of the kind, six digits of the division, nine of the organisation, one check."""

    name: ClassVar[Text] = Text(zh="统一社会信用代码", en="unified social credit code")

    @classmethod
    def examine(cls, value: str) -> None:
        cls.require_length(value, LENGTH)
        cls.require_signs(value[:2], SOCIAL_CREDIT_SIGNS)
        cls.require_signs(value[2:8], DIGITS, first=3)
        cls.require_signs(value[8:], SOCIAL_CREDIT_SIGNS, first=9)
        cls.require_check(written=value[17], computed=mod_31(value[:17]))

    @property
    def division(self) -> str:
        """The six-digit division of the registrar."""
        return self.value[2:8]

    @property
    def organisation(self) -> str:
        """The nine signs that were the organisation code before."""
        return self.value[8:17]

    @property
    def masked(self) -> str:
        """Codes of organisations are public and shown whole."""
        return self.value


@dataclass(frozen=True, slots=True, repr=False)
class OrganisationCode(Identifier):
    """Eight digits or letters and a check, written with a hyphen before it; the value holds none."""

    name: ClassVar[Text] = Text(zh="组织机构代码", en="organisation code")

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read a code with or without its hyphen. Raises NumberRefused."""
        typed = as_typed(written)
        return cls(typed[:8] + typed[9:] if typed[8:9] == "-" else typed)

    @classmethod
    def examine(cls, value: str) -> None:
        cls.require_length(value, OLD_LENGTH)
        cls.require_signs(value[:8], DIGITS_AND_CAPITALS)
        cls.require_signs(value[8], DIGITS + "X", first=9)
        cls.require_check(written=value[8], computed=organisation(value[:8]))

    @property
    def masked(self) -> str:
        """Codes of organisations are public and shown whole."""
        return str(self)

    def __str__(self) -> str:
        return f"{self.value[:8]}-{self.value[8]}"
