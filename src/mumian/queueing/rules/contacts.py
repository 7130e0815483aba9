"""Telephone numbers that visitors leave, as they type them."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from typing import Final

KEPT_FOR: Final = timedelta(days=120)
"""So long a number is kept: a sample of a quarter can be drawn until a month after its end."""
SEPARATORS: Final = re.compile(r"[\s().-]+")
DIALLED: Final = re.compile(r"\+?[0-9]{8,15}")
"""With the country's code it has fifteen digits at most (ITU-T E.164)."""


def telephone(typed: str) -> str | None:
    """The number without blanks, points and hyphens, empty when nothing was typed; None for what is no telephone number.

    Digits of full width, as keyboards for Chinese write them, are taken for what they are.
    """
    number = SEPARATORS.sub("", unicodedata.normalize("NFKC", typed))
    return number if not number or DIALLED.fullmatch(number) else None
