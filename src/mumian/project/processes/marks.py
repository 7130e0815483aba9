"""A process that is remembered beyond our own life: a pid alone is not enough, since the system gives it to strangers later."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import psutil

SAME_START = 2.0  # seconds; clocks of the kernel and of the machine may differ by a little
GRACE = 10.0  # seconds between the request to stop and the end by force


@dataclass(frozen=True)
class Mark:
    """A process by its pid and the moment it started (seconds since 1970)."""

    pid: int
    started: float

    @classmethod
    def of(cls, pid: int) -> Mark | None:
        """The mark of a living process; None when there is none."""
        try:
            return cls(pid=pid, started=psutil.Process(pid).create_time())
        except psutil.Error:
            return None

    def process(self) -> psutil.Process | None:
        """The process, if it still is the same one and not merely a dead one waiting to be counted."""
        try:
            process = psutil.Process(self.pid)
            if abs(process.create_time() - self.started) > SAME_START or process.status() == psutil.STATUS_ZOMBIE:
                return None
        except psutil.Error:
            return None
        return process

    @property
    def is_alive(self) -> bool:
        return self.process() is not None


def members(mark: Mark) -> list[Mark]:
    """The living processes of the group that `mark` leads or led: it and the children it left behind."""
    leader = Mark.of(mark.pid)
    if leader is not None and abs(leader.started - mark.started) > SAME_START:
        return []  # the number belongs to a stranger now
    return [one for one in _group(mark.pid) if one.started >= mark.started - SAME_START]


def _group(number: int) -> Iterator[Mark]:
    for pid in psutil.pids():
        with suppress(OSError):
            if os.getpgid(pid) == number:
                mark = Mark.of(pid)
                if mark is not None and mark.is_alive:
                    yield mark


def end_all(marks: Iterable[Mark], *, grace: float = GRACE) -> None:
    """Ask the groups of these processes to stop, wait, then end by force what has not."""
    groups = [group for group in (members(mark) for mark in marks) if group]
    for group in groups:
        _send(group, signal.SIGTERM)
    deadline = time.monotonic() + grace
    while any(one.is_alive for group in groups for one in group) and time.monotonic() < deadline:
        time.sleep(0.05)
    for group in groups:
        _send(group, signal.SIGKILL)


def _send(group: Iterable[Mark], sign: signal.Signals) -> None:
    for mark in group:
        process = mark.process()
        if process is not None:
            with suppress(psutil.Error):
                process.send_signal(sign)
