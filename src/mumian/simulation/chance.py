"""Chance that can be repeated: the same seed founds the same city."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random


def chance_for(seed: int, subject: str) -> Random:
    """A source of chance of its own for each subject, so that one more officer does not rename every resident."""
    return Random(f"{seed}/{subject}")  # noqa: S311  # invented people, no secret


def day_between(chance: Random, first: date, last: date) -> date:
    """A day from the first to the last, both included."""
    return first + timedelta(days=chance.randint(0, (last - first).days))


def years_after(day: date, years: int) -> date:
    """The same day so many years later (earlier when negative); 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
