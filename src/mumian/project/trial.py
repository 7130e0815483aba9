"""A house on trial: a demonstration that is opened for a load, watched, wounded where that is asked for, and ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Lock, Thread

import psutil

from mumian.project.environment import Environment
from mumian.project.processes.instance import Instance
from mumian.project.processes.lifeline import die_with_parent
from mumian.project.processes.marks import Mark
from mumian.project.processes.ports import free_port

ENDS_WITHIN = 60
METERED_EVERY = 0.5


class NotOpened(Exception):  # noqa: N818  # it is what happened
    """The demonstration did not come up; its log says why."""


@contextmanager
def house_on_trial(var: Path, *, workers: int, surroundings: Mapping[str, str] | None = None) -> Iterator[Environment]:
    """A demonstration with a city that stands still, on free ports, ended after the block. This process then belongs to it."""
    port = free_port("127.0.0.1")
    os.environ |= {"MUMIAN_VAR": str(var), "MUMIAN_PORT": str(port), "MUMIAN_WEB_WORKERS": str(workers), **(surroundings or {})}
    os.environ["MUMIAN_PROFILE"] = "demo"
    for name in ("DATABASE_URL", "MUMIAN_LIVE_PORT"):
        os.environ.pop(name, None)
    started = subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, "-P", "-m", "mumian", "demo", "--port", str(port), "--city", "still"],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509  # nothing here has threads yet
    )
    try:
        for line in started.stdout or ():
            if line.startswith("ready "):
                break
        else:
            raise NotOpened(f"The demonstration was not opened; {var / 'log'} says why.")
        yield Environment.read()
    finally:
        started.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            started.wait(ENDS_WITHIN)


def set_up(environment: Environment) -> None:
    """Let this process sign in to the house as its owner, to enter who comes and to look at what became of it."""
    os.environ |= {
        "MUMIAN_VAR": str(environment.var),
        "MUMIAN_PORT": str(environment.port),
        "MUMIAN_PROFILE": environment.profile,
        "MUMIAN_DB_ROLE": "owner",
        "DJANGO_SETTINGS_MODULE": "mumian.project.settings",
    }
    import django  # noqa: PLC0415  # after the surroundings are set

    django.setup()
    from mumian.project.wiring import join  # noqa: PLC0415  # needs Django set up

    join()


class Meter:
    """Processor time that each process of a house uses, with its children, in seconds, also over deaths and restarts.

    What a process used dies with it, so it is looked at again and again; what it used after the last look is not counted.
    """

    def __init__(self, look: Callable[[], Mapping[str, tuple[Mark, float]]]) -> None:
        self._look = look
        self._used: dict[tuple[str, Mark], float] = {}
        self._before: dict[tuple[str, Mark], float] = {}
        self._one_at_a_time = Lock()
        self.look()
        self._before = dict(self._used)

    def look(self) -> None:
        """Note what each of the processes that run now has used."""
        with self._one_at_a_time:
            for name, (mark, seconds) in self._look().items():
                self._used[name, mark] = max(seconds, self._used.get((name, mark), 0.0))

    @property
    def seconds(self) -> dict[str, float]:
        """By process, since this meter was made."""
        found: dict[str, float] = {}
        for (name, mark), seconds in self._used.items():
            found[name] = found.get(name, 0.0) + seconds - self._before.get((name, mark), 0.0)
        return found


@contextmanager
def metered(var: Path) -> Iterator[Meter]:
    """A meter of the house of this folder, that looks twice a second until the block ends, and once at its end."""
    meter, ends = Meter(lambda: _running(var)), Event()

    def watch() -> None:
        while not ends.wait(METERED_EVERY):
            meter.look()

    watcher = Thread(target=watch, name="meter", daemon=True)
    watcher.start()
    try:
        yield meter
    finally:
        ends.set()
        watcher.join()
        meter.look()


def _running(var: Path) -> dict[str, tuple[Mark, float]]:
    running = Instance(var).running()
    return {name: (mark, _used(mark)) for name, mark in running.children.items()} if running else {}


def _used(mark: Mark) -> float:
    process = mark.process()
    if process is None:
        return 0.0
    with suppress(psutil.Error):
        ended = process.cpu_times()
        return sum(map(_own, [process, *process.children(recursive=True)])) + ended.children_user + ended.children_system
    return 0.0


def _own(process: psutil.Process) -> float:
    with suppress(psutil.Error):
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0


def kill(var: Path, name: str) -> int | None:
    """End a process of the house by force, without a word; its pid, or None when it does not run at this moment.

    Only what the house itself remembers to have started is ever touched, and only while it is still that process.
    """
    running = Instance(var).running()
    mark = running.children.get(name) if running else None
    process = mark.process() if mark else None
    if process is None:
        return None
    with suppress(psutil.Error):
        process.send_signal(signal.SIGKILL)
        return int(process.pid)
    return None
