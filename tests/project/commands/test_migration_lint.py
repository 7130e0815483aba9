from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from mumian.project.commands import migration_lint
from mumian.project.environment import ROOT

RAN = {
    ("queueing", "0001_tickets"): ["CREATE TABLE ticket (number bigint PRIMARY KEY);"],
    ("queueing", "0002_ticket_numbers_are_positive"): ["ALTER TABLE ticket ADD CONSTRAINT positive CHECK (number > 0);"],
}


def test_a_constraint_may_be_added_at_once_while_no_office_has_the_table(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "released").write_text("")
    monkeypatch.setattr(migration_lint, "RELEASED", tmp_path / "released")

    assert migration_lint._squawk(RAN) == 0


def test_a_constraint_may_not_be_added_at_once_to_a_table_of_a_release(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "released").write_text("queueing.0001_tickets\n")
    monkeypatch.setattr(migration_lint, "RELEASED", tmp_path / "released")

    assert migration_lint._squawk(RAN) == 1

    assert "constraint-missing-not-valid" in capsys.readouterr().out


def test_every_released_migration_is_a_file() -> None:
    released = migration_lint.RELEASED.read_text().split()
    listed = subprocess.run(
        ["git", "ls-files", "src/mumian/*/migrations/*.py"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    files = {f"{path.split('/')[-3]}.{Path(path).stem}" for path in listed}

    assert len(files) > 0
    assert set(released) <= files
