from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import psutil
import pytest

from mumian.project.processes.marks import Mark, end_all, members


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[str]]:
    """A process that leads a group of two and waits."""
    program = (
        "import subprocess, sys;"
        "child = subprocess.Popen([sys.executable, '-c', 'input()'], stdin=subprocess.PIPE);"
        "print(child.pid, flush=True); input()"
    )
    with ExitStack() as stack:
        process = stack.enter_context(
            subprocess.Popen(
                [sys.executable, "-c", program], start_new_session=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        )
        stack.callback(process.kill)
        yield process


def mark_of(process: subprocess.Popen[str]) -> Mark:
    mark = Mark.of(process.pid)
    assert mark is not None
    return mark


def child_of(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


def test_a_group_is_the_leader_and_its_children(sleeper: subprocess.Popen[str]) -> None:
    child = child_of(sleeper)

    assert {mark.pid for mark in members(mark_of(sleeper))} == {sleeper.pid, child}


def test_the_children_of_a_killed_leader_are_found_and_ended(sleeper: subprocess.Popen[str]) -> None:
    child = child_of(sleeper)
    mark = mark_of(sleeper)
    sleeper.kill()
    sleeper.wait()
    assert [one.pid for one in members(mark)] == [child]

    end_all([mark], grace=2)

    assert members(mark) == []


def test_a_stranger_with_a_remembered_pid_is_left_alone(sleeper: subprocess.Popen[str]) -> None:
    child_of(sleeper)
    mark = mark_of(sleeper)
    remembered = replace(mark, started=mark.started - 3600)

    end_all([remembered], grace=0)

    assert members(remembered) == []
    assert mark.is_alive


def test_a_process_stays_the_same_when_the_clock_of_the_machine_is_set(
    sleeper: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    child_of(sleeper)
    mark, told = mark_of(sleeper), psutil.Process.create_time

    monkeypatch.setattr(psutil.Process, "create_time", lambda process: told(process) + 236)

    assert (mark.is_alive, len(members(mark))) == (True, 2)


def test_what_was_remembered_before_the_machine_was_booted_is_a_stranger(sleeper: subprocess.Popen[str]) -> None:
    child_of(sleeper)
    remembered = replace(mark_of(sleeper), boot="another")

    assert (remembered.is_alive, members(remembered)) == (False, [])


def test_marks_of_older_versions_are_read(sleeper: subprocess.Popen[str]) -> None:
    child_of(sleeper)
    remembered = Mark(sleeper.pid, psutil.Process(sleeper.pid).create_time())

    assert (remembered.is_alive, len(members(remembered))) == (True, 2)


def test_a_dead_process_that_nobody_has_counted_is_dead() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    mark = Mark.of(process.pid)
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)

    assert mark is not None
    assert not mark.is_alive
    process.wait()
