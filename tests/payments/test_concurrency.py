"""Many windows at once: receipt numbers stay unique, and no order is paid or refunded twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from mumian.foundation.money import Money
from mumian.offices.queries import officer_by_badge
from mumian.payments.errors import PaymentRefused
from mumian.payments.queries import order_for
from mumian.payments.services import place_order, refund_payment, take_payment
from mumian.payments.terms import Method
from tests.factories.offices import officer, small_office
from tests.factories.payments import DOCUMENT
from tests.factories.sql import run

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
WRITERS = 32


@pytest.mark.django_db(transaction=True)
def test_thirty_two_windows_at_once_take_what_is_due_and_give_back_what_was_taken() -> None:
    small_office()
    clerk = officer_by_badge(officer("100001"), on=date(2026, 9, 1))
    assert clerk is not None
    shared = place_order(reference="case:shared", lines=[DOCUMENT], at=AT)
    own = [place_order(reference=f"case:{number}", lines=[DOCUMENT], at=AT) for number in range(WRITERS)]

    def pay(order_id: int, key: str) -> bool:
        try:
            take_payment(
                order_id=order_id,  # type: ignore[arg-type]  # the number of an order
                amount=Money.yuan(60),
                method=Method.CASH,
                officer=clerk.officer_id,
                window="H01-W01",
                at=AT,
                key=key,
            )
        except PaymentRefused:
            return False
        finally:
            connection.close()
        return True

    def give_back(number: str, key: str) -> bool:
        try:
            refund_payment(
                number=number,
                amount=Money.yuan(60),
                ground="撤回",
                officer=clerk.officer_id,
                window="H01-W01",
                at=AT,
                key=key,
            )
        except PaymentRefused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(WRITERS) as windows:
        each = list(windows.map(lambda order: pay(order.order_id, f"own {order.order_id}"), own))
        once_only = list(windows.map(lambda number: pay(shared.order_id, f"shared {number}"), range(WRITERS)))
        paid = order_for("case:shared")
        assert paid is not None
        back = list(windows.map(lambda number: give_back(paid.receipts[0].number, f"back {number}"), range(WRITERS)))

    numbers = run("SELECT count(*), count(DISTINCT number) FROM payments_receipt")
    assert (sum(each), sum(once_only), sum(back), numbers) == (WRITERS, 1, 1, [(WRITERS + 1, WRITERS + 1)])
