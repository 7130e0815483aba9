"""Put documents on the shelf, take them off, move them, hand them out.

Hand-over officers keep the shelf; each act checks that its officer is one on that day, and stands in the audit record of the
case. Whoever keeps cases hands out through `hand_out` in his own transaction and records that act himself, so that the case is
collected when the document is in the hand, and not otherwise.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, LiteralString

from django.db import transaction

from mumian.audit.services import record_act
from mumian.audit.terms import Acting, Thing
from mumian.delivery.errors import HandOutRefused, ShelfRefused, WrongShelf
from mumian.delivery.events import DocumentHandedOut, DocumentShelved
from mumian.delivery.models import HandOut, Lying, ShelfPosition
from mumian.delivery.rules.collecting import may_collect
from mumian.delivery.terms import Arrival, CaseKey, Departure, DocumentKey, Hand, Identity, Place
from mumian.foundation import outbox
from mumian.foundation.clock import local_date, with_zone
from mumian.foundation.statements import one_row
from mumian.foundation.words import Text
from mumian.offices.models import Hall
from mumian.offices.queries import holds_role
from mumian.offices.terms import OfficerId, Role


@transaction.atomic
def set_up_shelf(*, hall: str, positions: Collection[str], at: datetime) -> int:
    """Enter positions of a hall's shelf that are not on record yet; answers how many. Who may do so is asked upstairs."""
    hall_id = Hall.objects.values_list("pk", flat=True).get(code=hall)
    known = set(ShelfPosition.objects.filter(hall_id=hall_id, code__in=positions).values_list("code", flat=True))
    new = [ShelfPosition(hall_id=hall_id, code=code, set_up_at=at) for code in dict.fromkeys(positions) if code not in known]
    return len(ShelfPosition.objects.bulk_create(new))


def put_on_shelf(
    *,
    document: DocumentKey,
    case: CaseKey,
    place: Place,
    ready_at: datetime,
    arrival: Arrival = Arrival.MADE,
    officer: OfficerId,
    department: int,
    acting: Acting,
    at: datetime,
) -> None:
    """Put a document on a position. `ready_at` is when it passed its check: its age is counted from there.

    Putting it where it lies already changes nothing. Raises ShelfRefused when the position is taken, closed or unknown,
    WrongShelf when the document lies elsewhere.
    """
    act = "shelved" if arrival is Arrival.MADE else arrival.value
    values = [document, case, place.hall, place.position, arrival.value, act, ready_at, officer, department, acting.token]
    if _at_once(PUT, values, at):
        return
    with transaction.atomic():
        _put_or_say_why_not(_Shelving(document, case, ready_at, arrival), place, Hand(officer, department, at), act, acting)


def _put_or_say_why_not(what: _Shelving, place: Place, hand: Hand, act: str, acting: Acting) -> None:
    _on_duty(hand)
    if lying := _where_it_lies(what.document):
        if _place(lying) == place:
            return
        raise WrongShelf(_place(lying))
    _put(what, place, hand)
    _tell_audit(what.case, act, acting, hand.at, document=what.document, place=place)


@transaction.atomic
def move_on_shelf(*, document: DocumentKey, to: Place, officer: OfficerId, department: int, acting: Acting, at: datetime) -> None:
    """Move a document to another position, perhaps of another hall. Raises ShelfRefused."""
    hand = Hand(officer, department, at)
    _on_duty(hand)
    lying = _lying(document)
    _take(lying, Departure.MOVED, hand)
    _put(_Shelving(document, lying.case_key, lying.ready_at, Arrival.MOVED), to, hand)
    _tell_audit(lying.case_key, "moved", acting, at, document=document, place=to)


