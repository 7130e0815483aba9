"""What must never be true of the lists, tried with plain SQL: as the pages, as the role `lists`, and as the owner."""

from __future__ import annotations

from datetime import UTC, datetime

import psycopg
import pytest

from mumian.clearance.queries import matches_of
from mumian.clearance.services import decide_match, open_watch
from mumian.clearance.terms import Judgement
from tests.clearance.conftest import AsLists, Watch
from tests.factories.clearance import BARRED
from tests.factories.sql import refused, run

pytestmark = [pytest.mark.usefixtures("rulebook_loaded"), pytest.mark.core]

AT = datetime(2026, 9, 1, 1, 0, 20, tzinfo=UTC)
TABLES = (
    "reference_list",
    "list_version",
    "entry",
    "key",
    "holder",
    "watch",
    "watch_list",
    "name_count",
    "load",
    "load_line",
    "load_reject",
    "keying",
    "keying_key",
    "match",
    "decision",
    "answer",
    "look",
)


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_pages_read_no_table_of_the_lists(table: str) -> None:
    with refused("permission denied"):
        run(f"SELECT count(*) FROM lists.{table}")  # noqa: S608  # a name of the test


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_pages_write_no_table_of_the_lists(table: str) -> None:
    with refused("permission denied"):
        run(f"INSERT INTO lists.{table} DEFAULT VALUES")  # a name of the test


@pytest.mark.django_db
@pytest.mark.parametrize(
    "call",
    [
        "lists.record_answers(ARRAY[1::bigint], now())",
        "lists.meet('{}', '{}', '{}', '{}', '{}', '{}', 1::smallint, now())",
        "lists.candidates_of('{}', '{}', '{}', '{}', '{}', '{}', 1::smallint, now())",
        "lists.entries_met('{}', '{}', '{}', '{}', '{}', '2026-09-01', 1::smallint)",
        "lists.judged('[]', 1::smallint, 1::smallint, now())",
        "lists.settled(ARRAY[1::bigint], now())",
        "lists.say_again(ARRAY[1::bigint], now())",
        "lists.compare_anew('EXIT_BAR')",
        "lists.bearers_of(ARRAY['木棉'])",
        "lists.sweep(1)",
        "lists.answers_after(1, now())",
        "lists.held_by(1, now())",
        "lists.acting_officer('x', now())",
    ],
)
def test_pages_do_not_come_in_by_inner_doors(call: str) -> None:
    with refused("permission denied"):
        run(f"SELECT {call}")  # a call of the test


@pytest.mark.django_db
def test_answer_that_pages_get_says_cleared_or_not_and_nothing_more() -> None:
    open_watch(reference="case:1", person=BARRED, lists=["EXIT_BAR"], at=AT)

    assert run("SELECT * FROM lists.released(ARRAY['case:1'], %s)", datetime(2026, 9, 2, tzinfo=UTC)) == [
        ("case:1", "EXIT_BAR", False)
    ]


@pytest.mark.django_db(transaction=True)
def test_role_lists_keeps_lists_and_neither_decides_nor_answers(as_lists: AsLists) -> None:
    attacks = (
        "INSERT INTO lists.decision DEFAULT VALUES",
        "INSERT INTO lists.answer DEFAULT VALUES",
        "DELETE FROM lists.entry",
        "UPDATE lists.entry SET name = 'x'",
        "UPDATE lists.answer SET kind = 'no_match'",
        "SELECT count(*) FROM people_person",
    )

    with as_lists():
        for attack in attacks:
            with refused("permission denied"):
                run(attack)


def decided(owner_sql: psycopg.Connection, tokens: tuple[str, str], watch: Watch) -> None:
    """A match on the barred list that one person has decided."""
    watch(BARRED, "EXIT_BAR")
    [found] = matches_of("case:1", token=tokens[0], reason="复核比对结果", at=AT)
    decide_match(match_id=found.match_id, judgement=Judgement.OTHER_PERSON, note="号码系冒用", token=tokens[0], at=AT)
    assert owner_sql.execute("SELECT count(*) FROM lists.decision").fetchone() == (1,)


