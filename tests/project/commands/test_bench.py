from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mumian.project.commands import bench
from mumian.project.commands.bench import NoSuchBench


def test_every_measurement_says_what_it_measures() -> None:
    summaries = bench.summaries()

    assert "start" in summaries
    assert all(len(summary) > 20 for summary in summaries.values())


def test_without_a_name_all_are_listed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "calls.py").write_text('"""How many calls.\n\nMore.\n"""\n')
    (tmp_path / "_shared.py").write_text('"""Not one of them."""\n')
    monkeypatch.setattr(bench, "FOLDER", tmp_path)

    assert bench.run([]) == 0

    assert capsys.readouterr().out == "calls            How many calls.\n"


def test_one_is_run_with_what_was_asked_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    became: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _program, command: became.append(command))

    bench.run(["start", "--json", "--rounds", "3"])

    assert became == [[sys.executable, "-P", str(bench.FOLDER / "start.py"), "--json", "--rounds", "3"]]


@pytest.mark.parametrize(
    "name",
    ["lifecycles", *(pytest.param(name, marks=pytest.mark.nightly) for name in bench.known_files() if name != "lifecycles")],
)
def test_each_begins_with_all_that_it_needs(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mumian", "bench", name, "--help"], capture_output=True, text=True, timeout=120, check=False
    )

    assert (done.returncode, f"{name}.py" in done.stdout or "__main__.py" in done.stdout) == (0, True), done.stderr


def test_an_unknown_one_is_refused() -> None:
    with pytest.raises(NoSuchBench, match=r"There is no measurement flying; \./mumian bench lists them all"):
        bench.run(["flying"])
