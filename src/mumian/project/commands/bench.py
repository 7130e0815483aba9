"""`mumian bench`: the measurements in `bench/`, one file each; without a name, what there is."""

from __future__ import annotations

import argparse
import ast
import os
import sys

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.project.environment import ROOT

FOLDER = ROOT / "bench"


class NoSuchBench(Refusal):
    """There is no measurement of that name."""


def run(arguments: list[str]) -> int:
    """List the measurements or become one of them; with `--json` its last line is one JSON object."""
    parser = argparse.ArgumentParser(prog="mumian bench", description="List the measurements, or run one.")
    parser.add_argument("name", nargs="?")
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    options, rest = parser.parse_known_args(arguments)
    known = summaries()
    if options.name is None:
        sys.stdout.write("".join(f"{name:<16} {summary}\n" for name, summary in known.items()))
        return 0
    if options.name not in known:
        raise NoSuchBench(
            Text(
                zh=f"没有名为 {options.name} 的测量；./mumian bench 列出全部。",
                en=f"There is no measurement {options.name}; ./mumian bench lists them all.",
            )
        )
    sys.stdout.flush()
    command = [sys.executable, str(FOLDER / f"{options.name}.py"), *(["--json"] if options.json else []), *rest]
    return os.execv(command[0], command)  # noqa: S606  # becomes the measurement


def summaries() -> dict[str, str]:
    """Name and first line of the docstring of each."""
    return {
        path.stem: (ast.get_docstring(ast.parse(path.read_text())) or "").partition("\n")[0]
        for path in sorted(FOLDER.glob("*.py"))
        if not path.stem.startswith("_")
    }
