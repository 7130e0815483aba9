"""What a hall's own agent knows and does, as a fold over the lines of its journal. Plain values: the file is kept elsewhere.

While an agent is entrusted with a hall it alone numbers and calls there, link or no link: there is never a moment at which two
could call the same ticket. Every act is a line; what is not yet at the centre is told when the link is there, in the same order,
and a line told twice is done once.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from mumian.queueing.rules.places import BACK_AFTER_MISSED, label_of, places_of
from mumian.queueing.terms import Priority


class Act(StrEnum):
    """What a line tells."""

    ENTRUSTED = "entrusted"
    BLOCK = "block"
    TAKE = "take"
    CALL = "call"
    RECALL = "recall"
    BEGIN = "begin"
    END = "end"
    NO_SHOW = "no_show"
    TOLD = "told"
    POSTS = "posts"
    RELEASED = "released"
    DAY = "day"


TOLD_UPSTAIRS: Final = frozenset({Act.DAY, Act.TAKE, Act.CALL, Act.RECALL, Act.BEGIN, Act.END, Act.NO_SHOW})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a journal."""

    number: int
    act: Act
    at: datetime
    data: Mapping[str, Any]

    def written(self) -> str:
        """As it stands in the file: JSON with a check sum, so that a line torn by a power cut is seen and left out."""
        body = json.dumps(
            [self.number, self.act.value, self.at.isoformat(), self.data], ensure_ascii=False, separators=(",", ":")
        )
        return f"{zlib.crc32(body.encode()):08x} {body}\n"


def read_line(text: str) -> Line | None:
    """A line as written, or None when it is torn."""
    check, _, body = text.rstrip("\n").partition(" ")
    if not text.endswith("\n") or check != f"{zlib.crc32(body.encode()):08x}":
        return None
    number, act, at, data = json.loads(body)
    return Line(number, Act(act), datetime.fromisoformat(at), data)


@dataclass(slots=True)
class Held:
    """A ticket as the agent knows it."""

    number: int
    label: str
    services: list[str]
    errand: int
    rank: int
    low: bool
    seat: bool
    missed: int


@dataclass(slots=True)
class Desk:
    """The hall as its agent knows it."""

    hall: str = ""
    epoch: int = 0
    position: int = 0
    next_number: int = 1
    block_last: int = 0
    waiting: dict[int, Held] = field(default_factory=dict)
    at_window: dict[str, Held] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)
    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    """What the hall does, with its names in Chinese and English."""
    elsewhere: dict[str, list[str]] = field(default_factory=dict)
    """What it does not do: name and halls that do it, in Chinese, English, Chinese, English."""
    entrusted: bool = False
    day: str = ""
    """The day (ISO 8601) on which those who wait came."""
    last_line: int = 0
    told: int = 0
    """The last line that the centre is known to have."""

    @property
    def numbers_left(self) -> int:
        return self.block_last - self.next_number + 1

    def next_for(self, window: str) -> Held | None:
        """The first ticket by rank that this window may serve; who needs what it has not, only where no window has it."""
        post = self.posts.get(window)
        if post is None:
            return None
        mine = (held for held in self.waiting.values() if held.services[held.errand - 1] in post["skills"])
        able = (held for held in mine if _fits(post, held) or not any(_serves(one, held) for one in self.posts.values()))
        return min(able, key=lambda held: (held.rank, held.number), default=None)


def _fits(post: Mapping[str, Any], held: Held) -> bool:
    """Whether the window has the counter and the seat that somebody needs."""
    return (post["low"] or not held.low) and (post["seated"] or not held.seat)


def _serves(post: Mapping[str, Any], held: Held) -> bool:
    return held.services[held.errand - 1] in post["skills"] and _fits(post, held)


def follow(desk: Desk, line: Line) -> None:
    """Let a line happen."""
    _HAPPENS[line.act](desk, line.data)
    desk.last_line = line.number


def replayed(lines: Iterable[Line]) -> Desk:
    """The hall after these lines."""
    desk = Desk()
    for line in lines:
        follow(desk, line)
    return desk


def _entrusted(desk: Desk, data: Mapping[str, Any]) -> None:
    desk.hall, desk.epoch, desk.position = data["hall"], data["epoch"], data["position"]
    desk.posts = {window: dict(post) for window, post in data["posts"].items()}
    desk.waiting = {held["number"]: Held(**held) for held in data["waiting"]}
    desk.at_window = {window: Held(**held) for window, held in data["at_window"].items()}
    desk.begun = set(data["begun"])
    desk.names = {code: list(names) for code, names in data.get("names", {}).items()}
    desk.elsewhere = {code: list(names) for code, names in data.get("elsewhere", {}).items()}
    desk.entrusted, desk.day = True, data.get("day", "")
    _block(desk, data)


def _block(desk: Desk, data: Mapping[str, Any]) -> None:
    desk.next_number, desk.block_last = data["first"], data["last"]


def _take(desk: Desk, data: Mapping[str, Any]) -> None:
    desk.position += 1
    desk.next_number = data["number"] + 1
    desk.waiting[data["number"]] = Held(
        number=data["number"],
        label=label_of(data["number"]),
        services=list(data["services"]),
        errand=1,
        rank=desk.position - places_of(Priority(data["priority"])),
        low=data["low"],
        seat=data["seat"],
        missed=0,
    )


def _call(desk: Desk, data: Mapping[str, Any]) -> None:
    desk.at_window[data["window"]] = desk.waiting.pop(data["number"])


def _begin(desk: Desk, data: Mapping[str, Any]) -> None:
    desk.begun.add(data["window"])


def _end(desk: Desk, data: Mapping[str, Any]) -> None:
    held = desk.at_window.pop(data["window"])
    desk.begun.discard(data["window"])
    if held.errand < len(held.services):
        held.errand += 1
        desk.waiting[held.number] = held


def _no_show(desk: Desk, data: Mapping[str, Any]) -> None:
    held = desk.at_window.pop(data["window"])
    if not held.missed:
        held.missed, held.rank = 1, held.rank + BACK_AFTER_MISSED
        desk.waiting[held.number] = held


def _day(desk: Desk, data: Mapping[str, Any]) -> None:
    """A day begins: who waited on the one before has gone home. Who is at a window stays there until he is served."""
    desk.day, desk.waiting = data["day"], {}


def _told(desk: Desk, data: Mapping[str, Any]) -> None:
    desk.told = max(desk.told, data["line"])


def _posts(desk: Desk, data: Mapping[str, Any]) -> None:
    """Who sits where, as the centre knows it. A window with somebody at it stays as it is until he has gone."""
    kept = {window: desk.posts[window] for window in desk.at_window if window in desk.posts}
    desk.posts = {window: dict(post) for window, post in data["posts"].items()} | kept


def _released(desk: Desk, data: Mapping[str, Any]) -> None:  # as all of them
    """The hall is the centre's again."""
    desk.waiting, desk.at_window, desk.posts, desk.begun = {}, {}, {}, set()
    desk.block_last = desk.next_number - 1
    desk.entrusted = False


_HAPPENS: Final = {
    Act.ENTRUSTED: _entrusted,
    Act.BLOCK: _block,
    Act.TAKE: _take,
    Act.CALL: _call,
    Act.RECALL: lambda desk, data: None,  # nothing moves
    Act.BEGIN: _begin,
    Act.END: _end,
    Act.NO_SHOW: _no_show,
    Act.TOLD: _told,
    Act.POSTS: _posts,
    Act.RELEASED: _released,
    Act.DAY: _day,
}
