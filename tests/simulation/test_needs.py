"""What the rulebook asks for is kept for the next who comes with the same, not for one who would be asked for something else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import cast

import pytest

from mumian.simulation.parts import cases
from mumian.simulation.parts.cases import needed
from mumian.simulation.stage import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rulebook_loaded")]

AT = datetime(2005, 9, 30, 2, 0, tzinfo=UTC)
STAGE = cast(
    "Stage",
    SimpleNamespace(seed=1, people_before=0, on=date(2005, 9, 30), hall_of={"H01": SimpleNamespace(district="440104")}),
)


def asked_of(numbers: range, service: str) -> dict[int, tuple[tuple[str, ...], int]]:
    """What each of these applicants needs, asked in this order by a process that has asked nothing before."""
    cases._needed.clear()
    return {
        number: needed(
            {"number": number, "service": service, "district": "440104", "hall": "H01", "channel": "counter"}, STAGE, AT
        )
        for number in numbers
    }


@pytest.mark.parametrize("service", ["FV-L", "PP-NEW", "FR-WORK"])
def test_what_somebody_needs_hangs_on_nobody_who_came_before_him(service: str) -> None:
    alone = {number: asked_of(range(number, number + 1), service)[number] for number in range(30)}

    assert asked_of(range(30), service) == alone


def test_a_visa_costs_what_the_country_of_its_holder_asks_of_ours() -> None:
    assert len({fee for _, fee in asked_of(range(30), "FV-L").values()}) > 1
