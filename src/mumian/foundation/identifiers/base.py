"""What all identifiers share: reading at the door, refusing with a sentence, and being shown masked."""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Self

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text

HIDDEN = "•"


class Sex(StrEnum):
    """As machine-readable zones write it; a document may leave it unspecified (ICAO Doc 9303-3)."""

    MALE = "M"
    FEMALE = "F"
    UNSPECIFIED = "X"


class Fault(StrEnum):
    """The kinds of mistake by which a number is refused."""

    LENGTH = "length"
    CHARACTER = "character"
    SHAPE = "shape"
    DATE = "date"
    CHECK = "check"


class NumberRefused(Refusal):
    """A number was not taken; `fault` says what kind of mistake it is and `sentence` says it in words."""

    def __init__(self, name: Text, fault: Fault, why: Text) -> None:
        self.fault = fault
        super().__init__(
            Text(
                zh="{name}未录入：{why}。请对照证件核对后重新输入。",
                en="The {name} was not taken: {why}. Compare it with the document and enter it again.",
            ).filled(name=name, why=why)
        )


def as_typed(written: str) -> str:
    """What people type, made even: full-width signs become plain ones, letters capital, blanks go."""
    plain = written if written.isascii() else unicodedata.normalize("NFKC", written)
    return "".join(plain.upper().split())


@dataclass(frozen=True, slots=True)
class Identifier(ABC):
    """A well-formed number. Two are equal when their values are; `str` gives the value."""

    name: ClassVar[Text]

    value: str

    def __post_init__(self) -> None:
        self.examine(self.value)

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read a number as somebody typed or scanned it. Raises NumberRefused."""
        return cls(as_typed(written))

    @classmethod
    @abstractmethod
    def examine(cls, value: str) -> None:
        """Refuse a value that is not well formed."""

    @property
    @abstractmethod
    def masked(self) -> str:
        """The form that may be shown without a stated reason."""

    @classmethod
    def refused(cls, fault: Fault, zh: str, en: str) -> NumberRefused:
        """The refusal with its reason, to be raised."""
        return NumberRefused(cls.name, fault, Text(zh=zh, en=en))

    @classmethod
    def require_length(cls, value: str, length: int) -> None:
        """Refuse another length."""
        if len(value) != length:
            raise cls.refused(
                Fault.LENGTH,
                f"应为{length}位，现有{len(value)}位",
                f"it has {len(value)} characters instead of {length}",
            )

    @classmethod
    def require_signs(cls, value: str, allowed: str, *, first: int = 1) -> None:
        """Refuse the first sign that may not stand in this part, which begins at position `first` of the number."""
        if not value.strip(allowed):  # nothing else stands in it: said without a look at each
            return
        for place, sign in enumerate(value, start=first):
            if sign not in allowed:
                raise cls.refused(
                    Fault.CHARACTER,
                    f"第{place}位“{sign}”不应出现",
                    f'the character "{sign}" at position {place} cannot stand there',
                )

    @classmethod
    def require_check(cls, *, written: str, computed: str) -> None:
        """Refuse a check character other than the computed one; it is not told which would be right."""
        if written != computed:
            raise cls.refused(
                Fault.CHECK,
                "校验码不符，至少有一位输错",
                "its check character does not fit, so at least one character is wrong",
            )

    @classmethod
    def require_date(cls, digits: str) -> date:
        """The date written as YYYYMMDD, or refuse it."""
        try:
            return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
        except ValueError:
            raise cls.refused(
                Fault.DATE,
                f"出生日期{digits[:4]}年{digits[4:6]}月{digits[6:8]}日不存在",
                f"there is no birth date {digits[:4]}-{digits[4:6]}-{digits[6:8]}",
            ) from None

    def __str__(self) -> str:
        return self.value

    def __repr__(self) -> str:
        """Masked, so that no log or traceback shows a whole number."""
        return f"{type(self).__name__}({self.masked})"


def mask(value: str, *, start: int, end: int) -> str:
    """Keep so many characters at the start and at the end and hide the rest."""
    return value[:start] + HIDDEN * (len(value) - start - end) + value[len(value) - end :]
