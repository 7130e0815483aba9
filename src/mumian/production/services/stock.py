"""Keeping blanks: received, issued to producers, given back, spoiled, destroyed before a witness, counted by two.

Each of these is an act of its own: it checks the duty of its officer itself and stands in the audit record of the kind
(`blanks:PASSPORT-E`). `key` is the asker's own, made with the page: the same request twice is done once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from mumian.audit.services import record_act
from mumian.audit.terms import Acting, DetailValue, Thing
from mumian.catalogue.models import DocumentType
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.book.values import all_on_day
from mumian.foundation import outbox
from mumian.foundation.clock import local_date
from mumian.foundation.commands import once
from mumian.foundation.words import Text
from mumian.offices.queries import holds_role
from mumian.offices.terms import OfficerId, Role
from mumian.production.errors import KindUnknown, StockRefused
from mumian.production.events import BlanksReceived, StockTaken
from mumian.production.models import Blank, BlankBatch, BlankKind, Destruction, StockCount, StockFinding
from mumian.production.rules.counting import Found, compare_with_book, sentence_of_count
from mumian.production.rules.numbers import all_may_be_numbered, numbers_of, read_range
from mumian.production.terms import BlankState, Finding, KindFacts, Numbering, Range, SpoilCause

ENTER_BLANKS = """
    INSERT INTO production_blank (kind_id, batch_id, document_type_id, serial, document_number, state, officer_id, department_id,
        moved_at, because)
    SELECT batch.kind_id, batch.id, kind.document_type_id, %(prefix)s || lpad((%(first)s + place)::text, %(digits)s, '0'),
        CASE WHEN %(numbered)s THEN %(number_prefix)s || lpad((%(number_first)s + place)::text, %(number_digits)s, '0') END,
        'in_stock', batch.officer_id, batch.department_id, batch.received_at, ''
    FROM production_blankbatch AS batch JOIN production_blankkind AS kind ON kind.code = batch.kind_id,
        generate_series(0, batch.quantity - 1) AS place
    WHERE batch.id = %(batch)s ORDER BY place
