"""What must never be true of a shelf, tried with plain SQL."""

from __future__ import annotations

import pytest

from tests.factories.delivery import A1, A2, Counter, counter, give, shelve
from tests.factories.sql import refused, run

pytestmark = [pytest.mark.django_db, pytest.mark.core]

LIE = (
    "INSERT INTO delivery_lying (document_key, case_key, position_id, arrival, ready_at, put_at, put_by_id, put_department_id, "
    "departure) SELECT {document}, 'case:9', {position}, 'made', put_at, put_at, put_by_id, put_department_id, '' "
    "FROM delivery_lying WHERE document_key = 'order:1'"
)
FREE = (
    "(SELECT id FROM delivery_shelfposition AS p WHERE NOT EXISTS (SELECT FROM delivery_lying WHERE position_id = p.id) LIMIT 1)"
)
CLOSE_ALL = "UPDATE delivery_shelfposition SET closed_at = '2026-01-01'; "
HAND_OUT = (
    "INSERT INTO delivery_handout (document_key, case_key, lying_id, officer_id, department_id, handed_out_at, collector, "
    "check_made, document_shown, number_ends, authority) "
    "SELECT document_key, case_key, id, put_by_id, put_department_id, put_at, "
    "{collector}, {check}, {shown}, {ends}, {authority} FROM delivery_lying WHERE document_key = 'order:1'"
)
HOLDER = {"collector": "'holder'", "check": "'reader'", "shown": "'ID_CARD'", "ends": "'0017'", "authority": "''"}

ATTACKS = [
    (LIE.format(document="'order:9'", position="position_id"), "a_position_holds_one_document"),
    (LIE.format(document="document_key", position=FREE), "a_document_lies_in_one_place"),
    (LIE.format(document="''", position=FREE), "what_lies_on_a_shelf_has_a_name"),
    (LIE.format(document="'order:2'", position=FREE), "what_was_handed_out_does_not_lie_on_a_shelf"),
    (
        CLOSE_ALL + LIE.format(document="'order:9'", position=FREE),
        "nothing_lies_on_a_closed_position",
    ),
    (LIE.replace("'made'", "'dropped'").format(document="'order:9'", position=FREE), "a_document_arrives_for_a_known_reason"),
    (
        LIE.replace("'made', put_at", "'made', put_at + interval '1 day'").format(document="'order:9'", position=FREE),
        "a_document_is_ready_before_it_is_shelved",
    ),
    ("UPDATE delivery_lying SET taken_at = put_at WHERE document_key = 'order:1'", "who_takes_a_document_off_the_shelf"),
    (
        "UPDATE delivery_lying SET taken_at = put_at, taken_by_id = put_by_id, departure = 'handed_out' "
        "WHERE document_key = 'order:1'",
        "a_hand_out_and_the_shelf_agree",
    ),
    ("UPDATE delivery_lying SET document_key = 'order:7' WHERE document_key = 'order:1'", "a_lying_only_ends"),
    ("UPDATE delivery_lying SET taken_at = NULL, taken_by_id = NULL, departure = '' WHERE document_key = 'order:2'", "only_ends"),
    (HAND_OUT.format(**HOLDER), "a_hand_out_and_the_shelf_agree"),
    (HAND_OUT.format(**HOLDER | {"collector": "'thief'"}), "a_document_is_collected_by_somebody_known"),
    (HAND_OUT.format(**HOLDER | {"collector": "'agent'"}), "who_collects_for_another_shows_a_paper"),
    (HAND_OUT.format(**HOLDER | {"check": "'trust'"}), "identity_is_checked_in_a_known_way"),
    (HAND_OUT.format(**HOLDER | {"ends": "''"}), "nobody_collects_unidentified"),
    (HAND_OUT.format(**HOLDER).replace("SELECT document_key", "SELECT 'order:2'"), "delivery_handout_document_key"),
    ("UPDATE delivery_handout SET collector = 'guardian', authority = 'x'", "a_hand_out_is_never_changed"),
    ("DELETE FROM delivery_handout", "permission denied"),
    ("DELETE FROM delivery_lying", "permission denied"),
    (
        "INSERT INTO delivery_shelfposition (hall_id, code, set_up_at) SELECT hall_id, code, now() FROM delivery_shelfposition "
        "LIMIT 1",
        "a_position_is_named_once_in_a_hall",
    ),
    ("UPDATE delivery_shelfposition SET code = 'under the table'", "position_is_capitals_digits_and_hyphens|too long"),
]


@pytest.fixture(autouse=True)
def at_counter() -> Counter:
    """A document on the shelf, and one that was handed out."""
    here = counter()
    shelve(here, "order:1", place=A1)
    shelve(here, "order:2", place=A2)
    give(here, "order:2")
    return here


@pytest.mark.parametrize(
    ("attack", "constraint"), ATTACKS, ids=[f"{n}-{constraint}" for n, (_, constraint) in enumerate(ATTACKS)]
)
def test_attack_is_refused_by_the_database(attack: str, constraint: str) -> None:
    with refused(constraint):
        run(attack)
