"""Loads the small reference lists of `tests/support/lists` into the database of the environment; run as the owner."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

FOLDER = Path(__file__).with_name("lists")
LOADED_AT = datetime(2001, 1, 1, tzinfo=UTC)
"""Long before anything happens in a test."""


def main() -> int:
    """Load every file under the name of its list."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "mumian.project.settings"
    import django  # noqa: PLC0415  # needs the environment above

    django.setup()
    from mumian.clearance.services import load_list  # noqa: PLC0415  # needs Django set up

    rejected: list[object] = []
    for file in sorted(FOLDER.glob("*.csv")):
        load_list(
            path=file,
            code=file.stem,
            version="tests",
            whole=True,
            at=LOADED_AT,
            by="tests",
            reject=lambda *line: rejected.append(line),
        )
    sys.stdout.write("".join(f"{line}\n" for line in rejected))
    return 1 if rejected else 0


if __name__ == "__main__":
    sys.exit(main())
