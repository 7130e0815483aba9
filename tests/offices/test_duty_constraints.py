"""What must never be true of duty, tried with plain SQL."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mumian.offices.models import Shift, StandByCall
from mumian.offices.services import acknowledge_relief, answer_call, call_up, hand_over_duty
from mumian.offices.terms import CallAnswer, ShiftKind
from tests.factories.duty import FIVE, NINE, NOON, manager, planned, serving, shift
from tests.factories.offices import small_office
from tests.factories.sql import refused, run
from tests.offices.services.test_duty import CASE, Listed

pytestmark = [pytest.mark.django_db, pytest.mark.core]

SHIFT = """
    INSERT INTO offices_shift (officer_id, department_id, hall_id, window_id, kind, starts_at, ends_at, planned_by_id, planned_at)
    SELECT officer_id, department_id, {hall}, {window}, {kind}, {starts}, {ends}, planned_by_id, planned_at
    FROM offices_shift WHERE kind = 'duty' LIMIT 1
"""
CALL = """
    INSERT INTO offices_standbycall (shift_id, shift_kind, called_by_id, called_at, answer_by, reason, answer, answered_at)
    SELECT shift_id, shift_kind, called_by_id, called_at + interval '4 hours', {until}, {reason}, {answer}, {answered}
    FROM offices_standbycall LIMIT 1
