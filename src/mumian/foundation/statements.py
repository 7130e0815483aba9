"""Statements that are asked many times a second: prepared once in a session, and sent without the layers between.

For statements that are constants of the code. What is put together at run time goes through Django's cursor.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final, LiteralString, cast
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

Values = Sequence[Any] | Mapping[str, Any]
Row = tuple[Any, ...]
Prepared = dict[tuple[str, tuple[int, ...]], bytes]

PLACE: Final = re.compile(r"%(?:%|s|\((\w+)\)s)")
DONE: Final = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)

_prepared: WeakKeyDictionary[object, Prepared] = WeakKeyDictionary()
"""By connection: the name under which it knows a statement with values of these types."""


def one_row(statement: LiteralString, values: Values = ()) -> Row | None:
    """The first row; None where there is none. Raises Django's errors of the database, as a cursor of Django does."""
    rows = all_rows(statement, values)
    return rows[0] if rows else None


def all_rows(statement: LiteralString, values: Values = ()) -> list[Row]:
    """Every row that the statement answers."""
    ours = connections[DEFAULT_DB_ALIAS]  # looked up once: each look through the proxy costs as much as what is asked of it
    if ours.execute_wrappers or ours.queries_logged:
        # Somebody watches what is asked: then it goes the way on which it can be seen.
        with ours.cursor() as cursor:
            cursor.execute(statement, values)
            watched: list[Row] = cursor.fetchall()
        return watched
    ours.close_if_health_check_failed()
    ours.ensure_connection()
    ours.validate_no_broken_transaction()
    with ours.wrap_database_errors:
        return _answered(cast("psycopg.Connection[Row]", ours.connection), statement, values)


def _answered(raw: psycopg.Connection[Row], statement: str, values: Values) -> list[Row]:
    """Send it by the library of the database itself, which waits for the answer; the layers above cost more than the sending."""
    with raw.lock:
        written, names = _written(statement)
        given = [values[name] for name in names] if isinstance(values, Mapping) else values
        adapting = Transformer(raw)
        sent = adapting.dump_sequence(given, [PyFormat.AUTO] * len(given))
        if not raw.autocommit and raw.pgconn.transaction_status == TransactionStatus.IDLE:
            _checked(raw, raw.pgconn.exec_(b"BEGIN"))
        known = _prepared.setdefault(raw, {})
        key = (statement, adapting.types or ())
        if key not in known:
            name = f"known_{len(known)}".encode()
            _checked(raw, raw.pgconn.prepare(name, written, adapting.types))
            known[key] = name
        said = raw.pgconn.exec_prepared(known[key], cast("Sequence[bytes]", sent), adapting.formats)
        adapting.set_pgresult(_checked(raw, said))
        return cast("list[Row]", adapting.load_rows(0, adapting.pgresult.ntuples if adapting.pgresult else 0, tuple))


def _checked(raw: psycopg.Connection[Row], said: PGresult) -> PGresult:
    if said.status not in DONE:
        raise error_from_result(said, encoding=raw.info.encoding)
    return said


@cache
def _written(statement: str) -> tuple[bytes, tuple[str, ...]]:
    """The statement with numbers for its values, and their names where they have names."""
    places: dict[str, int] = {}

    def numbered(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        return f"${places.setdefault(found[1] or str(len(places)), len(places) + 1)}"

    written = PLACE.sub(numbered, statement).encode()
    return written, tuple(places)
