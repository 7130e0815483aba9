"""`mumian rulebook …`: check, load, explain, diff, try."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from mumian.catalogue.rules.checks import check_rulebook

COUNTED_FIRST = ("services", "rules", "materials", "notice_classes", "notice_items", "leaflets", "halls", "windows", "points")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 when all is well, 1 when something was found, 2 when the command was not understood."""
    options = _parser().parse_args(argv)
    return int(options.run(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mumian")
    rulebook = parser.add_subparsers(required=True).add_parser("rulebook", help="the dated rulebook")
    commands = rulebook.add_subparsers(required=True)
    check = commands.add_parser("check", help="find everything that is wrong with a rulebook")
    check.add_argument("folder", type=Path)
    check.add_argument("--json", action="store_true")
    check.add_argument("--language", choices=("zh", "en"), default="en")
    check.set_defaults(run=_check)
    return parser


def _check(options: argparse.Namespace) -> int:
    report = check_rulebook(options.folder)
    counts = report.counts
    if options.json:
        _say(json.dumps({"problems": [problem.as_json() for problem in report.problems], "counts": counts}, ensure_ascii=False))
        return 1 if report.problems else 0
    for problem in report.problems:
        _say(problem.said(options.language))
    _say(" ".join(f"{name}={count}" for name, count in {**counts, "problems": len(report.problems)}.items()))
    return 1 if report.problems else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
