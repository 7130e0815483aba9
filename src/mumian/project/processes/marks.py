"""A process that is remembered beyond our own life: a pid alone is not enough, since the system gives it to strangers later."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psutil

SAME_START = 2.0  # seconds; clocks of the kernel and of the machine may differ by a little
GRACE = 10.0  # seconds between the request to stop and the end by force


@dataclass(frozen=True)
class Mark:
    """A process by its pid and the moment it started: seconds since the machine was booted, and which boot that was.

    The clock of a machine may be set while a house stands, and every moment since 1970 that the system tells moves with it.
    Where the system tells of no boot, and in what older versions have remembered, `boot` is empty and `started` counts from 1970.
    """

    pid: int
    started: float
    boot: str = ""

    @classmethod
    def of(cls, pid: int) -> Mark | None:
        """The mark of a living process; None when there is none."""
        try:
            return cls(pid=pid, started=_start(pid, _boot()), boot=_boot())
        except psutil.Error:
            return None

    def process(self) -> psutil.Process | None:
        """The process, if it still is the same one and not merely a dead one waiting to be counted."""
        try:
            process = psutil.Process(self.pid)
            if abs(_start(self.pid, self.boot) - self.started) > SAME_START or process.status() == psutil.STATUS_ZOMBIE:
                return None
        except psutil.Error:
            return None
        return process

    @property
    def is_alive(self) -> bool:
        return self.process() is not None


def members(mark: Mark) -> list[Mark]:
    """The living processes of the group that `mark` leads or led: it and the children it left behind."""
    if mark.boot not in {"", _boot()}:
        return []
    with suppress(psutil.Error):
        if abs(_start(mark.pid, mark.boot) - mark.started) > SAME_START:
            return []  # the number belongs to a stranger now
    found = []
    for one in _group(mark.pid):
        with suppress(psutil.Error):
            if _start(one.pid, mark.boot) >= mark.started - SAME_START:
                found.append(one)
    return found


@cache
def _boot() -> str:
    """The name of this boot of the machine; empty where the system has none."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""


def _start(pid: int, boot: str) -> float:
    """When a process started, in seconds since that boot, or since 1970. Raises psutil.NoSuchProcess, also for another boot."""
    if not boot:
        return psutil.Process(pid).create_time()
    try:
        said = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        raise psutil.NoSuchProcess(pid) from None
    if boot != _boot():
        raise psutil.NoSuchProcess(pid)
    return int(said.rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")  # proc(5): field 22, in ticks


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
