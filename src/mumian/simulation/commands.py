"""`mumian simulate day|month|peak`: read what is asked for, let the town live, show what came of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from mumian.simulation.driving import Clockwork, lived
from mumian.simulation.running import Orders
from mumian.simulation.showing import as_lines, as_page, keep
from mumian.simulation.summing import Summary, broken

SIGNED: Final = "mumian simulate"
PEAK: Final = 30_000
EVE: Final = date(2005, 9, 30)
"""The eve of the Golden Week of 2005."""


def parser() -> argparse.ArgumentParser:
    """What may be asked of the towns that have a database of their own."""
    asked = argparse.ArgumentParser(prog=SIGNED, description="Let an invented city live in fast motion.")
    kinds = asked.add_subparsers(dest="kind", required=True)
    day = kinds.add_parser("day", help="one day")
    day.add_argument("--visitors", type=int, default=10_000)
    day.add_argument("--date", type=date.fromisoformat, default=EVE)
    peak = kinds.add_parser("peak", help=f"the eve of the Golden Week with {PEAK:,} visitors")
    peak.add_argument("--visitors", type=int, default=PEAK)
    peak.add_argument("--date", type=date.fromisoformat, default=EVE)
    month = kinds.add_parser("month", help="one month, by the volumes of its days")
    month.add_argument("--date", type=date.fromisoformat, default=date(2026, 3, 1), help="the first day")
    month.add_argument("--days", type=int, default=31)
    month.add_argument("--follow", type=int, default=0, metavar="DAYS", help="so many days more on which nobody new comes")
    month.add_argument("--share", type=float, default=0.05, help="the part of the volumes, of people and of staff")
    month.add_argument("--approvers", type=float, default=1.0, help="0.7: thirty per cent fewer than the standard")
    for one in (day, peak, month):
        one.add_argument("--seed", type=int, default=1)
        one.add_argument("--speed", default="max", help="max, or how many times faster than a clock, such as 60")
        one.add_argument("--parts", choices=["all", "queueing", "cases"], default="all", help="tickets, or cases, alone")
        one.add_argument("--processes", type=int, default=3)
        one.add_argument("--json", type=Path, metavar="FILE", help="write the summary as JSON")
        one.add_argument("--page", type=Path, metavar="FILE", help="write the summary as a page with pictures")
    return asked


def orders_of(options: argparse.Namespace) -> Orders:
    """What is asked for, as orders. A speed that is no number is a fault of the one who asks (ValueError)."""
    pace = 0.0 if options.speed == "max" else float(options.speed)
    parts = {"tickets": options.parts != "cases", "cases": options.parts != "queueing"}
    if options.kind == "month":
        first, days, follow = options.date, options.days, options.follow
        return Orders(first, days, follow, share=options.share, approvers=options.approvers, pace=pace, radar=True, **parts)
    return Orders(options.date, visitors=options.visitors, pace=pace, **parts)


def main(options: argparse.Namespace, *, sign_in: Callable[[str], None], sealing_key: Path, house: Path) -> int:
    """Let it live and show it, also to the leaders of the house with this folder. `sign_in` leads a process to the town's
    database as a role. Answers 1 where one of the proofs does not hold.
    """
    how = Clockwork(processes=options.processes, sign_in=sign_in, say=_say, sealing_key=sealing_key)
    summary, _ = lived(orders_of(options), seed=options.seed, how=how)
    show(summary, json=options.json, page=options.page)
    keep(summary, house)
    wrong = broken(summary)
    sys.stdout.write("".join(f"不成立 / BROKEN: {sentence}\n" for sentence in wrong))
    return 1 if wrong else 0


def show(summary: Summary, *, json: Path | None, page: Path | None) -> None:
    """On the terminal, and in files where they are wanted."""
    sys.stdout.write("".join(f"{line}\n" for line in as_lines(summary)))
    if json is not None:
        json.write_text(summary.as_json() + "\n", encoding="utf-8")
    if page is not None:
        page.write_text(as_page(summary), encoding="utf-8")


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
