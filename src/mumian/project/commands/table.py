"""Every command of the program. A new one is a line here and a function `(arguments) -> exit code` where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from mumian.foundation.words import Text


@dataclass(frozen=True)
class Command:
    """A word of the command line. `runs` is `module:function`, imported only when the word is said, so that others stay quick."""

    usage: str
    summary: Text
    runs: str

    @property
    def name(self) -> str:
        return self.usage.split()[0]

    def load(self) -> Callable[[list[str]], int]:
        module, _, function = self.runs.partition(":")
        found: Callable[[list[str]], int] = getattr(import_module(module), function)
        return found


_ALL = (
    Command(
        "manage COMMAND …",
        Text("运行 Django 的管理命令", "run a management command of Django"),
        "mumian.project.commands.manage:run",
    ),
    Command(
        "rulebook check|load|explain …",
        Text("检查、装入、解释规则手册", "check, load or ask a rulebook"),
        "mumian.project.commands.rulebook:run",
    ),
)

COMMANDS = {command.name: command for command in _ALL}
