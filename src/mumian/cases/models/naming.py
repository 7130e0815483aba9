"""What the tables share: choices of an enum as plain strings, and the shape of codes."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.db.models import Q

CODE: Final = r"^[0-9ACDEFGHJKMNPQRTVWXY]{10}$"
"""Ten signs of the scheme `LETTERS`, the last a check character."""


def choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    """The words of an enum as plain strings, so that no class is written into a migration."""
    return [(word.value, word.value) for word in words]


def one_of(column: str, words: type[StrEnum]) -> Q:
    """The column holds one of these words."""
    return Q(**{f"{column}__in": [word.value for word in words]})


def written(*columns: str) -> Q:
    """None of these columns is empty."""
    condition = Q()
    for column in columns:
        condition &= ~Q(**{column: ""})
    return condition
