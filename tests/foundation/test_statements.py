"""Statements that are prepared: the same answers, errors and transactions as by Django's cursor."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from mumian.foundation.statements import all_rows, one_row

pytestmark = pytest.mark.django_db
WRONG = "INSERT INTO outbox_event (topic, key, payload, occurred_at) VALUES (NULL, '', '{}', now()) RETURNING id"


def test_one_row_is_the_first() -> None:
    assert one_row("SELECT one, %s::text FROM generate_series(3, 5) AS one", ["said"]) == (3, "said")


def test_no_row_is_none() -> None:
    assert one_row("SELECT 1 WHERE false") is None


def test_values_may_have_names() -> None:
    assert all_rows("SELECT one FROM generate_series(1, %(last)s) AS one", {"last": 3}) == [(1,), (2,), (3,)]


def test_a_statement_is_prepared_once() -> None:
    for value in (1, 2):
        one_row("SELECT 'prepared once', %s::int", [value])
    found = all_rows("SELECT statement FROM pg_prepared_statements WHERE statement LIKE %s", ["%prepared once%"])
    assert found == [("SELECT 'prepared once', $1::int",)]


def test_an_error_of_the_database_is_one_of_django() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        one_row(WRONG)


def test_nothing_is_asked_in_a_broken_transaction() -> None:
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            one_row("SELECT 1")


def test_whoever_watches_sees_what_is_asked() -> None:
    with CaptureQueriesContext(connection) as seen:
        one_row("SELECT %s::int", [7])
    assert len(seen) == 1


def test_values_of_other_types_are_planned_apart() -> None:
    for value in (1, "2"):
        one_row("SELECT 'of types', %s::text", [value])
    known = "SELECT count(DISTINCT name) FROM pg_prepared_statements WHERE statement LIKE %s"
    assert one_row(known, ["SELECT 'of types'%"]) == (2,)


def test_a_sign_of_hundredths_is_written_twice() -> None:
    assert one_row("SELECT 'a%%' || %s::text", ["b"]) == ("a%b",)


def test_a_value_may_be_named_twice() -> None:
    assert one_row("SELECT %(one)s::int + %(two)s::int + %(one)s::int", {"one": 1, "two": 5}) == (7,)


@pytest.mark.django_db(transaction=True)
def test_what_was_written_before_an_error_is_undone_with_it() -> None:
    with suppress(IntegrityError), transaction.atomic():
        one_row("INSERT INTO outbox_event (topic, key, payload, occurred_at) VALUES ('t', 'k', '{}', now()) RETURNING id")
        one_row(WRONG)
    assert all_rows("SELECT id FROM outbox_event WHERE topic = 't' AND key = 'k'") == []
