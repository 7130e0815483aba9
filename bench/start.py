"""How long a first and a second start take until the pages answer, and the memory of the house at rest.

The first start makes everything in an empty data folder (the packages are installed already); the second finds it all done.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SETTLES_FOR = 3.0  # seconds after which memory is read


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mumian") as folder:
        Path(folder).chmod(0o755)  # for root: the database's account must be able to enter
        first, _ = started(Path(folder))
        second, state = started(Path(folder))
    result = {
        "first_start_s": round(first, 2),
        "second_start_s": round(second, 2),
        "memory_pss_mb": state["pss_mb"],
        "memory_rss_mb": state["rss_mb"],
        "processes": {row["name"]: row["pss_mb"] for row in state["processes"]},
        "cores": os.cpu_count(),
    }
    for name, value in result.items():
        sys.stdout.write(f"{name:<16} {value}\n")
    if options.json:
        sys.stdout.write(json.dumps(result) + "\n")
    return 0


def started(folder: Path) -> tuple[float, dict[str, Any]]:
    """Start a demonstration, wait for `ready`, read its state at rest, stop it. Seconds until ready, and the state."""
    surroundings = {**os.environ, "MUMIAN_VAR": str(folder / "var")}
    surroundings.pop("DATABASE_URL", None)
    program = [sys.executable, str(ROOT / "mumian")]
    began = time.monotonic()
    command = [*program, "demo", "--port", str(free_port())]
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True) as house:  # noqa: S603  # our launcher
        try:
            if house.stdout is None or not any(line.startswith("ready ") for line in house.stdout):
                raise RuntimeError("the demonstration did not become ready")
            took = time.monotonic() - began
            time.sleep(SETTLES_FOR)
            asked = [*program, "status", "--json"]
            said = subprocess.run(asked, env=surroundings, capture_output=True, text=True, check=True).stdout  # noqa: S603  # as above
        finally:
            house.send_signal(signal.SIGTERM)
    state: dict[str, Any] = json.loads(said)
    return took, state


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
