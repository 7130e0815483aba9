"""Keeping blanks: received, issued, given back, spoiled, destroyed, counted."""

from __future__ import annotations

from dataclasses import replace
from typing import TypedDict

import pytest

from mumian.audit.queries.acts import acts_of
from mumian.audit.terms import Acting, Thing
from mumian.foundation.commands import KeyUsedForAnotherRequest
from mumian.offices.terms import OfficerId
from mumian.production.errors import KindUnknown, NoBlankLeft, StockRefused
from mumian.production.models import BlankBatch
from mumian.production.queries import Account, accounts_of_blanks, blanks_held_by, movements_of
from mumian.production.rules.counting import Found
from mumian.production.rules.kinds import USUAL_KINDS
from mumian.production.services import (
    destroy_blanks,
    enter_kinds,
    issue_blanks,
    receive_batch,
    return_blanks,
    spoil_blanks,
    take_stock,
)
from mumian.production.terms import BlankState, Finding, SpoilCause
from tests.factories.production import AT, HKMO_CARD, PASSPORT, Workshop, start, stock

pytestmark = pytest.mark.django_db

ALL_FIVE = [f"EA000000{place}" for place in range(1, 6)]


class Whose(TypedDict):
    """The arguments that say whose hand it is, and when."""

    officer: OfficerId
    department: int
    acting: Acting


def whose(at_work: Workshop) -> Whose:
    return {"officer": at_work.producer, "department": at_work.department, "acting": at_work.acting}


def passports() -> Account:
    return next(one for one in accounts_of_blanks() if one.kind == PASSPORT)


def issue(at_work: Workshop, quantity: int, *, to: OfficerId, key: str = "issue") -> tuple[str, ...]:
    return issue_blanks(kind=PASSPORT, quantity=quantity, to=to, **whose(at_work), key=key, at=AT)


def count(at_work: Workshop, seen: list[str], *, holder: OfficerId | None = None, key: str = "count") -> tuple[Found, ...]:
    return take_stock(
        kind=PASSPORT, seen=seen, holder=holder, witness=at_work.other_producer, **whose(at_work), key=key, at=AT
    ).found


def test_every_usual_kind_makes_a_document_of_the_rulebook(at_work: Workshop) -> None:
    assert [account.kind for account in accounts_of_blanks()] == sorted(kind.code for kind in USUAL_KINDS)


def test_kinds_are_entered_once(at_work: Workshop) -> None:
    assert enter_kinds(kinds=USUAL_KINDS, at=AT) == 0


def test_received_batch_is_in_stock(at_work: Workshop) -> None:
    stock(at_work)

    assert passports() == Account(PASSPORT, 5, {BlankState.IN_STOCK: 5})


def test_batch_received_twice_with_one_key_is_received_once(at_work: Workshop) -> None:
    assert stock(at_work) == stock(at_work)
    assert passports().received == 5


def test_key_of_another_batch_is_refused(at_work: Workshop) -> None:
    stock(at_work)

    with pytest.raises(KeyUsedForAnotherRequest):
        stock(at_work, last="EA0000006")


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("EA0000001", "EB0000002", "same letters"),
        ("EA0000002", "EA0000001", "ends before it begins"),
        ("EA000001", "EA000002", "none of the forms in use"),
        ("EI0000001", "EI0000002", "none of the forms in use"),
        ("G00000001", "G00000002", "none of the forms in use"),
        ("EA0000001", "EA0999999", "at most 200000"),
        ("EA-000001", "EA-000002", "capitals and digits"),
    ],
)
def test_range_that_no_passport_could_bear_is_refused(at_work: Workshop, first: str, last: str, why: str) -> None:
    with pytest.raises(StockRefused, match=why):
        stock(at_work, first=first, last=last)

    assert BlankBatch.objects.count() == 0


def test_range_that_overlaps_an_earlier_one_is_refused(at_work: Workshop) -> None:
    stock(at_work)

    with pytest.raises(StockRefused, match="blank EA0000003"):
        stock(at_work, first="EA0000003", last="EA0000009")


