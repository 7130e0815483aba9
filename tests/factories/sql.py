"""Plain SQL against the test's database, as the account the pages use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction


def run(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Run one statement; the rows it answers, or none."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def refused(constraint: str) -> Iterator[None]:
    """The database must refuse what happens inside, and name this constraint."""
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic():  # noqa: PT012  # the attack and its check are one
        yield
        run("SET CONSTRAINTS ALL IMMEDIATE")
