"""What every test may ask for. The database is a copy of a migrated template; tests sign in as `web`, as the pages do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase

from mumian.project import messages
from mumian.project.environment import Environment
from tests.support.databases import WITH_RULEBOOK, WITHOUT_RULEBOOK, TestDatabases, serving

DATABASES: pytest.StashKey[TestDatabases] = pytest.StashKey()
KIND: pytest.StashKey[str] = pytest.StashKey()

# A busy machine is no defect: an example may take as long as it takes. Everything else stays as hypothesis sets it, also in CI.
hypothesis.settings.register_profile("house", parent=hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("house")


LONGEST_FIRST = ("journeys", "project", "house")
"""Rooms of tests whose modules take longest. With two processes the last one to begin decides when all is done."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; a module's own order stays."""
    rooms = len(LONGEST_FIRST)
    root = Path(__file__).parent

    def place(item: pytest.Item) -> int:
        room = item.path.relative_to(root).parts[0]
        return LONGEST_FIRST.index(room) if room in LONGEST_FIRST else rooms

    items.sort(key=place)


def pytest_configure() -> None:
    """Read the sentences in both languages, and serve style sheets from the source, whatever a demonstration has gathered.

    What somebody has simulated in this house is not shown to the tests either.
    """
    messages.compile_catalogue()
    settings.STATIC_ROOT = None
    settings.WHITENOISE_USE_FINDERS = True
    settings.LIVE_PORT = None  # no live process, unless a test starts one
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, var=settings.ENVIRONMENT.var / "test" / "house")


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Iterator[TestDatabases]:
    """The server of the tests and this worker's copies on it."""
    environment = Environment.read()
    with serving(environment.var / "test", environment.database_url) as served:
        request.session.stash[DATABASES] = served
        yield served


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_test_environment: None, databases: TestDatabases) -> Iterator[None]:
    """Lead Django to this worker's copy, and clean up after transactional tests by taking a new copy."""
    session = request.session
    session.stash[KIND] = ""
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: _take_a_new_copy(session))
    yield
    patch.undo()
    connections["default"].close()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> None:
    """Before a test's transaction opens, choose the copy: with the rulebook in it where the test asks for `rulebook_loaded`."""
    if fixturedef.argname == "_django_db_helper":
        kind = WITH_RULEBOOK if "rulebook_loaded" in request.node.fixturenames else WITHOUT_RULEBOOK
        _lead_django_to(request.session, kind)


def _lead_django_to(session: pytest.Session, kind: str) -> None:
    if session.stash[KIND] == kind:
        return
    connection = connections["default"]
    connection.close()
    session.stash[KIND] = kind
    web = session.stash[DATABASES].login("web", kind).django()
    connection.settings_dict.update({key: web[key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")})


def _take_a_new_copy(session: pytest.Session) -> None:
    """Whoever comes next asks for a copy again; where none could be taken, the next one makes it."""
    connections["default"].close()
    databases, kind = session.stash[DATABASES], session.stash[KIND]
    session.stash[KIND] = ""
    try:
        databases.refresh(kind)
    except psycopg.Error:
        databases.copies.pop(kind, None)
        raise


@pytest.fixture
def rulebook_loaded(db: None) -> None:
    """The rulebook of Guangzhou stands in the database; what the test changes in it is rolled back."""


@pytest.fixture
def owner_sql(request: pytest.FixtureRequest, django_db_setup: None, databases: TestDatabases) -> Iterator[psycopg.Connection]:
    """Plain SQL as the owner of the tables, beside the test's own connection: it sees only what was committed.

    A test that writes with it must be `django_db(transaction=True)`, so that a new copy is taken afterwards.
    """
    kind = WITH_RULEBOOK if "rulebook_loaded" in request.fixturenames else WITHOUT_RULEBOOK
    with databases.login("owner", kind).connect() as connection:
        yield connection


os.environ.setdefault("MUMIAN_CITY", "still")  # houses that tests start have the people that the tests send
os.environ["MUMIAN_PROFILE"] = "test"  # for the processes that tests start; this one has read its settings already
