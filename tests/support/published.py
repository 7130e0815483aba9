"""Published facts that tests compare with: the working-day calendar, and vectors kept beside the tests that use them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

TESTS = Path(__file__).parents[1]
CALENDAR = TESTS.parent / "rulebooks" / "guangzhou" / "calendar.csv"


def read_vectors(name: str) -> Any:
    """The vectors of one subject of the foundation, as they stand in vectors/NAME.yaml."""
    return yaml.safe_load((TESTS / "foundation" / "vectors" / f"{name}.yaml").read_text(encoding="utf-8"))
