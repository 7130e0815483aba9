"""`mumian people …`: load the mirror of the population register."""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from django.db import transaction

from mumian.foundation.clock import SystemClock
from mumian.foundation.errors import Refusal
from mumian.people.errors import REGISTER_UNREADABLE, RegisterFileRefused
from mumian.people.services import load_register
from mumian.people.terms import RegisterField, RejectedLine

REFUSED = 1
COLUMNS = ("line", "field", "reason_zh", "reason_en", "written")


class RejectFile:
    """The lines that were not loaded, for whoever corrects them: one row for each fault. It comes into being with the first one.

    It bears its name only when it is whole, and that before the version is kept: a version never stands without its rejects.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._beside = path.with_name(f".{path.name}.{os.getpid()}")
        self._file: IO[str] | None = None
        self._writer: Any = None

    def __enter__(self) -> Self:
        return self

    def take(self, rejected: RejectedLine) -> None:
        """Write down one line."""
        if self._file is None:
            # Personal data: for nobody else's eyes.
            handle = os.open(self._beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            self._file = os.fdopen(handle, "w", encoding="utf-8-sig", newline="")
            self._writer = csv.writer(self._file)
            self._writer.writerow(COLUMNS)
        for fault in rejected.faults:
            field = fault.field.value if fault.field else ""
            self._writer.writerow([rejected.line, field, fault.reason.zh, fault.reason.en, rejected.written])

    def finish(self) -> None:
        """Give it its name, if anything was rejected."""
        if self._file is not None and not self._file.closed:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._beside.replace(self.path)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is not None and issubclass(kind, RegisterFileRefused):
            self.finish()  # a file of which no line was good is told line by line too
        if self._file is not None:
            self._file.close()
        self._beside.unlink(missing_ok=True)


def main(argv: Sequence[str]) -> int:
    """Run one command: 0 when all is well, 1 when lines were rejected or the file was refused, 2 when not understood."""
    options = parser().parse_args(argv)
    try:
        return int(options.run(options))
    except Refusal as refusal:
        sys.stderr.write(f"{refusal.sentence.zh}\n{refusal.sentence.en}\n")
        return REFUSED


def parser() -> argparse.ArgumentParser:
    """The words of the command line."""
    whole = argparse.ArgumentParser(prog="mumian people")
    commands = whole.add_subparsers(required=True, metavar="register")
    register = commands.add_parser("register", help="load a version of the population register's mirror from a CSV file")
    register.add_argument("file", type=Path, help=f"columns {', '.join(RegisterField)}; UTF-8 or GB 18030")
    register.add_argument("--version", help="what this version is called; the name of the file unless said otherwise")
    register.add_argument("--lines", type=int, help="how many lines the sender says there are")
    register.add_argument("--rejects", type=Path, help="where rejected lines go; FILE.rejects.csv unless said otherwise")
    register.set_defaults(run=_register)
    return whole


def _register(options: argparse.Namespace) -> int:
    source: Path = options.file
    rejects = RejectFile(options.rejects or source.with_name(f"{source.name}.rejects.csv"))
    try:
        with source.open("rb") as file, rejects, transaction.atomic():
            loaded = load_register(
                file=file,
                version=options.version or source.stem[:40],
                at=SystemClock().now(),
                reject=rejects.take,
                announced=options.lines,
            )
            rejects.finish()
    except OSError as fault:
        raise RegisterFileRefused(REGISTER_UNREADABLE.filled(file=fault.filename or source, why=fault.strerror)) from fault
    sys.stdout.write(
        f"version={loaded.version} encoding={loaded.survey.encoding} lines={loaded.survey.lines} "
        f"entered={loaded.entered} rejected={loaded.rejected}\n"
    )
    if loaded.rejected:
        sys.stdout.write(
            f"有{loaded.rejected}行未录入，原因见 {rejects.path}。\n"
            f"{loaded.rejected} lines were not entered; {rejects.path} says which and why.\n"
        )
    return REFUSED if loaded.rejected else 0
