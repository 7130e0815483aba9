"""Money is asked for, taken once, given back within what was taken, and reckoned up."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mumian.foundation.identifiers import LETTERS
from mumian.foundation.money import Money
from mumian.offices.queries import officer_by_badge
from mumian.offices.terms import OfficerId
from mumian.payments.errors import OrderRefused, PaymentRefused, ReconciliationRefused
from mumian.payments.queries import is_paid, order_for, receipt_by_number, reconciliations_on, takings_of
from mumian.payments.services import place_order, reconcile_takings, refund_payment, take_payment, waive_order
from mumian.payments.terms import Line, Method, OrderSheet, PaidState, ReceiptSheet, Takings
from tests.factories.offices import officer, small_office
from tests.factories.payments import DOCUMENT, ENDORSEMENT
from tests.factories.sql import run

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
NOTHING = Money.yuan(0)
WINDOW = "H01-W01"


@pytest.fixture
def clerk() -> OfficerId:
    small_office()
    found = officer_by_badge(officer("100001"), on=date(2026, 9, 1))
    assert found is not None
    return found.officer_id


def order(*lines: Line) -> OrderSheet:
    return place_order(reference="case:1", lines=lines or (DOCUMENT, ENDORSEMENT), at=AT)


def pay(clerk: OfficerId, amount: int = 75, method: Method = Method.CASH, key: str = "k1", trace: str = "") -> ReceiptSheet:
    placed = order_for("case:1")
    assert placed is not None
    take_payment(
        order_id=placed.order_id,
        amount=Money.yuan(amount),
        method=method,
        officer=clerk,
        window=WINDOW,
        at=AT,
        key=key,
        trace=trace,
    )
    paid = order_for("case:1")
    assert paid is not None
    return paid.receipts[-1]


def refund(clerk: OfficerId, receipt: ReceiptSheet, amount: int, key: str = "r1") -> None:
    refund_payment(
        number=receipt.number, amount=Money.yuan(amount), ground="申请撤回", officer=clerk, window=WINDOW, at=AT, key=key
    )


def state() -> PaidState:
    placed = order_for("case:1")
    assert placed is not None
    return placed.state


def events() -> list[str]:
    return [row[0] for row in run("SELECT topic FROM outbox_event WHERE topic LIKE 'payments.%%' ORDER BY id")]


def test_order_adds_up_its_lines() -> None:
    placed = order()

    assert (placed.amount, placed.due, placed.state) == (Money.yuan(75), Money.yuan(75), PaidState.OPEN)


def test_same_lines_again_are_the_same_order() -> None:
    assert order().order_id == order().order_id


def test_other_lines_replace_an_order_that_nobody_paid() -> None:
    first = order()

    second = order(DOCUMENT)

    assert (second.order_id != first.order_id, second.amount) == (True, Money.yuan(60))


def test_order_with_money_on_it_is_not_replaced(clerk: OfficerId) -> None:
    order()
    pay(clerk, 10)

    with pytest.raises(OrderRefused):
        order(DOCUMENT)


def test_order_of_zero_counts_as_paid() -> None:
    place_order(reference="case:1", lines=[], at=AT)

    assert (is_paid("case:1"), state(), events()) == (True, PaidState.FREE, ["payments.order_settled"])


def test_nothing_asked_is_not_paid() -> None:
    assert not is_paid("case:1")


def test_payment_in_full_settles_the_order(clerk: OfficerId) -> None:
    order()

    pay(clerk)

    assert (is_paid("case:1"), events()) == (True, ["payments.receipt_taken", "payments.order_settled"])


def test_receipt_is_found_whole_by_its_number(clerk: OfficerId) -> None:
    order()

    receipt = pay(clerk, method=Method.CARD, trace="000123")

    assert receipt_by_number(receipt.number) == ReceiptSheet(
        receipt_id=receipt.receipt_id,
        number=LETTERS.parse(receipt.shown),
        reference="case:1",
        lines=(DOCUMENT, ENDORSEMENT),
        amount=Money.yuan(75),
        method=Method.CARD,
        taken_at=AT,
        badge_number="100001",
        window=WINDOW,
        window_number=1,
        refunded=NOTHING,
    )


def test_same_key_takes_money_once(clerk: OfficerId) -> None:
    order()

    first, second = pay(clerk, 10), pay(clerk, 10)

    assert first == second


def test_part_is_paid_and_the_rest_is_due(clerk: OfficerId) -> None:
    order()
    pay(clerk, 70)

    placed = order_for("case:1")

    assert placed is not None
    assert (placed.state, placed.due) == (PaidState.PART_PAID, Money.yuan(5))


@pytest.mark.parametrize(
    ("amount", "method", "why"),
    [
        (76, Method.CASH, "¥75 is due"),
        (0, Method.CASH, "more than nothing"),
        (75, Method.CARD, "slip"),
    ],
)
def test_wrong_payment_is_refused(clerk: OfficerId, amount: int, method: Method, why: str) -> None:
    order()

    with pytest.raises(PaymentRefused, match=why):
        pay(clerk, amount, method)


def test_refund_gives_back_what_was_paid(clerk: OfficerId) -> None:
    order()

    refund(clerk, pay(clerk), 75)

    assert (state(), is_paid("case:1"), events()[-1]) == (PaidState.REFUNDED, False, "payments.refund_made")


def test_refund_never_exceeds_what_is_left(clerk: OfficerId) -> None:
    order()
    receipt = pay(clerk)
    refund(clerk, receipt, 70)

    with pytest.raises(PaymentRefused, match="at most ¥5"):
        refund(clerk, receipt, 6, key="r2")


def test_refunded_order_is_replaced_by_a_new_one(clerk: OfficerId) -> None:
    order()
    refund(clerk, pay(clerk), 75)

    assert order(DOCUMENT).state is PaidState.OPEN


def test_waived_order_counts_as_paid(clerk: OfficerId) -> None:
    waived = waive_order(order_id=order().order_id, ground="低保家庭", officer=clerk, at=AT)

    assert (waived.state, waived.waived_because, is_paid("case:1")) == (PaidState.WAIVED, "低保家庭", True)


def test_waiver_needs_a_ground(clerk: OfficerId) -> None:
    with pytest.raises(OrderRefused):
        waive_order(order_id=order().order_id, ground=" ", officer=clerk, at=AT)


def test_takings_are_receipts_less_refunds_by_method(clerk: OfficerId) -> None:
    order()
    receipt = pay(clerk, 60)
    pay(clerk, 15, Method.CARD, key="k2", trace="9")
    refund(clerk, receipt, 20)

    assert takings_of(officer=clerk, window=WINDOW) == Takings(Money.yuan(40), Money.yuan(15), receipts=2, refunds=1)


def test_takings_that_fit_are_reckoned_up_without_words(clerk: OfficerId) -> None:
    order()
    pay(clerk)

    reconcile_takings(officer=clerk, window=WINDOW, counted_cash=Money.yuan(75), counted_card=NOTHING, at=AT)

    [sheet] = reconciliations_on(date(2026, 9, 1))
    left = takings_of(officer=clerk, window=WINDOW)
    assert (sheet.difference, sheet.expected.cash, left) == (NOTHING, Money.yuan(75), Takings(NOTHING, NOTHING, 0, 0))


def test_difference_must_be_explained(clerk: OfficerId) -> None:
    order()
    pay(clerk)

    with pytest.raises(ReconciliationRefused, match="-¥5"):
        reconcile_takings(officer=clerk, window=WINDOW, counted_cash=Money.yuan(70), counted_card=NOTHING, at=AT)


def test_explained_difference_stands_in_the_reckoning(clerk: OfficerId) -> None:
    order()
    pay(clerk)

    reconcile_takings(
        officer=clerk, window=WINDOW, counted_cash=Money.yuan(70), counted_card=NOTHING, at=AT, explanation="少收五元，已上报"
    )

    [sheet] = reconciliations_on(date(2026, 9, 1))
    assert (sheet.difference, sheet.explanation) == (Money.yuan(-5), "少收五元，已上报")


def test_nothing_taken_is_not_reckoned_up(clerk: OfficerId) -> None:
    with pytest.raises(ReconciliationRefused):
        reconcile_takings(officer=clerk, window=WINDOW, counted_cash=NOTHING, counted_card=NOTHING, at=AT)
