"""Everything that can be wrong with a rulebook, found in one run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mumian.catalogue.rules.problems import Problem, in_order
from mumian.catalogue.rules.reading import Reading, read_rulebook


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found, and how many entries there are."""

    problems: tuple[Problem, ...]
    counts: dict[str, int]


def check_rulebook(folder: Path) -> Report:
    """Read and check the rulebook in this folder; all its problems, sorted by file and line."""
    return check_reading(read_rulebook(folder))


def check_reading(reading: Reading) -> Report:
    """Check a rulebook that has been read."""
    return Report(problems=in_order(reading.problems), counts=reading.book.counts())
