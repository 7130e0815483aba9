"""A whole house: opened, asked, shot at, and closed. It is served as an office, which needs no invented city.

Every opening takes seconds, so the tests stand in an order that needs few, and those that need one of their own run at night.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from mumian.project.environment import Environment
from mumian.project.processes.instance import Instance, Running
from mumian.project.processes.supervisor import is_healthy
from tests.support.folders import server_folder

WITHIN = 120.0  # a machine that does much else besides


class House:
    """The program in a data folder of its own, spoken to only by its command line and its port."""

    def __init__(self, folder: Path) -> None:
        self.var = folder / "var"
        self.port = free_port()
        self.environment = {
            name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "MUMIAN_PROFILE", "MUMIAN_DB_ROLE"}
        } | {"MUMIAN_VAR": str(self.var)}
        self.popen: subprocess.Popen[str] | None = None

    @property
    def running(self) -> Running:
        running = Instance(self.var).running()
        assert running is not None
        return running

    @property
    def is_healthy(self) -> bool:
        return is_healthy(Environment.read({"MUMIAN_VAR": str(self.var), "MUMIAN_PORT": str(self.port)}))

    def open(self, *arguments: str) -> list[str]:
        """Start it; the lines up to and with `ready`."""
        command = self._command("serve", "--port", str(self.port), *arguments)
        with (self.var.parent / "errors").open("a") as errors:
            self.popen = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, stderr=errors, text=True)
        assert self.popen.stdout is not None
        lines = []
        for line in self.popen.stdout:
            lines.append(line)
            if line.startswith("ready"):
                return lines
        raise AssertionError((self.var.parent / "errors").read_text())

    def say(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self._command(*words), env=self.environment, capture_output=True, text=True, check=False)

    @property
    def is_open(self) -> bool:
        return self.popen is not None and self.popen.poll() is None

    def close(self) -> int:
        """End it, if it runs; its exit code."""
        if self.popen is None:
            return 0
        self.popen.terminate()
        code = self.popen.wait(WITHIN)
        if self.popen.stdout is not None:
            self.popen.stdout.close()
        self.popen = None
        return code

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-P", "-m", "mumian", *words]


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def eventually(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with server_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def closed(folder: Path) -> House:
    """A house that has been opened once, so that everything is made, and closed again. Its tests come before those of `house`."""
    house = House(folder)
    house.open()
    assert house.close() == 0
    return house


@pytest.fixture(scope="module")
def once_open(closed: House) -> Iterator[House]:
    yield closed
    closed.close()
    closed.say("stop")


@pytest.fixture
def house(once_open: House) -> House:
    """The open house; a test that has closed it leaves it closed, and the next one that asks opens it again."""
    if not once_open.is_open:
        once_open.close()
        once_open.open()
    return once_open


def processes_of(house: House) -> list[psutil.Process]:
    """Every process of the house, the children of children too."""
    supervisor = psutil.Process(house.running.supervisor.pid)
    return [supervisor, *supervisor.children(recursive=True)]


def test_a_second_start_does_nothing_again_and_says_only_that_it_is_ready(closed: House) -> None:
    errors = closed.var.parent / "errors"
    before = errors.read_text()
    said = closed.open()
    after = errors.read_text().removeprefix(before)
    closed.close()

    assert said == [f"ready http://localhost:{closed.port}\n"]
    assert "/ making the tables" in before
    assert after == ""


def test_a_taken_port_is_said_before_anything_is_begun(closed: House) -> None:
    with socket.create_server(("127.0.0.1", closed.port)):
        refused = closed.say("serve", "--port", str(closed.port))

    assert refused.returncode == 1
    assert refused.stderr.splitlines()[1].startswith(f"Port {closed.port} cannot be used (Address already in use)")
    assert Instance(closed.var).running() is None


def test_stopping_what_does_not_run_is_no_fault(closed: House) -> None:
    stopped = closed.say("stop")

    assert (stopped.returncode, stopped.stdout) == (0, "没有在运行 / nothing was running\n")


@pytest.mark.nightly
def test_a_command_has_a_database_though_the_house_is_closed(closed: House) -> None:
    done = closed.say("manage", "showmigrations", "contenttypes")

    assert (done.returncode, done.stdout) == (0, "contenttypes\n [X] 0001_initial\n [X] 0002_remove_content_type_name\n")
    assert Instance(closed.var).is_owned is False


def test_its_state_is_told(house: House) -> None:
    told = house.say("status", "--json")
    state: dict[str, Any] = json.loads(told.stdout)

    assert told.returncode == 0
    assert (state["running"], state["ready"], state["url"]) == (True, True, f"http://localhost:{house.port}")
    assert state["database"]["where"] == "embedded"
    assert [(row["name"], row["alive"]) for row in state["processes"]][:3] == [
        ("supervisor", True),
        ("database", True),
        ("web", True),
    ]
    assert state["pss_mb"] > 50


def test_a_second_house_in_the_same_folder_is_refused_by_name(house: House) -> None:
    second = house.say("serve", "--port", str(free_port()))

    assert second.returncode == 1
    assert second.stderr.splitlines()[1] == (
        f"The data folder {house.var} is in use by another Mumian (process {house.running.supervisor.pid} at "
        f"http://localhost:{house.port}), so nothing was started; stop that one with ./mumian stop, or name another folder in "
        "MUMIAN_VAR."
    )


@pytest.mark.parametrize(
    "name", ["web", pytest.param("worker", marks=pytest.mark.nightly), pytest.param("database", marks=pytest.mark.nightly)]
)
def test_a_killed_process_is_started_again(name: str, house: House) -> None:
    mark = house.running.children[name]

    os.kill(mark.pid, signal.SIGKILL)

    assert eventually(lambda: house.running.children[name].pid != mark.pid)
    assert eventually(lambda: house.is_healthy)


@pytest.mark.nightly
def test_a_killed_worker_of_the_web_server_is_replaced(house: House) -> None:
    web = psutil.Process(house.running.children["web"].pid)
    worker = next(child for child in web.children() if "tracker" not in " ".join(child.cmdline()))

    worker.kill()

    assert eventually(lambda: not worker.is_running())
    assert eventually(lambda: house.is_healthy)


def test_a_house_that_was_killed_as_a_whole_opens_again(house: House) -> None:
    for process in processes_of(house):
        with contextlib.suppress(psutil.NoSuchProcess):  # a child of one killed before it may be gone by itself
            process.kill()
    house.close()

    house.open()

    assert house.is_healthy


def test_ctrl_c_ends_everything(house: House) -> None:
    everything = processes_of(house)
    assert house.popen is not None

    house.popen.send_signal(signal.SIGINT)

    assert house.popen.wait(WITHIN) == 0
    assert [process for process in everything if alive(process)] == []
    assert house.say("status").returncode == 3


@pytest.mark.nightly
def test_the_word_stop_ends_everything(house: House) -> None:
    everything = processes_of(house)

    stopped = house.say("stop")

    assert (stopped.returncode, stopped.stdout) == (0, "已停止 / stopped\n")
    assert eventually(lambda: not any(alive(process) for process in everything))


@pytest.mark.nightly
def test_the_children_of_a_killed_supervisor_end(house: House) -> None:
    children = processes_of(house)[1:]

    os.kill(house.running.supervisor.pid, signal.SIGKILL)

    assert eventually(lambda: not any(alive(process) for process in children))


@pytest.mark.nightly
def test_what_outlived_a_killed_supervisor_is_ended_by_the_next_start(house: House) -> None:
    """Where the kernel does not tie children to their parent, and a server's worker kept the port."""
    web = house.running.children["web"]
    remembered = (house.var / "run" / "running.json").read_text()
    house.close()
    with socket.socket() as port:
        port.bind(("127.0.0.1", house.port))
        port.listen()
        port.set_inheritable(True)
        survivor = subprocess.Popen(
            [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True, pass_fds=[port.fileno()]
        )
    started = psutil.Process(survivor.pid).create_time()
    state = json.loads(remembered)
    state["children"]["web"] = {"pid": survivor.pid, "started": started}
    (house.var / "run" / "running.json").write_text(json.dumps(state))

    house.open()

    assert survivor.wait(WITHIN) == -signal.SIGTERM
    assert house.is_healthy
    assert house.running.children["web"].pid not in {survivor.pid, web.pid}
    if survivor.stdin is not None:
        survivor.stdin.close()


def alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
