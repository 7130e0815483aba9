"""A case walks from the window to the hand with every package joined to it, as in the running program."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import date

import pytest

from mumian.cases.errors import ApplicationRefusedAtTheDoor
from mumian.cases.services import (
    accept_application,
    approve_cases,
    by_courier,
    fail_quality,
    hand_out_document,
    pass_quality,
    record_delivery,
    reopen_for_error,
    spoil_document,
    start_production,
    start_productions,
)
from mumian.cases.services.quick.attempting import ordinary_way
from mumian.cases.terms import CaseId, case_key
from mumian.delivery.errors import HandOutRefused, ShelfRefused
from mumian.delivery.queries import hand_out_of
from mumian.delivery.terms import Collector
from mumian.foundation.errors import Refusal
from mumian.people.queries import person_sheet
from mumian.production.errors import ReadBackDiffers
from mumian.production.queries import finished_document, live_order, orders_of_case, personalisation_sheet
from mumian.production.queries.orders import OrderSheet
from mumian.production.terms import OrderState
from tests.factories import cases
from tests.factories.cases import AT, HALL, RENEWAL, Office, on_duty, stage
from tests.factories.delivery import identity
from tests.factories.sql import run
from tests.factories.whole import HOLDER, RELEASED, accepted, checked, in_production, on_the_shelf, pay

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Way = Callable[[], AbstractContextManager[None]]
BOTH_WAYS = pytest.mark.parametrize("way", [nullcontext, ordinary_way], ids=["quick", "ordinary"])
RENEWED = {**RENEWAL, "document.months_left": 3}


def held(of: Office) -> list[tuple[str, str, str]]:
    """The documents of the applicant."""
    sheet = person_sheet(of.applicant, on=AT.date())
    assert sheet is not None
    return [(one.type_code, one.number, one.state.value) for one in sheet.documents]


def order_of(case_id: CaseId) -> OrderSheet:
    """The document in work or finished."""
    order = live_order(case_key(case_id))
    assert order is not None
    return order


def hand_over(of: Office, case_id: CaseId) -> None:
    by = on_duty(of.hander)
    hand_out_document(case_id=case_id, identity_checked=True, identity=HOLDER, hall=HALL, by=by, at=RELEASED)


def test_unpaid_fee_keeps_an_application_at_the_door_and_payment_opens_it(whole: Office) -> None:
    case_id = cases.submitted(whole)
    by = on_duty(whole.acceptor)
    with pytest.raises(ApplicationRefusedAtTheDoor, match="fee of 120 yuan"):
        accept_application(case_id=case_id, hall=HALL, identity_checked=True, by=by, at=AT)

    pay(whole, case_id)
    accept_application(case_id=case_id, hall=HALL, identity_checked=True, by=by, at=AT)

    assert stage(case_id) == "accepted"


@BOTH_WAYS
def test_document_is_ordered_with_what_is_on_record_of_its_holder(way: Way, whole: Office) -> None:
    with way():
        order = order_of(in_production(whole))

    holder = order.holder
    assert (order.kind, order.number, order.state) == ("PASSPORT-E", "EB0000001", OrderState.IN_WORK)
    assert (holder.name, holder.surname, holder.given, holder.nationality) == ("木棉一", "MU", "MIANYI", "CHN")
    assert (holder.born_on, holder.expires_on) == (date(1990, 1, 1), date(2036, 11, 19))
    assert holder.identity_number == "440199199001010017"
    assert order.mrz[0] == "POCHNMU<<MIANYI".ljust(44, "<")


def test_producer_gets_a_sheet_to_lay_beside_the_machine(whole: Office) -> None:
    order = order_of(in_production(whole))

    assert personalisation_sheet(order.order_id, language="zh-hans", at=RELEASED).startswith(b"%PDF")


@BOTH_WAYS
def test_new_passport_is_in_the_hand_of_its_holder_and_ends_the_old_one(way: Way, whole: Office) -> None:
    with way():
        case_id = on_the_shelf(whole, service="PP-RENEW", facts=RENEWED)
        hand_over(whole, case_id)

    given = hand_out_of(order_of(case_id).document)
    assert given is not None
    assert (stage(case_id), given.collector, given.number_ends) == ("collected", Collector.HOLDER, "0017")
    assert held(whole) == [
        ("PASSPORT", "EA1234567", "replaced"),
        ("EEP_HKMO", "CA1234567", "valid"),
        ("ENDORSE_HKMO", "GZ1234567", "valid"),
        ("PASSPORT", "EB0000001", "valid"),
    ]


@BOTH_WAYS
def test_what_lies_on_no_shelf_is_not_handed_out(way: Way, whole: Office) -> None:
    with way():
        case_id = in_production(whole)
        checked(whole, case_id)
        with pytest.raises(ShelfRefused, match="lies on no shelf"):
            hand_over(whole, case_id)

    assert (stage(case_id), len(held(whole))) == ("ready", 3)


def test_agent_without_an_authority_is_not_given_the_document(whole: Office) -> None:
    case_id = on_the_shelf(whole)
    agent = identity(collector=Collector.AGENT)

    with pytest.raises(HandOutRefused):
        hand_out_document(case_id=case_id, identity_checked=True, identity=agent, by=on_duty(whole.hander), at=RELEASED)

    assert stage(case_id) == "ready"


def test_nothing_is_handed_out_unless_it_is_said_who_collects(whole: Office) -> None:
    case_id = on_the_shelf(whole)

    with pytest.raises(Refusal, match="not said who collects"):
        hand_out_document(case_id=case_id, identity_checked=True, by=on_duty(whole.hander), at=RELEASED)


def test_delivered_document_is_held_as_well(whole: Office) -> None:
    case_id = in_production(whole)
    checked(whole, case_id)

    record_delivery(case_id=case_id, by=by_courier("EX1", at=RELEASED), at=RELEASED)

    assert held(whole)[-1] == ("PASSPORT", "EB0000001", "valid")


@BOTH_WAYS
def test_reading_that_differs_leaves_the_case_in_production(way: Way, whole: Office) -> None:
    with way():
        case_id = in_production(whole)
        read = [line.replace("MIANYI", "MIANER") for line in order_of(case_id).mrz]
        with pytest.raises(ReadBackDiffers):
            pass_quality(case_id=case_id, read=read, by=on_duty(whole.checker), at=RELEASED)

    assert (stage(case_id), order_of(case_id).state) == ("in_production", OrderState.IN_WORK)


def test_spoiled_and_failed_documents_are_followed_by_another_with_another_number(whole: Office) -> None:
    case_id = in_production(whole)
    spoil_document(case_id=case_id, cause="printing", by=on_duty(whole.producer), at=RELEASED)
    start_production(case_id=case_id, by=on_duty(whole.producer), at=RELEASED)
    fail_quality(case_id=case_id, cause="unreadable", by=on_duty(whole.checker), at=RELEASED)
    start_production(case_id=case_id, by=on_duty(whole.producer), at=RELEASED)

    assert [(one.attempt, one.number, one.state.value) for one in orders_of_case(case_key(case_id))] == [
        (1, "EB0000001", "spoiled"),
        (2, "EB0000002", "spoiled"),
        (3, "EB0000003", "in_work"),
    ]
    assert run("SELECT state, count(*) FROM production_blank WHERE kind_id = 'PASSPORT-E' GROUP BY 1 ORDER BY 1") == [
        ("in_stock", 7),
        ("in_work", 1),
        ("spoiled", 2),
    ]


def test_cause_that_is_not_listed_is_refused(whole: Office) -> None:
    case_id = in_production(whole)

    with pytest.raises(Refusal, match="there is no cause “rain”"):
        spoil_document(case_id=case_id, cause="rain", by=on_duty(whole.producer), at=RELEASED)


def test_reopened_case_takes_its_document_back_and_makes_another(whole: Office) -> None:
    case_id = on_the_shelf(whole)
    hand_over(whole, case_id)

    reopen_for_error(case_id=case_id, reason="姓名有误", by=on_duty(whole.supervisor), at=RELEASED)

    assert stage(case_id) == "accepted"
    assert finished_document(case_key(case_id)) is None
    assert [one.state for one in orders_of_case(case_key(case_id))] == [OrderState.RECALLED]
    assert held(whole)[-1] == ("PASSPORT", "EB0000001", "cancelled")


@BOTH_WAYS
def test_without_blanks_a_case_stays_approved(way: Way, whole: Office) -> None:
    run("UPDATE production_blank SET state = 'missing', because = 'x' WHERE kind_id = 'PASSPORT-E'")

    with way(), pytest.raises(Refusal, match="blank"):
        in_production(whole)


def test_many_documents_are_begun_at_once(whole: Office) -> None:
    ids = [accepted(whole, service=service, facts=RENEWED) for service in ("PP-NEW", "PP-RENEW")]
    approve_cases(case_ids=ids, by=on_duty(whole.approver), at=RELEASED)
    answers = start_productions(case_ids=ids, by=on_duty(whole.producer), at=RELEASED)

    assert [one.is_done for one in answers] == [True, True]
    assert [order_of(case_id).number for case_id in ids] == ["EB0000001", "EB0000002"]
