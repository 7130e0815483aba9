"""What must never be true of money, tried with plain SQL."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mumian.foundation.money import Money
from mumian.offices.queries import officer_by_badge
from mumian.payments.services import place_order, reconcile_takings, take_payment
from mumian.payments.terms import Method
from tests.factories.offices import officer, small_office
from tests.factories.payments import DOCUMENT
from tests.factories.sql import refused, run

pytestmark = [pytest.mark.django_db, pytest.mark.core]

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
RECEIPT = """
    INSERT INTO payments_receipt (number, order_id, amount, method, trace, taken_by_id, window_id, taken_at)
    SELECT %s, (SELECT id FROM payments_order WHERE reference = %s), %s, %s, '', o.id, w.id, now()
    FROM offices_officer o, offices_window w WHERE o.badge_number = '100001' AND w.code = 'H01-W01'
"""
REFUND = """
    INSERT INTO payments_refund (receipt_id, amount, ground, refunded_by_id, window_id, refunded_at)
    SELECT r.id, %s, %s, r.taken_by_id, r.window_id, now() FROM payments_receipt r
"""
RECKONING = """
    INSERT INTO payments_reconciliation (officer_id, window_id, "on", cash, card, receipts_count, refunds_count, counted_cash,
                                         counted_card, explanation, reconciled_at)
    SELECT o.id, w.id, '2026-09-01', %s, 0, %s, 0, %s, 0, '', now()
    FROM offices_officer o, offices_window w WHERE o.badge_number = %s AND w.code = 'H01-W01' RETURNING id
