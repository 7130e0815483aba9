"""Take money at a window, and give it back."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from mumian.foundation import outbox
from mumian.foundation.commands import once
from mumian.foundation.identifiers import LETTERS
from mumian.foundation.money import Money, total
from mumian.offices.models import Window
from mumian.offices.terms import OfficerId
from mumian.payments.errors import NO_RECEIPT, PaymentRefused
from mumian.payments.events import ReceiptTaken, RefundMade
from mumian.payments.models import Order, Receipt, Refund
from mumian.payments.queries import fen, order_sheet
from mumian.payments.rules.taking import may_refund, may_take
from mumian.payments.services.ordering import locked_order, tell_when_settled
from mumian.payments.terms import Method, OrderId, ReceiptId, RefundId

TRIES: Final = 5
COMMAND: Final = "payments.take_payment"


def take_payment(
    *,
    order_id: OrderId,
    amount: Money,
    method: Method,
    officer: OfficerId,
    window: str,
    at: datetime,
    key: str,
    trace: str = "",
) -> ReceiptId:
    """Take money on an order and number its receipt; the same key again gives the same receipt and takes nothing.

    `window` is its code, `trace` the number on the slip of the card terminal. Raises PaymentRefused, OrderRefused, or
    KeyUsedForAnotherRequest.
    """
    return ReceiptId(
        once(
            key=key_of(key),
            actor=asker(officer),
            command=COMMAND,
            content=asked(order_id=order_id, amount=amount, method=method, window=window, trace=trace),
            at=at,
            act=lambda: _take(
                order_id=order_id, amount=amount, method=method, officer=officer, window=window, at=at, trace=trace.strip()
            ),
            answer=int,
        )
    )


def asked(*, order_id: OrderId, amount: Money, method: Method, window: str, trace: str) -> dict[str, object]:
    """What a payment asks for, as the command table compares it."""
    return {"order": order_id, "amount": str(amount), "method": method.value, "window": window, "trace": trace}


def asker(officer: OfficerId) -> str:
    """Whose key a payment's is."""
    return f"officer:{officer}"


def key_of(key: str) -> str:
    """The key of a payment, apart from that of the command around it."""
    return f"payments:{key}"


def refund_payment(
    *, number: str, amount: Money, ground: str, officer: OfficerId, window: str, at: datetime, key: str
) -> RefundId:
    """Give money back on a receipt, the way it came in; the same key again gives back nothing more.

    Raises PaymentRefused, or KeyUsedForAnotherRequest.
    """
    return RefundId(
        once(
            key=f"payments:{key}",
            actor=f"officer:{officer}",
            command="payments.refund_payment",
            content={"receipt": number, "amount": str(amount), "ground": ground, "window": window},
            at=at,
            act=lambda: _refund(number=number, amount=amount, ground=ground, officer=officer, window=window, at=at),
            answer=int,
        )
    )


def _take(*, order_id: OrderId, amount: Money, method: Method, officer: OfficerId, window: str, at: datetime, trace: str) -> int:
    order = locked_order(order_id)
    verdict = may_take(order=order_sheet(order), amount=amount, method=method, trace=trace)
    if verdict.reason:
        raise PaymentRefused(verdict.reason)
    receipt = Receipt(
        order=order,
        amount=amount.coins,
        method=method.value,
        trace=trace,
        taken_by_id=officer,
        window=Window.objects.get(code=window),
        taken_at=at,
    )
    _number(receipt)
    outbox.publish(
        ReceiptTaken(reference=order.reference, order_id=order_id, receipt_id=ReceiptId(receipt.pk), at=at),
    )
    tell_when_settled(order_sheet(Order.objects.get(pk=order_id)), at)
    return receipt.pk


def _number(receipt: Receipt) -> None:
    """Save it under a number that nobody has. Two alike among 14 billion are not waited for, but they do no harm."""
    for _ in range(TRIES):
        receipt.number = LETTERS.new()
        with transaction.atomic():
            if not Receipt.objects.filter(number=receipt.number).exists():
                receipt.save(force_insert=True)
                return
    raise RuntimeError("No free receipt number was found.")


@transaction.atomic
def _refund(*, number: str, amount: Money, ground: str, officer: OfficerId, window: str, at: datetime) -> int:
    receipt = Receipt.objects.select_for_update(of=("self",)).select_related("order").filter(number=number).first()
    if receipt is None:
        raise PaymentRefused(NO_RECEIPT)
    left = fen(receipt.amount) - total(fen(one.amount) for one in receipt.refunds.all())
    verdict = may_refund(amount=amount, left=left, ground=ground)
    if verdict.reason:
        raise PaymentRefused(verdict.reason)
    refund = Refund.objects.create(
        receipt=receipt,
        amount=amount.coins,
        ground=ground.strip(),
        refunded_by_id=officer,
        window=Window.objects.get(code=window),
        refunded_at=at,
    )
    order = receipt.order
    outbox.publish(
        RefundMade(reference=order.reference, order_id=OrderId(order.pk), refund_id=RefundId(refund.pk), at=at),
    )
    return refund.pk
