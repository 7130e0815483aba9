"""Starts the processes of a house, watches them, starts again the one that ends, and stops them all."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.project.database.cluster import Cluster, end
from mumian.project.environment import Environment
from mumian.project.processes.instance import Instance, Running
from mumian.project.processes.lifeline import die_with_parent
from mumian.project.processes.marks import Mark, end_all
from mumian.project.processes.table import Process

FIRST_WAIT = 0.25  # seconds before a process is started again; doubled each time it ends soon
LONGEST_WAIT = 30.0
SETTLED_AFTER = 60.0  # seconds after which an end is no longer "soon"
READY_WITHIN = 60.0
LOOK_EVERY = 0.1
PATIENCE = 5.0  # seconds for one answer
LOGS_LOOKED_AT_EVERY = 60.0
PAGES_ASKED_EVERY = 10.0
SILENT_TOO_OFTEN = 6  # questions in a row that the pages left without any answer
LARGEST_LOG = 20 * 1024 * 1024


class NotReady(Refusal):
    """A process of the house did not come up."""


class StopAsked(BaseException):
    """Ctrl-C, SIGTERM or SIGHUP: stop everything in order. Not an Exception: nothing on the way may take it for a fault."""


@dataclass
class Child:
    """One watched process. `again_at` is set while it waits to be started again."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    popen: subprocess.Popen[bytes] | None = None
    mark: Mark | None = None
    started: float = 0.0
    again_at: float | None = None
    wait: float = FIRST_WAIT

    def launch(self) -> None:
        self.popen = self.start()
        self.mark = Mark.of(self.popen.pid)
        self.started, self.again_at = time.monotonic(), None

    def has_ended(self) -> bool:
        return self.popen is not None and self.popen.poll() is not None


