"""Making documents: one blank and one number for each case, once."""

from __future__ import annotations

import pytest

from mumian.production.terms import Started
from tests.factories.production import Workshop, start, stock, workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rulebook_loaded")]


@pytest.fixture
def at_work() -> Workshop:
    return workshop()


def test_order_gets_the_oldest_blank_its_number_and_a_zone(at_work: Workshop) -> None:
    stock(at_work)

    started = start(at_work)

    assert started == Started(
        started.order_id,
        "case:1",
        1,
        "EA0000001",
        "EA0000001",
        ("POCHNMU<<MIANYI<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "EA00000019CHN9001011M3608315<<<<<<<<<<<<<<<4"),
    )
