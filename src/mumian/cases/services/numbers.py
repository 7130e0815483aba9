"""Numbers of cases, notices and letters: ten signs that cannot be guessed, each given once."""

from __future__ import annotations

from django.db.models import Model

from mumian.foundation.identifiers.codes import LETTERS


def unused(model: type[Model], column: str) -> str:
    """A new code that this column does not hold. The unique constraint has the last word, against two at the same moment."""
    while True:
        code = LETTERS.new()
        if not model._default_manager.filter(**{column: code}).exists():
            return code
