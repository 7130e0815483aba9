"""A hall's own agent: numbers and calls from its journal, and tells the centre when the link is there.

The journal is a file of lines, each forced to the disk before its answer is given. A killed agent reads it and goes on where it
stopped; a line that a power cut has torn was never answered and is left out.
"""

from __future__ import annotations

import errno
import os
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Any, Final, Protocol

from mumian.foundation.clock import local_date
from mumian.foundation.words import Text
from mumian.offices.terms import OfficerId
from mumian.queueing.errors import (
    HallNotEntrusted,
    NothingAtWindow,
    QueueRefused,
    ServiceElsewhere,
    ServiceUnknown,
    TicketRefused,
    WindowBusy,
    WindowNotOpen,
)
from mumian.queueing.rules.journal import TOLD_UPSTAIRS, Act, Desk, Line, follow, read_line
from mumian.queueing.services.asking import done_elsewhere
from mumian.queueing.services.entrusting import Standing, TakenOver
from mumian.queueing.services.taking import MOST_PEOPLE, MOST_SERVICES, NO_SERVICE, WRONG_PARTY
from mumian.queueing.terms import Priority

MOST_AT_ONCE: Final = 200
FEW_NUMBERS: Final = 300
SHOWN_FOR: Final = timedelta(hours=4)
"""Calls longer ago stand on no screen."""


class JournalBroken(QueueRefused):
    """A journal can't be gone on with: lines that were answered stand behind one that can't be read."""


class CentreAway(Exception):  # noqa: N818  # a state, not a fault
    """The link to the centre is cut."""


class Centre(Protocol):
    """How an agent speaks to the centre; every call raises CentreAway while the link is cut."""

    def take_over(self, *, epoch: int, lines: Sequence[Line], at: datetime) -> TakenOver:
        """Do these lines at the centre."""
        ...

    def give_block(self, *, at: datetime) -> Mapping[str, int]:
        """More numbers."""
        ...


