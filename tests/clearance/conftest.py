"""Acting as the role `lists`, and officers who hold lists."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import Protocol

import pytest

from mumian.clearance.services import entrust_list
from mumian.clearance.terms import PersonToClear
from tests.factories.clearance import ask
from tests.factories.offices import officer, posting, small_office
from tests.factories.sql import run
from tests.support.databases import TestDatabases
from tests.support.roles import acting_as

AT = datetime(2026, 9, 1, 1, 0, 20, tzinfo=UTC)
AsLists = Callable[[], AbstractContextManager[None]]
AsWorker = AsLists


@pytest.fixture
def as_lists(transactional_db: None, databases: TestDatabases) -> AsLists:
    """What happens inside signs in as the role `lists`, as `mumian clearance` does; it is committed."""

    return lambda: acting_as("lists", databases)


@pytest.fixture
def as_worker(transactional_db: None, databases: TestDatabases) -> AsWorker:
    """What happens inside signs in as the worker, which sees the entries that a person meets; it is committed."""

    return lambda: acting_as("worker", databases)


class Watch(Protocol):
    """Has a person compared with some lists, as the worker does it."""

    def __call__(self, person: PersonToClear, *lists: str, reference: str = "case:1", at: datetime = ...) -> None: ...


@pytest.fixture
def watch(as_worker: AsWorker) -> Watch:
    """Have a person compared with some lists, as the worker does it; it is committed."""

    def watched(person: PersonToClear, *lists: str, reference: str = "case:1", at: datetime = AT) -> None:
        with as_worker():
            ask(person, lists, at=at, reference=reference)

    return watched


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
