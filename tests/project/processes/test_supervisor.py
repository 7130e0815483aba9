"""The supervisor with processes made for it; a whole house is in `test_house.py`."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from mumian.project.commands import house
from mumian.project.database.cluster import free_port
from mumian.project.environment import Environment
from mumian.project.processes import supervisor as module
from mumian.project.processes.instance import Instance, Running
from mumian.project.processes.marks import Mark
from mumian.project.processes.supervisor import Supervisor
from mumian.project.processes.table import Process

# Leaves a child behind that is not tied to it, as a web server's worker would be on a system without such ties.
WITH_A_CHILD = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(600)'])"
SHORT = "raise SystemExit(3)"


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Supervisor]:
    me = Mark.of(os.getpid())
    assert me is not None
    running = Running(command="serve", url="http://localhost:1", database="embedded", supervisor=me)
    (tmp_path / "run").mkdir()
    supervisor = Supervisor(replace(Environment.read({}), var=tmp_path), Instance(tmp_path), running)
    yield supervisor
    supervisor.stop()


def process(program: str) -> Process:
    return Process(name="web", role="web", needs="sys", command=(sys.executable, "-c", program))


def until(supervisor: Supervisor, holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        supervisor.look_after_all()
        if holds():
            return True
        time.sleep(0.01)
    return False


def test_what_a_killed_process_left_behind_is_ended_before_it_starts_again(watched: Supervisor) -> None:
    watched.start([process(WITH_A_CHILD)])
    leader = psutil.Process(watched.running.children["web"].pid)
    assert until(watched, lambda: bool(leader.children()))
    child = Mark.of(leader.children()[0].pid)

    os.kill(leader.pid, signal.SIGKILL)

    assert until(watched, lambda: watched.running.children["web"].pid != leader.pid)
    assert child is not None
    assert not child.is_alive


def test_a_process_that_keeps_ending_is_started_ever_more_seldom(watched: Supervisor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_WAIT", 0.01)
    watched.start([process(SHORT)])
    watched.children[0].wait = 0.01

    log = watched.environment.var / "log" / "supervisor.log"
    assert until(watched, lambda: log.read_text().count('"ended"') >= 4)

    told = [json.loads(line) for line in log.read_text().splitlines()]
    assert [line["again_in_s"] for line in told if line["message"] == "ended"][:4] == [0.01, 0.02, 0.04, 0.08]
    assert {line["code"] for line in told if line["message"] == "ended"} == {3}


def test_the_pages_come_up_before_anything_else_is_started(watched: Supervisor, monkeypatch: pytest.MonkeyPatch) -> None:
    sleeping = process("import time; time.sleep(600)")
    every = [sleeping, replace(sleeping, name="worker"), replace(sleeping, name="sealer")]
    started_when_healthy: list[list[str]] = []
    monkeypatch.setattr(house, "processes", lambda _environment: every)
    monkeypatch.setattr(
        Supervisor, "wait_until_healthy", lambda self: started_when_healthy.append([child.name for child in self.children])
    )

    house.start_processes(watched.environment, watched)

    assert started_when_healthy == [["web"]]
    assert [child.name for child in watched.children] == ["web", "worker", "sealer"]


def test_a_web_process_that_lives_but_says_nothing_for_long_is_ended(watched: Supervisor) -> None:
    watched.environment = replace(watched.environment, port=free_port())
    watched.start([process("import time; time.sleep(600)")])
    mark = watched.running.children["web"]

    for _ in range(module.SILENT_TOO_OFTEN - 1):
        watched.ask_pages()
    was_alive = mark.is_alive
    watched.ask_pages()

    assert (was_alive, mark.is_alive) == (True, False)


def test_a_log_that_has_grown_is_turned(watched: Supervisor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_LOG", 10)
    folder = watched.environment.var / "log"
    folder.mkdir()
    (folder / "web.log").write_text("a long line of a log")
    (folder / "worker.log").write_text("short")

    watched.turn_logs()

    assert {path.name: path.read_text() for path in folder.iterdir()} == {
        "web.log": "",
        "web.log.1": "a long line of a log",
        "worker.log": "short",
    }
