"""Making documents: a blank and a number for each, once, and what happens when one is spoiled.

Who may produce is the caller's to know (`cases` holds the three hands). Locks are taken on blanks with SKIP LOCKED, in the order
of stock, so that any number of producers draw at once and none waits for another.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection, transaction
from pydantic import TypeAdapter

from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.book.papers import DocumentType
from mumian.catalogue.rules.book.values import all_on_day
from mumian.foundation import outbox
from mumian.foundation.clock import local_date
from mumian.foundation.mrz import LayoutCode
from mumian.foundation.words import Text
from mumian.offices.terms import OfficerId
from mumian.production.errors import DocumentInWork, KindUnknown, NoBlankLeft, NumberRefusedHere, OrderRefused
from mumian.production.events import DocumentRecalled, DocumentSpoiled, ProductionStarted
from mumian.production.models import Blank, BlankKind, ProductionOrder
from mumian.production.rules.numbers import may_be_numbered
from mumian.production.rules.orders import may_be_recalled, may_be_spoiled
from mumian.production.rules.zones import compose_zone
from mumian.production.terms import (
    BlankState,
    CaseKey,
    Hand,
    Holder,
    Numbering,
    OrderId,
    OrderRequest,
    OrderState,
    SpoilCause,
    Started,
)

HOLDERS: Final = TypeAdapter(Holder)

NUMBER_IS_ALLOTTED: Final = Text(
    "未开始制证：{kind} 的证件号码随空白证件配发，不能另行填写。请删去号码后重试。",
    "Production was not started: documents of the kind {kind} bear the number of their blank. Leave the number out.",
)
NUMBER_IS_THE_HOLDERS: Final = Text(
    "未开始制证：{kind} 使用持证人的终身号码，但没有填写。请先查明号码。",
    "Production was not started: documents of the kind {kind} bear a number of the holder for life, and none was given. "
    "Find the number first.",
)
NUMBER_DOES_NOT_FIT: Final = Text("未开始制证：{reason}。请核对号码。", "Production was not started: {reason}. Check the number.")

EARLIER = """
    SELECT case_key, max(attempt), bool_or(state IN ('in_work', 'passed'))
    FROM production_productionorder WHERE case_key = ANY(%s) GROUP BY case_key
"""
FROM_HANDS = """
    SELECT id, serial, document_number FROM production_blank
    WHERE kind_id = %s AND state = 'issued' AND holder_id = %s ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
"""
FROM_STOCK = """
    SELECT id, serial, document_number FROM production_blank
    WHERE kind_id = %s AND state = 'in_stock' ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
"""
TAKE = """
    UPDATE production_blank
    SET state = 'in_work', holder_id = %(officer)s, officer_id = %(officer)s, department_id = %(department)s,
        moved_at = greatest(moved_at, %(at)s), because = ''
    WHERE id = ANY(%(blanks)s)
"""
# A second order for the same case meets the unique index: it waits for the first to commit, then inserts nothing.
ENTER = """
    INSERT INTO production_productionorder (case_key, attempt, kind_id, blank_id, document_type_id, document_number, ordered, mrz,
        state, produced_by_id, department_id, started_at, cause)
    SELECT case_key, attempt, kind, blank, document_type, number, ordered, mrz, 'in_work', %s, %s, %s, ''
    FROM jsonb_to_recordset(%s::jsonb) AS made(case_key text, attempt int, kind text, blank bigint, document_type text,
        number text, ordered jsonb, mrz text[])
    ON CONFLICT DO NOTHING RETURNING id, case_key
"""


@dataclass(frozen=True, slots=True)
class _Making:
    """How documents of one kind are made: their zone, and the forms of number in use."""

    kind: BlankKind
    layout: LayoutCode | None
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A locked blank."""

    blank_id: int
    serial: str
    number: str | None


@dataclass(frozen=True, slots=True)
class _Planned:
    """One order before it is written."""

    request: OrderRequest
    kind: BlankKind
    attempt: int
    drawn: _Drawn
    number: str
    mrz: tuple[str, ...]


