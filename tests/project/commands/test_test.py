from __future__ import annotations

import os
import sys

import pytest

from mumian.project.commands import test as command
from mumian.project.commands.test import ToolMissing

SPREAD = ["-n", "2", "--dist", "loadscope"]


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
