"""Questions and requests, attacked with plain SQL by the account of the pages: superiors decide, once, and for themselves."""

from __future__ import annotations

import pytest

from mumian.cases.services import (
    accept_application,
    ask_above,
    decide_special_handling,
    decide_urgency,
    request_special_handling,
    request_urgency,
)
from mumian.cases.terms import CaseId
from tests.cases.attacks.test_plain_sql import step
from tests.factories import cases
from tests.factories.cases import AT, FACTS, Office, on_duty
from tests.factories.sql import refused, run

pytestmark = [pytest.mark.django_db, pytest.mark.core]

ANSWER = "UPDATE cases_question SET answer = 'yes', answered_by_id = %s, answered_at = %s"
DECIDE_URGENCY = "UPDATE cases_urgencyrequest SET approved = true, decided_by_id = %s, decided_at = %s"
CONSENT = "UPDATE cases_specialhandling SET approved = true, consent = 'yes', decided_by_id = %s, decided_at = %s"
URGENT = (
    "INSERT INTO cases_urgency (case_id, ground, asked_by_id, approved_by_id, at)"
    " SELECT id, 'haste', %s, %s, opened_at FROM cases_case"
)


@pytest.fixture
def asked(staffed: Office) -> CaseId:
    """A question put to the countersigner."""
    case_id = cases.accepted(staffed)
    ask_above(case_id=case_id, text="?", by=on_duty(staffed.approver), at=AT)
    return case_id


@pytest.fixture
def hasty(staffed: Office) -> CaseId:
    """Urgency asked for by the acceptor."""
    case_id = cases.submitted(staffed, facts={**FACTS, "case.urgent": True})
    request_urgency(case_id=case_id, ground="haste", by=on_duty(staffed.acceptor), at=AT)
    return case_id


@pytest.fixture
def special(staffed: Office) -> CaseId:
    """Special handling asked for by the acceptor."""
    case_id = cases.submitted(staffed)
    request_special_handling(case_id=case_id, reason="ill", place="there", by=on_duty(staffed.acceptor), at=AT)
    return case_id


# ---- questions


def test_who_answers_a_question_was_asked(staffed: Office, asked: CaseId) -> None:
    with refused("who_answers_a_question_was_asked"):
        run(ANSWER, staffed.acceptor.officer_id, AT)


def test_nobody_answers_his_own_question(staffed: Office, asked: CaseId) -> None:
    with refused("nobody_answers_his_own_question|who_answers_a_question_was_asked"):
        run(ANSWER, staffed.approver.officer_id, AT)


def test_question_is_answered_once(staffed: Office, asked: CaseId) -> None:
    run(ANSWER, staffed.countersigner.officer_id, AT)

    with refused("a_question_is_answered_once"):
        run(ANSWER, staffed.countersigner.officer_id, AT)


def test_answer_says_who_gave_it(staffed: Office, asked: CaseId) -> None:
    with refused("an_answer_says_who_gave_it_and_when|who_answers_a_question_was_asked"):
        run("UPDATE cases_question SET answer = 'yes'")


def test_question_does_not_begin_answered(staffed: Office, asked: CaseId) -> None:
    with refused("a_question_begins_without_its_answer"):
        run(
            "INSERT INTO cases_question (case_id, text, asked_by_id, asked_at, answer, answered_by_id, answered_at)"
            " SELECT case_id, text, asked_by_id, asked_at, 'yes', %s, asked_at FROM cases_question",
            staffed.countersigner.officer_id,
        )


@pytest.mark.parametrize("column", ["text", "asked_by_id", "asked_at", "case_id"])
def test_question_is_not_rewritten(column: str, asked: CaseId) -> None:
    with refused("permission denied"):
        run(f"UPDATE cases_question SET {column} = {column}")  # noqa: S608  # a column of the list above


def test_question_is_put_to_a_superior(asked: CaseId) -> None:
    with refused("a_question_is_put_to_a_superior"):
        run(
            "INSERT INTO cases_questionstep (question_id, ordinal, role, bureau_id, at, answer_wanted_by)"
            " SELECT question_id, 2, 'acceptance_officer', bureau_id, at, at FROM cases_questionstep"
        )


@pytest.mark.parametrize("ordinal", [1, 3])
def test_question_goes_up_one_step_at_a_time(ordinal: int, asked: CaseId) -> None:
    with refused("a_question_goes_up_one_step_at_a_time"):
        run(
            "INSERT INTO cases_questionstep (question_id, ordinal, role, bureau_id, at, answer_wanted_by)"
            " SELECT question_id, %s, 'leader', bureau_id, at, at FROM cases_questionstep",
            ordinal,
        )


