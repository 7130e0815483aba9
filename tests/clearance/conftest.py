"""Acting as the role `lists`, and officers who hold lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date

import pytest
from django.db import connections

from mumian.clearance.services import entrust_list
from tests.factories.offices import officer, posting, small_office
from tests.factories.sql import run
from tests.support.databases import WITH_RULEBOOK, TestDatabases

AsLists = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def as_lists(transactional_db: None, databases: TestDatabases) -> AsLists:
    """What happens inside signs in as the role `lists`, as `mumian clearance` does; it is committed."""

    @contextmanager
    def acting() -> Iterator[None]:
        connection = connections["default"]
        before = dict(connection.settings_dict)
        login = databases.login("lists", WITH_RULEBOOK).django()
        connection.close()
        connection.settings_dict.update({key: login[key] for key in ("USER", "PASSWORD")})
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict.update({key: before[key] for key in ("USER", "PASSWORD")})

    return acting


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
