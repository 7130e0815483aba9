"""`mumian people register`: what is printed, what the reject file holds, how it ends."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from mumian.people.commands import main
from mumian.people.models import RegisterVersion
from tests.factories.register import ADULT, CHILD, register_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "register-2026-09.csv"
    file.write_bytes(register_file(ADULT, CHILD, encoding="gb18030").getvalue())
    return file


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def rejects(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_good_file_is_loaded_under_its_own_name(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["register", str(source)]) == 0

    assert capsys.readouterr().out == "version=register-2026-09 encoding=gb18030 lines=2 entered=2 rejected=0\n"
    assert names(source.parent) == ["register-2026-09.csv"]


def test_rejected_lines_go_to_a_file_with_line_field_and_reason(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = CHILD.replace("2015-01-01", "2015-01-02").replace("440104", "4401")
    source.write_bytes(register_file(ADULT, wrong, "?").getvalue())

    assert main(["register", str(source), "--version", "2026-09"]) == 1

    assert "lines=3 entered=1 rejected=2\n" in capsys.readouterr().out
    file = source.with_name("register-2026-09.csv.rejects.csv")
    assert rejects(file) == [
        ["line", "field", "reason_zh", "reason_en", "written"],
        ["3", "division", "“4401”不是区划代码，应为6位数字", '"4401" is no division; it has six digits', wrong],
        ["3", "birth_date", "与公民身份号码中的出生日期不一致", "it is not the birth date in the citizen number", wrong],
        ["4", "", "应有6栏，现有1栏", "it has 1 fields instead of 6", "?"],
    ]
    assert file.stat().st_mode & 0o777 == 0o600


def test_torn_file_is_refused_in_both_languages(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source.write_bytes(source.read_bytes()[:-5])

    assert main(["register", str(source)]) == 1

    said = capsys.readouterr().err
    assert "第3行中途断开" in said
    assert "line 3 breaks off" in said
    assert (RegisterVersion.objects.count(), names(source.parent)) == (0, ["register-2026-09.csv"])


def test_file_without_a_good_line_is_refused_and_told_line_by_line(source: Path) -> None:
    source.write_bytes(register_file("?").getvalue())

    assert main(["register", str(source)]) == 1

    assert RegisterVersion.objects.count() == 0
    assert [row[0] for row in rejects(source.with_name("register-2026-09.csv.rejects.csv"))] == ["line", "2"]


def test_file_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["register", str(tmp_path / "none.csv")]) == 1

    assert "cannot be read" in capsys.readouterr().err


def test_nothing_is_loaded_when_the_rejects_cannot_be_kept(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source.write_bytes(register_file(ADULT, "?").getvalue())

    assert main(["register", str(source), "--rejects", str(source.parent / "nowhere" / "rejects.csv")]) == 1

    assert "Nothing was loaded" in capsys.readouterr().err
    assert RegisterVersion.objects.count() == 0


def test_fault_leaves_no_half_written_rejects(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source.write_bytes(register_file(ADULT, "?").getvalue())

    def breaks_off(**_: object) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(RegisterVersion.objects, "create", breaks_off)
    with pytest.raises(RuntimeError, match="killed"):
        main(["register", str(source)])

    assert names(source.parent) == ["register-2026-09.csv"]
