"""What is owed, what was paid, what has not been reckoned up."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Final

from django.db.models import QuerySet

from mumian.foundation.money import Currency, Money, total
from mumian.foundation.statements import one_row
from mumian.foundation.words import Text
from mumian.offices.terms import OfficerId
from mumian.payments.models import Order, Receipt, Reconciliation, Refund
from mumian.payments.rules.orders import state_of
from mumian.payments.rules.taking import takings
from mumian.payments.terms import (
    FEE,
    SETTLED,
    Line,
    Method,
    OrderId,
    OrderSheet,
    ReceiptId,
    ReceiptSheet,
    ReconciliationId,
    ReconciliationSheet,
    Reference,
    Takings,
)


def order_for(reference: Reference, *, purpose: str = FEE) -> OrderSheet | None:
    """The standing order of a reference with everything on it; None when nothing was asked. One query."""
    row = one_row(WHOLE, [reference, purpose])
    return _whole(reference, purpose, *row) if row else None


WHOLE: Final = """
    SELECT standing.id, standing.amount, (SELECT ground FROM payments_waiver WHERE order_id = standing.id),
           (SELECT json_agg(json_build_array(code, name_zh, name_en, amount) ORDER BY place)::text
            FROM payments_orderline WHERE order_id = standing.id),
           (SELECT json_agg(json_build_array(
                receipt.id, receipt.number, receipt.amount, receipt.method, receipt.taken_at, officer.badge_number, place.code,
                place.number, ARRAY(SELECT amount FROM payments_refund WHERE receipt_id = receipt.id)
            ) ORDER BY receipt.id)::text
            FROM payments_receipt receipt JOIN offices_officer officer ON officer.id = receipt.taken_by_id
            JOIN offices_window place ON place.id = receipt.window_id WHERE receipt.order_id = standing.id)
    FROM payments_order standing WHERE standing.reference = %s AND standing.purpose = %s AND standing.withdrawn_at IS NULL
"""
STANDING: Final = """
    SELECT standing.amount,
           (SELECT coalesce(sum(receipt.amount), 0) FROM payments_receipt receipt WHERE receipt.order_id = standing.id),
           (SELECT coalesce(sum(refund.amount), 0) FROM payments_refund refund
            JOIN payments_receipt receipt ON receipt.id = refund.receipt_id WHERE receipt.order_id = standing.id),
           EXISTS (SELECT FROM payments_waiver waiver WHERE waiver.order_id = standing.id)
    FROM payments_order standing WHERE standing.reference = %s AND standing.purpose = %s AND standing.withdrawn_at IS NULL
