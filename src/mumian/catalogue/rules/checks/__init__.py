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
    trying.has_examples,
    trying.example_facts,
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
    """Check a rulebook that has been read.

    What only follows from another problem is not reported beside it: examples are tried where the expression is sound,
    whole questions
    where nothing else is wrong.
    """
    if not reading.folder.is_dir():
        return Report(problems=in_order(reading.problems), counts=reading.book.counts())
    faults = list(expressions.faulty_expressions(reading))
    found = [*reading.problems, *(problem for _, problem in faults)]
    found.extend(problem for check in CHECKS for problem in check(reading))
    found.extend(trying.examples(reading, {(written.subject, written.path[:-1]) for written, _ in faults}))
    if not found:
        found.extend(acceptance.acceptance_examples(reading))
    return Report(problems=in_order(found), counts=reading.book.counts())
