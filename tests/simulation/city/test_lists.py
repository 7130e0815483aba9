"""The lists of the city: everybody in the register, a few on each other list, and holders for all of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from mumian.clearance.queries import answers_for, waiting_matches
from mumian.clearance.terms import ListAnswer
from mumian.foundation.clock import local_date
from mumian.offices.terms import Role
from mumian.simulation.city import keep_lists
from mumian.simulation.living import DAYS
from tests.clearance.conftest import token_of
from tests.factories.clearance import REGISTERED, ask
from tests.factories.offices import officer, posting, small_office
from tests.factories.people import child, enter
from tests.support.databases import TestDatabases
from tests.support.roles import acting_as

AT = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("rulebook_loaded")
def test_lists_of_the_city_are_loaded_once_and_entrusted(databases: TestDatabases, owner_sql: psycopg.Connection) -> None:
    owner_sql.execute("UPDATE lists.reference_list SET current_version = NULL")
    small_office()
    officer("900001", posting())
    officer("900002", posting(Role.LIST_CUSTODIAN))
    enter()
    enter(child())

    with acting_as("owner", databases):
        first, second = keep_lists(at=AT), keep_lists(at=AT)
    ask(REGISTERED, ["POPULATION"], at=AT)

    assert (first["POPULATION"], second) == (2, dict.fromkeys(second, 0))
    assert answers_for("case:1", at=AT + timedelta(minutes=1)) == (ListAnswer("POPULATION", is_cleared=True),)
    assert waiting_matches(token=token_of("900001"), at=AT) == ()
    held = owner_sql.execute("SELECT count(*), max(valid_from) FROM lists.holder").fetchone()
    assert held is not None
    assert (held[0] >= len(first), held[1] < local_date(AT) - timedelta(days=DAYS)) == (True, True)  # on days of history too