def test_answered_question_goes_no_further(staffed: Office, asked: CaseId) -> None:
    run(ANSWER, staffed.countersigner.officer_id, AT)

    with refused("an_answered_question_goes_no_further"):
        run(
            "INSERT INTO cases_questionstep (question_id, ordinal, role, bureau_id, at, answer_wanted_by)"
            " SELECT question_id, 2, 'leader', bureau_id, at, at FROM cases_questionstep"
        )


@pytest.mark.parametrize("table", ["question", "questionstep", "urgencyrequest", "specialhandling"])
def test_nothing_asked_is_deleted(table: str, asked: CaseId) -> None:
    with refused("permission denied"):
        run(f"DELETE FROM cases_{table}")  # noqa: S608  # a table of the list above


# ---- urgency


def test_urgent_handling_needs_the_approval_of_the_superior_himself(staffed: Office, hasty: CaseId) -> None:
    with refused("urgent_handling_was_approved_by_the_superior_himself"):
        run(URGENT, staffed.acceptor.officer_id, staffed.leader.officer_id)


@pytest.mark.parametrize("who", ["acceptor2", "approver", "producer", "supervisor"])
def test_urgency_is_decided_by_a_superior(who: str, staffed: Office, hasty: CaseId) -> None:
    with refused("urgency_is_decided_by_a_superior"):
        run(DECIDE_URGENCY, getattr(staffed, who).officer_id, AT)


def test_urgency_is_decided_once(staffed: Office, hasty: CaseId) -> None:
    decide_urgency(case_id=hasty, approved=False, by=on_duty(staffed.leader), at=AT)

    with refused("a_request_is_decided_once"):
        run(DECIDE_URGENCY, staffed.leader.officer_id, AT)


@pytest.mark.parametrize("table", ["urgencyrequest (ground, ", "specialhandling (place, consent, reason, "])
def test_request_begins_undecided(table: str, staffed: Office, hasty: CaseId) -> None:
    values = "'haste', " if "ground" in table else "'there', 'yes', 'ill', "

    with refused("a_request_begins_undecided"):
        run(
            f"INSERT INTO cases_{table} case_id, asked_by_id, asked_at, approved, decided_by_id, decided_at)"  # noqa: S608  # of the list above
            f" SELECT {values} id, %s, opened_at, true, %s, opened_at FROM cases_case",
            staffed.acceptor.officer_id,
            staffed.leader.officer_id,
        )


# ---- special handling


@pytest.mark.parametrize("who", ["acceptor2", "countersigner", "supervisor", "approver"])
def test_special_handling_has_the_consent_of_a_leader(who: str, staffed: Office, special: CaseId) -> None:
    with refused("special_handling_has_the_consent_of_a_leader"):
        run(CONSENT, getattr(staffed, who).officer_id, AT)


def test_consent_is_written(staffed: Office, special: CaseId) -> None:
    with refused("consent_to_special_handling_is_written"):
        run(CONSENT.replace("'yes'", "''"), staffed.leader.officer_id, AT)


def test_special_handling_changes_place_or_time(staffed: Office, special: CaseId) -> None:
    with refused("special_handling_changes_the_place_or_the_time"):
        run(
            "INSERT INTO cases_specialhandling (case_id, reason, place, asked_by_id, asked_at, consent)"
            " SELECT id, 'ill', '', %s, opened_at, '' FROM cases_case",
            staffed.acceptor.officer_id,
        )


@pytest.mark.parametrize("column", ["place", "time", "reason", "asked_by_id"])
def test_request_is_not_rewritten(column: str, special: CaseId) -> None:
    with refused("permission denied"):
        run(f"UPDATE cases_specialhandling SET {column} = {column}")  # noqa: S608  # a column of the list above


def test_consent_changes_neither_hands_nor_lists(staffed: Office, special: CaseId) -> None:
    decide_special_handling(case_id=special, approved=True, consent="yes", by=on_duty(staffed.leader), at=AT)
    with refused("who_moves_a_case_holds_the_role_in_his_department"):
        step(special, "accept", staffed.leader)
    accept_application(case_id=special, hall="H01", identity_checked=True, by=on_duty(staffed.acceptor), at=AT)

    with refused("a_case_is_approved_when_every_frozen_list_is_cleared"):
        step(special, "approve", staffed.approver)
    with refused("permission denied"):
        run("DELETE FROM cases_frozenlist")
    cases.clear(staffed, special)
    with refused("who_moves_a_case_holds_the_role_in_his_department"):
        step(special, "approve", staffed.acceptor)
    with refused("who_moves_a_case_holds_the_role_in_his_department"):
        step(special, "approve", staffed.leader)
