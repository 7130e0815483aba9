"""The ledger against the database, in plain values: what was lost, what was done twice, what nobody asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "begin": ("case",),
    "accept": ("handed in", "accepted", "paid"),
    "approve": ("approved",),
    "make": ("begun", "document"),
    "check": ("passed", "record"),
    "shelve": ("place",),
    "hand_out": ("collected", "hand"),
}
"""What each act leaves in the database; all of it, or nothing."""


@dataclass(frozen=True, slots=True)
class Intention:
    """Something that somebody meant to do once: the keys of its form (one, unless broken), and whether he was told so."""

    number: int
    what: str
    subject: str
    keys: tuple[str, ...]
    is_acknowledged: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """One part of an act that stands in the database so many times."""

    what: str
    subject: str
    part: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What does not fit, each in a sentence."""

    intentions: int
    acknowledged: int
    effects: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    orphaned: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        """Whether everything fits."""
        return not (self.lost or self.doubled or self.orphaned)

    @property
    def sentence(self) -> str:
        """The verdict."""
        counts = f"lost {len(self.lost)}, doubled {len(self.doubled)}, orphaned {len(self.orphaned)}"
        return f"{'clean' if self.is_clean else 'BROKEN'}: {counts} of {self.intentions} intentions and {self.effects} effects"


def reckon(intentions: Collection[Intention], effects: Iterable[Effect], *, keys: Iterable[str] = ()) -> Reckoning:
    """Compare. `keys` are those under which the database has carried out something for these officers meanwhile.

    Lost: acknowledged, and not in the database. Doubled: in the database more often than anybody meant it. Orphaned: in the
    database without an intention or a key of the ledger, or only a part of an act without its others.
    """
    meant = Counter((one.what, one.subject) for one in intentions)
    told = Counter((one.what, one.subject) for one in intentions if one.is_acknowledged)
    stands: dict[tuple[str, str], Counter[str]] = {}
    for effect in effects:
        stands.setdefault((effect.what, effect.subject), Counter())[effect.part] += effect.times
    lost, doubled, orphaned = [], [], []
    for act in sorted({*meant, *stands}):
        parts = stands.get(act, Counter())
        counts = {part: parts[part] for part in PARTS[act[0]]}
        most, least = max(counts.values()), min(counts.values())
        name = f"{act[0]} of {act[1]}"
        if least < told[act]:
            lost.append(f"{name}: told {told[act]} times that it was done, and it was done {least} times")
        if most > meant[act] > 0:
            doubled.append(f"{name}: meant {meant[act]} times, done {most} times")
        if most > 0 and not meant[act]:
            orphaned.append(f"{name}: done {most} times, and nobody meant it")
        elif most != least:
            orphaned.append(f"{name}: a part of it alone: {counts}")
    known = {key for one in intentions for key in one.keys}
    orphaned += [f"key {key}: nobody has sent it" for key in sorted(set(keys) - known)]
    return Reckoning(
        intentions=len(intentions),
        acknowledged=sum(told.values()),
        effects=sum(max(parts.values()) for parts in stands.values()),
        lost=tuple(lost),
        doubled=tuple(doubled),
        orphaned=tuple(orphaned),
    )
