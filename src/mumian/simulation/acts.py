"""What is done in the town, as plain values: acts that go to the workers, what came of them, and what a part of the day is.

A package that takes part in the day adds `parts/<package>.py` with a `Part`, and a line in `parts/__init__.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from mumian.simulation.stage import Stage
    from mumian.simulation.worker import Worker


@dataclass(frozen=True, slots=True)
class Act:
    """Something to be done at a moment. `number` orders acts and names the chance of this one; `says` is what it needs to know.

    `kind` is `<part>.<act>`; all acts of one kind that are handed over together may be done together.
    """

    number: int
    kind: str
    at: datetime
    says: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Came:
    """What came of an act: done, or refused with the sentence in English; `says` is what the town learns from it.

    `is_stopped`: not an officer or a rule refused it, the database stopped it.
    """

    number: int
    refused: str = ""
    says: Mapping[str, Any] = field(default_factory=dict)
    is_stopped: bool = False

    @property
    def is_done(self) -> bool:
        """Whether it was done."""
        return not self.refused


class Part(Protocol):
    """A package's part of the day. `kinds` are the acts that it carries out."""

    name: str
    kinds: frozenset[str]

    def prepare(self, stage: Stage, *, day: date) -> None:
        """Before the halls open on a day: blanks, positions of shelves, lists. Runs once, as the owner of the database."""

    def carry_out(self, acts: Sequence[Act], worker: Worker) -> list[Came]:
        """Carry out acts of one kind, in their order; one answer for each."""
