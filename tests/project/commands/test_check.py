from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mumian.foundation.words import Text
from mumian.project.commands import check
from mumian.project.commands.check import Check

GOOD = Check("good", Text("好", "good"), (sys.executable, "-c", "print('fine')"))
BAD = Check("bad", Text("坏", "bad"), (sys.executable, "-c", "print('the reason'); raise SystemExit(1)"))
ABSENT = Check("absent", Text("缺", "absent"), ("no-such-tool",), needs=Path("/no/such/tool"))


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What was printed, without the seconds."""
    return [" ".join(word for word in line.split() if not word[0].isdigit()) for line in capsys.readouterr().out.splitlines()]


def test_all_is_well_when_every_check_is(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(check, "checks", lambda: [GOOD])

    assert check.run([]) == 0

    assert lines(capsys) == ["good s ok 好 / good"]


def test_a_fault_is_shown_and_the_rest_is_checked_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(check, "checks", lambda: [BAD, GOOD])

    assert check.run([]) == 1

    assert lines(capsys) == ["bad s 失败 FAILED 坏 / bad", "the reason", "good s ok 好 / good", "", "未通过 / failed: bad"]


@pytest.mark.parametrize(("ci", "code", "result"), [("", 0, "跳过 skipped: missing tool"), ("true", 1, "缺少工具 missing tool")])
def test_a_missing_tool_is_a_fault_only_where_nobody_is_watching(
    ci: str, code: int, result: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(check, "checks", lambda: [ABSENT])
    monkeypatch.setenv("CI", ci)

    assert check.run([]) == code

    assert lines(capsys)[0] == f"absent s {result} 缺 / absent"


def test_only_the_named_checks_are_done(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(check, "checks", lambda: [BAD, GOOD])

    assert check.run(["good"]) == 0

    assert lines(capsys) == ["good s ok 好 / good"]


def test_the_house_is_checked_in_these_ways() -> None:
    assert [one.name for one in check.checks()] == [
        "format",
        "lint",
        "floors",
        "messages",
        "rulebook",
        "settings",
        "migrations",
        "types",
    ]
