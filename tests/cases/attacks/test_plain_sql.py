"""What must never be true of a case, tried with plain SQL by the account that the pages use. Every attack is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from mumian.audit.services import record_act
from mumian.audit.terms import Thing
from mumian.cases.models import Move
from mumian.cases.rules.transitions import rows
from mumian.cases.services import (
    answer_notice,
    approve_at_counter,
    approve_case,
    by_rule,
    fail_quality,
    issue_material_notice,
    record_list_answer,
    reopen_for_error,
    start_production,
)
from mumian.cases.terms import AcceptanceRule, CaseId, ListAnswerKind
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.book.values import on_day
from mumian.offices.queries import OfficerSheet
from mumian.offices.services import post_officer
from mumian.offices.terms import Role
from tests.factories import cases
from tests.factories.cases import AT, FACTS, HALL, Office, on_duty
from tests.factories.offices import posting
from tests.factories.sql import refused, run

pytestmark = [pytest.mark.django_db, pytest.mark.core]

STEPS = {
    "submit": ("submit_application", "draft", "submitted"),
    "accept": ("accept_application", "submitted", "accepted"),
    "approve": ("approve_case", "accepted", "approved"),
    "counter": ("approve_at_counter", "accepted", "approved"),
    "refuse": ("refuse_case", "accepted", "refused"),
    "produce": ("start_production", "approved", "in_production"),
    "check": ("pass_quality", "in_production", "ready"),
    "hand_out": ("hand_out_document", "ready", "collected"),
    "decline": ("decline_acceptance", "submitted", "not_accepted"),
    "notice": ("issue_material_notice", "submitted", "awaiting_materials"),
    "reopen": ("reopen_for_error", "collected", "accepted"),
    "archive": ("archive", "approved", "archived"),
}
INSERT = """
    INSERT INTO cases_move (case_id, command, from_stage, to_stage, mover, officer_id, department_id, seconder_id,
                            seconder_department_id, rule, proof, reason, at, number, round, hand)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '', '', %s, %s, 1, %s)
