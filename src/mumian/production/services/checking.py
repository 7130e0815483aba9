"""The quality check: somebody who did not produce the document reads it back and compares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from mumian.foundation import outbox
from mumian.offices.terms import OfficerId
from mumian.production.errors import OrderRefused, ReadBackDiffers
from mumian.production.events import DocumentSpoiled, QualityPassed
from mumian.production.models import Blank, ProductionOrder, QualityRecord
from mumian.production.queries.orders import layout_of_type
from mumian.production.rules.orders import may_be_checked
from mumian.production.rules.zones import differences, sentence_of
from mumian.production.terms import BlankState, CaseKey, Difference, Hand, OrderId, OrderState, SpoilCause


@transaction.atomic
def pass_quality(*, order_id: OrderId, read: Sequence[str], officer: OfficerId, department: int, at: datetime) -> CaseKey:
    """Pass a document whose machine-readable zone, read back, is what was ordered; answers the case, which is ready.

    `read` are the lines as the reader gave them; none for a document without a zone. Nothing is recorded when they differ:
    read once more, or `fail_quality`. Raises OrderRefused, ReadBackDiffers.
    """
    hand = Hand(officer, department, at)
    order = _locked(order_id, officer)
    lines = [line.strip().upper() for line in read]
    if found := _compared(order, lines):
        raise ReadBackDiffers(found, sentence_of(found))
    _record(order, hand, read=lines)
    order.state, order.ended_at = OrderState.PASSED.value, at
    order.save(update_fields=["state", "ended_at"])
    _move_blank(order, BlankState.USED, hand)
    outbox.publish(QualityPassed(order_id=order_id, case=order.case_key, at=at))
    return order.case_key


@transaction.atomic
def fail_quality(
    *, order_id: OrderId, cause: SpoilCause, read: Sequence[str] = (), officer: OfficerId, department: int, at: datetime
) -> CaseKey:
    """Record that a document failed its check; it and its blank are spoiled, and the case needs another. Raises OrderRefused."""
    hand = Hand(officer, department, at)
    order = _locked(order_id, officer)
    lines = [line.strip().upper() for line in read]
    _record(order, hand, read=lines, found=_compared(order, lines) if lines else (), cause=cause)
    order.state, order.cause, order.ended_at = OrderState.SPOILED.value, cause.value, at
    order.save(update_fields=["state", "cause", "ended_at"])
    _move_blank(order, BlankState.SPOILED, hand, because=cause.value)
    outbox.publish(DocumentSpoiled(order_id=order_id, case=order.case_key, cause=cause, at=at))
    return order.case_key


def _locked(order_id: OrderId, checker: OfficerId) -> ProductionOrder:
    order = ProductionOrder.objects.select_for_update(of=("self",)).get(pk=order_id)
    verdict = may_be_checked(state=OrderState(order.state), produced_by=OfficerId(order.produced_by_id), checker=checker)
    if verdict.reason is not None:
        raise OrderRefused(verdict.reason)
    return order


def _compared(order: ProductionOrder, read: Sequence[str]) -> tuple[Difference, ...]:
    layout = layout_of_type(order.document_type_id) if order.mrz else None
    return differences(layout=layout, ordered=order.mrz, read=read)


def _record(
    order: ProductionOrder,
    hand: Hand,
    *,
    read: Sequence[str],
    found: Sequence[Difference] = (),
    cause: SpoilCause | None = None,
) -> None:
    QualityRecord.objects.create(
        order=order,
        produced_by_id=order.produced_by_id,
        checked_by_id=hand.officer,
        department_id=hand.department,
        checked_at=hand.at,
        passed=cause is None,
        read=list(read),
        differences=[asdict(one) for one in found],
        cause=cause.value if cause else "",
    )


def _move_blank(order: ProductionOrder, to: BlankState, hand: Hand, *, because: str = "") -> None:
    Blank.objects.filter(pk=order.blank_id).update(
        state=to.value,
        holder=None,
        officer_id=hand.officer,
        department_id=hand.department,
        moved_at=hand.at,
        because=because,
    )
