"""Making documents: one blank and one number for each case, once; spoiled ones made again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mumian.foundation.mrz import LayoutCode, parse
from mumian.foundation.outbox.models import PublishedEvent
from mumian.production.errors import (
    DocumentInWork,
    KindUnknown,
    NoBlankLeft,
    NumberRefusedHere,
    OrderRefused,
    ReadBackDiffers,
)
from mumian.production.queries import (
    accounts_of_blanks,
    compare_reading,
    finished_document,
    kind_for,
    live_order,
    movements_of,
    order_of,
    orders_in_work,
    orders_of_case,
)
from mumian.production.services import (
    fail_quality,
    issue_blanks,
    pass_quality,
    recall_document,
    spoil_document,
    start_orders,
)
from mumian.production.terms import BlankState, OrderState, SpoilCause, Started
from tests.factories.production import AT, HKMO_CARD, HRP, PASSPORT, Workshop, holder, request, start, stock

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(hours=1)


def check(at_work: Workshop, started: Started, *read: str) -> str:
    """Pass a document by what was read from it."""
    return pass_quality(order_id=started.order_id, read=read, officer=at_work.checker, department=at_work.department, at=LATER)


def test_order_gets_the_oldest_blank_its_number_and_a_zone(at_work: Workshop) -> None:
    stock(at_work)

    started = start(at_work)

    zone = ("POCHNMU<<MIANYI<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "EA00000019CHN9001011M3608315<<<<<<<<<<<<<<<4")
    assert started == Started(started.order_id, "case:1", 1, "EA0000001", "EA0000001", zone)


def test_number_is_allotted_with_the_batch_where_blanks_bear_none(at_work: Workshop) -> None:
    stock(at_work, kind=HKMO_CARD, first="KA00000001", last="KA00000003", numbers_from="CA0000101")

    started = start(at_work, kind=HKMO_CARD)

    assert (started.serial, started.number, started.mrz[0][:12]) == ("KA00000001", "CA0000101", "CSCA00001012")


def test_number_for_life_comes_with_the_order(at_work: Workshop) -> None:
    stock(at_work, kind=HRP, first="KB00000001", last="KB00000002")

    started = start(at_work, kind=HRP, number="H01234567")

    zone = parse(started.mrz, layout=LayoutCode.CN_HRP3)
    assert (started.number, zone.document_number, zone.issue_count) == ("H01234567", "H01234567", "01")


@pytest.mark.parametrize(("kind", "number"), [(HRP, None), (HRP, "X1234"), (PASSPORT, "EA0000001")])
def test_number_that_cannot_stand_in_the_document_is_refused(at_work: Workshop, kind: str, number: str | None) -> None:
    stock(at_work)
    stock(at_work, kind=HRP, first="KB00000001", last="KB00000002")

    with pytest.raises(NumberRefusedHere):
        start(at_work, kind=kind, number=number)

    assert orders_of_case("case:1") == ()


def test_producer_uses_the_blanks_in_his_hands_first(at_work: Workshop) -> None:
    stock(at_work)
    issue_blanks(
        kind=PASSPORT,
        quantity=2,
        to=at_work.other_producer,
        officer=at_work.producer,
        department=at_work.department,
        acting=at_work.acting,
        key="issue 1",
        at=AT,
    )

    his = start_orders(requests=[request("case:1")], officer=at_work.other_producer, department=at_work.department, at=AT)
    from_stock = start(at_work, "case:2")

    assert (his[0].serial, from_stock.serial) == ("EA0000001", "EA0000003")


def test_case_has_one_document_at_a_time(at_work: Workshop) -> None:
    stock(at_work)
    start(at_work)

    with pytest.raises(DocumentInWork) as refusal:
        start(at_work)

    assert refusal.value.cases == ("case:1",)


def test_case_that_stands_twice_in_a_bulk_order_is_refused(at_work: Workshop) -> None:
    stock(at_work)

    with pytest.raises(DocumentInWork):
        start_orders(requests=[request(), request()], officer=at_work.producer, department=at_work.department, at=AT)


def test_bulk_order_without_blanks_enough_starts_nothing(at_work: Workshop) -> None:
    stock(at_work)
    six = [request(f"case:{number}") for number in range(6)]

    with pytest.raises(NoBlankLeft, match="6 blanks of the kind PASSPORT-E are needed and 5 are free"):
        start_orders(requests=six, officer=at_work.producer, department=at_work.department, at=AT)

    assert orders_in_work() == ()


def test_bulk_order_gives_each_case_its_own_blank_in_the_order_of_stock(at_work: Workshop) -> None:
    stock(at_work)

    started = start_orders(
        requests=[request(f"case:{number}") for number in (3, 1, 2)],
        officer=at_work.producer,
        department=at_work.department,
        at=AT,
    )

    assert [(one.case, one.serial) for one in started] == [
        ("case:3", "EA0000001"),
        ("case:1", "EA0000002"),
        ("case:2", "EA0000003"),
    ]


def test_bulk_order_costs_the_same_number_of_queries_for_one_as_for_five(
    at_work: Workshop, django_assert_num_queries: object
) -> None:
    stock(at_work)
    stock(at_work, first="EB0000001", last="EB0000009")
    one, five = [request("case:0")], [request(f"case:{number}") for number in range(1, 6)]

    with django_assert_num_queries(10):  # type: ignore[operator]  # the fixture's type is not published
        start_orders(requests=one, officer=at_work.producer, department=at_work.department, at=AT)
    with django_assert_num_queries(10):  # type: ignore[operator]  # the fixture's type is not published
        start_orders(requests=five, officer=at_work.producer, department=at_work.department, at=AT)


def test_unknown_kind_is_refused(at_work: Workshop) -> None:
    with pytest.raises(KindUnknown):
        start(at_work, kind="PAPYRUS")


def test_kind_of_the_day_is_found_by_document(at_work: Workshop) -> None:
    kinds = [kind_for(document_type="PASSPORT", on=day) for day in (date(2006, 3, 1), date(2012, 5, 14), date(2012, 5, 15))]

    assert kinds == ["PASSPORT-97", "PASSPORT-97", "PASSPORT-E"]


def test_order_keeps_what_was_ordered(at_work: Workshop) -> None:
    stock(at_work)

    sheet = order_of(start(at_work).order_id)

    assert (sheet.holder, sheet.number, sheet.state, sheet.document) == (
        holder(),
        "EA0000001",
        OrderState.IN_WORK,
        f"order:{sheet.order_id}",
    )


def test_document_read_back_as_ordered_passes(at_work: Workshop) -> None:
    stock(at_work)
    started = start(at_work)

    case = check(at_work, started, *(line.lower() for line in started.mrz))

    finished = finished_document("case:1")
    assert finished is not None
    assert (case, finished.order_id, finished.state, finished.checked_by) == (
        "case:1",
        started.order_id,
        OrderState.PASSED,
        at_work.checker,
    )


def test_document_without_a_zone_passes_by_eye(at_work: Workshop) -> None:
    stock(at_work, kind="FEEP", first="GZ000001", last="GZ000002")
    started = start(at_work, kind="FEEP")

    assert (started.mrz, check(at_work, started)) == ((), "case:1")


def test_document_that_reads_otherwise_does_not_pass_and_every_difference_is_named(at_work: Workshop) -> None:
    stock(at_work)
    started = start(at_work)
    wrong = started.mrz[1].replace("900101", "900107")

    with pytest.raises(ReadBackDiffers) as refusal:
        check(at_work, started, started.mrz[0].replace("MIANYI", "MIANY1"), wrong)

    assert [(one.what.en, one.line, one.position) for one in refusal.value.differences] == [
        ("name", 1, 15),
        ("birth date", 2, 19),
    ]
    assert "第2行第19位起出生日期应为“900101”，读出“900107”" in refusal.value.sentence.zh
    assert order_of(started.order_id).state is OrderState.IN_WORK


def test_nobody_checks_what_he_produced(at_work: Workshop) -> None:
    stock(at_work)
    started = start(at_work)

    with pytest.raises(OrderRefused, match="nobody checks a document that he produced"):
        check(replace(at_work, checker=at_work.producer), started, *started.mrz)


def test_document_is_checked_once(at_work: Workshop) -> None:
    stock(at_work)
    started = start(at_work)
    check(at_work, started, *started.mrz)

    with pytest.raises(OrderRefused, match="waits for no check"):
        check(at_work, started, *started.mrz)


def test_failed_document_is_spoiled_with_its_blank_and_made_again(at_work: Workshop) -> None:
    stock(at_work)
    first = start(at_work)
    fail_quality(
        order_id=first.order_id,
        cause=SpoilCause.UNREADABLE,
        officer=at_work.checker,
        department=at_work.department,
        at=LATER,
    )

    second = start(at_work)

    assert [(one.attempt, one.state, one.number) for one in orders_of_case("case:1")] == [
        (1, OrderState.SPOILED, "EA0000001"),
        (2, OrderState.IN_WORK, "EA0000002"),
    ]
    assert live_order("case:1") == order_of(second.order_id)


def test_spoiled_document_takes_its_number_with_it(at_work: Workshop) -> None:
    stock(at_work, last="EA0000001")
    first = start(at_work)
    spoil_document(
        order_id=first.order_id,
        cause=SpoilCause.PRINTING,
        officer=at_work.producer,
        department=at_work.department,
        at=LATER,
    )

    with pytest.raises(NoBlankLeft):
        start(at_work)


def test_finished_document_is_not_spoiled_but_taken_back(at_work: Workshop) -> None:
    stock(at_work)
    started = start(at_work)
    check(at_work, started, *started.mrz)
    whose = {"officer": at_work.producer, "department": at_work.department}

    with pytest.raises(OrderRefused, match="a finished one is taken back"):
        spoil_document(order_id=started.order_id, cause=SpoilCause.WRONG_DATA, **whose, at=LATER)  # type: ignore[arg-type]  # ids
    recall_document(order_id=started.order_id, cause=SpoilCause.WRONG_DATA, **whose, at=LATER)  # type: ignore[arg-type]  # ids

    assert (order_of(started.order_id).state, start(at_work).attempt) == (OrderState.RECALLED, 2)


def test_document_in_work_is_not_taken_back(at_work: Workshop) -> None:
    stock(at_work)
    started = start(at_work)

    with pytest.raises(OrderRefused, match="not finished"):
        recall_document(
            order_id=started.order_id,
            cause=SpoilCause.WRONG_DATA,
            officer=at_work.producer,
            department=at_work.department,
            at=LATER,
        )


def test_book_tells_the_whole_life_of_a_blank(at_work: Workshop) -> None:
    stock(at_work)
    started = start(at_work)
    check(at_work, started, *started.mrz)

    life = [(one.before, one.after, one.holder, one.officer) for one in movements_of(kind=PASSPORT, serial="EA0000001")]

    assert life == [
        (None, BlankState.IN_STOCK, None, at_work.producer),
        (BlankState.IN_STOCK, BlankState.IN_WORK, at_work.producer, at_work.producer),
        (BlankState.IN_WORK, BlankState.USED, None, at_work.checker),
    ]


def test_every_blank_is_accounted_for(at_work: Workshop) -> None:
    stock(at_work)
    started = start(at_work)
    start(at_work, "case:2")
    check(at_work, started, *started.mrz)

    [account] = [one for one in accounts_of_blanks() if one.kind == PASSPORT]

    assert (account.received, account.by_state) == (
        5,
        {BlankState.IN_STOCK: 3, BlankState.IN_WORK: 1, BlankState.USED: 1},
    )


def test_checker_is_not_offered_what_he_produced(at_work: Workshop) -> None:
    stock(at_work)
    start(at_work)

    assert (orders_in_work(not_produced_by=at_work.producer), len(orders_in_work())) == ((), 1)


def test_comparing_a_reading_records_nothing(at_work: Workshop) -> None:
    stock(at_work)
    started = start(at_work)

    found, sentence = compare_reading(started.order_id, started.mrz)

    assert (found, sentence.en) == ((), "The machine-readable zone reads as it was ordered.")


def test_life_of_a_document_is_told_to_the_floors_above_in_order(at_work: Workshop) -> None:
    stock(at_work)
    started = start(at_work)
    check(at_work, started, *started.mrz)

    told = PublishedEvent.objects.filter(key="case:1").order_by("pk").values_list("topic", flat=True)
    assert list(told) == ["production.started", "production.quality_passed"]
