from __future__ import annotations

import os
import shlex
import sys
import tomllib

import pytest

from mumian.project.commands import test as command
from mumian.project.commands.test import ToolMissing
from mumian.project.environment import ROOT

SPREAD = ["-n", "2", "--dist", "loadscope", "--no-loadscope-reorder"]


@pytest.mark.parametrize(
    ("words", "passed_on"),
    [
        ([], SPREAD),
        (["tests/audit", "-x"], [*SPREAD, "tests/audit", "-x"]),
        (["-n", "0"], ["-n", "0"]),
        (["-n4"], ["-n4"]),
        (["--collect-only", "-q"], ["--collect-only", "-q"]),
        (["-p", "no:xdist"], ["-p", "no:xdist"]),
    ],
)
def test_tests_use_two_cores_unless_told_otherwise(
    words: list[str], passed_on: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    became: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _program, arguments: became.append(arguments))
    monkeypatch.setattr(os, "chdir", lambda _folder: None)

    command.run(words)

    assert became == [[sys.executable, "-m", "pytest", *passed_on]]


def test_without_pytest_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "find_spec", lambda _name: None)

    with pytest.raises(ToolMissing, match=r"run \./mumian test, which installs them first"):
        command.run([])


def test_what_is_for_the_night_is_left_out_unless_an_own_choice_of_marks_is_passed_on() -> None:
    options = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]["addopts"]

    assert shlex.split(options)[-2:] == ["-m", "not nightly"]  # pytest obeys the last `-m`, and ours stands before the caller's
