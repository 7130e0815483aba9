"""Statements that are asked many times a second: prepared once in a session, and sent without the layers between.

For statements that are constants of the code. What is put together at run time goes through Django's cursor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, LiteralString, cast

import psycopg
from django.db import connection

Values = Sequence[Any] | Mapping[str, Any]
Row = tuple[Any, ...]
ONLY_WHEN_ASKED: Final = 10**9
"""After so many times a statement is prepared of itself; None, which Django sets, would forbid it altogether."""


def one_row(statement: LiteralString, values: Values = ()) -> Row | None:
    """The first row; None where there is none. Raises Django's errors of the database, as a cursor of Django does."""
    rows = all_rows(statement, values)
    return rows[0] if rows else None


def all_rows(statement: LiteralString, values: Values = ()) -> list[Row]:
    """Every row that the statement answers."""
    if connection.execute_wrappers or connection.queries_logged:
        # Somebody watches what is asked: then it goes the way on which it can be seen.
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            watched: list[Row] = cursor.fetchall()
        return watched
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors:
        raw = cast("psycopg.Connection[Row]", connection.connection)
        if raw.prepare_threshold is None:
            raw.prepare_threshold = ONLY_WHEN_ASKED
        return raw.execute(statement, values or None, prepare=True).fetchall()
