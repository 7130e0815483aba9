"""Signing Django's connection in to this worker's copy as another login than `web`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tests.support.databases import WITHOUT_RULEBOOK, TestDatabases


@contextmanager
def as_role(databases: TestDatabases, role: str, kind: str = WITHOUT_RULEBOOK) -> Iterator[None]:
    """Inside, the ORM speaks as this role; for tests that commit, or before a test's own transaction."""
    before = dict(connection.settings_dict)
    login = databases.login(role, kind).django()
    connection.close()
    connection.settings_dict.update({key: login[key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update({key: before[key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")})