@transaction.atomic
def take_off(
    *, document: DocumentKey, found_at: Place, why: Departure, officer: OfficerId, department: int, acting: Acting, at: datetime
) -> CaseKey:
    """Take a document off the shelf other than to hand it out: sent by courier, or taken back into the office.

    `found_at` is the position that was scanned. Raises WrongShelf when the book says another, ShelfRefused when it lies nowhere.
    """
    if why not in {Departure.SENT, Departure.TAKEN_BACK}:
        raise ValueError(f"A document that is {why} leaves the shelf by another service.")
    hand = Hand(officer, department, at)
    _on_duty(hand)
    lying = _lying(document)
    if _place(lying) != found_at:
        raise WrongShelf(_place(lying))
    _take(lying, why, hand)
    _tell_audit(lying.case_key, why.value, acting, at, document=document, place=found_at)
    return lying.case_key


@transaction.atomic
def take_back_undelivered(
    *,
    document: DocumentKey,
    case: CaseKey,
    place: Place,
    officer: OfficerId,
    department: int,
    acting: Acting,
    at: datetime,
) -> None:
    """Put a document back that the courier could not deliver; it stays ready and goes on ageing. Raises ShelfRefused."""
    sent = Lying.objects.filter(document_key=document, departure=Departure.SENT.value).order_by("-pk").first()
    if sent is None:
        raise ShelfRefused(NEVER_SENT)
    put_on_shelf(
        document=document,
        case=case,
        place=place,
        ready_at=sent.ready_at,
        arrival=Arrival.RETURNED,
        officer=officer,
        department=department,
        acting=acting,
        at=at,
    )


def hand_out(
    *,
    document: DocumentKey,
    hall: str,
    carried: bool = False,
    identity: Identity,
    officer: OfficerId,
    department: int,
    at: datetime,
) -> CaseKey:
    """Hand a document to somebody whose identity was checked; answers the case, which is collected.

    `hall` is where he stands; what was `carried` there may lie on the shelf of any hall. Raises HandOutRefused when what he shows
    does not suffice or the document was handed out already, WrongShelf when it lies in another hall, ShelfRefused when it lies
    nowhere.
    """
    verdict = may_collect(identity)
    shown = [identity.collector.value, identity.check.value, identity.document_type, identity.number_ends]
    if verdict and (case := _at_once(HAND_OUT, [document, hall, *shown, identity.authority.strip(), officer, department], at)):
        return CaseKey(case)
    with transaction.atomic():
        return _hand_out_or_say_why_not(document, None if carried else hall, identity, Hand(officer, department, at))


def _hand_out_or_say_why_not(document: DocumentKey, hall: str | None, identity: Identity, hand: Hand) -> CaseKey:
    _on_duty(hand)
    verdict = may_collect(identity)
    if verdict.reason is not None:
        raise HandOutRefused(verdict.reason)
    if HandOut.objects.filter(document_key=document).exists():
        raise HandOutRefused(HANDED_OUT_ALREADY)
    lying = _lying(document)
    if hall is not None and _place(lying).hall != hall:
        raise WrongShelf(_place(lying))
    _take(lying, Departure.HANDED_OUT, hand)
    _record(lying, identity, hand)
    outbox.publish(DocumentHandedOut(case=lying.case_key, document=document, at=hand.at))
    return lying.case_key


# Each does the whole act in one statement, or nothing; the ordinary way then does it, or says why not.
PUT: Final = "SELECT delivery_put(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
HAND_OUT: Final = "SELECT delivery_hand_out(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


def _at_once(statement: LiteralString, values: list[Any], at: datetime) -> Any:
    said = with_zone(at).isoformat()
    row = one_row(statement, [*values, at, f"{said[:-6]}Z" if said.endswith("+00:00") else said])
    return row and row[0]


def _tell_audit(case: CaseKey, act: str, acting: Acting, at: datetime, *, document: DocumentKey, place: Place) -> None:
    detail = {"document": document, "hall": place.hall, "position": place.position}
    record_act(thing=Thing(case), act=act, actor=acting, at=at, detail=detail, expects="either")


