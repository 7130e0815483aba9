"""Place an order and take all of it, in two statements where nothing stands in the way."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from mumian.foundation.commands import request_hash
from mumian.foundation.identifiers import LETTERS
from mumian.foundation.money import total
from mumian.foundation.outbox.events import to_json
from mumian.offices.terms import OfficerId
from mumian.payments.events import OrderSettled, ReceiptTaken
from mumian.payments.services.ordering import place_order
from mumian.payments.services.taking import COMMAND, asked, asker, key_of, take_payment
from mumian.payments.terms import FEE, Line, Method, OrderId, ReceiptId, Reference

DRAW: Final = """
    SELECT nextval(pg_get_serial_sequence('payments_order', 'id'))
    WHERE NOT EXISTS (SELECT FROM payments_order WHERE reference = %s AND purpose = %s AND withdrawn_at IS NULL)
"""
SETTLE: Final = """
    SELECT payments_settle(%s, %s, %s, %s::jsonb, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s::jsonb, %s, %s, %s)
"""


def settle_order(
    *,
    reference: Reference,
    lines: Sequence[Line],
    method: Method,
    officer: OfficerId,
    window: str,
    at: datetime,
    key: str,
    trace: str = "",
) -> ReceiptId | None:
    """Say what is to be paid for a reference and take what is due on it; None when nothing is due.

    What the quick way does not do goes by `place_order` and `take_payment`, with their refusals.
    """
    quick = _quickly(reference=reference, lines=lines, method=method, officer=officer, window=window, at=at, key=key, trace=trace)
    if quick is not None:
        return quick
    return settle_ordinarily(
        reference=reference, lines=lines, method=method, officer=officer, window=window, at=at, key=key, trace=trace
    )


@transaction.atomic
def settle_ordinarily(
    *,
    reference: Reference,
    lines: Sequence[Line],
    method: Method,
    officer: OfficerId,
    window: str,
    at: datetime,
    key: str,
    trace: str = "",
) -> ReceiptId | None:
    """The same step by step, saying what is wrong where it does not go."""
    order = place_order(reference=reference, lines=lines, officer=officer, at=at)
    if not order.due:
        return None
    return take_payment(
        order_id=order.order_id, amount=order.due, method=method, officer=officer, window=window, at=at, key=key, trace=trace
    )


def _quickly(
    *,
    reference: Reference,
    lines: Sequence[Line],
    method: Method,
    officer: OfficerId,
    window: str,
    at: datetime,
    key: str,
    trace: str,
) -> ReceiptId | None:
    amount = total(line.amount for line in lines)
    if amount.coins <= 0 or (method is Method.CARD and not trace.strip()):
        return None
    with connection.cursor() as cursor:
        cursor.execute(DRAW, [reference, FEE])
        drawn = cursor.fetchone()
        if drawn is None:
            return None
        order_id = OrderId(drawn[0])
        said = [{"code": line.code, "zh": line.name.zh, "en": line.name.en, "amount": line.amount.coins} for line in lines]
        taken = ReceiptTaken(reference=reference, order_id=order_id, receipt_id=ReceiptId(0), at=at)
        settled = OrderSettled(reference=reference, order_id=order_id, at=at)
        request = request_hash(COMMAND, asked(order_id=order_id, amount=amount, method=method, window=window, trace=trace))
        paid: list[Any] = [amount.coins, method.value, trace.strip(), LETTERS.new(), officer, window, at]
        claim = [asker(officer), key_of(key), request]
        values = [order_id, reference, FEE, json.dumps(said), *paid, to_json(taken), to_json(settled), *claim]
        cursor.execute(SETTLE, values)
        row = cursor.fetchone()
    return ReceiptId(row[0]) if row and row[0] else None
