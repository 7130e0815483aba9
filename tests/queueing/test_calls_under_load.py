"""Many windows call at once, and the database judges: every ticket is called once and none is lost."""

from __future__ import annotations

import pytest
from bench.calls import measured

from tests.support.databases import TestDatabases

COUNTED = ("calls", "double_calls", "lost_tickets", "told_otherwise", "still_waiting")


def counted(databases: TestDatabases, calls: int, *, control: bool = False) -> dict[str, int]:
    figures = measured(databases.login("owner"), databases.login("web"), calls, connections=4, control=control)
    return {name: figures[name] for name in COUNTED}


NOTHING_WRONG = {"double_calls": 0, "lost_tickets": 0, "told_otherwise": 0, "still_waiting": 0}


@pytest.mark.django_db(transaction=True)
def test_twenty_thousand_calls_at_once_call_nobody_twice_and_lose_nobody(databases: TestDatabases) -> None:
    assert counted(databases, 20_009) == {"calls": 20_009, **NOTHING_WRONG}


@pytest.mark.nightly
@pytest.mark.django_db(transaction=True)
def test_without_its_judges_the_count_finds_doubles(databases: TestDatabases) -> None:
    assert counted(databases, 3_400, control=True)["double_calls"] > 0
