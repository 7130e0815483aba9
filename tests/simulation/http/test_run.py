"""Short runs of the city at the pages of a house of its own: wounded by force, and with idempotency broken on purpose."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mumian.project.environment import ROOT

pytestmark = pytest.mark.nightly


def ran(folder: Path, *words: str) -> tuple[int, dict[str, Any], str]:
    """The exit code, the JSON and what was said."""
    answer = folder / "answer.json"
    # A folder with a short name: the path of a socket lies in it.
    environment = {**os.environ, "MUMIAN_VAR": str(folder / "v"), "MUMIAN_PROFILE": "demo", "PYTHONPATH": str(ROOT / "src")}
    for name in ("DATABASE_URL", "MUMIAN_DB_ROLE", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    command = [sys.executable, "-P", "-m", "mumian", "simulate", "http", "--json", str(answer), *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=ROOT)
    assert answer.exists(), done.stderr[-2000:]
    return done.returncode, json.loads(answer.read_text()), done.stdout


def test_nothing_is_lost_doubled_or_orphaned_while_processes_are_killed(tmp_path: Path) -> None:
    words = ("--rate", "0.5", "--minutes", "1", "--lists", "3", "--kill", "web,worker,database", "--kill-every", "12")
    code, found, said = ran(tmp_path, *words)

    assert (code, found["lost"], found["doubled"], found["orphaned"], found["faults"]) == (0, [], [], [], []), said
    assert (found["lives_ended"], sum(found["killed"].values()) > 0) == (30, True)


def test_broken_idempotency_is_found(tmp_path: Path) -> None:
    code, found, said = ran(tmp_path, "--rate", "1", "--minutes", "0.5", "--lists", "0", "--red-control")

    assert (code, found["doubled"] != [], "BROKEN" in said) == (1, True, True)
