from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mumian.project.processes.marks import Mark

# A supervisor in the middle of its migrations: the program that it starts for them says who it is, and never ends.
SUPERVISOR = """
import sys
from dataclasses import replace
from pathlib import Path
from mumian.project import preparation
from mumian.project.environment import Environment

preparation.ensure_logins = lambda _environment: None
preparation.unfinished = lambda _environment, *, demo: ["migrations"]
preparation.sys.executable = sys.argv[1]
preparation.prepare_in_a_process(replace(Environment.read({}), var=Path(sys.argv[2])), demo=False)
"""
MIGRATION = """#!/bin/sh
echo $$ > "$MUMIAN_VAR/pid.new"
mv "$MUMIAN_VAR/pid.new" "$MUMIAN_VAR/pid"
exec sleep 600
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux ties a child to its parent")
def test_migrations_end_with_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "migration"
    program.write_text(MIGRATION)
    program.chmod(0o755)
    supervisor = subprocess.Popen([sys.executable, "-P", "-c", SUPERVISOR, str(program), str(tmp_path)])
    assert within(30, (tmp_path / "pid").exists)
    migration = Mark.of(int((tmp_path / "pid").read_text()))
    assert migration is not None

    supervisor.kill()
    supervisor.wait()

    ended = within(10, lambda: not migration.is_alive)
    if not ended:
        os.kill(migration.pid, 9)
    assert ended


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.01)
    return False
