"""What must never be true of blanks and documents, tried with plain SQL as the account of the pages."""

from __future__ import annotations

import pytest

from mumian.production.services import pass_quality, spoil_blanks, take_stock
from mumian.production.terms import SpoilCause
from tests.factories.production import AT, HKMO_CARD, PASSPORT, Workshop, start, stock
from tests.factories.sql import refused, run

pytestmark = [pytest.mark.django_db, pytest.mark.core]

BLANK = (
    "INSERT INTO production_blank (kind_id, batch_id, document_type_id, serial, document_number, state, officer_id, "
    "department_id, moved_at, because) SELECT kind_id, batch_id, document_type_id, {serial}, {number}, {state}, officer_id, "
    "department_id, moved_at, '' FROM production_blank WHERE serial = 'EA0000005'"
)
BATCH = (
    "INSERT INTO production_blankbatch (kind_id, note, first, last, numbers_from, quantity, officer_id, department_id, "
    "received_at) SELECT kind_id, {note}, 'EB0000001', 'EB0000001', '', {quantity}, officer_id, department_id, received_at "
    "FROM production_blankbatch WHERE first = 'EA0000001'"
)
ORDER = (
    "INSERT INTO production_productionorder (case_key, attempt, kind_id, blank_id, document_type_id, document_number, ordered, "
    "mrz, state, produced_by_id, department_id, started_at, ended_at, cause) SELECT {case}, {attempt}, {kind}, "
    "(SELECT id FROM production_blank WHERE serial = {blank}), {type}, {number}, '{{}}', '{{}}', {state}, produced_by_id, "
    "department_id, started_at, {ended}, {cause} FROM production_productionorder WHERE case_key = 'case:1'"
)
A_NEW_ONE = {
    "case": "'case:9'",
    "attempt": "1",
    "kind": "kind_id",
    "blank": "'EA0000004'",
    "type": "document_type_id",
    "number": "'EA0000004'",
    "state": "'in_work'",
    "ended": "NULL",
    "cause": "''",
}
CHECK = (
    "INSERT INTO production_qualityrecord (order_id, produced_by_id, checked_by_id, department_id, checked_at, passed, read, "
    "differences, cause) SELECT id, {producer}, {checker}, department_id, now(), {passed}, {read}, {differences}, {cause} "
    "FROM production_productionorder WHERE case_key = 'case:1'"
)
A_GOOD_CHECK = {
    "producer": "produced_by_id",
    "checker": "(SELECT id FROM offices_officer WHERE badge_number = '700003')",
    "passed": "true",
    "read": "mrz",
    "differences": "'[]'",
    "cause": "''",
}
PASS = "UPDATE production_productionorder SET state = 'passed', ended_at = now() WHERE case_key = 'case:1'; "


def moved(serial: str, state: str, more: str = "") -> str:
    return f"UPDATE production_blank SET state = '{state}', because = 'x'{more} WHERE serial = '{serial}'"  # noqa: S608  # tests


TAKE_4 = "UPDATE production_blank SET state = 'in_work', holder_id = officer_id WHERE serial = 'EA0000004'; "
"""The blank of a new order in the hands of its producer, so that only the order can be wrong."""


def order(**changes: str) -> str:
    return TAKE_4 + ORDER.format(**A_NEW_ONE | changes)


def check(**changes: str) -> str:
    return CHECK.format(**A_GOOD_CHECK | changes)


IN_HAND = ", holder_id = officer_id"
NO_HAND = ", holder_id = NULL"

