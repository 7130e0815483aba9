from __future__ import annotations

import os
from pathlib import Path

import pytest

from mumian.project.processes.instance import Instance, OwnedByAnother, Running
from mumian.project.processes.marks import Mark

RUNNING = Running(
    command="demo",
    url="http://localhost:8000",
    database="embedded",
    supervisor=Mark(pid=1, started=2.0),
    children={"web": Mark(pid=3, started=4.0)},
)


def test_what_runs_is_remembered(tmp_path: Path) -> None:
    instance = Instance(tmp_path)
    with instance.owned():
        instance.remember(RUNNING)

    assert instance.running() == RUNNING


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"children": {"web": {}}}'])
def test_a_memory_that_was_cut_off_is_no_memory(text: str, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "running.json").write_text(text)

    assert Instance(tmp_path).running() is None


def test_a_second_owner_is_refused_by_the_name_of_the_first(tmp_path: Path) -> None:
    with Instance(tmp_path).owned():
        Instance(tmp_path).remember(RUNNING)

        with pytest.raises(OwnedByAnother) as refused, Instance(tmp_path).owned():
            pass

    assert refused.value.sentence.en == (
        f"The data folder {tmp_path} is in use by another Mumian (process {os.getpid()} at http://localhost:8000), so nothing "
        "was started; stop that one with ./mumian stop, or name another folder in MUMIAN_VAR."
    )


def test_an_owner_that_has_gone_leaves_the_folder_free(tmp_path: Path) -> None:
    with Instance(tmp_path).owned():
        assert Instance(tmp_path).is_owned

    assert not Instance(tmp_path).is_owned
