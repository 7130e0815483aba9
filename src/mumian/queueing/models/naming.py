"""What the tables share: choices of an enum as plain strings."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django.db.models import Q


def choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    """The words as plain strings, so that no class is written into a migration."""
    return [(word.value, word.value) for word in words]


def one_of(column: str, words: Iterable[StrEnum]) -> Q:
    """The column holds one of these words."""
    return Q(**{f"{column}__in": [word.value for word in words]})
