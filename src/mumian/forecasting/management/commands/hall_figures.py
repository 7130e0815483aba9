"""`mumian manage hall_figures FILE [--rejects FILE]`: load the monthly figures of halls from a CSV file."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mumian.forecasting.rules.figures import COLUMNS
from mumian.forecasting.services import LoadedFigures, RejectedLine, load_hall_figures
from mumian.foundation.clock import SystemClock
from mumian.foundation.errors import Refusal


class Command(BaseCommand):
    help = "Load the monthly figures of halls; lines at fault go to a reject file with line and reason, and the answer is 1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=f"CSV in UTF-8 with the columns {', '.join(COLUMNS)}; month as 2026-10")
        parser.add_argument("--rejects", type=Path, help="where rejected lines go; FILE.rejects.csv unless said otherwise")

    def handle(self, *args: Any, **options: Any) -> None:
        source: Path = options["file"]
        rejects: Path = options["rejects"] or source.with_name(f"{source.name}.rejects.csv")
        try:
            with source.open(encoding="utf-8-sig", newline="") as lines:
                outcome = load_hall_figures(lines=lines, at=SystemClock().now())
        except OSError as fault:
            raise CommandError(f"Nothing was loaded: {source} cannot be read ({fault.strerror}).") from fault
        except UnicodeDecodeError as fault:
            raise CommandError(f"Nothing was loaded: {source} is not written in UTF-8.") from fault
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self._report(outcome, rejects)

    def _report(self, outcome: LoadedFigures, rejects: Path) -> None:
        self.stdout.write(f"loaded={outcome.loaded} rejected={len(outcome.rejected)}")
        if not outcome.rejected:
            return
        write_rejects(outcome.rejected, rejects)
        raise CommandError(
            f"{len(outcome.rejected)} lines were not loaded; {rejects} says which and why. Correct and load that file."
        )


def write_rejects(rejected: tuple[RejectedLine, ...], path: Path) -> None:
    """Write rejected lines so that they can be corrected in place and loaded again."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "reason_zh", "reason_en", *COLUMNS])
        for one in rejected:
            writer.writerow([one.line, one.reason.zh, one.reason.en, *(one.written[name] for name in COLUMNS)])