ATTACKS = [
    # blanks
    (BLANK.format(serial="'EA0000004'", number="'EA0000099'", state="'in_stock'"), "a_blank_is_entered_once"),
    (BLANK.format(serial="'EA0000099'", number="'EA0000004'", state="'in_stock'"), "a_document_number_stands_on_one_blank"),
    (BLANK.format(serial="'EA0000099'", number="'EA0000099'", state="'in_stock'"), "a_batch_holds_the_blanks_it_counts"),
    (BLANK.format(serial="'EA0000099'", number="'EA0000099'", state="'used'"), "a_blank_begins_in_stock"),
    (BLANK.format(serial="'ea-99'", number="NULL", state="'in_stock'"), "serial_is_capitals_and_digits"),
    (BATCH.format(note="'N2'", quantity="3"), "a_batch_holds_the_blanks_it_counts"),
    (BATCH.format(note="'N2'", quantity="0"), "a_batch_holds_a_blank_at_least"),
    (BATCH.format(note="''", quantity="1"), "a_batch_comes_with_a_note"),
    (BATCH.format(note="note", quantity="1"), "production_blankbatch_note"),
    ("UPDATE production_blankbatch SET quantity = quantity - 1", "a_batch_is_never_changed"),
    ("UPDATE production_blank SET serial = 'EA0000098' WHERE serial = 'EA0000004'", "a_blank_keeps_its_numbers"),
    ("UPDATE production_blank SET document_number = NULL WHERE serial = 'EA0000004'", "a_blank_keeps_its_numbers"),
    ("UPDATE production_blank SET kind_id = 'EEP_HKMO-2014' WHERE serial = 'EA0000004'", "a_blank_keeps_its_numbers"),
    ("UPDATE production_blank SET moved_at = '2000-01-01' WHERE serial = 'EA0000004'", "a_blank_does_not_move_back_in_time"),
    (moved("EA0000004", "lost"), "a_blank_goes_only_legal_ways|blank_is_in_a_known_state"),
    (moved("EA0000004", "used"), "a_blank_goes_only_legal_ways"),
    (moved("EA0000004", "destroyed"), "a_blank_goes_only_legal_ways"),
    (moved("EA0000002", "in_stock"), "a_blank_goes_only_legal_ways"),
    (moved("EA0000002", "in_work", IN_HAND), "a_blank_goes_only_legal_ways"),
    (moved("EA0000003", "issued", IN_HAND), "a_blank_goes_only_legal_ways"),
    (moved("EA0000002", "destroyed"), "a_blank_is_destroyed_before_a_witness"),
    (moved("EA0000004", "issued"), "a_blank_is_in_somebodys_hands_while_issued_or_in_work"),
    ("UPDATE production_blank SET state = 'missing' WHERE serial = 'EA0000004'", "a_lost_or_spoiled_blank_says_why"),
    (moved("EA0000004", "in_work", IN_HAND), "a_blank_and_its_document_agree"),
    (moved("EA0000001", "spoiled", NO_HAND), "a_blank_and_its_document_agree"),
    (moved("EA0000001", "used", NO_HAND), "a_blank_and_its_document_agree"),
    ("DELETE FROM production_blank", "permission denied"),
    ("TRUNCATE production_blank CASCADE", "permission denied"),
    (
        "INSERT INTO production_blankmovement (blank_id, from_state, to_state, officer_id, department_id, moved_at, because) "
        "SELECT blank_id, from_state, to_state, officer_id, department_id, moved_at, '' FROM production_blankmovement LIMIT 1",
        "permission denied",
    ),
    ("UPDATE production_blankmovement SET officer_id = officer_id", "permission denied"),
    (
        "INSERT INTO production_destruction (officer_id, witness_id, department_id, quantity, destroyed_at) "
        "SELECT officer_id, officer_id, department_id, 1, now() FROM production_blankbatch LIMIT 1",
        "nobody_witnesses_his_own_destruction",
    ),
    (
        "INSERT INTO production_stockcount (kind_id, counted_by_id, witness_id, department_id, taken_at, expected, seen) "
        "SELECT kind_id, officer_id, officer_id, department_id, now(), 1, 1 FROM production_blankbatch LIMIT 1",
        "stock_is_counted_by_two",
    ),
    ("UPDATE production_stockcount SET seen = expected", "a_count_is_never_changed"),
    ("UPDATE production_stockfinding SET finding = 'unknown'", "a_finding_is_never_changed"),
    # documents
    (order(blank="'EA0000001'", number="'EA0000001'"), "production_productionorder_blank_id"),
    (order(number="'EA0000077'"), "a_document_bears_the_number_of_its_blank"),
    (order(case="'case:1'", attempt="2"), "a_case_has_one_document_at_a_time"),
    (order(case="''"), "a_document_is_made_for_a_case"),
    (order(attempt="0"), "attempts_are_counted_from_one"),
    (order(kind="'EEP_HKMO-2014'", type="'EEP_HKMO'"), "a_document_is_made_of_its_kind_of_blank"),
    (order(type="'EEP_TW'"), "a_kind_of_blank_makes_one_document"),
    (order(state="'passed'", ended="now()"), "a_document_begins_in_work"),
    (order().removeprefix(TAKE_4), "a_document_is_made_by_who_holds_its_blank"),
    (
        TAKE_4.replace("holder_id = officer_id", "holder_id = (SELECT id FROM offices_officer WHERE badge_number = '700002')")
        + order().removeprefix(TAKE_4),
        "a_document_is_made_by_who_holds_its_blank",
    ),
    (order(ended="now()"), "an_order_ends_when_it_is_no_longer_in_work"),
    (order(cause="'printing'"), "a_spoiled_document_says_why"),
    ("UPDATE production_productionorder SET document_number = 'EA0000009' WHERE case_key = 'case:1'", "never_rewritten"),
    ("UPDATE production_productionorder SET case_key = 'case:8' WHERE case_key = 'case:1'", "an_order_is_never_rewritten"),
    ("UPDATE production_productionorder SET mrz = '{}' WHERE case_key = 'case:1'", "an_order_is_never_rewritten"),
    (
        "UPDATE production_productionorder SET produced_by_id = (SELECT id FROM offices_officer WHERE badge_number = '700002')",
        "an_order_is_never_rewritten",
    ),
    (
        "UPDATE production_productionorder SET state = 'in_work', ended_at = NULL WHERE case_key = 'case:3'",
        "an_order_goes_only_legal_ways",
    ),
    (
        "UPDATE production_productionorder SET state = 'spoiled', cause = 'printing' WHERE case_key = 'case:3'",
        "an_order_goes_only_legal_ways",
    ),
    (
        "UPDATE production_productionorder SET state = 'spoiled', ended_at = now(), cause = 'mood' WHERE case_key = 'case:1'",
        "a_spoiled_document_says_why",
    ),
    ("DELETE FROM production_productionorder", "permission denied"),
    # checks
    (PASS, "a_document_passes_when_it_reads_as_ordered"),
    (check(passed="false", cause="'printing'") + "; " + PASS, "a_document_passes_when_it_reads_as_ordered"),
    (check(read="ARRAY['P<']") + "; " + PASS, "a_document_passes_when_it_reads_as_ordered"),
    (check() + "; " + PASS, "a_blank_and_its_document_agree"),
    (check(checker="produced_by_id"), "nobody_checks_what_he_produced"),
    (
        check(producer="(SELECT id FROM offices_officer WHERE badge_number = '700002')", checker="produced_by_id"),
        "a_check_names_the_producer",
    ),
    (check(differences="'[1]'"), "a_failed_check_says_why_and_a_passed_one_has_no_difference"),
    (check(passed="false"), "a_failed_check_says_why_and_a_passed_one_has_no_difference"),
    ("UPDATE production_qualityrecord SET checked_by_id = produced_by_id", "a_quality_record_is_never_changed"),
    # kinds
    ("UPDATE production_blankkind SET form = 'stone' WHERE code = 'OWP'", "blank_has_a_known_form"),
    ("UPDATE production_blankkind SET numbering = 'by heart' WHERE code = 'OWP'", "documents_are_numbered_in_a_known_way"),
    ("UPDATE production_blankkind SET document_type_id = 'PAPYRUS' WHERE code = 'OWP'", "document_type"),
]


