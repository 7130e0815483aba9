"""`mumian test …`: pytest, on two cores unless told otherwise."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.project.environment import ROOT

# Where one of these is said, the caller has decided how the tests are spread (or only wants to see them).
DECIDED = (
    "-n",
    "--numprocesses",
    "--dist",
    "no:xdist",
    "--collect-only",
    "--co",
    "--pdb",
    "-h",
    "--help",
    "--markers",
    "--fixtures",
)

# Modules are handed out in the order of collection: the longest come first there, so that no process ends long after the other.
SPREAD = ["-n", "2", "--dist", "loadscope", "--no-loadscope-reorder"]


class ToolMissing(Refusal):
    """A tool for developers is not installed."""


def run(arguments: list[str]) -> int:
    """Become pytest; its exit code is ours."""
    if find_spec("pytest") is None:
        raise ToolMissing(
            Text(
                zh="没有安装测试工具，测试没有运行；请通过 ./mumian test 运行，它会先安装。",
                en="The tools for tests are not installed, so no test ran; run ./mumian test, which installs them first.",
            )
        )
    os.chdir(ROOT)
    os.environ["MUMIAN_PROFILE"] = "test"
    spread = [] if any(word.startswith(DECIDED) for word in arguments) else SPREAD
    sys.stdout.flush()
    return os.execv(sys.executable, [sys.executable, "-m", "pytest", *spread, *arguments])  # noqa: S606  # becomes pytest
