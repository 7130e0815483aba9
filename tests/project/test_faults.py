from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from mumian.project.cli import main
from mumian.project.faults import refusal_for


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder in which nobody can make another")
def test_a_data_folder_that_cannot_be_made_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MUMIAN_VAR", "/proc/x")
    monkeypatch.setenv("MUMIAN_PROFILE", "demo")
    monkeypatch.delenv("DATABASE_URL", raising=False)

    code = main(["demo"])

    assert code == 1
    assert capsys.readouterr().err.splitlines() == [
        "/proc/x 不存在，也无法建立，没有完成；请检查路径，或用 MUMIAN_VAR 指定一个可以建立的文件夹。",
        "/proc/x is not there and was not made, so this was not done; check the path, or name a folder that can be made in "
        "MUMIAN_VAR.",
    ]


def test_a_folder_that_is_in_the_way_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "file").touch()

    with pytest.raises(OSError, match="not empty") as fault:
        (tmp_path / "new").rename(tmp_path / "old")

    refusal = refusal_for(fault.value)
    assert fault.value.errno == errno.ENOTEMPTY
    assert refusal is not None
    assert refusal.sentence.en.startswith(f"{tmp_path / 'new'} ")


def test_a_fault_that_no_user_can_mend_stays_one() -> None:
    assert refusal_for(OSError(errno.EBADF, os.strerror(errno.EBADF))) is None