"""
KNOWN = """
    SELECT serial FROM production_blank
    WHERE kind_id = %s AND serial = ANY(%s) OR document_type_id = %s AND document_number = ANY(%s) ORDER BY id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a count came to."""

    count_id: int
    expected: int
    seen: int
    found: tuple[Found, ...]

    @property
    def sentence(self) -> Text:
        """What is missing and what turned up, for the two who counted."""
        return sentence_of_count(expected=self.expected, seen=self.seen, found=self.found)


@dataclass(frozen=True, slots=True)
class _Keeper:
    """Who keeps the stock at this moment, and the session under which he acts."""

    officer: OfficerId
    department: int
    acting: Acting
    at: datetime


@dataclass(frozen=True, slots=True)
class _Count:
    """What is counted, by whom besides the officer, and what they saw."""

    kind: str
    holder: OfficerId | None
    witness: OfficerId
    seen: frozenset[str]


@transaction.atomic
def enter_kinds(*, kinds: Iterable[KindFacts], at: datetime) -> int:
    """Enter the kinds of blanks that are not on record; answers how many. Documents unknown to the rulebook are left out."""
    known = set(DocumentType.objects.values_list("pk", flat=True))
    before = set(BlankKind.objects.values_list("pk", flat=True))
    new = [kind for kind in kinds if kind.document_type in known and kind.code not in before]
    BlankKind.objects.bulk_create(
        (
            BlankKind(
                code=kind.code,
                document_type_id=kind.document_type,
                form=kind.form.value,
                numbering=kind.numbering.value,
                mrz_code=kind.mrz_code,
                valid_from=kind.valid_from,
                valid_to=kind.valid_to,
                entered_at=at,
            )
            for kind in new
        ),
        ignore_conflicts=True,
    )
    return len(new)


def receive_batch(
    *,
    kind: str,
    note: str,
    first: str,
    last: str,
    numbers_from: str = "",
    officer: OfficerId,
    department: int,
    acting: Acting,
    key: str,
    at: datetime,
) -> int:
    """Enter a delivery of blanks, from one serial number to another (both included); answers the id of the batch.

    `note` is the number of the delivery note. `numbers_from` is the first document number allotted, for kinds numbered so.
    Raises KindUnknown, StockRefused.
    """
    content = {"kind": kind, "note": note, "first": first, "last": last, "numbers_from": numbers_from}
    return once(
        key=key,
        actor=f"officer:{officer}",
        command="production.receive_batch",
        content=content,
        at=at,
        act=lambda: _receive(kind, note, (first, last, numbers_from), _Keeper(officer, department, acting, at)),
        answer=int,
    )


def _receive(kind_code: str, note: str, numbering: tuple[str, str, str], keeper: _Keeper) -> int:
    _on_duty(keeper)
    first, last, numbers_from = numbering
    kind = BlankKind.objects.filter(pk=kind_code).first()
    if kind is None:
        raise KindUnknown(kind_code)
    serials = _range(first, last)
    numbers = _numbers(kind, serials, numbers_from, keeper.at)
    _refuse_known(kind, serials, numbers)
    if BlankBatch.objects.filter(note=note).exists():
        raise StockRefused(NOTE_KNOWN.filled(note=note))
    batch = BlankBatch.objects.create(
        kind=kind,
        note=note,
        first=serials.number(0),
        last=serials.number(serials.quantity - 1),
        numbers_from=numbers.number(0) if numbers else "",
        quantity=serials.quantity,
        officer_id=keeper.officer,
        department_id=keeper.department,
        received_at=keeper.at,
    )
    _enter_blanks(batch, serials, numbers)
    _record(keeper, kind.code, "received", serials=[str(serials)], note=note)
    outbox.publish(BlanksReceived(batch_id=batch.pk, kind=kind.code, quantity=serials.quantity, at=keeper.at))
    return int(batch.pk)


def _enter_blanks(batch: BlankBatch, serials: Range, numbers: Range | None) -> None:
    shown = numbers or serials
    values: dict[str, str | int | bool] = {
        "batch": batch.pk,
        "prefix": serials.prefix,
        "first": serials.first,
        "digits": serials.digits,
        "numbered": numbers is not None,
        "number_prefix": shown.prefix,
        "number_first": shown.first,
        "number_digits": shown.digits,
    }
    with connection.cursor() as cursor:
        cursor.execute(ENTER_BLANKS, values)


def _refuse_known(kind: BlankKind, serials: Range, numbers: Range | None) -> None:
    wanted = list(numbers_of(numbers)) if numbers else []
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [kind.code, list(numbers_of(serials)), kind.document_type_id, wanted])
        known = cursor.fetchone()
    if known:
        raise StockRefused(NUMBERS_KNOWN.filled(range=serials, serial=known[0]))


def _range(first: str, last: str) -> Range:
    found = read_range(first, last)
    if isinstance(found, Text):
        raise StockRefused(RANGE_WRONG.filled(reason=found))
    return found


def _numbers(kind: BlankKind, serials: Range, numbers_from: str, at: datetime) -> Range | None:
    """The document numbers of the batch, held against the forms that the rulebook knows on that day."""
    if kind.numbering == Numbering.HOLDERS:
        return None
    numbers = serials if kind.numbering == Numbering.ON_BLANK else _allotted(kind, serials, numbers_from)
    document = next(one for one in current_rulebook().documents if one.code == kind.document_type_id)
    forms = [pattern.regex for pattern in all_on_day(document.number_patterns, local_date(at))]
    verdict = all_may_be_numbered(numbers, forms)
    if verdict.reason is not None:
        raise StockRefused(RANGE_WRONG.filled(reason=verdict.reason))
    return numbers


def _allotted(kind: BlankKind, serials: Range, numbers_from: str) -> Range:
    if not numbers_from:
        raise StockRefused(RANGE_WRONG.filled(reason=NUMBERS_NOT_GIVEN.filled(kind=kind.code)))
    start = _range(numbers_from, numbers_from)
    last = start.first + serials.quantity - 1
    if len(str(last)) > start.digits:
        raise StockRefused(RANGE_WRONG.filled(reason=NUMBERS_RUN_OUT.filled(first=numbers_from)))
    return Range(prefix=start.prefix, first=start.first, last=last, digits=start.digits)


def issue_blanks(
    *, kind: str, quantity: int, to: OfficerId, officer: OfficerId, department: int, acting: Acting, key: str, at: datetime
) -> tuple[str, ...]:
    """Hand blanks from stock to a producer, in the order of stock; answers their serial numbers. Raises StockRefused."""
    return once(
        key=key,
        actor=f"officer:{officer}",
        command="production.issue_blanks",
        content={"kind": kind, "quantity": quantity, "to": to},
        at=at,
        act=lambda: _issue(kind, quantity, to, _Keeper(officer, department, acting, at)),
        answer=tuple[str, ...],
    )


def _issue(kind: str, quantity: int, to: OfficerId, keeper: _Keeper) -> tuple[str, ...]:
    _on_duty(keeper)
    free = Blank.objects.select_for_update(skip_locked=True).filter(kind_id=kind, state=BlankState.IN_STOCK.value).order_by("pk")
    blanks = list(free[:quantity])
    if quantity < 1 or len(blanks) < quantity:
        raise StockRefused(TOO_FEW.filled(kind=kind, wanted=quantity, found=len(blanks)))
    _move(blanks, BlankState.ISSUED, keeper, holder=to)
    _record(keeper, kind, "issued", serials=[blank.serial for blank in blanks], to=to)
    return tuple(blank.serial for blank in blanks)


@transaction.atomic
def return_blanks(
    *, kind: str, serials: Collection[str], officer: OfficerId, department: int, acting: Acting, at: datetime
) -> None:
    """Take unused blanks back into stock from the producers who hold them. Raises StockRefused when one is not issued."""
    keeper = _Keeper(officer, department, acting, at)
    _on_duty(keeper)
    _move(_locked(kind, serials, BlankState.ISSUED), BlankState.IN_STOCK, keeper)
    _record(keeper, kind, "returned", serials=sorted(serials))


@transaction.atomic
def spoil_blanks(
    *, kind: str, serials: Collection[str], cause: SpoilCause, officer: OfficerId, department: int, acting: Acting, at: datetime
) -> None:
    """Record blanks as unusable that are in stock or in somebody's hands and in no document. Raises StockRefused."""
    keeper = _Keeper(officer, department, acting, at)
    _on_duty(keeper)
    _move(_locked(kind, serials, BlankState.IN_STOCK, BlankState.ISSUED), BlankState.SPOILED, keeper, because=cause.value)
    _record(keeper, kind, "spoiled", serials=sorted(serials), cause=cause.value)