def test_document_numbers_are_allotted_once_over_all_batches(at_work: Workshop) -> None:
    stock(at_work, kind=HKMO_CARD, first="KA00000001", last="KA00000005", numbers_from="CA0000001")

    with pytest.raises(StockRefused, match="blank KA00000005"):
        stock(at_work, kind=HKMO_CARD, first="KA00000011", last="KA00000012", numbers_from="CA0000005")


@pytest.mark.parametrize(("numbers_from", "why"), [("", "first document number"), ("CA9999999", "do not suffice")])
def test_batch_without_numbers_enough_is_refused(at_work: Workshop, numbers_from: str, why: str) -> None:
    with pytest.raises(StockRefused, match=why):
        stock(at_work, kind=HKMO_CARD, first="KA00000001", last="KA00000002", numbers_from=numbers_from)


def test_batch_of_an_unknown_kind_is_refused(at_work: Workshop) -> None:
    with pytest.raises(KindUnknown):
        stock(at_work, kind="PAPYRUS")


def test_delivery_note_is_entered_once(at_work: Workshop) -> None:
    stock(at_work)

    with pytest.raises(StockRefused, match="is on record"):
        receive_batch(
            kind=PASSPORT,
            note=f"NOTE-{PASSPORT}-EA0000001",
            first="EB0000001",
            last="EB0000002",
            **whose(at_work),
            key="again",
            at=AT,
        )


def test_blanks_are_kept_by_production_officers_only(at_work: Workshop) -> None:
    with pytest.raises(StockRefused, match="production officers"):
        stock(replace(at_work, producer=at_work.checker))


def test_issued_blanks_are_in_the_hands_of_the_producer_in_the_order_of_stock(at_work: Workshop) -> None:
    stock(at_work)

    serials = issue(at_work, 2, to=at_work.other_producer)

    assert serials == ("EA0000001", "EA0000002")
    assert blanks_held_by(at_work.other_producer) == ((PASSPORT, "EA0000001"), (PASSPORT, "EA0000002"))


def test_issuing_twice_with_one_key_issues_once(at_work: Workshop) -> None:
    stock(at_work)

    assert issue(at_work, 2, to=at_work.other_producer) == issue(at_work, 2, to=at_work.other_producer)
    assert passports().by_state == {BlankState.IN_STOCK: 3, BlankState.ISSUED: 2}


@pytest.mark.parametrize("quantity", [0, 6])
def test_more_than_there_are_or_none_cannot_be_issued(at_work: Workshop, quantity: int) -> None:
    stock(at_work)

    with pytest.raises(StockRefused, match=r"and [05] are free"):
        issue(at_work, quantity, to=at_work.other_producer)


def test_blanks_in_another_producers_hands_are_not_drawn(at_work: Workshop) -> None:
    stock(at_work)
    issue(at_work, 5, to=at_work.other_producer)

    with pytest.raises(NoBlankLeft):
        start(at_work)


def test_blanks_given_back_are_in_stock_again(at_work: Workshop) -> None:
    stock(at_work)
    issue(at_work, 2, to=at_work.other_producer)

    return_blanks(kind=PASSPORT, serials=["EA0000002"], **whose(at_work), at=AT)

    assert passports().by_state == {BlankState.IN_STOCK: 4, BlankState.ISSUED: 1}


def test_blank_that_is_in_no_hands_cannot_be_given_back(at_work: Workshop) -> None:
    stock(at_work)

    with pytest.raises(StockRefused, match="1 of the blanks are not where this can be done, such as EA0000002"):
        return_blanks(kind=PASSPORT, serials=["EA0000002"], **whose(at_work), at=AT)


def test_spoiled_blanks_are_destroyed_before_a_witness(at_work: Workshop) -> None:
    stock(at_work)
    spoil_blanks(kind=PASSPORT, serials=ALL_FIVE[:2], cause=SpoilCause.FAULTY_BLANK, **whose(at_work), at=AT)

    destroy_blanks(kind=PASSPORT, serials=ALL_FIVE[:2], witness=at_work.checker, **whose(at_work), at=AT)

    assert passports().by_state == {BlankState.DESTROYED: 2, BlankState.IN_STOCK: 3}


