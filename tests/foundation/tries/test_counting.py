from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection

from mumian.foundation.tries import begin_try, was_right
from mumian.foundation.tries.models import WrongTries

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
BOTH = ("address:10.0.0.7", "receipt:ABCDE")


def try_often(times: int, subjects: tuple[str, ...] = BOTH) -> list[datetime | None]:
    return [begin_try(subjects=subjects, at=AT) for _ in range(times)]


def test_after_ten_wrong_tries_the_next_waits() -> None:
    assert try_often(12) == [None] * 10 + [AT + timedelta(seconds=30)] * 2


def test_who_waits_is_answered_again_when_the_time_is_over() -> None:
    try_often(10)

    assert begin_try(subjects=BOTH, at=AT + timedelta(seconds=30)) is None


def test_one_receipt_is_slowed_whatever_address_asks() -> None:
    for number in range(10):
        begin_try(subjects=(f"address:10.0.0.{number}", "receipt:ABCDE"), at=AT)

    assert begin_try(subjects=("address:10.0.0.99", "receipt:ABCDE"), at=AT) == AT + timedelta(seconds=30)


def test_one_address_is_slowed_whatever_receipt_it_asks_for() -> None:
    for number in range(10):
        begin_try(subjects=("address:10.0.0.7", f"receipt:{number}"), at=AT)

    assert begin_try(subjects=("address:10.0.0.7", "receipt:another"), at=AT) == AT + timedelta(seconds=30)


def test_others_are_not_slowed() -> None:
    try_often(12)

    assert begin_try(subjects=("address:10.0.0.8", "receipt:FGHIJ"), at=AT) is None


def test_right_tries_never_count() -> None:
    for _ in range(30):
        assert begin_try(subjects=BOTH, at=AT) is None
        was_right(subjects=BOTH, at=AT)


def test_neither_address_nor_number_is_kept_as_it_is() -> None:
    begin_try(subjects=BOTH, at=AT)

    assert [len(subject) for subject in WrongTries.objects.values_list("subject", flat=True)] == [64, 64]


def test_database_refuses_an_address_that_is_not_hashed() -> None:
    with pytest.raises(IntegrityError, match="who_tried_is_kept_as_a_hash"), connection.cursor() as cursor:
        cursor.execute("INSERT INTO wrong_tries VALUES ('10.0.0.7', 1, now(), now())")


def test_worker_may_forget_old_tries() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('mumian_worker', 'wrong_tries', 'DELETE')")
        assert cursor.fetchone() == (True,)
