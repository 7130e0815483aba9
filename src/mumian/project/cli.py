"""The program `mumian`: finds the command, runs it, and says in one sentence what went wrong."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.project.commands.table import COMMANDS, Command
from mumian.project.faults import refusal_for, refusal_for_silence

NOT_DONE = 1
NOT_UNDERSTOOD = 2
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. The answer is the exit code: 0 done, 1 refused, 2 not understood."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in {"help", "--help", "-h"}:
        sys.stdout.write(overview())
        return 0
    command = COMMANDS.get(words[0])
    if command is None:
        say(
            Text(
                zh=f"没有 {words[0]} 这个命令；./mumian help 列出所有命令。",
                en=f"There is no command {words[0]}; ./mumian help lists them all.",
            )
        )
        return NOT_UNDERSTOOD
    return _run(command, words[1:])


def _run(command: Command, arguments: list[str]) -> int:
    try:
        return command.load()(arguments)
    except Refusal as refusal:
        say(refusal.sentence)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as fault:
        known = refusal_for(fault) if isinstance(fault, OSError) else refusal_for_silence(fault)
        if known is None:
            raise
        say(known.sentence)
    return NOT_DONE


def say(sentence: Text) -> None:
    """Say a refusal in both languages, on the stream for such things."""
    sys.stderr.write(f"{sentence.zh}\n{sentence.en}\n")


def overview() -> str:
    """Every command with what it does."""
    lines = ["Mumian 木棉: ./mumian COMMAND 命令", ""]
    for command in COMMANDS.values():
        lines.append(f"  {command.usage:<48} {command.summary.en}")
        lines.append(f"  {'':<48} {command.summary.zh}")
    return "\n".join(lines) + "\n"