@dataclass
class Supervisor:
    """The watcher of one house; the caller owns its data folder. Nothing here reads or writes the office's data."""

    environment: Environment
    instance: Instance
    running: Running
    children: list[Child] = field(default_factory=list)
    silences: int = 0

    # Starting

    def start_database(self, cluster: Cluster) -> None:
        """Start our own server as a child. A server that somebody left running here is stopped first."""
        cluster.stop()

        def start() -> subprocess.Popen[bytes]:
            child = cluster.start(as_child=True)
            if child is None:
                raise AssertionError("a server started as a child is a child")
            return child

        self._launch(Child(name="database", start=start))

    def start(self, processes: list[Process]) -> None:
        for process in processes:
            self._launch(Child(name=process.name, start=lambda process=process: self._spawn(process)))  # type: ignore[misc]  # a default binds the loop's value

    def _launch(self, child: Child) -> None:
        self.children.append(child)
        child.launch()
        self.log("started", process=child.name, pid=child.mark.pid if child.mark else None)
        self._remember()

    def _spawn(self, process: Process) -> subprocess.Popen[bytes]:
        with self._log_file(process.name).open("ab") as log:
            return subprocess.Popen(  # noqa: S603  # one of our own processes
                process.command,
                env=process.environment(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509  # the supervisor has one thread
            )

    def wait_until_healthy(self) -> None:
        """Until the pages answer at `/healthz`. Raises NotReady when they do not in time, or when the process ends."""
        deadline = time.monotonic() + READY_WITHIN
        while not is_healthy(self.environment):
            if time.monotonic() > deadline or any(child.name == "web" and child.has_ended() for child in self.children):
                raise NotReady(
                    Text(
                        zh=f"网页进程没有就绪，已全部停止；原因见 {self._log_file('web')}。",
                        en=f"The pages did not come up and everything was stopped; the reason is in {self._log_file('web')}.",
                    )
                )
            time.sleep(0.02)

    def say_ready(self) -> None:
        self.running = Running(**{**vars(self.running), "ready": True})
        self._remember()

    # Watching

    def watch(self) -> None:
        """Start again whatever ends, for ever; a signal ends it by StopAsked."""
        logs_at = asked_at = time.monotonic()
        while True:
            self.look_after_all()
            if time.monotonic() - logs_at > LOGS_LOOKED_AT_EVERY:
                logs_at = time.monotonic()
                self.turn_logs()
            if time.monotonic() - asked_at > PAGES_ASKED_EVERY:
                asked_at = time.monotonic()
                self.ask_pages()
            time.sleep(LOOK_EVERY)

    def ask_pages(self) -> None:
        """End a web process that lives but answers nothing any more; it is then started again like any that ended."""
        web = next((child for child in self.children if child.name == "web" and child.mark and child.again_at is None), None)
        self.silences = 0 if web is None or answer_of(self.environment) is not None else self.silences + 1
        if web is not None and web.mark is not None and self.silences >= SILENT_TOO_OFTEN:
            self.silences = 0
            self.log("silent", process="web", pid=web.mark.pid)
            end_all([web.mark])

    def look_after_all(self) -> None:
        """Notice what has ended, and start again what is due."""
        for child in self.children:
            self._look_after(child)

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.again_at is None and child.has_ended():
            self._mourn(child, now)
        elif child.again_at is not None and now >= child.again_at:
            try:
                child.launch()
            except (Refusal, OSError) as fault:
                child.again_at, child.wait = now + child.wait, min(child.wait * 2, LONGEST_WAIT)
                self.log("not started", process=child.name, fault=type(fault).__name__, again_in_s=child.wait)
                return
            self.log("started again", process=child.name, pid=child.mark.pid if child.mark else None)
            self._remember()

    def _mourn(self, child: Child, now: float) -> None:
        code = child.popen.returncode if child.popen else None
        if child.mark is not None and child.name != "database":
            end_all([child.mark], grace=1)  # what it left behind would hold the port
        if now - child.started > SETTLED_AFTER:
            child.wait = FIRST_WAIT
        child.popen, child.again_at = None, now + child.wait
        say(f"{child.name} 进程已结束（{code}），{child.wait:g} 秒后重新启动 / {child.name} ended ({code}), starting it again")
        self.log("ended", process=child.name, code=code, again_in_s=child.wait)
        child.wait = min(child.wait * 2, LONGEST_WAIT)

    # Stopping

    def stop(self) -> None:
        """Stop all in the opposite order of their start; the database last, when nobody writes any more."""
        with deaf():
            others = [child.mark for child in reversed(self.children) if child.name != "database" and child.mark]
            end_all(others)
            for child in self.children:
                if child.name == "database" and child.popen is not None:
                    end(child.popen)
                elif child.popen is not None:
                    child.popen.wait()
            self.log("stopped")
            self.instance.forget()

    # Remembering

    def _remember(self) -> None:
        children = {child.name: child.mark for child in self.children if child.mark is not None}
        self.running = Running(**{**vars(self.running), "children": children})
        self.instance.remember(self.running)

    def _log_file(self, name: str) -> Path:
        folder = self.environment.var / "log"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{name}.log"

    def log(self, message: str, **values: object) -> None:
        """One JSON line about the processes."""
        line = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "message": message, **values}
        with self._log_file("supervisor").open("a") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def turn_logs(self) -> None:
        """Keep one older part of a log that has grown large. Its writer appends, so emptying the file is safe."""
        for path in (self.environment.var / "log").glob("*.log"):
            if path.stat().st_size > LARGEST_LOG:
                path.with_suffix(".log.1").write_bytes(path.read_bytes())
                os.truncate(path, 0)


def is_healthy(environment: Environment) -> bool:
    """Whether the pages answer on this house's port and have their database."""
    return answer_of(environment) == http.HTTPStatus.OK


def answer_of(environment: Environment) -> int | None:
    """The code that `/healthz` answers with; None when it says nothing."""
    host = "127.0.0.1" if environment.host == "0.0.0.0" else environment.host  # noqa: S104  # compared, not bound
    connection = http.client.HTTPConnection(host, environment.port, timeout=PATIENCE)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def say(sentence: str) -> None:
    """A line about the progress, beside the answer that goes to standard output."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


@contextmanager
def listening() -> Iterator[None]:
    """Turn the signals that ask us to stop into StopAsked, for as long as the block lasts."""

    def ask(_number: int, _frame: FrameType | None) -> None:
        raise StopAsked

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def deaf() -> Iterator[None]:
    """Finish stopping, however often it is asked for."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