@pytest.fixture(autouse=True)
def at_stock(at_work: Workshop) -> Workshop:
    """EA0000001 in work, 2 spoiled, 3 used and checked, 4 and 5 in stock; cards too; a count that missed one card."""
    stock(at_work)
    stock(at_work, kind=HKMO_CARD, first="KA00000001", last="KA00000002", numbers_from="CA0000001")
    whose = {"officer": at_work.producer, "department": at_work.department}
    start(at_work, "case:1")
    kept: dict[str, object] = {**whose, "acting": at_work.acting, "at": AT}
    spoil_blanks(kind=PASSPORT, serials=["EA0000002"], cause=SpoilCause.DAMAGED, **kept)  # type: ignore[arg-type]  # ids
    made = start(at_work, "case:3")
    pass_quality(order_id=made.order_id, read=made.mrz, officer=at_work.checker, department=at_work.department, at=AT)
    take_stock(kind=HKMO_CARD, seen=["KA00000001"], witness=at_work.checker, key="count", **kept)  # type: ignore[arg-type]  # ids
    return at_work


@pytest.mark.parametrize(
    ("attack", "constraint"), ATTACKS, ids=[f"{n}-{constraint}" for n, (_, constraint) in enumerate(ATTACKS)]
)
def test_attack_is_refused_by_the_database(attack: str, constraint: str) -> None:
    with refused(constraint):
        run(attack)


def test_what_is_lawful_is_let_through() -> None:
    run(moved("EA0000001", "used", NO_HAND) + "; " + check() + "; " + PASS)
    run("SET CONSTRAINTS ALL IMMEDIATE")

    assert run("SELECT state FROM production_productionorder WHERE case_key = 'case:1'") == [("passed",)]


def test_movement_by_plain_sql_gets_its_line_in_the_book_all_the_same() -> None:
    run(moved("EA0000004", "missing"))

    book = "SELECT from_state, to_state FROM production_blankmovement JOIN production_blank b ON b.id = blank_id"
    assert run(book + " WHERE serial = 'EA0000004' ORDER BY production_blankmovement.id") == [
        ("", "in_stock"),
        ("in_stock", "missing"),
    ]
