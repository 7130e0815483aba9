"""What several tests of this floor ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from mumian.foundation.calendar import WorkingCalendar, read_calendar
from tests.support.databases import TestDatabases
from tests.support.published import CALENDAR


@pytest.fixture
def as_worker(transactional_db: None, databases: TestDatabases) -> Iterator[None]:
    """Sign in to this test's database as the worker, who may forget what is settled."""
    before = dict(connection.settings_dict)
    worker = databases.login("worker").django()
    connection.close()
    connection.settings_dict.update({key: worker[key] for key in ("USER", "PASSWORD")})
    yield
    connection.close()
    connection.settings_dict.update({key: before[key] for key in ("USER", "PASSWORD")})


@pytest.fixture(scope="session")
def calendar() -> WorkingCalendar:
    """The published days of 2003 to 2027."""
    return read_calendar(CALENDAR)