@transaction.atomic
def destroy_blanks(
    *, kind: str, serials: Collection[str], officer: OfficerId, witness: OfficerId, department: int, acting: Acting, at: datetime
) -> int:
    """Record that spoiled blanks were destroyed before a witness; answers the id of the protocol. Raises StockRefused."""
    keeper = _Keeper(officer, department, acting, at)
    _on_duty(keeper)
    if officer == witness:
        raise StockRefused(WITNESS_IS_ANOTHER)
    blanks = _locked(kind, serials, BlankState.SPOILED)
    protocol = Destruction.objects.create(
        officer_id=officer, witness_id=witness, department_id=department, quantity=len(blanks), destroyed_at=at
    )
    _move(blanks, BlankState.DESTROYED, keeper, because=f"protocol {protocol.pk}", protocol=protocol)
    _record(keeper, kind, "destroyed", serials=sorted(serials), witness=witness, protocol=protocol.pk)
    return int(protocol.pk)


def take_stock(
    *,
    kind: str,
    seen: Collection[str],
    holder: OfficerId | None = None,
    officer: OfficerId,
    witness: OfficerId,
    department: int,
    acting: Acting,
    key: str,
    at: datetime,
) -> Counted:
    """Hold what two people saw against the book: the blanks in stock, or those in one producer's hands (`holder`).

    What should be there and is not counts as missing from now on; a missing blank seen in stock is in stock again; whatever else
    turned up is told and stays where the book says. No other movement of the kind runs meanwhile. Raises StockRefused.
    """
    return once(
        key=key,
        actor=f"officer:{officer}",
        command="production.take_stock",
        content={"kind": kind, "seen": sorted(seen), "holder": holder, "witness": witness},
        at=at,
        act=lambda: _take_stock(_Count(kind, holder, witness, frozenset(seen)), _Keeper(officer, department, acting, at)),
        answer=Counted,
    )


def _take_stock(wanted: _Count, keeper: _Keeper) -> Counted:
    _on_duty(keeper)
    if keeper.officer == wanted.witness:
        raise StockRefused(WITNESS_IS_ANOTHER)
    of_kind = Blank.objects.select_for_update().filter(kind_id=wanted.kind).order_by("pk")
    if wanted.holder is None:
        here = of_kind.filter(state=BlankState.IN_STOCK.value)
    else:
        here = of_kind.filter(state=BlankState.ISSUED.value, holder_id=wanted.holder)
    expected = {blank.serial: blank for blank in here}
    others = {blank.serial: blank for blank in of_kind.filter(serial__in=wanted.seen - expected.keys())}
    book = {serial: BlankState(blank.state) for serial, blank in [*expected.items(), *others.items()]}
    found = compare_with_book(expected=expected.keys(), seen=wanted.seen, book=book)
    count = _record_count(wanted, keeper, len(expected), found)
    lost = [expected[one.serial] for one in found if one.finding is Finding.MISSING]
    _move(lost, BlankState.MISSING, keeper, because=f"count {count.pk}")
    if wanted.holder is None:
        again = [others[one.serial] for one in found if one.finding is Finding.FOUND_AGAIN]
        _move(again, BlankState.IN_STOCK, keeper, because=f"count {count.pk}")
    _record(keeper, wanted.kind, "counted", count=count.pk, expected=len(expected), seen=len(wanted.seen), missing=len(lost))
    outbox.publish(StockTaken(count_id=count.pk, kind=wanted.kind, missing=len(lost), at=keeper.at))
    return Counted(count.pk, len(expected), len(wanted.seen), found)


