"""How far the history of a demonstration's city is played, as its process writes it beside the house."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Final

from django.conf import settings

FILE: Final = "city.json"
LOOKED_EVERY: Final = 2.0
"""Seconds between two looks at the file."""


@dataclass(frozen=True, slots=True)
class CityNote:
    """So many of so many days have been played."""

    done: int
    days: int


@dataclass(slots=True)
class _Last:
    at: float = float("-inf")
    note: CityNote | None = None


_last = _Last()


def city_note() -> CityNote | None:
    """What to say on pages while the history is being played; None before and after, and where nobody plays it."""
    now = time.monotonic()
    if now - _last.at >= LOOKED_EVERY:
        _last.at, _last.note = now, _read()
    return _last.note


def _read() -> CityNote | None:
    try:
        said = json.loads((settings.ENVIRONMENT.var / FILE).read_text())
        return CityNote(int(said["done"]), int(said["days"])) if said["state"] == "filling" else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
