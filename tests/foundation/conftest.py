from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from mumian.foundation.calendar import WorkingCalendar, read_calendar

HERE = Path(__file__).parent
PUBLISHED = HERE.parents[1] / "rulebooks" / "guangzhou" / "calendar.csv"


def read_vectors(name: str) -> Any:
    """The vectors of one subject, as they stand in vectors/NAME.yaml."""
    return yaml.safe_load((HERE / "vectors" / f"{name}.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def calendar() -> WorkingCalendar:
    """The published days of 2003 to 2027."""
    return read_calendar(PUBLISHED)
