"""What is asked of the city at the pages, and what was seen of it: each life that was begun comes to one of three ends.

It ended; it met a fault, which is named; or it was let go where it stood when everybody had to go home, which is said too.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Final

from mumian.offices.terms import Role

CREW: Final[Mapping[Role, int]] = {
    Role.ACCEPTANCE_OFFICER: 16,
    Role.APPROVAL_OFFICER: 12,
    Role.PRODUCTION_OFFICER: 12,
    Role.QUALITY_CHECKER: 12,
    Role.HAND_OVER_OFFICER: 12,
}
"""At most so many officers of each role work."""
EACH_SERVES: Final = 1.5
"""So many officers of a role are called for each person a second: signing in costs more than a page."""
MINUTE: Final = 60.0
PATIENCE: Final = 5.0
"""Minutes after the last person has come until those who still walk are let go."""
WORST: Final = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """How many people come a second and for how long, how many lists watch, and what goes wrong meanwhile."""

    rate: float
    minutes: float
    patience: float = PATIENCE
    lists: int = 20
    unheard: float = 0.02
    kills: tuple[str, ...] = ()
    kill_every: float = 15.0
    forgets_keys: bool = False
    seed: int = 1

    @property
    def lives(self) -> int:
        """How many people come."""
        return max(1, round(self.rate * self.minutes * MINUTE))

    @property
    def crew(self) -> dict[Role, int]:
        """How many officers of each role work."""
        return {role: min(most, max(2, ceil(EACH_SERVES * self.rate))) for role, most in CREW.items()}


@dataclass
class Day:
    """What was seen from outside: milliseconds by page, when lives ended (seconds), where those stand that walk, what failed."""

    by_page: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    begun: int = 0
    ended: list[float] = field(default_factory=list)
    seconds: float = 0.0
    tries: Counter[str] = field(default_factory=Counter)
    killed: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    walking: dict[int, str] = field(default_factory=dict)
    let_go: dict[int, str] = field(default_factory=dict)
    refreshes: list[float] = field(default_factory=list)
    lists_broken_off: int = 0
    list_faults: list[str] = field(default_factory=list)
    lists_behind: list[str] = field(default_factory=list)

    def took(self, page: str, milliseconds: float) -> None:
        """Note a request."""
        self.by_page[page].append(milliseconds)

    @property
    def unaccounted(self) -> int:
        """Lives that were begun and of which nobody can say what became of them."""
        return self.begun - len(self.ended) - len(self.faults) - len(self.let_go)

    @property
    def lives_per_s(self) -> float:
        """Whole lives a second while the middle half of them ended: neither the first wait nor the tail counts."""
        many = len(self.ended)
        if many < 8:  # noqa: PLR2004  # too few for a middle
            return many / self.seconds if self.seconds else 0.0
        first, last = self.ended[many // 4], self.ended[3 * many // 4]
        return (3 * many // 4 - many // 4) / max(last - first, 1e-9)

    def as_values(self) -> dict[str, Any]:
        """For a terminal and for JSON."""
        every = [took for each in self.by_page.values() for took in each]
        spent = {page: sum(took) for page, took in self.by_page.items()}
        whole = sum(spent.values()) or 1.0
        return {
            "lives_begun": self.begun,
            "lives_ended": len(self.ended),
            "lives_with_faults": len(self.faults),
            "lives_let_go": dict(Counter(self.let_go.values())),
            "lives_unaccounted": self.unaccounted,
            "lives_per_s": round(self.lives_per_s, 2),
            "requests": len(every),
            "median_ms": round(statistics.median(every), 1) if every else 0.0,
            "p95_ms": round(statistics.quantiles(every, n=20)[-1], 1) if len(every) > 1 else 0.0,
            "dearest_pages": {
                page: f"{100 * spent[page] / whole:.0f} % of the waiting, {spent[page] / len(self.by_page[page]):.0f} ms each"
                for page in sorted(spent, key=lambda page: -spent[page])[:WORST]
            },
            "refreshes_of_lists": len(self.refreshes),
            "lists_broken_off": self.lists_broken_off,
            "list_faults": self.list_faults[:WORST],
            "lists_behind": self.lists_behind,
            "asked_again": dict(self.tries),
            "killed": dict(self.killed),
            "faults": self.faults[:WORST],
        }


def shortcomings(plan: Plan, day: Day, *, stands_again: bool) -> tuple[str, ...]:
    """Why this day does not count as lived, each reason in a sentence; what ledger and database say is not among them.

    Lists that break off or answer with a fault while processes are killed are no loss if they show at the end what they should.
    """
    found = []
    if not day.ended:
        found.append("no life came to its end")
    if day.begun < plan.lives:
        found.append(f"{plan.lives - day.begun} of {plan.lives} people could not even begin")
    if day.unaccounted:
        found.append(f"nobody can say what became of {day.unaccounted} lives")
    found += [f"a life met a fault: {fault}" for fault in day.faults]
    found += day.lists_behind
    if day.list_faults and not plan.kills:
        found.append(f"{len(day.list_faults)} refreshes of lists failed, though nothing was killed: {day.list_faults[0]}")
    if plan.kills and not day.killed:
        found.append(f"nothing was killed, though {', '.join(plan.kills)} were to be")
    if not stands_again:
        found.append("the house did not stand again at the end")
    return tuple(found)