AGAIN = """
    INSERT INTO lists.decision (match_id, list_code, judgement, two_people, decided_by, decided_at, note {more})
    SELECT match_id, list_code, {judgement}, {two_people}, {decided_by}, decided_at, {note} {values} FROM lists.decision LIMIT 1
"""


WITHDRAW = "UPDATE lists.decision SET withdrawn_by = decided_by, withdrawn_at = now()"
SAME_ENTRY = """
    INSERT INTO lists.entry (list_code, entry_id, name, name_form, aliases, birth_date, id_number, doc_number, nationality, sex,
                             ground, owner, digest, normaliser, first_version)
    SELECT list_code, entry_id, name, name_form, aliases, birth_date, id_number, doc_number, nationality, sex, ground, owner,
           digest, normaliser, first_version FROM lists.entry
"""
ANSWER_AT_ONCE = """
    INSERT INTO lists.answer (watch_id, list_code, person_digest, kind, list_version, rules, recorded_at, visible_from)
    SELECT watch_id, list_code, person_digest, 'no_match', list_version, rules, recorded_at, recorded_at FROM lists.answer
"""
SAME_MATCH = """
    INSERT INTO lists.match (person_digest, entry_id, list_code, keys_met, agrees, list_version, rules, found_at)
    SELECT person_digest, entry_id, list_code, keys_met, agrees, list_version, rules, found_at FROM lists.match
"""


def again(
    *,
    judgement: str = "judgement",
    two_people: str = "two_people",
    decided_by: str = "decided_by",
    note: str = "note",
    more: str = "",
    values: str = "",
) -> str:
    return AGAIN.format(judgement=judgement, two_people=two_people, decided_by=decided_by, note=note, more=more, values=values)


ATTACKS = {
    "two_different_people_decide": "UPDATE lists.decision SET confirmed_by = decided_by, confirmed_at = now()",
    "a_confirmation_has_its_time": "UPDATE lists.decision SET confirmed_by = decided_by + 1",
    "a_decision_takes_as_many_people_as_its_list_asks_for": again(two_people="false"),
    "one_decision_stands_for_a_match": again(),
    "a_judgement_is_a_known_word": again(judgement="'guess'"),
    "a_condition_holds_for_one_reference": again(judgement="'consent_held'"),
    "a_decision_begins_with_one_person": again(more=", confirmed_by, confirmed_at", values=", decided_by + 1, now()"),
    "a_decision_says_why": again(note="''"),
    "decider_is_an_officer_of_that_standing": f"{WITHDRAW}; {again(decided_by='999999')}",
    "matches_are_decided_only_by_police": again(more=", standing", values=", 'employee'"),
    "a_decision_is_never_rewritten": "UPDATE lists.decision SET judgement = 'same_person'",
    "what_was_said_stays_said": "DELETE FROM lists.answer",
    "an_entry_is_never_rewritten": "UPDATE lists.entry SET name = 'x'",
    "an_entry_stands_once_on_its_list": SAME_ENTRY,
    "lists_are_held_only_by_police": "INSERT INTO lists.holder (list_code, officer_id, standing, valid_from) "
    "SELECT list_code, officer_id, 'employee', '2020-01-01' FROM lists.holder LIMIT 1",
    "an_officer_holds_a_list_once_at_a_time": "INSERT INTO lists.holder (list_code, officer_id, valid_from) "
    "SELECT list_code, officer_id, valid_from FROM lists.holder LIMIT 1",
    "an_answer_waits_for_the_next_tick": ANSWER_AT_ONCE,
    "a_person_meets_an_entry_once": SAME_MATCH,
}


@pytest.mark.django_db(transaction=True)
def test_database_refuses_each_attack_even_to_the_owner(
    owner_sql: psycopg.Connection, holders: tuple[str, str], watch: Watch
) -> None:
    decided(owner_sql, holders, watch)
    said = {}

    for constraint, attack in ATTACKS.items():
        with pytest.raises(psycopg.Error) as refusal, owner_sql.transaction():
            owner_sql.execute(attack.encode())
        said[constraint] = constraint in str(refusal.value) or refusal.value.diag.constraint_name == constraint

    assert [constraint for constraint, is_said in said.items() if not is_said] == []
