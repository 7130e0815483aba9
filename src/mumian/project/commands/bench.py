"""`mumian bench`: the measurements in `bench/`, one file or folder each; without a name, what there is."""

from __future__ import annotations

import argparse
import ast
import os
import sys
from pathlib import Path

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.project.environment import ROOT

FOLDER = ROOT / "bench"


class NoSuchBench(Refusal):
    """There is no measurement of that name."""


def run(arguments: list[str]) -> int:
    """List the measurements or become one of them; with `--json` its last line is one JSON object."""
    parser = argparse.ArgumentParser(prog="mumian bench", description="List the measurements, or run one.", add_help=False)
    parser.add_argument("name", nargs="?")
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    parser.add_argument("-h", "--help", action="store_true", help="say what a measurement can be asked, or this")
    options, rest = parser.parse_known_args(arguments)
    if options.help and options.name is None:
        parser.print_help()
        return 0
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
    asked = [flag for flag, wanted in (("--json", options.json), ("--help", options.help)) if wanted]
    # Without -P a folder of bench/ that is named like a library, as http is, would hide that library.
    command = [sys.executable, "-P", str(known_files()[options.name]), *asked, *rest]
    return os.execv(command[0], command)  # noqa: S606  # becomes the measurement


def summaries() -> dict[str, str]:
    """Name and first line of the docstring of each."""
    return {
        name: (ast.get_docstring(ast.parse(path.read_text())) or "").partition("\n")[0] for name, path in known_files().items()
    }


def known_files() -> dict[str, Path]:
    """The program of each. A folder is run by its `__main__.py`."""
    files = {path.stem: path for path in FOLDER.glob("*.py") if not path.stem.startswith("_")}
    folders = {path.parent.name: path for path in FOLDER.glob("*/__main__.py")}
    return dict(sorted({**files, **folders}.items()))