def test_nobody_witnesses_his_own_destruction(at_work: Workshop) -> None:
    stock(at_work)
    spoil_blanks(kind=PASSPORT, serials=ALL_FIVE[:1], cause=SpoilCause.FAULTY_BLANK, **whose(at_work), at=AT)

    with pytest.raises(StockRefused, match="somebody else"):
        destroy_blanks(kind=PASSPORT, serials=ALL_FIVE[:1], witness=at_work.producer, **whose(at_work), at=AT)


def test_sound_blank_is_not_destroyed(at_work: Workshop) -> None:
    stock(at_work)

    with pytest.raises(StockRefused, match="not where this can be done"):
        destroy_blanks(kind=PASSPORT, serials=ALL_FIVE[:1], witness=at_work.checker, **whose(at_work), at=AT)


def test_count_that_agrees_changes_nothing(at_work: Workshop) -> None:
    stock(at_work)

    assert count(at_work, ALL_FIVE) == ()
    assert passports().by_state == {BlankState.IN_STOCK: 5}


def test_count_says_what_is_missing_what_turned_up_and_what_was_never_received(at_work: Workshop) -> None:
    stock(at_work)
    issue(at_work, 1, to=at_work.other_producer)

    found = count(at_work, ["EA0000001", "EA0000002", "EA0000003", "EB0000009"])

    assert found == (
        Found("EA0000001", Finding.OUT_OF_PLACE, BlankState.ISSUED),
        Found("EA0000004", Finding.MISSING, BlankState.IN_STOCK),
        Found("EA0000005", Finding.MISSING, BlankState.IN_STOCK),
        Found("EB0000009", Finding.UNKNOWN, None),
    )
    assert passports().by_state == {BlankState.IN_STOCK: 2, BlankState.ISSUED: 1, BlankState.MISSING: 2}


def test_missing_blank_seen_again_is_in_stock_again(at_work: Workshop) -> None:
    stock(at_work)
    count(at_work, ALL_FIVE[1:])

    found = count(at_work, ALL_FIVE, key="recount")

    assert found == (Found("EA0000001", Finding.FOUND_AGAIN, BlankState.MISSING),)
    assert [one.because.split()[0] for one in movements_of(kind=PASSPORT, serial="EA0000001")[1:]] == ["count", "count"]
    assert passports().by_state == {BlankState.IN_STOCK: 5}


def test_blanks_in_a_producers_hands_are_counted_apart(at_work: Workshop) -> None:
    stock(at_work)
    issue(at_work, 2, to=at_work.other_producer)

    found = count(at_work, ["EA0000001"], holder=at_work.other_producer)

    assert found == (Found("EA0000002", Finding.MISSING, BlankState.ISSUED),)


def test_stock_is_counted_by_two(at_work: Workshop) -> None:
    with pytest.raises(StockRefused, match="somebody else"):
        count(replace(at_work, other_producer=at_work.producer), [])


def test_every_act_on_stock_stands_in_the_record_of_its_kind(at_work: Workshop) -> None:
    stock(at_work)
    issue(at_work, 1, to=at_work.other_producer)
    return_blanks(kind=PASSPORT, serials=["EA0000001"], **whose(at_work), at=AT)
    spoil_blanks(kind=PASSPORT, serials=["EA0000001"], cause=SpoilCause.DAMAGED, **whose(at_work), at=AT)
    destroy_blanks(kind=PASSPORT, serials=["EA0000001"], witness=at_work.checker, **whose(at_work), at=AT)
    count(at_work, ALL_FIVE[1:])

    acts = [one.act for one in acts_of(Thing(f"blanks:{PASSPORT}"))]
    assert acts == ["received", "issued", "returned", "spoiled", "destroyed", "counted"]
