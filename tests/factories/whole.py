"""The office with every package joined to cases, as in the running program: stock, shelf, fees and lists. Needs the rulebook."""

from __future__ import annotations

from datetime import datetime, timedelta

from mumian.cases.models import Case
from mumian.cases.services import accept_application, approve_case, pass_quality, start_production
from mumian.cases.terms import CaseId, case_key
from mumian.clearance.services import screen_waiting
from mumian.delivery.services import put_on_shelf, set_up_shelf
from mumian.delivery.terms import Collector, Identity, IdentityCheck, Place
from mumian.foundation.money import Money
from mumian.foundation.words import Text
from mumian.payments.services import place_order, take_payment
from mumian.payments.terms import Line, Method
from mumian.people.terms import PersonFacts
from mumian.production.queries import live_order
from mumian.production.rules.kinds import USUAL_KINDS
from mumian.production.services import enter_kinds, receive_batch
from tests.factories import cases
from tests.factories.cases import AT, HALL, Office, office, on_duty

HOLDER = Identity(Collector.HOLDER, IdentityCheck.READER, "ID_CARD", "0017")
RELEASED = AT + timedelta(minutes=1)
"""When the lists have answered what was asked at AT."""


def whole_office(*, applicant: PersonFacts | None = None) -> Office:
    """Everybody, ten passports and ten cards in stock, and a shelf of three places."""
    of = office(applicant=applicant)
    enter_kinds(kinds=USUAL_KINDS, at=AT)
    department = of.producer.duties[0].department_id
    for kind, first, last, numbers in (
        ("PASSPORT-E", "EB0000001", "EB0000010", ""),
        ("EEP_HKMO-2014", "XB00000001", "XB00000010", "CB0000001"),
    ):
        receive_batch(
            kind=kind,
            note=f"NOTE-{kind}",
            first=first,
            last=last,
            numbers_from=numbers,
            officer=of.producer.officer_id,
            department=department,
            acting=on_duty(of.producer).acting,
            key=f"receive {kind}",
            at=AT - timedelta(days=1),
        )
    set_up_shelf(hall=HALL, positions=["A-01", "A-02", "A-03"], at=AT)
    return of


def pay(of: Office, case_id: CaseId, *, yuan: int = 120, at: datetime = AT) -> None:
    """Place the order of a case and take the money at the window."""
    line = Line("document", Text("工本费", "document"), Money.yuan(yuan))
    order = place_order(reference=case_key(case_id), lines=[line], at=at)
    take_payment(
        order_id=order.order_id,
        amount=Money.yuan(yuan),
        method=Method.CASH,
        officer=of.acceptor.officer_id,
        window=f"{HALL}-W01",
        at=at,
        key=f"pay {case_id}",
    )


def accepted(of: Office, **changes: object) -> CaseId:
    """Paid and accepted at AT, and compared with the lists."""
    case_id = cases.submitted(of, **changes)  # type: ignore[arg-type]  # the named arguments of `opened`
    pay(of, case_id)
    accept_application(case_id=case_id, hall=HALL, identity_checked=True, by=on_duty(of.acceptor), at=AT)
    screen_waiting(at=AT)
    return case_id


def in_production(of: Office, **changes: object) -> CaseId:
    """Approved at the first moment at which the lists have answered, and begun."""
    case_id = accepted(of, **changes)
    approve_case(case_id=case_id, by=on_duty(of.approver), at=RELEASED)
    start_production(case_id=case_id, by=on_duty(of.producer), at=RELEASED)
    return case_id


def checked(of: Office, case_id: CaseId) -> None:
    """Let the document in work pass its check."""
    order = live_order(case_key(case_id))
    assert order is not None
    pass_quality(case_id=case_id, read=order.mrz, by=on_duty(of.checker), at=RELEASED)


def shelved(of: Office, case_id: CaseId, position: str = "A-01") -> None:
    """Lay the finished document on the shelf of the case's hall."""
    order = live_order(case_key(case_id))
    assert order is not None
    hall = Case.objects.get(pk=case_id).hall
    assert hall is not None
    put_on_shelf(
        document=order.document,
        case=case_key(case_id),
        place=Place(hall.code, position),
        ready_at=order.ended_at or RELEASED,
        officer=of.hander.officer_id,
        department=of.hander.duties[0].department_id,
        acting=on_duty(of.hander).acting,
        at=RELEASED,
    )


def on_the_shelf(of: Office, **changes: object) -> CaseId:
    """Made, checked and shelved."""
    case_id = in_production(of, **changes)
    checked(of, case_id)
    shelved(of, case_id)
    return case_id
