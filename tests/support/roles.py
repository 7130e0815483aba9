"""Signing in as another role for a while. Only for tests whose writing is committed (`django_db(transaction=True)`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from tests.support.databases import WITH_RULEBOOK, TestDatabases


@contextmanager
def acting_as(role: str, databases: TestDatabases, kind: str = WITH_RULEBOOK) -> Iterator[None]:
    """What happens inside signs in to this worker's copy as this role."""
    connection = connections["default"]
    before = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    login = databases.login(role, kind).django()
    connection.close()
    connection.settings_dict.update({key: login[key] for key in before})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