def _record(lying: Lying, identity: Identity, hand: Hand) -> None:
    HandOut.objects.create(
        document_key=lying.document_key,
        case_key=lying.case_key,
        lying=lying,
        officer_id=hand.officer,
        department_id=hand.department,
        handed_out_at=hand.at,
        collector=identity.collector.value,
        check_made=identity.check.value,
        document_shown=identity.document_type,
        number_ends=identity.number_ends,
        authority=identity.authority.strip(),
    )


@dataclass(frozen=True, slots=True)
class _Shelving:
    """What is put on a shelf, and why it comes."""

    document: DocumentKey
    case: CaseKey
    ready_at: datetime
    arrival: Arrival


def _put(what: _Shelving, place: Place, hand: Hand) -> None:
    """The position is locked, so that two documents put there at one moment are told apart."""
    position = (
        ShelfPosition.objects.select_for_update(of=("self",))
        .filter(hall__code=place.hall, code=place.position, closed_at__isnull=True)
        .first()
    )
    if position is None:
        raise ShelfRefused(POSITION_UNKNOWN.filled(hall=place.hall, position=place.position))
    if Lying.objects.filter(position=position, taken_at__isnull=True).exists():
        raise ShelfRefused(POSITION_TAKEN.filled(hall=place.hall, position=place.position))
    Lying.objects.create(
        document_key=what.document,
        case_key=what.case,
        position=position,
        arrival=what.arrival.value,
        ready_at=what.ready_at,
        put_at=hand.at,
        put_by_id=hand.officer,
        put_department_id=hand.department,
    )
    outbox.publish(DocumentShelved(case=what.case, document=what.document, hall=place.hall, arrival=what.arrival, at=hand.at))


def _take(lying: Lying, why: Departure, hand: Hand) -> None:
    lying.taken_at, lying.departure = hand.at, why.value
    lying.taken_by_id = hand.officer
    lying.save(update_fields=["taken_at", "departure", "taken_by"])


def _where_it_lies(document: DocumentKey) -> Lying | None:
    lyings = Lying.objects.select_for_update(of=("self",)).select_related("position__hall")
    return lyings.filter(document_key=document, taken_at__isnull=True).first()


def _lying(document: DocumentKey) -> Lying:
    lying = _where_it_lies(document)
    if lying is None:
        raise ShelfRefused(LIES_NOWHERE)
    return lying


def _place(lying: Lying) -> Place:
    return Place(lying.position.hall.code, lying.position.code)


def _on_duty(hand: Hand) -> None:
    if not holds_role(hand.officer, role=Role.HAND_OVER_OFFICER, department=hand.department, on=local_date(hand.at)):
        raise ShelfRefused(NOT_A_HAND_OVER_OFFICER)


NOT_A_HAND_OVER_OFFICER: Final = Text(
    "未办理：证件架和发证只能由当天在岗的发证员经管。请以发证员身份登录，或请发证员办理。",
    "Nothing was done: shelf and hand-out are kept by hand-over officers posted today. Sign in as one, or ask one.",
)
HANDED_OUT_ALREADY: Final = Text(
    "未发证：该证件已经发出。请查看发证记录；领取人有异议的，请告知督察。",
    "The document was not handed out: it was handed out before. Look at the record; if the visitor denies it, tell supervision.",
)
LIES_NOWHERE: Final = Text(
    "未办理：该证件不在证件架上。请先查明去向，找到后先上架。",
    "Nothing was done: the document lies on no shelf. Find out where it went, and shelve it first.",
)
POSITION_UNKNOWN: Final = Text(
    "未上架：大厅 {hall} 没有可用的 {position} 号位。请核对位号。",
    "The document was not shelved: hall {hall} has no open position {position}. Check the position.",
)
POSITION_TAKEN: Final = Text(
    "未上架：大厅 {hall} 的 {position} 号位已有证件。请换一个空位。",
    "The document was not shelved: position {position} of hall {hall} holds another. Choose a free one.",
)
NEVER_SENT: Final = Text(
    "未上架：该证件没有寄送记录。请查看其去向。", "The document was not shelved: it was never sent. See what became of it."
)