"""


@pytest.fixture(autouse=True)
def _duty() -> None:
    """A shift that was handed over, and a call that nobody has answered."""
    small_office()
    planner, _, successor, _ = manager(), serving("100001"), serving("100002"), serving("100003")
    on_the_job, waiting = planned(shift(), shift("100003", window=None, kind=ShiftKind.STAND_BY, ends_at=FIVE), by=planner)
    hand_over_duty(shift_id=on_the_job, successor=successor, sources=[Listed(CASE)], at=NOON)
    call_up(shift_id=waiting, by=planner, reason="long queue", at=NINE)


def new_shift(**changes: str) -> str:
    values = {"hall": "hall_id", "window": "NULL", "kind": "kind", "starts": "ends_at", "ends": "ends_at + interval '1 hour'"}
    return SHIFT.format(**{**values, **changes})


def new_call(**changes: str) -> str:
    values = {"until": "answer_by + interval '4 hours'", "reason": "reason", "answer": "NULL", "answered": "NULL"}
    return CALL.format(**{**values, **changes})


def test_sound_shift_and_call_are_taken() -> None:
    before = Shift.objects.count(), StandByCall.objects.count()

    run(new_shift())
    run(new_call())
    run("SET CONSTRAINTS ALL IMMEDIATE")

    assert (Shift.objects.count(), StandByCall.objects.count()) == (before[0] + 1, before[1] + 1)


OTHER_HALLS_WINDOW = "(SELECT id FROM offices_window WHERE code = 'H02-W01')"
ATTACKS = [
    (new_shift(ends="ends_at"), "a_shift_ends_after_it_begins"),
    (new_shift(kind="'holiday'"), "a_shift_is_duty_or_stand_by"),
    (new_shift(window="window_id", hall="NULL"), "a_shift_at_a_window_names_its_hall"),
    (new_shift(window="window_id", kind="'stand_by'"), "nobody_stands_by_at_a_window"),
    (new_shift(window=OTHER_HALLS_WINDOW), "a_window_of_a_shift_is_in_its_hall"),
    (new_shift(starts="starts_at"), "nobody_has_two_shifts_at_once"),
    (
        new_shift(window="window_id", starts="starts_at").replace("SELECT officer_id", "SELECT planned_by_id"),
        "one_officer_is_on_duty_at_a_window",
    ),
    ("UPDATE offices_shift SET officer_id = planned_by_id", "a_shift_is_withdrawn_and_planned_anew"),
    ("UPDATE offices_shift SET ends_at = ends_at + interval '1 hour'", "a_shift_is_withdrawn_and_planned_anew"),
    (new_call(until="called_at"), "a_call_leaves_time_to_answer"),
    (new_call(reason="''"), "a_call_says_why"),
    (new_call(answer="'declined'"), "a_call_is_answered_in_its_time"),
    (new_call(answered="called_at + interval '4 hours'"), "a_call_is_answered_in_its_time"),
    (new_call(answer="'later'", answered="called_at + interval '4 hours'"), "a_call_is_answered_in_its_time"),
    (new_call(answer="'declined'", answered="answer_by + interval '4 hours'"), "a_call_is_answered_in_its_time"),
    (
        new_call().replace("interval '4 hours', answer_by", "interval '1 minute', answer_by"),
        "nobody_is_called_while_he_is_called",
    ),
    (
        new_call().replace("shift_kind, called_by_id, called_at +", "'duty', called_by_id, called_at +"),
        "only_who_stands_by_is_called_up",
    ),
    (
        new_call().replace("SELECT shift_id", "SELECT (SELECT id FROM offices_shift WHERE kind = 'duty')"),
        "a_call_goes_to_a_shift_of_stand_by",
    ),
    ("UPDATE offices_standbycall SET reason = 'other'", "a_call_is_answered_once"),
    ("UPDATE offices_standbycall SET answer_by = answer_by + interval '1 day'", "a_call_is_answered_once"),
    ("UPDATE offices_relief SET successor_id = officer_id", "a_hand_over_is_acknowledged_once"),
    ("UPDATE offices_relief SET acknowledged_at = handed_over_at - interval '1 minute'", "duty_is_acknowledged_after_it_is"),
    (
        "INSERT INTO offices_relief (shift_id, officer_id, successor_id, handed_over_at)"
        " SELECT id, officer_id, officer_id, ends_at FROM offices_shift WHERE kind = 'stand_by'",
        "nobody_relieves_himself",
    ),
    (
        "INSERT INTO offices_relief (shift_id, officer_id, successor_id, handed_over_at)"
        " SELECT id, planned_by_id, officer_id, ends_at FROM offices_shift WHERE kind = 'stand_by'",
        "who_is_relieved_had_the_shift",
    ),
    (
        "INSERT INTO offices_relief (shift_id, officer_id, successor_id, handed_over_at)"
        " SELECT shift_id, officer_id, successor_id, handed_over_at FROM offices_relief",
        "offices_relief_shift_id",
    ),
    (
        "INSERT INTO offices_reliefmatter (relief_id, key, says_zh, says_en)"
        " SELECT relief_id, key, '', '' FROM offices_reliefmatter",
        "a_matter_is_listed_once_in_a_hand_over",
    ),
    ("UPDATE offices_reliefmatter SET says_en = 'nothing'", "permission denied"),
    ("DELETE FROM offices_reliefmatter", "permission denied"),
    ("DELETE FROM offices_shift", "permission denied"),
    ("DELETE FROM offices_standbycall", "permission denied"),
]


@pytest.mark.parametrize(("statement", "constraint"), ATTACKS)
def test_database_refuses(statement: str, constraint: str) -> None:
    with refused(constraint):
        run(statement)


def test_withdrawn_shift_does_not_come_back() -> None:
    run("UPDATE offices_shift SET withdrawn_at = starts_at")

    with refused("a_shift_is_withdrawn_and_planned_anew"):
        run("UPDATE offices_shift SET withdrawn_at = NULL")


def test_answer_stays_and_is_given_once() -> None:
    [(call_id, officer)] = run("SELECT c.id, s.officer_id FROM offices_standbycall c JOIN offices_shift s ON s.id = c.shift_id")
    answer_call(call_id=call_id, officer=officer, answer=CallAnswer.ACKNOWLEDGED, at=NINE + timedelta(minutes=1))

    with refused("a_call_is_answered_once"):
        run("UPDATE offices_standbycall SET answer = 'declined'")
    with refused("a_call_is_acknowledged_once_in_a_shift"):
        run(new_call(answer="'acknowledged'", answered="called_at + interval '4 hours'"))


def test_hand_over_stays_acknowledged_as_it_was_listed() -> None:
    [(relief_id, successor)] = run("SELECT id, successor_id FROM offices_relief")
    acknowledge_relief(relief_id=relief_id, officer=successor, at=NOON)

    with refused("a_hand_over_is_acknowledged_once"):
        run("UPDATE offices_relief SET acknowledged_at = NULL")
    with refused("nothing_is_listed_after_it_was_acknowledged"):
        run("INSERT INTO offices_reliefmatter (relief_id, key, says_zh, says_en) VALUES (%s, 'case:18', '', '')", relief_id)
