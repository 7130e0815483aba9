"""Documents of cases, made by `production` from the blanks of the house."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from mumian.cases.queries.making import ToMake, documents_to_make
from mumian.cases.rules.validity import valid_until
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.book.services import Variant
from mumian.catalogue.rules.book.values import on_day
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.offices.terms import OfficerId
from mumian.people.queries import PersonSheet, person_sheet, person_sheets
from mumian.people.rules.carrying import CARRIER_OF
from mumian.people.services import cancel_issued
from mumian.people.terms import LatinName, NumberScheme, PersonId, SpellingOrigin
from mumian.production.queries import finished_document, kind_for, live_order
from mumian.production.queries.orders import OrderSheet
from mumian.production.services import fail_quality, pass_quality, recall_document, spoil_document, start_orders
from mumian.production.services.quick import pass_at_once, start_at_once
from mumian.production.terms import CAUSE_NAMES, Holder, OrderRequest, SpoilCause

NO_DOCUMENT: Final = Text(
    "未开始制证：此案不签发证件，或没有查到申请人。请核对业务种类和申请人。",
    "Production was not started: this case ends without a document, or its applicant is not on record. Check both.",
)
NO_SPELLING: Final = Text(
    "未开始制证：申请人没有拉丁字母拼写的姓名。请先登记拼写。",
    "Production was not started: the applicant's name has no Latin spelling on record. Enter one first.",
)
NO_END: Final = Text(
    "未开始制证：规则手册没有说明这份证件的有效期。请先查明有效期或申请种类。",
    "Production was not started: the rulebook does not say until when this document is good. Find its term or variant first.",
)
NOTHING_IN_WORK: Final = Text(
    "未办理：此案没有在制的证件。请查看此案的证件去向。",
    "Nothing was done: no document of this case is in work. See what became of it.",
)
NOTHING_FINISHED: Final = Text(
    "未办理：此案没有制成的证件可收回。请查看此案的证件去向。",
    "Nothing was done: the case has no finished document to take back. See what became of it.",
)
CAUSE_UNKNOWN: Final = Text(
    "未办理：没有“{cause}”这种原因。请从所列原因中选择。",
    "Nothing was done: there is no cause “{cause}”. Choose one of those listed.",
)
BY_TRUST: Final = (SpellingOrigin.DOCUMENT, SpellingOrigin.PINYIN, SpellingOrigin.DECLARED)
"""Whose spelling a document takes: that of earlier documents first, so that a person keeps his name abroad."""
PRINTED_NUMBERS: Final = (NumberScheme.CITIZEN, NumberScheme.PERMANENT_RESIDENCE, NumberScheme.HONG_KONG)
FOR_LIFE: Final = frozenset({"HRP", "TWN_PERMIT"})
BY_NUMBER: Final = frozenset({"PR_CARD"})
ZONES_WITH_PLACE: Final = frozenset({"TWN_PERMIT"})


class DocumentsOfTheHouse:
    """Blanks and documents as `production` keeps them. Each refusal of production is one of the case."""

    def start(self, *, case: str, person: PersonId, officer: OfficerId, department: int, at: datetime) -> None:
        """Take a blank and a number, and put the document to work."""
        wanted, holder = _made_of(case, person, at=at)
        begun = start_at_once(
            case=case, document_type=wanted.document, holder=holder, officer=officer, department=department, at=at
        )
        if not begun:
            self.start_many(cases=[(case, person)], officer=officer, department=department, at=at)

    def start_many(self, *, cases: Sequence[tuple[str, PersonId]], officer: OfficerId, department: int, at: datetime) -> None:
        """The same for many cases, all or none, in as many statements as for one."""
        on = local_date(at)
        wanted = documents_to_make([case for case, _ in cases])
        people = person_sheets([person for _, person in cases], on=on)
        if any(case not in wanted or person not in people for case, person in cases):
            raise Refusal(NO_DOCUMENT)
        kinds = {document: kind_for(document_type=document, on=on) for document in {one.document for one in wanted.values()}}
        requests = [_request(case, wanted[case], people[person], kinds[wanted[case].document], on) for case, person in cases]
        start_orders(requests=requests, officer=officer, department=department, at=at)

    def spoil(self, *, case: str, cause: str, officer: OfficerId, department: int, at: datetime) -> None:
        """The document in work is spoiled, with its blank."""
        order = _in_work(case)
        spoil_document(order_id=order.order_id, cause=_cause(cause), officer=officer, department=department, at=at)

    def fail(self, *, case: str, cause: str, read: Sequence[str], officer: OfficerId, department: int, at: datetime) -> None:
        """The document in work did not pass its check."""
        order = _in_work(case)
        fail_quality(order_id=order.order_id, cause=_cause(cause), read=read, officer=officer, department=department, at=at)

    def passed(self, *, case: str, read: Sequence[str], officer: OfficerId, department: int, at: datetime) -> None:
        """The document in work was read back and is what was ordered."""
        if pass_at_once(case=case, read=read, officer=officer, department=department, at=at):
            return
        order = _in_work(case)
        pass_quality(order_id=order.order_id, read=read, officer=officer, department=department, at=at)

    def recall(self, *, case: str, person: PersonId, officer: OfficerId, department: int, at: datetime) -> None:
        """The finished document has an error: it is taken back, and its holder holds it no longer."""
        order = finished_document(case)
        if order is None:
            raise Refusal(NOTHING_FINISHED)
        recall_document(order_id=order.order_id, cause=SpoilCause.WRONG_DATA, officer=officer, department=department, at=at)
        cancel_issued(person_id=person, type_code=order.document_type, number=order.number)


def _made_of(case: str, person: PersonId, *, at: datetime) -> tuple[ToMake, Holder]:
    """The document that a case asks for, and what is written into it."""
    on = local_date(at)
    wanted, sheet = documents_to_make([case]).get(case), person_sheet(person, on=on)
    if wanted is None or sheet is None:
        raise Refusal(NO_DOCUMENT)
    return wanted, _holder(wanted, sheet, on)


def _in_work(case: str) -> OrderSheet:
    order = live_order(case)
    if order is None:
        raise Refusal(NOTHING_IN_WORK)
    return order


def _cause(said: str) -> SpoilCause:
    if said not in {cause.value for cause in CAUSE_NAMES}:
        raise Refusal(CAUSE_UNKNOWN.filled(cause=said))
    return SpoilCause(said)


def _request(case: str, wanted: ToMake, person: PersonSheet, kind: str, on: date) -> OrderRequest:
    return OrderRequest(case=case, kind=kind, holder=_holder(wanted, person, on), number=_own_number(wanted.document, person))


def _holder(wanted: ToMake, person: PersonSheet, on: date) -> Holder:
    book = current_rulebook()
    variant = next((one for one in book.service_of[wanted.service].variants if one.code == wanted.variant), None)
    expires_on = _ends(book, wanted, person, variant, on)
    document = next(one for one in book.documents if one.code == wanted.document)
    if expires_on is None and document.mrz:
        raise Refusal(NO_END)
    latin = _latin(person)
    numbers = {one.scheme: one.number for one in person.numbers}
    is_own = wanted.document in FOR_LIFE
    return Holder(
        name=person.name,
        surname=latin.surname,
        given=latin.given,
        sex=person.sex,
        born_on=person.birth_date,
        nationality=person.nationality,
        expires_on=expires_on,
        identity_number=next((numbers[scheme] for scheme in PRINTED_NUMBERS if scheme in numbers), ""),
        home_id_number=numbers.get(NumberScheme.HONG_KONG, "") if is_own else "",
        issue_place="GD" if wanted.document in ZONES_WITH_PLACE else "",
        lines=(variant.name.zh,) if variant else (),
    )


def _ends(book: Rulebook, wanted: ToMake, person: PersonSheet, variant: Variant | None, on: date) -> date | None:
    document = next(one for one in book.documents if one.code == wanted.document)
    carriers = [
        one.expires_on for one in person.documents if one.type_code == CARRIER_OF.get(wanted.document) and one.is_valid_on(on)
    ]
    return valid_until(
        (on_day(book.service_of[wanted.service].validity, on), on_day(document.validity, on)),
        variant=variant,
        born_on=person.birth_date,
        issued_on=on,
        carrier_ends=carriers[-1] if carriers else None,
    )


def _latin(person: PersonSheet) -> LatinName:
    found = sorted(person.spellings, key=lambda one: BY_TRUST.index(one.origin))
    if not found:
        raise Refusal(NO_SPELLING)
    return found[0]


def _own_number(document: str, person: PersonSheet) -> str | None:
    """The number that belongs to the holder for life, where documents of this kind bear one and it is on record."""
    if document in BY_NUMBER:
        return next((one.number for one in person.numbers if one.scheme is NumberScheme.PERMANENT_RESIDENCE), None)
    if document in FOR_LIFE:
        return next((one.number for one in reversed(person.documents) if one.type_code == document), None)
    return None