"""


def on_record(case_id: CaseId, act: str, officer: OfficerSheet) -> None:
    """Put an act on the record of audit, as whoever moves a case must."""
    record_act(thing=Thing(f"case:{case_id}"), act=act, actor=on_duty(officer).acting, at=AT, expects="either")


def step(
    case_id: CaseId,
    name: str,
    officer: OfficerSheet | None,
    *,
    mover: str = "officer",
    department: int | None = None,
    seconder: OfficerSheet | None = None,
    rule: str = "",
    hand: str = "",
) -> None:
    """Record a move by plain SQL."""
    command, start, end = STEPS[name]
    home = officer.duties[0].department_id if officer else None
    run(
        INSERT,
        case_id,
        command,
        start,
        end,
        mover,
        officer.officer_id if officer else None,
        department or home,
        seconder.officer_id if seconder else None,
        seconder.duties[0].department_id if seconder else None,
        rule,
        AT,
        0,
        hand,
    )


def value(statement: str, *values: Any) -> Any:
    return run(statement, *values)[0][0]


# ---- the table of moves


def test_table_of_moves_in_the_database_is_that_of_the_rules() -> None:
    stored = run("SELECT path, command, from_stage, to_stage, hand, movers, roles, seconder FROM cases_transition")

    assert sorted(stored) == sorted(rows())


def test_lists_frozen_by_the_database_are_those_of_the_rulebook_for_every_service_on_every_day(staffed: Office) -> None:
    book = current_rulebook()
    days = {
        service.code: sorted({AT.date(), *(day for span in service.lists for day in (span.from_on, span.to_on) if day)})
        for service in book.services
    }

    named = {
        (code, day): sorted(row[0] for row in run("SELECT cases_lists_named(%s, %s)", code, day))
        for code, of_service in days.items()
        for day in of_service
    }

    assert named == {
        (code, day): sorted(span.codes if (span := on_day(book.service_of[code].lists, day)) else ())
        for code, of_service in days.items()
        for day in of_service
    }


# ---- stages


def test_stage_is_not_written_by_hand(staffed: Office) -> None:
    cases.accepted(staffed)

    with refused("permission denied"):
        run("UPDATE cases_case SET stage = 'approved'")


@pytest.mark.parametrize("column", ["round", "moves", "moved_at", "service_id", "path", "applicant_id", "channel", "draft_code"])
def test_what_a_case_is_is_not_rewritten(column: str, staffed: Office) -> None:
    cases.accepted(staffed)

    with refused("permission denied"):
        run(f"UPDATE cases_case SET {column} = {column}")  # noqa: S608  # a column of the list above


def test_case_does_not_begin_approved(staffed: Office) -> None:
    cases.opened(staffed)

    with refused("a_case_begins_as_a_draft"):
        run(
            "INSERT INTO cases_case (draft_code, service_id, family, path, document, variant, channel, applicant_id,"
            " applied_with, facts, opened_at, counter_approval, clock_stopped, stage, round, moves, moved_at)"
            " SELECT '0000000000', service_id, family, path, document, variant, channel, applicant_id,"
            " applied_with, facts, opened_at, false, false, 'approved', 1, 0, moved_at FROM cases_case"
        )


def test_stage_is_not_skipped(staffed: Office) -> None:
    case_id = cases.submitted(staffed)

    with refused("a_move_starts_where_the_case_stands"):
        step(case_id, "approve", staffed.approver)


def test_move_that_is_not_in_the_table_is_not_made(staffed: Office) -> None:
    case_id = cases.approved(staffed)

    with refused("only_legal_moves_are_made"):
        step(case_id, "archive", None, mover="clock")


def test_move_of_a_case_that_does_not_exist_is_not_made(staffed: Office) -> None:
    with refused("a_move_is_of_a_case"):
        step(CaseId(0), "approve", staffed.approver)


@pytest.mark.parametrize("table", ["case", "move", "frozenlist", "listanswer", "letter", "notice", "noticeitem", "breach"])
def test_nothing_is_deleted(table: str, staffed: Office) -> None:
    with refused("permission denied"):
        run(f"DELETE FROM cases_{table}")  # noqa: S608  # a table of the list above


def test_nothing_is_emptied(staffed: Office) -> None:
    with refused("permission denied"):
        run("TRUNCATE cases_move")


@pytest.mark.parametrize("column", ["officer_id", "at", "hand", "reason", "department_id"])
def test_move_is_never_changed(column: str, staffed: Office) -> None:
    cases.accepted(staffed)

    with refused("permission denied"):
        run(f"UPDATE cases_move SET {column} = {column}")  # noqa: S608  # a column of the list above


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE cases_transition SET roles = '{acceptance_officer}'",
        "INSERT INTO cases_transition (path, command, from_stage, to_stage, hand, movers, roles, seconder) "
        "VALUES ('full', 'approve_case', 'submitted', 'approved', 'decide', '{officer}', '{acceptance_officer}', '')",
        "DROP TRIGGER a_move_is_made ON cases_move",
        "ALTER TABLE cases_move DISABLE TRIGGER ALL",
    ],
)
def test_table_of_moves_is_not_rewritten(attack: str, staffed: Office) -> None:
    with refused("permission denied|must be owner"):
        run(attack)


# ---- three hands


def test_acceptor_does_not_decide_even_when_posted_to_both(staffed: Office) -> None:
    case_id = cases.cleared(staffed)
    both = posting(Role.APPROVAL_OFFICER, bureau=staffed.approver.duties[0].bureau)
    run("UPDATE offices_posting SET valid_to = %s WHERE officer_id = %s", AT.date() - timedelta(1), staffed.acceptor.officer_id)
    post_officer(badge_number=staffed.acceptor.badge_number, posting=_from_today(both))

    with refused("three_hands_are_three_different_people"):
        step(case_id, "approve", staffed.acceptor, department=staffed.approver.duties[0].department_id)


def test_decider_does_not_produce(staffed: Office) -> None:
    case_id = cases.approved(staffed)
    both = posting(Role.PRODUCTION_OFFICER, bureau=staffed.producer.duties[0].bureau)
    run("UPDATE offices_posting SET valid_to = %s WHERE officer_id = %s", AT.date() - timedelta(1), staffed.approver.officer_id)
    post_officer(badge_number=staffed.approver.badge_number, posting=_from_today(both))

    with refused("three_hands_are_three_different_people"):
        step(case_id, "produce", staffed.approver, department=staffed.producer.duties[0].department_id)


def _from_today(facts: Any) -> Any:
    return type(facts)(**{name: getattr(facts, name) for name in facts.__slots__} | {"valid_from": AT.date()})


@pytest.mark.parametrize(
    ("made", "name", "who"),
    [
        (cases.submitted, "accept", "approver"),
        (cases.cleared, "approve", "acceptor2"),
        (cases.cleared, "approve", "producer"),
        (cases.approved, "produce", "approver2"),
        (cases.in_production, "check", "producer2"),
        (cases.ready, "hand_out", "acceptor"),
        (cases.collected, "reopen", "approver"),
    ],
)
def test_nobody_acts_without_the_role(made: Callable[[Office], CaseId], name: str, who: str, staffed: Office) -> None:
    case_id = made(staffed)
    run("UPDATE cases_case SET receipt_number = 'A00000000A', accepted_at = %s WHERE receipt_number IS NULL", AT)

    with refused("who_moves_a_case_holds_the_role_in_his_department"):
        step(case_id, name, getattr(staffed, who))


def test_nobody_acts_in_a_department_he_is_not_posted_to(staffed: Office) -> None:
    case_id = cases.cleared(staffed)

    with refused("who_moves_a_case_holds_the_role_in_his_department"):
        step(case_id, "approve", staffed.approver, department=staffed.producer.duties[0].department_id)


def test_nobody_acts_after_his_posting_has_ended(staffed: Office) -> None:
    case_id = cases.cleared(staffed)
    run("UPDATE offices_posting SET valid_to = %s WHERE officer_id = %s", AT.date() - timedelta(1), staffed.approver.officer_id)

    with refused("who_moves_a_case_holds_the_role_in_his_department"):
        step(case_id, "approve", staffed.approver)


@pytest.mark.parametrize(("mover", "rule"), [("rule", "kiosk_complete_application"), ("applicant", ""), ("clock", "")])
def test_no_machine_and_no_clock_decides(mover: str, rule: str, staffed: Office) -> None:
    case_id = cases.cleared(staffed)
    department = staffed.acceptor.duties[0].department_id if rule else None

    with refused("a_move_is_made_by_those_the_table_names"):
        step(case_id, "approve", None, mover=mover, rule=rule, department=department)


def test_no_nameless_rule_accepts(staffed: Office) -> None:
    case_id = cases.submitted(staffed)
    run(
        "UPDATE cases_case SET receipt_number = 'A00000000A', accepted_at = %s, bureau_id = (SELECT min(id) FROM offices_bureau)",
        AT,
    )

    with refused("a_move_is_made_by_a_person_or_a_named_rule"):
        step(case_id, "accept", None, mover="rule", rule="a_hunch", department=staffed.acceptor.duties[0].department_id)


def test_machine_counts_as_the_acceptance_department(staffed: Office) -> None:
    case_id = cases.submitted(staffed)

    with refused("a_machine_counts_as_the_acceptance_department"):
        step(
            case_id,
            "accept",
            None,
            mover="rule",
            rule="kiosk_complete_application",
            department=staffed.approver.duties[0].department_id,
        )


def test_after_a_machine_accepted_decision_and_production_are_two_people(staffed: Office) -> None:
    department = staffed.acceptor.duties[0].department_id
    case_id = cases.accepted(staffed, by=by_rule(AcceptanceRule.KIOSK_COMPLETE_APPLICATION, department_id=department, at=AT))
    cases.clear(staffed, case_id)
    approve_case(case_id=case_id, by=on_duty(staffed.approver), at=AT)

    with refused("who_moves_a_case_holds_the_role_in_his_department"):
        step(case_id, "produce", staffed.approver)


def test_refusal_is_not_by_one_person(staffed: Office) -> None:
    case_id = cases.accepted(staffed)

    with refused("a_refusal_is_countersigned"):
        step(case_id, "refuse", staffed.approver)


def test_nobody_countersigns_himself(staffed: Office) -> None:
    case_id = cases.accepted(staffed)

    with refused("a_refusal_is_countersigned|nobody_countersigns_himself"):
        step(case_id, "refuse", staffed.approver, seconder=staffed.approver)


def test_refusal_needs_its_letter(staffed: Office) -> None:
    case_id = cases.accepted(staffed)

    with refused("a_refusal_has_its_letter"):
        step(case_id, "refuse", staffed.approver, seconder=staffed.countersigner)


def test_declining_needs_its_letter(staffed: Office) -> None:
    case_id = cases.submitted(staffed)

    with refused("a_refusal_has_its_letter"):
        step(case_id, "decline", staffed.acceptor)


def test_letter_of_refusal_names_ground_law_and_remedy(staffed: Office) -> None:
    case_id = cases.accepted(staffed)

    with refused("a_refusal_names_ground_law_and_remedy"):
        run(
            "INSERT INTO cases_letter (case_id, round, kind, number, ground, law, reason_zh, reason_en, remedy_zh, remedy_en,"
            " officer_id, at) VALUES (%s, 1, 'refusal', '0000000000', '', '', 'x', 'x', '', '', %s, now())",
            case_id,
            staffed.approver.officer_id,
        )


def test_producer_does_not_check(staffed: Office) -> None:
    case_id = cases.in_production(staffed)
    checks = posting(Role.QUALITY_CHECKER, bureau=staffed.producer.duties[0].bureau)
    post_officer(badge_number=staffed.producer.badge_number, posting=checks)

    with refused("nobody_checks_the_document_that_he_made"):
        step(case_id, "check", staffed.producer)


def test_checker_does_not_hand_out(staffed: Office) -> None:
    case_id = cases.ready(staffed)
    gives = posting(Role.HAND_OVER_OFFICER, bureau=staffed.hander.duties[0].bureau)
    post_officer(badge_number=staffed.checker.badge_number, posting=gives)

    with refused("nobody_hands_out_the_document_that_he_checked"):
        step(case_id, "hand_out", staffed.checker, department=staffed.hander.duties[0].department_id)


def test_hand_is_what_the_table_says_whatever_was_written(staffed: Office) -> None:
    case_id = cases.cleared(staffed)

    on_record(case_id, "approve_case", staffed.approver)
    step(case_id, "approve", staffed.approver, hand="hand_out")

    assert Move.objects.get(case_id=case_id, command="approve_case").hand == "decide"


def test_move_without_its_act_on_record_is_not_kept(staffed: Office) -> None:
    case_id = cases.cleared(staffed)

    with refused("every_move_stands_on_record"):
        step(case_id, "approve", staffed.approver)


def test_act_of_another_moment_does_not_stand_for_the_move(staffed: Office) -> None:
    case_id = cases.cleared(staffed)
    earlier = AT - timedelta(minutes=1)
    thing = Thing(f"case:{case_id}")
    record_act(thing=thing, act="approve_case", actor=on_duty(staffed.approver).acting, at=earlier, expects="either")

    with refused("every_move_stands_on_record"):
        step(case_id, "approve", staffed.approver)


# ---- approval moved forward


def _renewal(of: Office) -> CaseId:
    """A renewal that the rulebook lets the counter approve; the quality sample may take one of a few."""
    for _ in range(20):
        case_id = cases.cleared(of, service="PP-RENEW", facts={**FACTS, "document.months_left": 3})
        if value("SELECT counter_approval FROM cases_case WHERE id = %s", case_id):
            return case_id
    raise AssertionError("The rulebook lets no counter approve.")


def test_second_officer_of_the_department_approves(staffed: Office) -> None:
    case_id = _renewal(staffed)

    approve_at_counter(case_id=case_id, by=on_duty(staffed.second), at=AT)

    assert cases.stage(case_id) == "approved"


def test_after_counter_approval_production_is_still_another_department(staffed: Office) -> None:
    case_id = _renewal(staffed)
    approve_at_counter(case_id=case_id, by=on_duty(staffed.second), at=AT)

    with refused("who_moves_a_case_holds_the_role_in_his_department"):
        step(case_id, "produce", staffed.second)


def test_approval_does_not_move_forward_where_the_rulebook_forbids_it(staffed: Office) -> None:
    case_id = cases.cleared(staffed)

    with refused("approval_moves_forward_only_where_the_rulebook_lets_it"):
        step(case_id, "counter", staffed.second)


def test_counter_approval_is_not_switched_on_afterwards(staffed: Office) -> None:
    cases.accepted(staffed)

    with refused("what_was_accepted_is_not_rewritten"):
        run("UPDATE cases_case SET counter_approval = true")


def test_approval_does_not_move_forward_into_another_department(staffed: Office) -> None:
    case_id = _renewal(staffed)
    other = value("SELECT id FROM offices_bureau WHERE parent_id IS NOT NULL ORDER BY code LIMIT 1")
    run(
        "INSERT INTO offices_department (bureau_id, kind, name_zh, name_en) VALUES (%s, 'acceptance', 'x', 'x') "
        "ON CONFLICT DO NOTHING",
        other,
    )
    department = value("SELECT id FROM offices_department WHERE bureau_id = %s AND kind = 'acceptance'", other)
    run("UPDATE offices_posting SET department_id = %s WHERE officer_id = %s", department, staffed.second.officer_id)

    with refused("approval_moves_forward_within_the_department_that_accepted"):
        step(case_id, "counter", staffed.second, department=department)


def test_acceptor_does_not_approve_at_the_counter(staffed: Office) -> None:
    case_id = _renewal(staffed)
    both = posting(Role.COUNTER_APPROVER, bureau=staffed.second.duties[0].bureau)
    post_officer(badge_number=staffed.acceptor.badge_number, posting=both)

    with refused("three_hands_are_three_different_people"):
        step(case_id, "counter", staffed.acceptor)


# ---- lists


def test_case_is_not_approved_before_its_lists_have_answered(staffed: Office) -> None:
    case_id = cases.accepted(staffed)

    with refused("a_case_is_approved_when_every_frozen_list_is_cleared"):
        step(case_id, "approve", staffed.approver)


@pytest.mark.parametrize("code", ["EXIT_BAR", "FILED_STAFF", "POPULATION", "WANTED"])
def test_case_is_not_approved_with_one_list_missing(code: str, staffed: Office) -> None:
    case_id = cases.cleared(staffed)
    answer = "differs" if code == "POPULATION" else "open_match"
    record_list_answer(case_id=case_id, code=code, answer=ListAnswerKind(answer), by=on_duty(staffed.approver), at=AT)

    with refused("a_case_is_approved_when_every_frozen_list_is_cleared"):
        step(case_id, "approve", staffed.approver)


ANSWER = (
    "INSERT INTO cases_listanswer (case_id, round, list_id, answer, officer_id, seconder_id, reason, at) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, now())"
)


def test_list_that_was_not_frozen_does_not_answer(staffed: Office) -> None:
    case_id = cases.accepted(staffed)

    with refused("only_frozen_lists_answer"):
        run(ANSWER, case_id, 1, "HKMO_VIOLATION", "no_match", None, None, "")


def test_list_does_not_answer_before_acceptance(staffed: Office) -> None:
    case_id = cases.submitted(staffed)

    with refused("only_frozen_lists_answer"):
        run(ANSWER, case_id, 1, "WANTED", "no_match", None, None, "")


def test_answer_of_an_earlier_round_does_not_clear_a_later_one(staffed: Office) -> None:
    case_id = cases.collected(staffed)
    reopen_for_error(case_id=case_id, reason="姓名错误", by=on_duty(staffed.supervisor), at=AT)

    with refused("a_case_is_approved_when_every_frozen_list_is_cleared"):
        step(case_id, "approve", staffed.approver)


@pytest.mark.parametrize(
    ("code", "answer", "constraint"),
    [
        ("WANTED", "agrees", "a_list_is_cleared_in_its_own_way"),
        ("POPULATION", "no_match", "a_list_is_cleared_in_its_own_way"),
        ("FILED_STAFF", "other_person", "a_match_is_resolved_by_a_person_who_says_why"),
    ],
)
def test_list_is_not_cleared_in_a_way_that_is_not_its_own(code: str, answer: str, constraint: str, staffed: Office) -> None:
    case_id = cases.accepted(staffed)

    with refused(constraint):
        run(ANSWER, case_id, 1, code, answer, None, None, "")


@pytest.mark.parametrize("code", ["EXIT_BAR", "WANTED"])
def test_one_person_does_not_resolve_a_match_on_the_barred_and_wanted_lists(code: str, staffed: Office) -> None:
    case_id = cases.accepted(staffed)

    with refused("two_people_resolve_a_match_on_the_barred_and_wanted_lists"):
        run(ANSWER, case_id, 1, code, "other_person", staffed.approver.officer_id, None, "not him")


def test_one_person_does_not_count_as_two(staffed: Office) -> None:
    case_id = cases.accepted(staffed)
    officer = staffed.approver.officer_id

    with refused("nobody_resolves_a_match_twice"):
        run(ANSWER, case_id, 1, "WANTED", "other_person", officer, officer, "not him")


@pytest.mark.parametrize(
    "attack",
    [
        "INSERT INTO cases_frozenlist (case_id, round, list_id) SELECT id, 1, 'HKMO_VIOLATION' FROM cases_case",
        "UPDATE cases_frozenlist SET list_id = 'WANTED'",
        "UPDATE cases_listanswer SET answer = 'no_match'",
        "INSERT INTO cases_breach (notice_id, item_id, at) SELECT 1, 'A01', now()",
        "UPDATE cases_letter SET reason_en = ''",
        "UPDATE cases_declaration SET yes = true",
        "UPDATE cases_noticeitem SET item_id = 'A01'",
    ],
)
def test_frozen_lists_answers_and_letters_are_not_rewritten(attack: str, staffed: Office) -> None:
    cases.cleared(staffed)

    with refused("permission denied"):
        run(attack)


# ---- numbers


def test_case_is_not_accepted_without_a_receipt_number(staffed: Office) -> None:
    case_id = cases.submitted(staffed)

    with refused("an_accepted_case_has_a_receipt_number"):
        step(case_id, "accept", staffed.acceptor)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("receipt_number = '0000000000'", "a_receipt_number_is_given_once"),
        ("receipt_number = NULL", "a_receipt_number_is_given_once"),
        ("accepted_at = now()", "the_moment_of_acceptance_stays"),
        ("contact_officer_id = contact_officer_id + 1", "the_officer_first_asked_stays_the_contact"),
        ("folder_barcode = '0000000000'", "a_folder_keeps_its_barcode"),
        ("facts = '{}'", "what_was_accepted_is_not_rewritten"),
        ("fee = 0", "what_was_accepted_is_not_rewritten"),
    ],
)
def test_what_the_receipt_says_stays(change: str, constraint: str, staffed: Office) -> None:
    cases.accepted(staffed)

    with refused(constraint):
        run(f"UPDATE cases_case SET {change}")  # noqa: S608  # a change of the list above


@pytest.mark.parametrize("column", ["receipt_number", "draft_code", "folder_barcode"])
def test_number_is_not_given_twice(column: str, staffed: Office) -> None:
    first, second = cases.accepted(staffed), cases.submitted(staffed)
    taken = value(f"SELECT {column} FROM cases_case WHERE id = %s", first)  # noqa: S608  # a column of the list above

    with refused("permission denied" if column == "draft_code" else f"cases_case_{column}"):
        run(f"UPDATE cases_case SET {column} = %s WHERE id = %s", taken, second)  # noqa: S608  # as above


def test_receipt_number_has_its_shape(staffed: Office) -> None:
    cases.submitted(staffed)

    with refused("receipt_number_is_ten_signs"):
        run("UPDATE cases_case SET receipt_number = '1'")


def test_case_without_paper_has_no_folder(staffed: Office) -> None:
    cases.opened(staffed, service="PP-RENEW", channel="web")

    with refused("only_paper_cases_have_a_folder"):
        run("UPDATE cases_case SET folder_barcode = '0000000000'")


# ---- notices, stops, limits


def test_case_does_not_wait_for_materials_that_no_notice_names(staffed: Office) -> None:
    case_id = cases.submitted(staffed)

    with refused("a_case_waits_for_materials_that_a_notice_names"):
        step(case_id, "notice", staffed.acceptor)


def _noticed(of: Office, *items: str) -> CaseId:
    case_id = cases.submitted(of)
    issue_material_notice(case_id=case_id, items=items, by=on_duty(of.acceptor), at=AT)
    return case_id


def test_later_demand_is_a_breach_whoever_writes_it(staffed: Office) -> None:
    case_id = _noticed(staffed, "A01")
    answer_notice(case_id=case_id, by=on_duty(staffed.acceptor), at=AT)

    issue_material_notice(case_id=case_id, items=["A01", "A02"], by=on_duty(staffed.acceptor), at=AT)

    assert run("SELECT item_id FROM cases_breach") == [("A02",)]


def test_answered_notice_is_not_extended(staffed: Office) -> None:
    case_id = _noticed(staffed, "A01")
    answer_notice(case_id=case_id, by=on_duty(staffed.acceptor), at=AT)

    with refused("an_answered_notice_is_closed"):
        run("INSERT INTO cases_noticeitem (notice_id, item_id) SELECT id, 'A02' FROM cases_notice")


def test_notice_is_answered_once(staffed: Office) -> None:
    case_id = _noticed(staffed, "A01")
    answer_notice(case_id=case_id, by=on_duty(staffed.acceptor), at=AT)

    with refused("a_notice_is_answered_once"):
        run("UPDATE cases_notice SET answered_at = NULL")


NOTICE = (
    "INSERT INTO cases_notice (case_id, ordinal, number, officer_id, issued_at, answer_by) VALUES (%s, %s, %s, %s, now(), now())"
)


@pytest.mark.parametrize(
    ("ordinal", "constraint"),
    [(1, "notices_of_a_case_are_numbered"), (2, "one_notice_is_open_at_a_time"), (3, "notices_follow_each_other")],
)
def test_second_notice_does_not_pass_for_a_first(ordinal: int, constraint: str, staffed: Office) -> None:
    case_id = _noticed(staffed, "A01")

    with refused(constraint):
        run(NOTICE, case_id, ordinal, "0000000000", staffed.acceptor.officer_id)


def test_clock_is_not_stopped_twice(staffed: Office) -> None:
    case_id = cases.accepted(staffed)
    stop = (
        "INSERT INTO cases_clockstop (case_id, round, ground, reason, first, stopped_by_id, stopped_at) "
        "VALUES (%s, 1, 'hearing', 'x', '2026-11-20', %s, now())"
    )
    run(stop, case_id, staffed.approver.officer_id)

    with refused("the_clock_is_stopped_once_at_a_time"):
        run(stop, case_id, staffed.approver.officer_id)


def test_clock_is_not_stopped_without_a_ground_of_the_law(staffed: Office) -> None:
    case_id = cases.accepted(staffed)

    with refused("the_clock_stops_on_a_ground_of_the_law"):
        run(
            "INSERT INTO cases_clockstop (case_id, round, ground, reason, first, stopped_by_id, stopped_at) "
            "VALUES (%s, 1, 'holiday', 'x', '2026-11-20', %s, now())",
            case_id,
            staffed.approver.officer_id,
        )


def test_limit_is_not_extended_further_than_the_law_lets_it(staffed: Office) -> None:
    cases.accepted(staffed)

    with refused("a_limit_is_extended_only_as_far_as_the_law_lets_it"):
        run("UPDATE cases_caselimit SET extended_by = 100 WHERE kind = 'statutory'")


def test_promise_is_not_extended(staffed: Office) -> None:
    cases.accepted(staffed)

    with refused("a_limit_is_extended_only_as_far_as_the_law_lets_it"):
        run("UPDATE cases_caselimit SET extended_by = 1 WHERE kind = 'promised'")


# ---- and what is right passes


def test_spoiled_document_is_made_again_by_the_same_producer(staffed: Office) -> None:
    case_id = cases.in_production(staffed)
    fail_quality(case_id=case_id, cause="printing", by=on_duty(staffed.checker), at=AT)

    start_production(case_id=case_id, by=on_duty(staffed.producer), at=AT)

    assert cases.stage(case_id) == "in_production"


def test_hall_of_the_rulebook_is_the_place_of_acceptance(staffed: Office) -> None:
    cases.accepted(staffed)

    assert run("SELECT hall.code FROM cases_case JOIN offices_hall AS hall ON hall.id = hall_id") == [(HALL,)]
