from __future__ import annotations

import errno
import os

import psycopg
import pytest

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.project import cli
from mumian.project.commands.table import COMMANDS, Command


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> str:
    """A command that fails as `fails` says."""
    monkeypatch.setitem(COMMANDS, "try", Command("try", Text("试", "try"), f"{__name__}:fails"))
    return "try"


FAULT: list[BaseException] = []


def fails(_arguments: list[str]) -> int:
    raise FAULT[-1]


@pytest.mark.smoke
def test_every_command_can_be_loaded() -> None:
    assert all(callable(command.load()) for command in COMMANDS.values())


def test_without_a_word_all_commands_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0

    listed = {line.split()[0] for line in capsys.readouterr().out.splitlines()[2:] if line[2] != " "}
    assert listed == set(COMMANDS)


def test_an_unknown_command_is_refused_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fly"]) == 2

    assert capsys.readouterr().err == (
        "没有 fly 这个命令；./mumian help 列出所有命令。\nThere is no command fly; ./mumian help lists them all.\n"
    )


def test_a_refusal_is_said_in_both_languages(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    FAULT.append(Refusal(Text(zh="没有做。", en="Not done.")))

    assert cli.main([command]) == 1

    assert capsys.readouterr().err == "没有做。\nNot done.\n"


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (
            errno.ENOSPC,
            "The disk is full (/data/file), so this was not finished; free some space and run it again: nothing is harmed.",
        ),
        (
            errno.EROFS,
            "The disk is read-only (/data/file) and nothing was written; name a folder that can be written in MUMIAN_VAR.",
        ),
        (
            errno.EACCES,
            "There is no permission to use /data/file; take an account that has it, or name a folder of your own in MUMIAN_VAR.",
        ),
        (errno.ENOTDIR, "/data/file is not a folder, so no data can be kept there; name a folder in MUMIAN_VAR."),
    ],
)
def test_a_fault_of_the_machine_is_said_in_one_sentence(
    number: int, sentence: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    FAULT.append(OSError(number, os.strerror(number), "/data/file"))

    assert cli.main([command]) == 1

    assert capsys.readouterr().err.splitlines()[1] == sentence


def test_a_silent_database_is_said_in_one_sentence(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    FAULT.append(psycopg.OperationalError("connection refused"))

    assert cli.main([command]) == 1

    assert capsys.readouterr().err.splitlines()[1] == (
        "The database did not answer, so this was not done; see that it runs and that its address and password are right "
        "(./mumian status)."
    )


def test_a_defect_is_not_hidden(command: str) -> None:
    FAULT.append(ZeroDivisionError())

    with pytest.raises(ZeroDivisionError):
        cli.main([command])
