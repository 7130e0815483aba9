"""Acting as the role `lists`, and officers who hold lists."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest

from mumian.clearance.services import entrust_list
from tests.factories.offices import officer, posting, small_office
from tests.factories.sql import run
from tests.support.databases import TestDatabases
from tests.support.roles import acting_as

AsLists = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def as_lists(transactional_db: None, databases: TestDatabases) -> AsLists:
    """What happens inside signs in as the role `lists`, as `mumian clearance` does; it is committed."""

    return lambda: acting_as("lists", databases)


def token_of(badge: str) -> str:
    """A session of this officer, as signing in opens it."""
    token = f"token-of-{badge}-that-nobody-can-guess-at-all"
    run(
        "SELECT audit_open_session(%s, 'officer', %s, 'approval', 'test', '2026-09-01', '2026-12-01')",
        token,
        badge,
    )
    return token


@pytest.fixture
def holders(as_lists: AsLists) -> tuple[str, str]:
    """The tokens of two police officers who hold every list but the one of state staff, which only the first holds."""
    small_office()
    for badge in ("200001", "200002", "200003"):
        officer(badge, posting())
    with as_lists():
        for code in ("EXIT_BAR", "WANTED", "HKMO_VIOLATION", "POPULATION"):
            for badge in ("200001", "200002"):
                entrust_list(code=code, badge_number=badge, valid_from=date(2026, 1, 1))
        entrust_list(code="FILED_STAFF", badge_number="200001", valid_from=date(2026, 1, 1))
    return token_of("200001"), token_of("200002")