"""


def is_paid(reference: Reference, *, purpose: str = FEE) -> bool:
    """Whether nothing is owed: an order stands and is free of charge, paid or waived. One query."""
    row = one_row(STANDING, [reference, purpose])
    if row is None:
        return False
    amount, paid, refunded, waived = row
    return state_of(amount=fen(amount), paid=fen(int(paid)), refunded=fen(int(refunded)), waived=waived) in SETTLED


def receipt_by_number(number: str) -> ReceiptSheet | None:
    """The receipt with this number, as it is kept (parse what was typed with `LETTERS.parse` first)."""
    row = _receipts().select_related("order").prefetch_related("order__lines").filter(number=number).first()
    return receipt_sheet(row, lines_of_order(row.order)) if row else None


def takings_of(*, officer: OfficerId, window: str) -> Takings:
    """What this officer has taken at this window and not yet reckoned up. Two queries."""
    receipts, refunds = not_reckoned_up(officer=officer, window=window)
    return takings(
        [(Method(row.method), fen(row.amount)) for row in receipts],
        [(Method(row.receipt.method), fen(row.amount)) for row in refunds],
    )


def not_reckoned_up(*, officer: OfficerId, window: str) -> tuple[QuerySet[Receipt], QuerySet[Refund]]:
    """The rows of it, refunds with their receipts."""
    receipts = Receipt.objects.filter(taken_by=officer, window__code=window, reconciliation=None).order_by("pk")
    refunds = Refund.objects.filter(refunded_by=officer, window__code=window, reconciliation=None).order_by("pk")
    return receipts, refunds.select_related("receipt")


def windows_not_reckoned_up(officer: OfficerId) -> tuple[str, ...]:
    """The windows where this officer took money that he has not reckoned up yet. One query."""
    rows = Receipt.objects.filter(taken_by=officer, reconciliation=None)
    return tuple(rows.order_by("window__code").values_list("window__code", flat=True).distinct())


def reconciliations_on(on: date) -> tuple[ReconciliationSheet, ...]:
    """The reckonings of a day, by window and time. One query."""
    rows = Reconciliation.objects.filter(on=on).select_related("officer", "window").order_by("window__code", "reconciled_at")
    return tuple(_reconciliation(row) for row in rows)


def fen(amount: int) -> Money:
    """An amount as the tables keep it."""
    return Money(Currency.CNY, amount)


def order_sheet(row: Order) -> OrderSheet:
    """An order with everything on it, from a row with its lines, receipts, refunds and waiver."""
    lines = lines_of_order(row)
    receipts = tuple(receipt_sheet(receipt, lines) for receipt in row.receipts.all())
    paid, refunded = total(one.amount for one in receipts), total(one.refunded for one in receipts)
    waiver = getattr(row, "waiver", None)
    return OrderSheet(
        order_id=OrderId(row.pk),
        reference=row.reference,
        purpose=row.purpose,
        lines=lines,
        amount=fen(row.amount),
        paid=paid,
        refunded=refunded,
        waived_because=waiver.ground if waiver else None,
        state=state_of(amount=fen(row.amount), paid=paid, refunded=refunded, waived=waiver is not None),
        receipts=receipts,
    )


def _whole(  # noqa: PLR0917  # the columns of the statement, in order
    reference: Reference, purpose: str, order_id: int, amount: int, ground: str | None, lines: str | None, receipts: str | None
) -> OrderSheet:
    charges = tuple(Line(code, Text(zh, en), fen(each)) for code, zh, en, each in json.loads(lines or "[]"))
    taken = tuple(_taken(reference, charges, *one) for one in json.loads(receipts or "[]"))
    paid, refunded = total(one.amount for one in taken), total(one.refunded for one in taken)
    return OrderSheet(
        order_id=OrderId(order_id),
        reference=reference,
        purpose=purpose,
        lines=charges,
        amount=fen(amount),
        paid=paid,
        refunded=refunded,
        waived_because=ground,
        state=state_of(amount=fen(amount), paid=paid, refunded=refunded, waived=ground is not None),
        receipts=taken,
    )


def _taken(  # noqa: PLR0917  # as above
    reference: Reference,
    lines: tuple[Line, ...],
    receipt_id: int,
    number: str,
    amount: int,
    method: str,
    taken_at: str,
    badge_number: str,
    window: str,
    window_number: int,
    refunds: list[int],
) -> ReceiptSheet:
    return ReceiptSheet(
        receipt_id=ReceiptId(receipt_id),
        number=number,
        reference=reference,
        lines=lines,
        amount=fen(amount),
        method=Method(method),
        taken_at=datetime.fromisoformat(taken_at),
        badge_number=badge_number,
        window=window,
        window_number=window_number,
        refunded=total(fen(refund) for refund in refunds),
    )


def lines_of_order(row: Order) -> tuple[Line, ...]:
    """The lines in their places."""
    lines = sorted(row.lines.all(), key=lambda line: line.place)
    return tuple(Line(line.code, Text(line.name_zh, line.name_en), fen(line.amount)) for line in lines)


def receipt_sheet(row: Receipt, lines: tuple[Line, ...]) -> ReceiptSheet:
    """A receipt as it is printed."""
    return ReceiptSheet(
        receipt_id=ReceiptId(row.pk),
        number=row.number,
        reference=row.order.reference,
        lines=lines,
        amount=fen(row.amount),
        method=Method(row.method),
        taken_at=row.taken_at,
        badge_number=row.taken_by.badge_number,
        window=row.window.code,
        window_number=row.window.number,
        refunded=total(fen(refund.amount) for refund in row.refunds.all()),
    )


def _receipts() -> QuerySet[Receipt]:
    return Receipt.objects.select_related("taken_by", "window").prefetch_related("refunds").order_by("pk")


def _reconciliation(row: Reconciliation) -> ReconciliationSheet:
    return ReconciliationSheet(
        reconciliation_id=ReconciliationId(row.pk),
        badge_number=row.officer.badge_number,
        window=row.window.code,
        on=row.on,
        expected=Takings(fen(row.cash), fen(row.card), row.receipts_count, row.refunds_count),
        counted_cash=fen(row.counted_cash),
        counted_card=fen(row.counted_card),
        explanation=row.explanation,
    )
