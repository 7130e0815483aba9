"""The promises of tests/conftest.py: tests sign in as the pages do, and leave nothing behind."""

from __future__ import annotations

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import ProgrammingError, connection
from django.utils import timezone

pytestmark = [pytest.mark.core, pytest.mark.django_db]


@pytest.mark.smoke
def test_tests_sign_in_as_the_pages_do() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("mumian_web",)


def test_pages_may_not_empty_a_table() -> None:
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied for table django_session"):
        cursor.execute("TRUNCATE django_session")


def test_pages_may_not_make_a_table() -> None:
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied for schema public"):
        cursor.execute("CREATE TABLE mine (number int)")


@pytest.mark.parametrize("time", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_a_committed_row_is_seen_by_the_owner_and_gone_in_the_next_test(time: int, owner_sql: psycopg.Connection) -> None:
    assert Session.objects.count() == 0

    Session.objects.create(session_key=f"key {time}", session_data="", expire_date=timezone.now())

    assert owner_sql.execute("SELECT session_key FROM django_session").fetchall() == [(f"key {time}",)]
