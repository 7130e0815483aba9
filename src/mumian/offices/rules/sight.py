"""What of the tree of offices somebody sees: where he is posted, and everything below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mumian.foundation.errors import Verdict
from mumian.foundation.words import Text

Parents = Mapping[str, str | None]
"""Each bureau (by code) with the one above it."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The bureaus that are seen whole, with all their halls, and single halls besides."""

    bureaus: frozenset[str] = frozenset()
    halls: frozenset[str] = frozenset()

    def covers(self, *, bureau: str, hall: str | None = None) -> bool:
        """Whether this hall of this bureau, or without a hall the whole bureau, is seen."""
        return bureau in self.bureaus or (hall is not None and hall in self.halls)


def bureaus_below(code: str, parents: Parents) -> frozenset[str]:
    """This bureau and all below it."""
    found, waiting = {code}, [code]
    while waiting:
        above = waiting.pop()
        below = {bureau for bureau, parent in parents.items() if parent == above} - found
        found |= below
        waiting += sorted(below)
    return frozenset(found)


def sight_from(places: Iterable[tuple[str, str | None]], parents: Parents) -> Sight:
    """What is seen from these places, told as bureau and hall: a posting in a hall sees the hall, one without a hall its bureau
    and everything below."""
    bureaus: set[str] = set()
    halls: set[str] = set()
    for bureau, hall in places:
        if hall is None:
            bureaus |= bureaus_below(bureau, parents)
        else:
            halls.add(hall)
    return Sight(frozenset(bureaus), frozenset(halls))


def may_see(sight: Sight, *, bureau: str, hall: str | None = None) -> Verdict:
    """Decide whether what belongs to this bureau, or to this hall of it, may be shown."""
    if sight.covers(bureau=bureau, hall=hall):
        return Verdict.yes()
    return Verdict.no(
        Text(
            "未显示：这属于其他机构或大厅。请联系该机构，或由上级机构查看。",
            "Nothing is shown: this belongs to another bureau or hall. Ask there, or a bureau above both.",
        )
    )