def _record_count(wanted: _Count, keeper: _Keeper, expected: int, found: Sequence[Found]) -> StockCount:
    count = StockCount.objects.create(
        kind_id=wanted.kind,
        holder_id=wanted.holder,
        counted_by_id=keeper.officer,
        witness_id=wanted.witness,
        department_id=keeper.department,
        taken_at=keeper.at,
        expected=expected,
        seen=len(wanted.seen),
    )
    StockFinding.objects.bulk_create(
        StockFinding(count=count, serial=one.serial, finding=one.finding.value, state_before=one.state_before or "")
        for one in found
    )
    return count


def _locked(kind: str, serials: Collection[str], *states: BlankState) -> list[Blank]:
    """These blanks, locked; refused when one of them is unknown or in another state."""
    rows = Blank.objects.select_for_update().filter(kind_id=kind, serial__in=serials, state__in=[state.value for state in states])
    blanks = list(rows.order_by("pk"))
    if strange := sorted(set(serials) - {blank.serial for blank in blanks}):
        raise StockRefused(NOT_THERE.filled(serial=strange[0], count=len(strange)))
    return blanks


def _move(
    blanks: Sequence[Blank],
    to: BlankState,
    keeper: _Keeper,
    *,
    holder: OfficerId | None = None,
    because: str = "",
    protocol: Destruction | None = None,
) -> None:
    """One statement however many; the book is written by the database."""
    Blank.objects.filter(pk__in=[blank.pk for blank in blanks]).update(
        state=to.value,
        holder_id=holder,
        destruction=protocol,
        officer_id=keeper.officer,
        department_id=keeper.department,
        moved_at=keeper.at,
        because=because,
    )


def _record(keeper: _Keeper, kind: str, act: str, **detail: DetailValue) -> None:
    thing = Thing(f"blanks:{kind}")
    record_act(thing=thing, act=act, actor=keeper.acting, at=keeper.at, detail=detail, expects="either")


def _on_duty(keeper: _Keeper) -> None:
    if not holds_role(keeper.officer, role=Role.PRODUCTION_OFFICER, department=keeper.department, on=local_date(keeper.at)):
        raise StockRefused(NOT_A_PRODUCER)


NOT_A_PRODUCER: Final = Text(
    "未办理：空白证件只能由当天在岗的制证员经管。请以制证员身份登录，或请制证科办理。",
    "Nothing was done: blanks are kept by production officers posted today. Sign in as one, or ask the production department.",
)
RANGE_WRONG: Final = Text(
    "未入库：{reason}。请对照交接单核对号段。", "Nothing was received: {reason}. Compare the range with the delivery note."
)
NUMBERS_NOT_GIVEN: Final = Text("{kind} 的证件号码随批配发，须填写起始号码", "{kind} needs the first document number allotted")
NUMBERS_RUN_OUT: Final = Text("从 {first} 起的号码不够这一批使用", "the numbers from {first} do not suffice for the batch")
NOTE_KNOWN: Final = Text(
    "未入库：交接单 {note} 已登记过。请查看该批次，不要重复登记。",
    "Nothing was received: the delivery note {note} is on record. Look at that batch instead of entering it again.",
)
NUMBERS_KNOWN: Final = Text(
    "未入库：号段 {range} 中有号码已登记过（空白证件 {serial}）。请对照交接单核对号段。",
    "Nothing was received: the range {range} holds numbers on record (blank {serial}). Compare it with the delivery note.",
)
TOO_FEW: Final = Text(
    "未发放：要领取 {kind} {wanted} 份，库存可用 {found} 份。请改正数量，或先办理入库。",
    "Nothing was issued: {wanted} blanks of {kind} were asked for and {found} are free. Ask for fewer, or receive more first.",
)
NOT_THERE: Final = Text(
    "未办理：{count} 份空白证件不在可办理的状态，例如 {serial}。请刷新页面查看现状。",
    "Nothing was done: {count} of the blanks are not where this can be done, such as {serial}. Reload the page.",
)
WITNESS_IS_ANOTHER: Final = Text(
    "未办理：须由另一名工作人员见证。请选择见证人。", "Nothing was done: somebody else has to witness it. Choose the witness."
)
