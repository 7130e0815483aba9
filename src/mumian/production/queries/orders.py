"""Documents in work, and those that were made."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from django.db.models import QuerySet
from pydantic import TypeAdapter

from mumian.catalogue.queries import current_rulebook
from mumian.foundation.mrz import LayoutCode
from mumian.foundation.statements import one_row
from mumian.foundation.words import Text
from mumian.offices.terms import OfficerId
from mumian.production.models import ProductionOrder
from mumian.production.rules.zones import differences, sentence_of
from mumian.production.terms import LIVE_ORDERS, CaseKey, Difference, Holder, OrderId, OrderState


@dataclass(frozen=True, slots=True)
class OrderSheet:
    """One document in work or made, with the data to print on it."""

    order_id: OrderId
    case: CaseKey
    attempt: int
    kind: str
    document_type: str
    serial: str
    number: str
    holder: Holder
    mrz: tuple[str, ...]
    state: OrderState
    produced_by: OfficerId
    started_at: datetime
    ended_at: datetime | None
    checked_by: OfficerId | None

    @property
    def document(self) -> str:
        """The key by which delivery knows this document."""
        return f"order:{self.order_id}"


def order_of(order_id: OrderId) -> OrderSheet:
    """This order. One query; ProductionOrder.DoesNotExist when there is none."""
    return _sheet(_orders().get(pk=order_id))


def live_order(case: CaseKey) -> OrderSheet | None:
    """The document of the case that is in work or finished; None when there is none. One query."""
    return _asked(case, LIVE_ORDERS)


def live_orders(cases: Collection[CaseKey]) -> dict[CaseKey, OrderSheet]:
    """The documents of these cases that are in work or finished; cases without one are left out. One query for any number."""
    found = _orders().filter(case_key__in=cases, state__in=[state.value for state in LIVE_ORDERS])
    return {order.case_key: _sheet(order) for order in found}


ONE_OF: Final = """
    SELECT made.id, made.attempt, made.kind_id, made.document_type_id, blank.serial, made.document_number, made.ordered::text,
           made.mrz, made.state,
           made.produced_by_id, made.started_at, made.ended_at, quality.checked_by_id
    FROM production_productionorder made JOIN production_blank blank ON blank.id = made.blank_id
    LEFT JOIN production_qualityrecord quality ON quality.order_id = made.id
    WHERE made.case_key = %s AND made.state = ANY (%s) ORDER BY made.id LIMIT 1
"""


def finished_document(case: CaseKey) -> OrderSheet | None:
    """The document of the case that passed its check and was not taken back. One query."""
    return _asked(case, (OrderState.PASSED,))


def _asked(case: CaseKey, states: Collection[OrderState]) -> OrderSheet | None:
    row = one_row(ONE_OF, [case, [state.value for state in states]])
    if row is None:
        return None
    order_id, attempt, kind, document_type, serial, number, ordered, mrz, state, produced_by, started_at, ended_at, checked_by = (
        row
    )
    return OrderSheet(
        order_id=OrderId(order_id),
        case=case,
        attempt=attempt,
        kind=kind,
        document_type=document_type,
        serial=serial,
        number=number,
        holder=_holders().validate_json(ordered),
        mrz=tuple(mrz),
        state=OrderState(state),
        produced_by=OfficerId(produced_by),
        started_at=started_at,
        ended_at=ended_at,
        checked_by=OfficerId(checked_by) if checked_by else None,
    )


def orders_of_case(case: CaseKey) -> tuple[OrderSheet, ...]:
    """Every document that was made for the case, spoiled ones among them, the first one first. One query."""
    return tuple(_sheet(order) for order in _orders().filter(case_key=case).order_by("attempt"))


def orders_in_work(*, not_produced_by: OfficerId | None = None, limit: int = 100) -> tuple[OrderSheet, ...]:
    """What is in work, the oldest first; with `not_produced_by` what this checker may check. One query."""
    waiting = _orders().filter(state=OrderState.IN_WORK.value).order_by("started_at", "pk")
    if not_produced_by is not None:
        waiting = waiting.exclude(produced_by_id=not_produced_by)
    return tuple(_sheet(order) for order in waiting[:limit])


def compare_reading(order_id: OrderId, read: Sequence[str]) -> tuple[tuple[Difference, ...], Text]:
    """What a reader gave back held against what was ordered: every difference, and the sentence about them. Records nothing."""
    order = ProductionOrder.objects.get(pk=order_id)
    found = differences(layout=layout_of_type(order.document_type_id) if order.mrz else None, ordered=order.mrz, read=read)
    return found, sentence_of(found)


def layout_of_type(document_type: str) -> LayoutCode | None:
    """The layout of the zone of this document, as the rulebook in force says; None when it has none."""
    document = next(one for one in current_rulebook().documents if one.code == document_type)
    return LayoutCode(document.mrz) if document.mrz else None


@cache
def _holders() -> TypeAdapter[Holder]:
    return TypeAdapter(Holder)


def _orders() -> QuerySet[ProductionOrder]:
    return ProductionOrder.objects.select_related("blank", "quality")


def _sheet(order: ProductionOrder) -> OrderSheet:
    quality = getattr(order, "quality", None)
    return OrderSheet(
        order_id=OrderId(order.pk),
        case=order.case_key,
        attempt=order.attempt,
        kind=order.kind_id,
        document_type=order.document_type_id,
        serial=order.blank.serial,
        number=order.document_number,
        holder=_holders().validate_python(order.ordered),
        mrz=tuple(order.mrz),
        state=OrderState(order.state),
        produced_by=OfficerId(order.produced_by_id),
        started_at=order.started_at,
        ended_at=order.ended_at,
        checked_by=OfficerId(quality.checked_by_id) if quality else None,
    )
