"""Place and waive orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from mumian.foundation import outbox
from mumian.foundation.money import total
from mumian.offices.terms import OfficerId
from mumian.payments.errors import NO_ORDER, PAID_ALREADY, OrderRefused
from mumian.payments.events import OrderSettled
from mumian.payments.models import Order, OrderLine, Waiver
from mumian.payments.queries import order_sheet
from mumian.payments.rules.taking import may_waive
from mumian.payments.terms import FEE, Line, OrderId, OrderSheet, Reference


@transaction.atomic
def place_order(
    *, reference: Reference, lines: Sequence[Line], at: datetime, officer: OfficerId | None = None, purpose: str = FEE
) -> OrderSheet:
    """Say what is to be paid for a reference; nothing at all, or lines of zero, is an order of zero that counts as paid.

    The same lines again change nothing. Other lines replace an order on which no money lies; raises OrderRefused when some does.
    """
    standing = Order.objects.select_for_update().filter(reference=reference, purpose=purpose, withdrawn_at=None).first()
    if standing is not None:
        sheet = order_sheet(standing)
        if sheet.lines == tuple(lines):
            return sheet
        if sheet.paid > sheet.refunded:
            raise OrderRefused(PAID_ALREADY)
        standing.withdrawn_at = at
        standing.save(update_fields=["withdrawn_at"])
    order = Order.objects.create(
        reference=reference,
        purpose=purpose,
        amount=total(line.amount for line in lines).coins,
        placed_by_id=officer,
        placed_at=at,
    )
    OrderLine.objects.bulk_create(
        OrderLine(order=order, place=place, code=line.code, name_zh=line.name.zh, name_en=line.name.en, amount=line.amount.coins)
        for place, line in enumerate(lines, start=1)
    )
    sheet = order_sheet(order)
    tell_when_settled(sheet, at)
    return sheet


@transaction.atomic
def waive_order(*, order_id: OrderId, ground: str, officer: OfficerId, at: datetime) -> OrderSheet:
    """Take nothing on an order, for a ground. Raises OrderRefused when nothing is due, or money was taken already."""
    order = locked_order(order_id)
    verdict = may_waive(order=order_sheet(order), ground=ground)
    if verdict.reason:
        raise OrderRefused(verdict.reason)
    Waiver.objects.create(order=order, ground=ground.strip(), waived_by_id=officer, waived_at=at)
    sheet = order_sheet(Order.objects.get(pk=order_id))
    tell_when_settled(sheet, at)
    return sheet


def locked_order(order_id: OrderId) -> Order:
    """The standing order, locked. Raises OrderRefused."""
    order = Order.objects.select_for_update().filter(pk=order_id, withdrawn_at=None).first()
    if order is None:
        raise OrderRefused(NO_ORDER)
    return order


def tell_when_settled(sheet: OrderSheet, at: datetime) -> None:
    """Tell upstairs when nothing is owed on an order."""
    if sheet.is_settled:
        outbox.publish(OrderSettled(reference=sheet.reference, order_id=sheet.order_id, at=at))
