"""Where documents lie, and how long they have waited."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import QuerySet

from mumian.delivery.models import HandOut, Lying, ShelfPosition
from mumian.delivery.rules.ageing import Step, counted_by_age
from mumian.delivery.terms import CaseKey, Collector, Departure, DocumentKey, IdentityCheck, Place
from mumian.foundation.clock import OFFICE_ZONE, local_date
from mumian.foundation.words import Text
from mumian.offices.terms import OfficerId

BY_AGE = """
    SELECT %(on)s::date - (ready_at AT TIME ZONE %(zone)s)::date AS waited, count(*)
    FROM delivery_lying JOIN delivery_shelfposition AS position ON position.id = position_id
    JOIN offices_hall AS hall ON hall.id = position.hall_id
    WHERE taken_at IS NULL AND (%(hall)s = '' OR hall.code = %(hall)s)
        AND (%(halls)s::text[] IS NULL OR hall.code = ANY(%(halls)s))
    GROUP BY waited
"""
NOT_ON_A_SHELF = Text(
    "该证件不在证件架上。请查看其去向：可能尚未上架、已发出或已取走。",
    "The document lies on no shelf. See what became of it: not shelved yet, handed out, or taken off.",
)
LIES_HERE = Text("证件在此，{position} 号位。", "The document is here, at position {position}.")
LIES_ELSEWHERE = Text(
    "证件不在本大厅，在大厅 {hall} 的 {position} 号位。",
    "The document is not in this hall but in hall {hall}, at position {position}.",
)


@dataclass(frozen=True, slots=True)
class ShelfAnswer:
    """Where a document lies, and the sentence about it; `is_here` when that is the hall that asks."""

    place: Place | None
    is_here: bool
    sentence: Text


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document that nobody has collected yet. `days` since it was ready; a document returned or moved goes on counting."""

    case: CaseKey
    document: DocumentKey
    place: Place
    ready_at: datetime
    days: int


@dataclass(frozen=True, slots=True)
class HandedOut:
    """To whom and by whom a document was handed out."""

    case: CaseKey
    document: DocumentKey
    at: datetime
    officer: OfficerId
    collector: Collector
    check: IdentityCheck
    document_shown: str
    number_ends: str
    authority: str


def where_is(document: DocumentKey, *, asked_in: str) -> ShelfAnswer:
    """Where this document lies, said for somebody in the hall with this code. One query."""
    lying = _lying().filter(document_key=document).first()
    if lying is None:
        return ShelfAnswer(None, is_here=False, sentence=NOT_ON_A_SHELF)
    place = _place(lying)
    is_here = place.hall == asked_in
    sentence = (LIES_HERE if is_here else LIES_ELSEWHERE).filled(hall=place.hall, position=place.position)
    return ShelfAnswer(place, is_here, sentence)


def on_shelves(documents: Collection[DocumentKey]) -> frozenset[DocumentKey]:
    """Those of these documents that lie on a shelf. One query for any number."""
    return frozenset(Lying.objects.filter(document_key__in=documents, taken_at=None).values_list("document_key", flat=True))


def what_lies_at(place: Place) -> DocumentKey | None:
    """The document on this position. One query."""
    lying = _lying().filter(position__hall__code=place.hall, position__code=place.position).first()
    return lying.document_key if lying else None


def documents_of_case(case: CaseKey) -> tuple[Waiting, ...]:
    """What lies on a shelf for this case; `days` is counted to the day it was put there. One query."""
    return tuple(_waiting(lying, local_date(lying.put_at)) for lying in _lying().filter(case_key=case).order_by("pk"))


def free_positions(hall: str, *, limit: int = 20) -> tuple[str, ...]:
    """Positions of the hall that hold nothing, by name. One query."""
    open_ones = ShelfPosition.objects.filter(hall__code=hall, closed_at__isnull=True)
    free = open_ones.exclude(lyings__taken_at__isnull=True, lyings__isnull=False)
    return tuple(free.order_by("code").values_list("code", flat=True)[:limit])


def uncollected_by_age(*, on: date, hall: str = "", halls: Collection[str] | None = None) -> tuple[tuple[Step, int], ...]:
    """How many documents wait on the shelves of this hall, of these halls or of all, by days since they were ready. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            BY_AGE, {"on": on, "zone": str(OFFICE_ZONE), "hall": hall, "halls": None if halls is None else list(halls)}
        )
        return counted_by_age(cursor.fetchall())


def uncollected(
    *, on: date, hall: str = "", halls: Collection[str] | None = None, least_days: int = 0, limit: int = 100
) -> tuple[Waiting, ...]:
    """The documents that have waited longest, at least so many days, in this hall, in these halls or in all. One query."""
    lyings = _lying().order_by("ready_at", "pk")
    if hall:
        lyings = lyings.filter(position__hall__code=hall)
    if halls is not None:
        lyings = lyings.filter(position__hall__code__in=halls)
    waiting = (_waiting(lying, on) for lying in lyings[:limit])
    return tuple(one for one in waiting if one.days >= least_days)


def was_sent(document: DocumentKey) -> bool:
    """Whether the document went to the courier and lies nowhere since: it may come back. One query."""
    last = Lying.objects.filter(document_key=document).order_by("-pk").values_list("departure", flat=True).first()
    return last == Departure.SENT.value


def hand_out_of(document: DocumentKey) -> HandedOut | None:
    """To whom this document was handed out; None when it was not. One query."""
    row = HandOut.objects.filter(document_key=document).first()
    if row is None:
        return None
    return HandedOut(
        case=row.case_key,
        document=row.document_key,
        at=row.handed_out_at,
        officer=OfficerId(row.officer_id),
        collector=Collector(row.collector),
        check=IdentityCheck(row.check_made),
        document_shown=row.document_shown,
        number_ends=row.number_ends,
        authority=row.authority,
    )


def _lying() -> QuerySet[Lying]:
    return Lying.objects.filter(taken_at__isnull=True).select_related("position__hall")


def _place(lying: Lying) -> Place:
    return Place(lying.position.hall.code, lying.position.code)


def _waiting(lying: Lying, on: date) -> Waiting:
    days = (on - local_date(lying.ready_at)).days
    return Waiting(lying.case_key, lying.document_key, _place(lying), lying.ready_at, days)
