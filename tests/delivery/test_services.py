"""Shelving, moving, handing out, and what is refused with which sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TypedDict

import pytest

from mumian.audit.queries.acts import acts_of
from mumian.audit.terms import Acting, Thing
from mumian.delivery.errors import HandOutRefused, ShelfRefused, WrongShelf
from mumian.delivery.queries import (
    HandedOut,
    documents_of_case,
    free_positions,
    hand_out_of,
    uncollected,
    uncollected_by_age,
    what_lies_at,
    where_is,
)
from mumian.delivery.services import move_on_shelf, put_on_shelf, set_up_shelf, take_back_undelivered, take_off
from mumian.delivery.terms import Collector, Departure, IdentityCheck, Place
from mumian.foundation.clock import local_date
from mumian.foundation.outbox.models import PublishedEvent
from mumian.offices.terms import OfficerId
from tests.factories.delivery import A1, A2, AT, READY, SOUTH_A1, Counter, counter, give, shelve

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_counter() -> Counter:
    return counter()


class Who(TypedDict):
    """The three arguments that say whose hand it is."""

    officer: OfficerId
    department: int
    acting: Acting


def who(at_counter: Counter) -> Who:
    return {"officer": at_counter.officer, "department": at_counter.department, "acting": at_counter.acting}


def test_shelved_document_is_found_at_its_position(at_counter: Counter) -> None:
    shelve(at_counter)

    answer = where_is("order:1", asked_in="H01")

    assert (answer.place, answer.is_here, answer.sentence.en) == (A1, True, "The document is here, at position A-01.")


def test_document_in_another_hall_is_told_with_hall_and_position(at_counter: Counter) -> None:
    shelve(at_counter, place=SOUTH_A1)

    answer = where_is("order:1", asked_in="H01")

    assert (answer.is_here, answer.sentence.zh) == (False, "证件不在本大厅，在大厅 H02 的 A-01 号位。")


def test_document_on_no_shelf_is_said_to_be_on_none(at_counter: Counter) -> None:
    answer = where_is("order:1", asked_in="H01")

    assert (answer.place, answer.sentence.en.partition(".")[0]) == (None, "The document lies on no shelf")


def test_position_holds_one_document(at_counter: Counter) -> None:
    shelve(at_counter)

    with pytest.raises(ShelfRefused, match="holds another"):
        shelve(at_counter, "order:2")

    assert (what_lies_at(A1), what_lies_at(A2), free_positions("H01")) == ("order:1", None, ("A-02",))


def test_document_put_where_it_lies_stays_there_and_is_told_once(at_counter: Counter) -> None:
    shelve(at_counter)
    shelve(at_counter)

    assert PublishedEvent.objects.filter(topic="delivery.shelved").count() == 1


def test_document_that_lies_elsewhere_is_not_shelved_twice(at_counter: Counter) -> None:
    shelve(at_counter)

    with pytest.raises(WrongShelf) as refusal:
        shelve(at_counter, place=A2)

    assert refusal.value.place == A1


def test_unknown_position_is_refused(at_counter: Counter) -> None:
    with pytest.raises(ShelfRefused, match="no open position Z-99"):
        shelve(at_counter, place=Place("H01", "Z-99"))


def test_shelf_is_set_up_once(at_counter: Counter) -> None:
    assert set_up_shelf(hall="H01", positions=["A-02", "A-03", "A-03"], at=AT) == 1


def test_document_moved_to_another_hall_goes_on_ageing(at_counter: Counter) -> None:
    shelve(at_counter, ready_at=READY - timedelta(days=10))

    move_on_shelf(document="order:1", to=SOUTH_A1, **who(at_counter), at=AT)

    [waiting] = documents_of_case("case:1")
    assert (waiting.place, waiting.days) == (SOUTH_A1, 10)


def test_document_is_taken_off_only_where_it_lies(at_counter: Counter) -> None:
    shelve(at_counter)

    with pytest.raises(WrongShelf, match="position A-01"):
        take_off(document="order:1", found_at=A2, why=Departure.SENT, **who(at_counter), at=AT)


def test_undelivered_document_lies_ready_again_as_old_as_before(at_counter: Counter) -> None:
    shelve(at_counter, ready_at=READY - timedelta(days=3))
    take_off(document="order:1", found_at=A1, why=Departure.SENT, **who(at_counter), at=AT)

    take_back_undelivered(document="order:1", case="case:1", place=A2, **who(at_counter), at=AT)

    [waiting] = documents_of_case("case:1")
    assert (waiting.place, waiting.days, hand_out_of("order:1")) == (A2, 3, None)


def test_document_that_was_never_sent_does_not_come_back(at_counter: Counter) -> None:
    with pytest.raises(ShelfRefused, match="never sent"):
        take_back_undelivered(document="order:1", case="case:1", place=A2, **who(at_counter), at=AT)


def test_handed_out_document_leaves_the_shelf_with_a_record_of_who_and_how(at_counter: Counter) -> None:
    shelve(at_counter)

    case = give(at_counter)

    record = HandedOut("case:1", "order:1", AT, at_counter.officer, Collector.HOLDER, IdentityCheck.READER, "ID_CARD", "0017", "")
    assert (case, hand_out_of("order:1"), what_lies_at(A1)) == ("case:1", record, None)


def test_document_is_handed_out_once(at_counter: Counter) -> None:
    shelve(at_counter)
    give(at_counter)

    with pytest.raises(HandOutRefused, match="handed out before"):
        give(at_counter)


def test_document_in_another_hall_is_not_handed_out_here(at_counter: Counter) -> None:
    shelve(at_counter, place=SOUTH_A1)

    with pytest.raises(WrongShelf) as refusal:
        give(at_counter, hall="H01")

    assert (refusal.value.place, "H02" in refusal.value.sentence.zh) == (SOUTH_A1, True)


@pytest.mark.parametrize("collector", [Collector.GUARDIAN, Collector.AGENT])
def test_somebody_else_collects_only_with_a_paper(at_counter: Counter, collector: Collector) -> None:
    shelve(at_counter)

    with pytest.raises(HandOutRefused, match="needs an authorisation"):
        give(at_counter, collector=collector)

    assert give(at_counter, collector=collector, authority="authorisation of 1 September") == "case:1"


def test_nothing_is_handed_out_unidentified(at_counter: Counter) -> None:
    shelve(at_counter)

    with pytest.raises(HandOutRefused, match="last four characters"):
        give(at_counter, number_ends="17")


def test_shelf_is_kept_by_hand_over_officers_only(at_counter: Counter) -> None:
    elsewhere = replace(at_counter, department=at_counter.department + 1)

    with pytest.raises(ShelfRefused, match="hand-over officers"):
        shelve(elsewhere)


def test_uncollected_documents_are_counted_by_age_and_hall(at_counter: Counter) -> None:
    shelve(at_counter, "order:1", place=A1, ready_at=READY - timedelta(days=31))
    shelve(at_counter, "order:2", place=A2)
    shelve(at_counter, "order:3", place=SOUTH_A1, ready_at=READY - timedelta(days=200))
    on = local_date(AT)

    everywhere = [(step.name.en, count) for step, count in uncollected_by_age(on=on)]
    here = [count for _, count in uncollected_by_age(on=on, hall="H01")]

    assert everywhere == [
        ("0 to 7 days", 1),
        ("8 to 30 days", 0),
        ("31 to 90 days", 1),
        ("91 to 180 days", 0),
        ("181 days and more", 1),
    ]
    assert here == [1, 0, 1, 0, 0]


def test_longest_waiting_documents_come_first(at_counter: Counter) -> None:
    shelve(at_counter, "order:1", place=A1)
    shelve(at_counter, "order:2", place=A2, ready_at=READY - timedelta(days=40))

    waiting = uncollected(on=local_date(AT), least_days=30)

    assert [(one.document, one.days) for one in waiting] == [("order:2", 40)]


def test_age_counts_days_of_the_office_not_of_the_machine(at_counter: Counter) -> None:
    late_evening_utc = READY.replace(hour=17) - timedelta(days=8)  # already the next day at the office
    shelve(at_counter, ready_at=late_evening_utc)

    assert [count for _, count in uncollected_by_age(on=local_date(AT))] == [1, 0, 0, 0, 0]


def test_hand_out_is_told_to_the_floors_above(at_counter: Counter) -> None:
    shelve(at_counter)
    give(at_counter)

    told = list(PublishedEvent.objects.filter(topic__startswith="delivery.").order_by("pk").values_list("topic", "key"))
    assert told == [("delivery.shelved", "case:1"), ("delivery.handed_out", "case:1")]


def test_event_of_a_shelved_document_says_the_hall(at_counter: Counter) -> None:
    put_on_shelf(document="order:9", case="case:9", place=SOUTH_A1, ready_at=READY, **who(at_counter), at=AT)

    assert PublishedEvent.objects.get(key="case:9").payload["hall"] == "H02"


def test_every_movement_on_the_shelf_stands_in_the_record_of_the_case(at_counter: Counter) -> None:
    shelve(at_counter)
    move_on_shelf(document="order:1", to=A2, **who(at_counter), at=AT)
    take_off(document="order:1", found_at=A2, why=Departure.SENT, **who(at_counter), at=AT)
    take_back_undelivered(document="order:1", case="case:1", place=A1, **who(at_counter), at=AT)

    assert [(one.act, one.detail["position"]) for one in acts_of(Thing("case:1"))] == [
        ("shelved", "A-01"),
        ("moved", "A-02"),
        ("sent", "A-02"),
        ("returned", "A-01"),
    ]