class Journal:
    """The file of lines. One agent writes it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines, kept = self._read()
        if path.exists() and path.stat().st_size != kept:
            with path.open("r+b") as file:  # a torn line at the end was never answered
                file.truncate(kept)
        self._size = kept
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def _read(self) -> tuple[list[Line], int]:
        """The lines and how many bytes they take. Raises JournalBroken where whole lines stand behind a torn one."""
        lines: list[Line] = []
        kept = 0
        if not self.path.exists():
            return lines, kept
        written = [(raw, read_line(raw.decode(errors="replace"))) for raw in self.path.read_bytes().splitlines(keepends=True)]
        for place, (raw, line) in enumerate(written):
            if line is None:
                if any(later for _raw, later in written[place:]):
                    raise JournalBroken(BROKEN.filled(line=place + 1, path=self.path))
                break
            lines.append(line)
            kept += len(raw)
        return lines, kept

    def write(self, line: Line) -> None:
        """Keep a line for good: the disk has it when this returns. Else QueueRefused is raised, and no part of it is left."""
        raw = line.written().encode()
        try:
            if os.write(self._file, raw) != len(raw):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(self._file)
        except OSError as error:
            os.ftruncate(self._file, self._size)
            raise QueueRefused(NOT_KEPT) from error
        self._size += len(raw)
        self.lines.append(line)

    def close(self) -> None:
        os.close(self._file)


class HallAgent:
    """Numbers and calls for one hall. Every act may come from another thread."""

    def __init__(self, journal: Journal, centre: Centre) -> None:
        self.journal = journal
        self.centre = centre
        self.desk = Desk()
        for line in journal.lines:
            follow(self.desk, line)
        self._one = RLock()
        self.late: list[tuple[int, str]] = []

    def begin(self, entrusted: Mapping[str, Any], *, at: datetime) -> None:
        """Begin with what the centre knows of the hall."""
        with self._one:
            self._write(Act.ENTRUSTED, at, entrusted)

    def take(
        self, *, services: Sequence[str], at: datetime, priority: Priority = Priority.ORDINARY, people: int = 1,
        low: bool = False, seat: bool = False,
    ) -> str:  # fmt: skip
        """Give a number; answers its label. Raises QueueRefused when the block is used up and the centre is away."""
        with self._one:
            if not self.desk.entrusted:
                raise HallNotEntrusted(NOT_OURS)
            if self.desk.numbers_left < 1:
                raise QueueRefused(NO_NUMBERS)
            self._begin_day(at)
            if not 1 <= len(services) <= MOST_SERVICES or not 1 <= people <= MOST_PEOPLE:
                raise TicketRefused(WRONG_PARTY.filled(services=MOST_SERVICES, people=MOST_PEOPLE))
            for service in services:
                if service in self.desk.elsewhere:
                    zh, en, halls_zh, halls_en = self.desk.elsewhere[service]
                    raise ServiceElsewhere(done_elsewhere(zh, en, halls_zh, halls_en))
                if service not in self.desk.names:
                    raise ServiceUnknown(NO_SERVICE.filled(code=service))
            number = self.desk.next_number
            data = {
                "number": number, "services": list(services), "priority": priority.value, "people": people, "low": low,
                "seat": seat,
            }  # fmt: skip
            self._write(Act.TAKE, at, data)
            return self.desk.waiting[number].label

    def call_next(self, *, window: str, at: datetime) -> str | None:
        """Call the next ticket for a window; answers its label. Raises WindowNotOpen, WindowBusy."""
        with self._one:
            if window not in self.desk.posts:
                raise WindowNotOpen(NOT_OPEN)
            self._begin_day(at)
            if window in self.desk.at_window:
                raise WindowBusy(BUSY)
            held = self.desk.next_for(window)
            if held is None:
                return None
            self._write(Act.CALL, at, {"number": held.number, "label": held.label, **self._place(window)})
            return held.label

    def act(self, act: Act, *, window: str, at: datetime) -> str:
        """Recall, begin, end or mark as not come what is at a window; answers its label. Raises NothingAtWindow."""
        with self._one:
            held = self.desk.at_window.get(window)
            if held is None or (window in self.desk.begun) is not (act is Act.END):
                raise NothingAtWindow(NOTHING)
            self._write(act, at, {"label": held.label, **self._place(window)})
            return held.label

    def tell(self, *, at: datetime) -> int:
        """Tell the centre what it does not know yet; answers how many lines. Raises CentreAway; then nothing is lost."""
        told = 0
        while True:
            with self._one:
                due = self._not_told()
                epoch = self.desk.epoch
            if not due:
                break
            taken = self.centre.take_over(epoch=epoch, lines=due[:MOST_AT_ONCE], at=at)
            self.late += taken.late
            told += len(due[:MOST_AT_ONCE])
            with self._one:
                self._write(Act.TOLD, at, {"line": taken.last_line})
        if self._wants_numbers(epoch):
            block = self.centre.give_block(at=at)  # asked without the lock: nobody in the hall waits for the link
            with self._one:
                if self._wants_numbers(epoch):
                    self._write(Act.BLOCK, at, block)
        return told

    def _wants_numbers(self, epoch: int) -> bool:
        with self._one:
            return self.desk.entrusted and self.desk.epoch == epoch and self.desk.numbers_left < FEW_NUMBERS

    def heed(self, standing: Standing, *, at: datetime) -> None:
        """Go by what the centre says of the hall: who sits where, and whether it is still entrusted to us."""
        with self._one:
            if not self.desk.entrusted:
                return
            if not standing.stands:
                self._write(Act.RELEASED, at, {})
                return
            kept = {window: post for window, post in self.desk.posts.items() if window in self.desk.at_window}
            if self.desk.posts != {**standing.posts, **kept}:
                self._write(Act.POSTS, at, {"posts": dict(standing.posts)})

    def _begin_day(self, at: datetime) -> None:
        """Nobody waits over night: the first act of a day lets go who waited on the day before."""
        day = local_date(at).isoformat()
        if self.desk.entrusted and "" < self.desk.day < day:
            self._write(Act.DAY, at, {"day": day})

    @property
    def untold(self) -> int:
        """How many lines the centre does not know yet."""
        with self._one:
            return len(self._not_told())

    def _not_told(self) -> list[Line]:
        """Found from the end of what was told: a journal of months is not gone through with every question."""
        first = bisect_right(self.journal.lines, self.desk.told, key=lambda line: line.number)
        return [line for line in self.journal.lines[first:] if line.act in TOLD_UPSTAIRS]

    def last_calls(self, most: int, *, at: datetime) -> list[tuple[str, int]]:
        """Numbers and windows of the last calls, the oldest first, as the journal has them: a screen shows no older ones."""
        numbers: dict[str, int] = {}
        calls: list[tuple[str, int]] = []
        with self._one:
            for line in self.journal.lines:
                if line.act in {Act.ENTRUSTED, Act.POSTS}:
                    numbers |= {window: post.get("number", 0) for window, post in line.data["posts"].items()}
                elif line.act in {Act.CALL, Act.RECALL} and line.at > at - SHOWN_FOR:
                    calls.append((line.data["label"], numbers.get(line.data["window"], 0)))
        return calls[-most:]

    def _place(self, window: str) -> dict[str, str | OfficerId]:
        return {"window": window, "officer": OfficerId(self.desk.posts[window]["officer"])}

    def _write(self, act: Act, at: datetime, data: Mapping[str, Any]) -> None:
        line = Line(self.desk.last_line + 1, act, at, data)
        self.journal.write(line)
        follow(self.desk, line)


NOT_OURS = Text(
    "未取号：本大厅没有交给现场终端。请到中心的取号机取号。",
    "No number was given: this hall is not entrusted to its agent. Take one at a machine of the centre.",
)
NOT_KEPT = Text(
    "未办理：现场终端的磁盘写不进去。请腾出空间后重试，并告知系统管理员。",
    "Nothing was done: the disk of the hall's agent takes nothing more. Make room, try again, and tell the system administrator.",
)
BROKEN = Text(
    "现场终端不能启动：记录文件{path}的第{line}行读不出，其后还有已答复的记录。请勿删除，先把文件交系统管理员。",
    "The hall's agent does not start: line {line} of its journal {path} can't be read, and lines that were answered stand behind "
    "it. Do not delete the file; give it to the system administrator first.",
)
NO_NUMBERS = Text(
    "未取号：现场终端的号段已用完，且与中心的连接中断。请到咨询台登记。",
    "No number was given: the hall's block is used up and the centre is away. Please ask at the desk.",
)
NOT_OPEN = Text("未叫号：本窗口未开放。请先开放窗口。", "Nobody was called: this window is not open. Open it first.")
BUSY = Text("未叫号：本窗口还有一位办事人。请先办结。", "Nobody was called: a ticket is still at this window. End it first.")
NOTHING = Text(
    "未办理：窗口没有这样的号。请先叫号。", "Nothing was done: there is no such ticket at this window. Call one first."
)
