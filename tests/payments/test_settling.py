"""An order placed and paid quickly leaves the same rows as one placed and paid step by step."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import cast

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from mumian.foundation.commands import request_hash
from mumian.foundation.money import Currency, Money
from mumian.offices.queries import officer_by_badge
from mumian.offices.terms import OfficerId
from mumian.payments.errors import PaymentRefused
from mumian.payments.models import Order
from mumian.payments.services import place_order, settle_order
from mumian.payments.services.settling import settle_ordinarily
from mumian.payments.terms import Method, ReceiptId
from tests.factories.offices import officer, small_office
from tests.factories.payments import DOCUMENT, ENDORSEMENT

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
Way = Callable[..., ReceiptId | None]
TABLES = ("payments_order", "payments_orderline", "payments_receipt", "command", "outbox_event")


@pytest.fixture
def clerk() -> OfficerId:
    small_office()
    found = officer_by_badge(officer("100001"), on=date(2026, 9, 1))
    assert found is not None
    return found.officer_id


def settle(way: Way, clerk: OfficerId, method: Method = Method.CASH, trace: str = "") -> ReceiptId | None:
    lines = (DOCUMENT, ENDORSEMENT)
    return way(reference="case:1", lines=lines, method=method, officer=clerk, window="H01-W01", at=AT, key="k", trace=trace)


def rows() -> dict[str, list[dict[str, object]]]:
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            order = "key" if table == "command" else "id"
            cursor.execute(f"SELECT * FROM {table} ORDER BY {order}")  # noqa: S608  # names of this file
            names = [column.name for column in cursor.description or ()]
            found[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return found


def left_by(way: Way, clerk: OfficerId, method: Method, trace: str) -> dict[str, list[dict[str, object]]]:
    """The rows of one way, undone afterwards; numbers that are drawn anew each time are named instead."""
    with transaction.atomic():
        settle(way, clerk, method, trace)
        found = rows()
        [order], [receipt], [command] = found["payments_order"], found["payments_receipt"], found["command"]
        asked_for = {"order": order["id"], "amount": str(Money(Currency.CNY, cast(int, order["amount"]))), "method": method.value}
        request = request_hash("payments.take_payment", {**asked_for, "window": "H01-W01", "trace": trace})
        command["request_hash"] = bytes(cast(bytes, command["request_hash"])) == request
        command["answer"] = json.loads(str(command["answer"])) == receipt["id"]
        for event in found["outbox_event"]:
            payload = json.loads(cast(str, event["payload"]))
            payload["order_id"] = payload["order_id"] == order["id"]
            payload["receipt_id"] = payload.get("receipt_id") == receipt["id"]
            event["payload"] = payload
        for row in (*found["payments_orderline"], receipt):
            row["order_id"] = row["order_id"] == order["id"]
        del receipt["number"]
        for table in found.values():
            for row in table:
                row.pop("id", None)
                row.pop("written_at", None)  # the clock of the database
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize(("method", "trace"), [(Method.CASH, ""), (Method.CARD, " 004711 ")])
def test_both_ways_leave_the_same_rows(clerk: OfficerId, method: Method, trace: str) -> None:
    quick = left_by(settle_order, clerk, method, trace)
    assert len(quick["payments_receipt"]) == 1
    assert quick == left_by(settle_ordinarily, clerk, method, trace)


def test_an_order_is_placed_and_paid_in_two_statements(clerk: OfficerId) -> None:
    with CaptureQueriesContext(connection) as asked:
        settle(settle_order, clerk)
    assert len(asked) == 2


def test_a_card_without_its_slip_is_refused_with_its_sentence_and_leaves_nothing(clerk: OfficerId) -> None:
    with pytest.raises(PaymentRefused):
        settle(settle_order, clerk, Method.CARD)
    assert not Order.objects.exists()


def test_a_standing_order_is_paid_the_ordinary_way(clerk: OfficerId) -> None:
    standing = place_order(reference="case:1", lines=(DOCUMENT, ENDORSEMENT), officer=clerk, at=AT)
    assert settle(settle_order, clerk) is not None
    assert [order.pk for order in Order.objects.all()] == [standing.order_id]


def test_nothing_is_taken_where_nothing_is_due(clerk: OfficerId) -> None:
    assert settle_order(reference="case:1", lines=(), method=Method.CASH, officer=clerk, window="H01-W01", at=AT, key="k") is None
    assert Order.objects.get().amount == Money.yuan(0).coins
