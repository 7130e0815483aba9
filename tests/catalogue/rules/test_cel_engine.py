from __future__ import annotations

import subprocess
import sys

SHELL = ("typer", "prompt_toolkit", "rich", "pygments")


def test_the_engine_brings_no_shell_into_our_processes() -> None:
    program = f"import mumian.catalogue.rules.expressions, sys; print([name for name in {SHELL} if name in sys.modules])"

    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "[]\n"