"""


@pytest.fixture(autouse=True)
def _paid_in_part() -> None:
    """An order of 60 yuan with a receipt for 40, and another that nobody has paid."""
    small_office()
    clerk = officer_by_badge(officer("100001"), on=date(2026, 9, 1))
    assert clerk is not None
    order = place_order(reference="case:1", lines=[DOCUMENT], at=AT)
    place_order(reference="case:2", lines=[DOCUMENT], at=AT)
    take_payment(
        order_id=order.order_id,
        amount=Money.yuan(40),
        method=Method.CASH,
        officer=clerk.officer_id,
        window="H01-W01",
        at=AT,
        key="k",
    )


def receipt(fen: int, *, number: str = "0123456789", reference: str = "case:1", method: str = "cash") -> None:
    run(RECEIPT, number, reference, fen, method)


def test_nobody_pays_more_than_is_due() -> None:
    with refused("nobody_pays_more_than_is_due"):
        receipt(20_01)


def test_what_is_due_is_taken() -> None:
    receipt(20_00)

    assert run("SELECT sum(amount) FROM payments_receipt") == [(60_00,)]


def test_nothing_is_taken_on_an_order_that_was_waived() -> None:
    run(
        "INSERT INTO payments_waiver (order_id, ground, waived_by_id, waived_at)"
        " SELECT o.id, 'x', p.id, now() FROM payments_order o, offices_officer p WHERE o.reference = 'case:2'"
    )

    with refused("nobody_pays_more_than_is_due"):
        receipt(1, reference="case:2")


def test_nothing_is_taken_on_an_order_that_was_withdrawn() -> None:
    run("UPDATE payments_order SET withdrawn_at = now() WHERE reference = 'case:2'")

    with refused("nobody_pays_more_than_is_due"):
        receipt(1, reference="case:2")


def test_what_was_paid_is_not_waived() -> None:
    with refused("only_what_is_due_is_waived"):
        run(
            "INSERT INTO payments_waiver (order_id, ground, waived_by_id, waived_at)"
            " SELECT o.id, 'x', p.id, now() FROM payments_order o, offices_officer p WHERE o.reference = 'case:1'"
        )


def test_a_receipt_number_is_used_once() -> None:
    receipt(1)

    with refused("payments_receipt_number"):
        receipt(1)


def test_refunds_never_exceed_payments() -> None:
    with refused("refunds_never_exceed_payments"):
        run(REFUND, 40_01, "x")


def test_refunds_together_never_exceed_payments() -> None:
    run(REFUND, 30_00, "x")

    with refused("refunds_never_exceed_payments"):
        run(REFUND, 10_01, "x")


def test_a_refund_has_its_ground() -> None:
    with refused("a_refund_has_its_ground"):
        run(REFUND, 1, "")


@pytest.mark.parametrize(
    ("fen", "method", "constraint"),
    [
        (0, "cash", "a_receipt_is_for_money"),
        (-1, "cash", "a_receipt_is_for_money"),
        (1, "barter", "money_comes_in_a_known_way"),
        (1, "card", "a_payment_by_card_names_its_slip"),
    ],
)
def test_receipt_is_for_money_in_a_known_way(fen: int, method: str, constraint: str) -> None:
    with refused(constraint):
        receipt(fen, method=method)


def test_receipt_number_has_its_shape() -> None:
    with refused("receipt_number_has_its_shape"):
        receipt(1, number="OOOOOOOOOO")


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE payments_receipt SET amount = 1",
        "UPDATE payments_receipt SET taken_by_id = taken_by_id + 1",
        "UPDATE payments_order SET amount = 0",
        "UPDATE payments_orderline SET amount = 0",
    ],
)
def test_money_on_record_is_never_rewritten(attack: str) -> None:
    with refused("money_on_record_is_never_rewritten"):
        run(attack)


@pytest.mark.parametrize("table", ["order", "orderline", "receipt", "refund", "waiver", "reconciliation"])
def test_pages_may_delete_no_money(table: str) -> None:
    with refused("permission denied"):
        run(f"DELETE FROM payments_{table}")  # noqa: S608  # a name of the test


def test_order_with_money_on_it_stands() -> None:
    with refused("an_order_with_money_on_it_stands"):
        run("UPDATE payments_order SET withdrawn_at = now() WHERE reference = 'case:1'")


def test_order_is_the_sum_of_its_lines() -> None:
    with refused("an_order_is_the_sum_of_its_lines"):
        run("INSERT INTO payments_order (reference, purpose, amount, placed_at) VALUES ('case:3', 'fee', 100, now())")


def test_line_is_not_added_to_an_order_that_stands() -> None:
    with refused("an_order_is_the_sum_of_its_lines"):
        run(
            "INSERT INTO payments_orderline (order_id, place, code, name_zh, name_en, amount)"
            " SELECT id, 9, 'x', 'x', 'x', 5 FROM payments_order WHERE reference = 'case:2'"
        )


def test_one_order_stands_for_a_purpose() -> None:
    with refused("one_order_stands_for_a_purpose"):
        run("INSERT INTO payments_order (reference, purpose, amount, placed_at) VALUES ('case:1', 'fee', 0, now())")


def test_reckoning_adds_up_its_receipts() -> None:
    with refused("a_reckoning_adds_up_its_receipts"):
        run(RECKONING, 100, 0, 100, "100001")


def test_difference_is_explained() -> None:
    with refused("a_difference_is_explained"):
        run(RECKONING, 0, 0, 1, "100001")


def test_everybody_reckons_up_his_own_window() -> None:
    officer("100002")

    with refused("everybody_reckons_up_his_own_window"):
        [(reckoning,)] = run(RECKONING, 40_00, 1, 40_00, "100002")
        run("UPDATE payments_receipt SET reconciliation_id = %s", reckoning)


def test_receipt_is_reckoned_up_once() -> None:
    clerk = officer_by_badge("100001", on=date(2026, 9, 1))
    assert clerk is not None
    reconcile_takings(officer=clerk.officer_id, window="H01-W01", at=AT, counted_cash=Money.yuan(40), counted_card=Money.yuan(0))

    with refused("money_on_record_is_never_rewritten"):
        run("UPDATE payments_receipt SET reconciliation_id = NULL")
