"""Take the pictures of the main pages anew: `python docs/pictures/take.py [FOLDER]`, here unless a folder is named.

The journeys of the tests are walked in a real browser, and each stops for a picture where a page shows what it is for.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def main() -> int:
    """Walk the journeys with a place for their pictures."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else HERE).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/journeys/test_cases.py",
        "tests/journeys/test_halls.py",
    ]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "MUMIAN_PICTURES": str(folder)}, check=False)  # noqa: S603  # our own tests
    sys.stdout.write(f"{len(list(folder.glob('*.png')))} pictures in {folder}\n")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
