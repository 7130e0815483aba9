"""How long documents wait to be collected, in the steps of the hand-over list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from mumian.foundation.words import Text


@dataclass(frozen=True, slots=True)
class Step:
    """Documents that have waited from this many days to that many (inclusive; None: longer)."""

    least: int
    most: int | None

    @property
    def name(self) -> Text:
        """The step as a list shows it."""
        if self.most is None:
            return Text(f"{self.least}天以上", f"{self.least} days and more")
        return Text(f"{self.least}至{self.most}天", f"{self.least} to {self.most} days")

    def holds(self, days: int) -> bool:
        """Whether a document that has waited for so many days belongs here."""
        return self.least <= days and (self.most is None or days <= self.most)


STEPS: Final = (Step(0, 7), Step(8, 30), Step(31, 90), Step(91, 180), Step(181, None))


def counted_by_age(days: Iterable[tuple[int, int]]) -> tuple[tuple[Step, int], ...]:
    """How many documents wait in each step, from pairs of days waited and how many waited so long."""
    waiting = list(days)
    return tuple((step, sum(count for waited, count in waiting if step.holds(waited))) for step in STEPS)
