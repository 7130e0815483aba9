"""Processes beside another end with it, even when it is killed."""

from __future__ import annotations

import signal
import subprocess
import sys

from mumian.project.environment import ROOT

WITH_WORK_UNDER_WAY = """
import time
from mumian.foundation.beside import processes_beside

with processes_beside() as run:
    print(run(abs, -7).result(), flush=True)
    run(time.sleep, 600).result()
"""


def test_process_that_is_killed_leaves_none_behind() -> None:
    started = subprocess.Popen(
        [sys.executable, "-c", WITH_WORK_UNDER_WAY], env={"PYTHONPATH": str(ROOT / "src")}, stdout=subprocess.PIPE, text=True
    )
    assert started.stdout is not None
    first = started.stdout.readline()
    started.send_signal(signal.SIGKILL)

    rest, _ = started.communicate(timeout=60)  # it ends when nobody holds the pipe any more

    assert (first, rest, started.returncode) == ("7\n", "", -signal.SIGKILL)
