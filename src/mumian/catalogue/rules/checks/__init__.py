"""Everything that can be wrong with a rulebook, found in one run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mumian.catalogue.rules.checks import acceptance, expressions, figures, references, spans, trying
from mumian.catalogue.rules.problems import Problem, in_order
from mumian.catalogue.rules.reading import Reading, read_rulebook

CHECKS: tuple[Callable[[Reading], Iterator[Problem]], ...] = (
    references.references,
    references.doubled_codes,
    spans.spans,
    spans.gaps,
    expressions.facts,
    expressions.expressions,
    trying.has_examples,
    trying.example_facts,
    trying.examples,
    acceptance.acceptance_examples,
    figures.allowances,
    figures.notice_counts,
    figures.terms_of_order,
    figures.halls,
    figures.documents,
    figures.calendar,
    figures.time_vectors,
)


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
    found = [problem for check in CHECKS for problem in check(reading)] if reading.folder.is_dir() else []
    return Report(problems=in_order([*reading.problems, *found]), counts=reading.book.counts())
