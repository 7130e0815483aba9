"""Files that commands write: results that stand whole or not at all, and reports of the lines that were left."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TextIO

from mumian.clearance.errors import PairsRefused
from mumian.clearance.rules.lines import NOTES
from mumian.foundation.words import Text

NO_REPORT: Final = Text(
    "未开始：无法写入{file}，有问题的行将无处记录。请核对路径和权限。",
    "Nothing was begun: {file} cannot be written, and lines at fault would be lost. Check its path and rights.",
)

LEFT: Final = Text(
    "{count} 行没有比对，{file} 写明行号和原因；其余各行已比对。",
    "{count} lines were not compared; {file} says which and why. All others were.",
)
ONE_LEFT: Final = Text(
    "1 行没有比对，{file} 写明行号和原因；其余各行已比对。",
    "One line was not compared; {file} says which and why. All others were.",
)
LINES_LEFT: Final = 1
"""The exit code when lines were not compared."""


def say_what_is_left(say: Callable[[str], None], count: int, file: Path) -> int:
    """Say in both languages how many lines were not compared and where they are; answers the exit code."""
    if not count:
        return 0
    left = (ONE_LEFT if count == 1 else LEFT).filled(count=count, file=file.name)
    say(f"{left.zh}\n{left.en}")
    return LINES_LEFT


def rejects_beside(path: Path) -> Path:
    """Where the report of lines at fault goes that belong to a file."""
    return path.with_name(f"{path.name}.rejects.csv")


@contextmanager
def result_file(path: Path, refusal: Text) -> Iterator[TextIO]:
    """The file of a result, written beside its place and put there when it is whole. Raises PairsRefused with `{file}` filled."""
    if path.exists() and not path.is_file() and not path.is_dir():  # a device or a pipe is written to, and never replaced
        with path.open("w", encoding="utf-8", newline="") as open_end:
            yield open_end
        return
    path = path.resolve()
    part = path.with_name(f".{path.name}.part")
    try:
        file = os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline="")
    except OSError:
        raise PairsRefused(refusal.filled(file=path.name)) from None
    try:
        with file:
            yield file
        try:
            part.replace(path)
        except OSError:
            raise PairsRefused(refusal.filled(file=path.name)) from None
    finally:
        part.unlink(missing_ok=True)


class rejecting_to:  # noqa: N801  # read as a verb after `with`
    """Write lines at fault so that they can be corrected in place; no file is made while there is none.

    They are about persons: nobody else on this machine reads them.
    """

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.path, self.columns = path, columns
        self.count = 0
        self._file: TextIO | None = None
        self._writer: Any = None

    def __call__(self, line: int, reason: Text, written: Sequence[str]) -> None:
        self.count += 1
        if self._file is None:
            opened = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            self._file = os.fdopen(opened, "w", buffering=1, encoding="utf-8", newline="")  # each line is there at once
            self._writer = csv.writer(self._file)
            self._writer.writerow([*NOTES, *self.columns])
        self._writer.writerow([line, reason.zh, reason.en, *written])

    def __enter__(self) -> Self:
        known = self.path.exists()
        if self.path.is_dir() or not os.access(self.path if known else self.path.parent, os.W_OK):
            raise PairsRefused(NO_REPORT.filled(file=self.path.name))
        return self

    def __exit__(self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None) -> None:
        if self._file is not None:
            self._file.close()
