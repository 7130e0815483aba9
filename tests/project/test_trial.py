"""The processor time of a house whose processes are killed and started again."""

from __future__ import annotations

from mumian.project.processes.marks import Mark
from mumian.project.trial import Meter

FIRST, SECOND = Mark(100, 1.0), Mark(200, 50.0)


def test_meter_counts_from_when_it_was_made_and_over_restarts() -> None:
    seen = iter(
        [
            {"web": (FIRST, 10.0), "database": (SECOND, 5.0)},
            {"web": (FIRST, 13.0), "database": (SECOND, 6.0)},
            {"database": (SECOND, 7.0)},
            {"web": (Mark(300, 60.0), 2.5), "database": (SECOND, 7.0)},
        ]
    )
    meter = Meter(lambda: next(seen))
    for _ in range(3):
        meter.look()

    assert meter.seconds == {"web": 5.5, "database": 2.0}
