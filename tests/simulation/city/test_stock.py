"""The blanks and shelves of the city: every document that is made from blanks today can be made."""

from __future__ import annotations

import pytest

from mumian.delivery.queries import free_positions
from mumian.production.queries import accounts_of_blanks, kind_for
from mumian.production.terms import BlankState
from mumian.simulation.city import keep_stock
from tests.factories.offices import TODAY
from tests.factories.production import AT, PASSPORT, Workshop, start
from tests.production.conftest import at_work

__all__ = ["at_work"]  # the fixture

pytestmark = pytest.mark.django_db


def test_city_has_blanks_of_every_kind_in_use_and_receives_them_once(at_work: Workshop) -> None:
    first, second = keep_stock(at=AT), keep_stock(at=AT)

    stocked = {account.kind: account.by_state for account in accounts_of_blanks() if account.received}
    assert (first, second, set(map(str, stocked.values()))) == (len(stocked), 0, {str({BlankState.IN_STOCK: 300})})
    assert {kind_for(document_type=document, on=TODAY) for document in ("PASSPORT", "EEP_HKMO", "ENDORSE_TW")} <= set(stocked)


def test_document_can_be_made_from_the_stock_of_the_city(at_work: Workshop) -> None:
    keep_stock(at=AT)

    assert start(at_work, kind=PASSPORT).number == "EA0000001"


def test_every_hall_of_the_city_has_a_shelf(at_work: Workshop) -> None:
    keep_stock(at=AT)

    assert free_positions("H01", limit=2) == ("A-01", "A-02")