def start_order(*, request: OrderRequest, officer: OfficerId, department: int, at: datetime) -> Started:
    """Start the making of one document. See `start_orders`."""
    return start_orders(requests=[request], officer=officer, department=department, at=at)[0]


@transaction.atomic
def start_orders(*, requests: Sequence[OrderRequest], officer: OfficerId, department: int, at: datetime) -> tuple[Started, ...]:
    """Give each case a blank and a number, compose the zones and put the orders to work; answers them in the same order.

    A producer's own issued blanks are used first, then those in stock. The number is the blank's, or that of the holder where the
    kind says so. All or nothing, in as many statements for ten thousand as for one.

    Raises DocumentInWork, KindUnknown, NoBlankLeft, NumberRefusedHere, and ZoneRefused or NameNotLatin of the foundation.
    """
    if not requests:
        return ()
    attempts = _next_attempts([request.case for request in requests])
    makings = _makings({request.kind for request in requests}, local_date(at))
    drawn = _draw(requests, officer)
    planned = [_plan(request, attempts[request.case], next(drawn[request.kind]), makings) for request in requests]
    ids = _write(planned, officer=officer, department=department, at=at)
    outbox.publish(
        *(ProductionStarted(order_id=ids[one.request.case], case=one.request.case, attempt=one.attempt, at=at) for one in planned)
    )
    return tuple(
        Started(ids[one.request.case], one.request.case, one.attempt, one.drawn.serial, one.number, one.mrz) for one in planned
    )


@transaction.atomic
def spoil_document(*, order_id: OrderId, cause: SpoilCause, officer: OfficerId, department: int, at: datetime) -> CaseKey:
    """Record a document in work as spoiled, with its blank and number; answers the case, which needs another.

    Raises OrderRefused when it is not in work.
    """
    order = ProductionOrder.objects.select_for_update(of=("self",)).get(pk=order_id)
    if refusal := may_be_spoiled(OrderState(order.state)).reason:
        raise OrderRefused(refusal)
    _spoil(order, OrderState.SPOILED, cause, Hand(officer, department, at))
    outbox.publish(DocumentSpoiled(order_id=order_id, case=order.case_key, cause=cause, at=at))
    return order.case_key


@transaction.atomic
def recall_document(*, order_id: OrderId, cause: SpoilCause, officer: OfficerId, department: int, at: datetime) -> CaseKey:
    """Take a finished document back, because of an error in it; its blank counts as spoiled and the case may have another.

    Raises OrderRefused when it is not finished.
    """
    order = ProductionOrder.objects.select_for_update(of=("self",)).get(pk=order_id)
    if refusal := may_be_recalled(OrderState(order.state)).reason:
        raise OrderRefused(refusal)
    _spoil(order, OrderState.RECALLED, cause, Hand(officer, department, at))
    outbox.publish(DocumentRecalled(order_id=order_id, case=order.case_key, at=at))
    return order.case_key


def _spoil(order: ProductionOrder, state: OrderState, cause: SpoilCause, hand: Hand) -> None:
    order.state, order.cause, order.ended_at = state.value, cause.value, hand.at
    order.save(update_fields=["state", "cause", "ended_at"])
    Blank.objects.filter(pk=order.blank_id).update(
        state=BlankState.SPOILED.value,
        holder=None,
        officer_id=hand.officer,
        department_id=hand.department,
        moved_at=hand.at,
        because=cause.value,
    )


def _next_attempts(cases: Sequence[CaseKey]) -> dict[CaseKey, int]:
    twice = sorted(case for case, count in Counter(cases).items() if count > 1)
    with connection.cursor() as cursor:
        cursor.execute(EARLIER, [list(cases)])
        earlier = {case: (attempt, live) for case, attempt, live in cursor.fetchall()}
    if busy := twice or sorted(case for case, (_, live) in earlier.items() if live):
        raise DocumentInWork(busy)
    return {case: earlier.get(case, (0, False))[0] + 1 for case in cases}


