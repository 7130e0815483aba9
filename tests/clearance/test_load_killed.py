"""`mumian clearance load` is killed amid a file and begun again: nothing is lost, nothing stands twice, nothing is read again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mumian.clearance.rules.lines import COLUMNS
from mumian.project.environment import ROOT
from tests.clearance.conftest import AsLists
from tests.factories.sql import run
from tests.support.databases import WITH_RULEBOOK, TestDatabases

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("rulebook_loaded")]

LINES = 45_000
BAD = 30_000
WITHIN = 300.0
Load = Callable[[], "subprocess.Popen[str]"]


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A list of many lines, one of which is torn."""
    path = tmp_path / "list.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(COLUMNS) + "\n")
        for number in range(LINES):
            file.write(f"KILLED{number},torn\n" if number == BAD else f"KILLED{number},虚构{number},,1970,,,,,虚构,,,甲\n")
    return path


@pytest.fixture
def load(databases: TestDatabases, transactional_db: None, tmp_path: Path, listed: Path) -> Iterator[Load]:
    """Starts the command in a process of its own; what is left of it is killed at the end."""
    (tmp_path / "database").symlink_to(databases.passwords.folder.parent)
    surroundings = {
        **os.environ,
        "DATABASE_URL": databases.login("owner", WITH_RULEBOOK).url,
        "MUMIAN_VAR": str(tmp_path),
        "PYTHONPATH": str(ROOT / "src"),
    }
    words = ["mumian", "clearance", "load", str(listed), "--list", "WANTED", "--version", "v1"]
    running: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        running.append(
            subprocess.Popen(
                [sys.executable, "-P", "-m", *words],
                env=surroundings,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        )
        return running[-1]

    yield start
    for one in running:
        if one.poll() is None:
            os.killpg(one.pid, signal.SIGKILL)
        one.communicate()


def until(true: Callable[[], bool]) -> None:
    deadline, pause = time.monotonic() + WITHIN, threading.Event()
    while not true():
        assert time.monotonic() < deadline
        pause.wait(0.02)


@pytest.mark.nightly
def test_load_that_was_killed_goes_on_where_it_was(load: Load, as_lists: AsLists, tmp_path: Path) -> None:
    first = load()
    with as_lists():
        until(lambda: bool(run("SELECT 1 FROM lists.load WHERE lines_read > 0")) or first.poll() is not None)
        assert first.poll() is None, first.communicate()[0]
        first.send_signal(signal.SIGKILL)
        first.wait()
        [(number, read)] = run("SELECT id, lines_read FROM lists.load")
        entries_before = run("SELECT count(*) FROM lists.entry WHERE entry_id LIKE 'KILLED%%'")
        staged_before = run("SELECT count(*), count(DISTINCT line) FROM lists.load_line")[0]
    second = load()
    with as_lists():
        until(lambda: bool(run("SELECT 1 FROM lists.load WHERE lines_read > %s", read)) or second.poll() is not None)
        went_on = run("SELECT id FROM lists.load WHERE list_code = 'WANTED'")
    said, _ = second.communicate(timeout=WITHIN)
    third = load()
    said_again, _ = third.communicate(timeout=WITHIN)
    with as_lists():
        entries = run(
            "SELECT count(*), count(DISTINCT entry_id) FROM lists.entry WHERE entry_id LIKE 'KILLED%%' AND ended_version IS NULL"
        )
        versions = run("SELECT count(*) FROM lists.list_version WHERE list_code = 'WANTED' AND version = 'v1'")
        left = run("SELECT count(*) FROM lists.load_line")
    rejects = (tmp_path / "list.csv.rejects.csv").read_text(encoding="utf-8").splitlines()

    assert 0 < read < LINES
    assert entries_before == [(0,)]
    assert staged_before == (read - 1, read - 1)  # the heading is no entry
    assert went_on in ([(number,)], [])
    assert said.splitlines()[0] == f"added={LINES - 1} changed=0 unchanged=0 ended=0 rejected=1"
    assert said_again.splitlines()[2] == said.splitlines()[0]
    assert (entries, versions, left) == ([(LINES - 1, LINES - 1)], [(1,)], [(0,)])
    assert [line.split(",")[0] for line in rejects[1:]] == [str(BAD + 2)]