def _draw(requests: Sequence[OrderRequest], officer: OfficerId) -> dict[str, Iterator[_Drawn]]:
    """Lock as many blanks of each kind as are wanted; kinds in one order, so that two bulk orders cannot wait for each other."""
    wanted = Counter(request.kind for request in requests)
    found: dict[str, Iterator[_Drawn]] = {}
    with connection.cursor() as cursor:
        for kind, count in sorted(wanted.items()):
            cursor.execute(FROM_HANDS, [kind, officer, count])
            rows = cursor.fetchall()
            if len(rows) < count:
                cursor.execute(FROM_STOCK, [kind, count - len(rows)])
                rows += cursor.fetchall()
            if len(rows) < count:
                raise NoBlankLeft(kind=kind, wanted=count, found=len(rows))
            found[kind] = iter([_Drawn(*row) for row in rows])
    return found


def _plan(request: OrderRequest, attempt: int, drawn: _Drawn, makings: Mapping[str, _Making]) -> _Planned:
    making = makings[request.kind]
    number = _number(request, making, drawn)
    mrz: tuple[str, ...] = ()
    if making.layout:
        mrz = compose_zone(layout=making.layout, document_code=making.kind.mrz_code, number=number, holder=request.holder)
    return _Planned(request, making.kind, attempt, drawn, number, mrz)


def _makings(codes: set[str], on: date) -> dict[str, _Making]:
    """How each kind is made on this day. Raises KindUnknown."""
    kinds = BlankKind.objects.in_bulk(codes)
    if unknown := sorted(codes - kinds.keys()):
        raise KindUnknown(unknown[0])
    types = {one.code: one for one in current_rulebook().documents}
    return {code: _making(kind, types[kind.document_type_id], on) for code, kind in kinds.items()}


def _making(kind: BlankKind, document: DocumentType, on: date) -> _Making:
    layout = LayoutCode(document.mrz) if kind.mrz_code and document.mrz else None
    forms = tuple(pattern.regex for pattern in all_on_day(document.number_patterns, on))
    return _Making(kind, layout, forms)


def _number(request: OrderRequest, making: _Making, drawn: _Drawn) -> str:
    """The blank's number, or the holder's where the kind says so and the rulebook knows its form."""
    given, kind = request.number, making.kind
    if kind.numbering != Numbering.HOLDERS:
        if given is not None or drawn.number is None:
            raise NumberRefusedHere(NUMBER_IS_ALLOTTED.filled(kind=kind.code))
        return drawn.number
    if given is None:
        raise NumberRefusedHere(NUMBER_IS_THE_HOLDERS.filled(kind=kind.code))
    verdict = may_be_numbered(given, making.forms)
    if verdict.reason is not None:
        raise NumberRefusedHere(NUMBER_DOES_NOT_FIT.filled(reason=verdict.reason))
    return given


def _write(planned: Sequence[_Planned], *, officer: OfficerId, department: int, at: datetime) -> dict[CaseKey, OrderId]:
    with connection.cursor() as cursor:
        blanks = [one.drawn.blank_id for one in planned]
        cursor.execute(TAKE, {"officer": officer, "department": department, "at": at, "blanks": blanks})
        cursor.execute(ENTER, [officer, department, at, json.dumps([_as_row(one) for one in planned])])
        ids = {case: OrderId(order_id) for order_id, case in cursor.fetchall()}
    if missing := [one.request.case for one in planned if one.request.case not in ids]:
        raise DocumentInWork(missing)
    return ids


def _as_row(one: _Planned) -> dict[str, object]:
    """One text for all orders is read faster by driver and database than a list a column."""
    return {
        "case_key": one.request.case,
        "attempt": one.attempt,
        "kind": one.kind.code,
        "blank": one.drawn.blank_id,
        "document_type": one.kind.document_type_id,
        "number": one.number,
        "ordered": HOLDERS.dump_python(one.request.holder, mode="json"),
        "mrz": one.mrz,
    }
