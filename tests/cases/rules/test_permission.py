"""Who may do what with a case."""

from __future__ import annotations

import pytest

from mumian.cases.rules.permission import (
    ACCEPTED_IT,
    CHECKED_IT,
    FEE_OPEN,
    HANDLED_BEFORE,
    IDENTITY,
    LISTS_OPEN,
    NO_REASON,
    NOT_CHECKED,
    NOT_GRANTED,
    ORDINARY_WAY,
    OTHER_DEPARTMENT,
    PRODUCED_IT,
    SAME_COUNTERSIGNER,
    STILL_ASKED,
    STILL_MISSING,
    Hands,
    ListState,
    may_accept,
    may_approve,
    may_approve_at_counter,
    may_check,
    may_hand_out,
    may_move,
    may_produce,
    may_refuse,
)
from mumian.cases.terms import CLEARING_ANSWERS, CaseStage, Command, ListAnswerKind
from mumian.catalogue.terms import Outcome, Path
from mumian.foundation.errors import Verdict
from mumian.foundation.words import Text
from mumian.offices.terms import OfficerId, Role

pytestmark = pytest.mark.core

ONE, TWO, THREE = OfficerId(1), OfficerId(2), OfficerId(3)
WANTED = Text("在逃人员", "Wanted persons")
REASON = Text("事实和理由", "facts and reason")
YES = Verdict.yes()


def listed(answer: ListAnswerKind | None) -> ListState:
    return ListState("WANTED", WANTED, answer)


def accept(
    *, outcome: Outcome = Outcome.GRANT, questions: tuple[Text, ...] = (), missing: tuple[Text, ...] = (), unpaid: int = 0
) -> Verdict:
    return may_accept(
        outcome=outcome, sentence=REASON, questions=questions, missing=missing, identity_checked=True, unpaid=unpaid
    )


def test_a_step_that_does_not_follow_is_named_with_the_stage() -> None:
    verdict = may_move(command=Command.APPROVE_CASE, stage=CaseStage.DRAFT, path=Path.FULL, roles=[Role.APPROVAL_OFFICER])

    assert verdict == Verdict.no(
        Text(
            "未办理“批准”：此案目前填写中，不能进行这一步。请刷新页面查看最新状态。",
            "Not done: approve. The case is draft, and this step does not follow from there. Reload to see where it stands.",
        )
    )


def test_a_step_of_others_names_them() -> None:
    verdict = may_move(command=Command.APPROVE_CASE, stage=CaseStage.ACCEPTED, path=Path.FULL, roles=[Role.ACCEPTANCE_OFFICER])

    assert verdict == Verdict.no(
        Text(
            "未办理“批准”：这一步由审批民警办理。请转给相应人员。",
            "Not done: approve. This step belongs to: approval officer. Pass the case on to one of them.",
        )
    )


def test_a_step_of_the_right_role_passes() -> None:
    assert may_move(command=Command.APPROVE_CASE, stage=CaseStage.ACCEPTED, path=Path.FULL, roles=[Role.APPROVAL_OFFICER])


def test_nobody_is_taken_whose_identity_was_not_checked() -> None:
    verdict = may_accept(outcome=Outcome.GRANT, sentence=REASON, questions=(), missing=(), identity_checked=False, unpaid=0)

    assert verdict == Verdict.no(NOT_CHECKED)


@pytest.mark.parametrize("outcome", [Outcome.GRANT, Outcome.REVIEW, Outcome.REFUSE])
def test_an_application_with_a_ground_for_the_office_is_taken_like_any_other(outcome: Outcome) -> None:
    assert accept(outcome=outcome) == YES


@pytest.mark.parametrize("outcome", [Outcome.NOT_OFFERED, Outcome.NOT_ELIGIBLE, Outcome.ROUTE, Outcome.NOTICE])
def test_an_application_that_cannot_be_taken_is_told_why(outcome: Outcome) -> None:
    assert accept(outcome=outcome) == Verdict.no(NOT_GRANTED.filled(why=REASON))


def test_open_questions_come_first() -> None:
    assert accept(questions=(REASON,), missing=(WANTED,)) == Verdict.no(STILL_ASKED.filled(what=REASON))


def test_missing_papers_are_named() -> None:
    assert accept(missing=(REASON, WANTED)) == Verdict.no(
        STILL_MISSING.filled(what=Text("事实和理由、在逃人员", "facts and reason, Wanted persons"))
    )


def test_a_fee_that_is_a_condition_is_paid_first() -> None:
    assert accept(unpaid=120) == Verdict.no(FEE_OPEN.filled(yuan=120))


def test_acceptor_never_approves() -> None:
    assert may_approve(officer=ONE, hands=Hands(accepted_by=ONE), lists=()) == Verdict.no(ACCEPTED_IT)


@pytest.mark.parametrize("answer", [None, *sorted(set(ListAnswerKind) - CLEARING_ANSWERS)])
def test_a_list_that_is_not_cleared_stands_in_the_way(answer: ListAnswerKind | None) -> None:
    verdict = may_approve(officer=TWO, hands=Hands(accepted_by=ONE), lists=[listed(answer)])

    assert verdict == Verdict.no(LISTS_OPEN.filled(lists=WANTED))


@pytest.mark.parametrize("answer", sorted(CLEARING_ANSWERS))
def test_a_cleared_list_does_not(answer: ListAnswerKind) -> None:
    assert may_approve(officer=TWO, hands=Hands(accepted_by=ONE), lists=[listed(answer)]) == YES


def counter(
    *,
    officer: OfficerId = TWO,
    department: int = 7,
    allowed: bool = True,
    sampled: bool = False,
    lists: tuple[ListState, ...] = (),
) -> Verdict:
    hands = Hands(accepted_by=ONE, accepted_in=7)
    return may_approve_at_counter(
        officer=officer, department=department, hands=hands, allowed=allowed, sampled=sampled, lists=lists
    )


def test_second_officer_of_the_department_approves_at_the_counter() -> None:
    assert counter() == YES


def test_acceptor_does_not_approve_at_the_counter() -> None:
    assert counter(officer=ONE) == Verdict.no(ACCEPTED_IT)


def test_another_department_does_not_approve_at_the_counter() -> None:
    assert counter(department=8) == Verdict.no(OTHER_DEPARTMENT)


def test_rulebook_sample_and_list_send_a_case_the_ordinary_way_in_the_same_words() -> None:
    answers = [counter(allowed=False), counter(sampled=True), counter(lists=(listed(ListAnswerKind.OPEN_MATCH),))]

    assert answers == [Verdict.no(ORDINARY_WAY)] * 3


def test_refusal_is_never_by_one_person() -> None:
    assert may_refuse(officer=TWO, countersigner=TWO, hands=Hands(accepted_by=ONE), reason=REASON) == Verdict.no(
        SAME_COUNTERSIGNER
    )


def test_acceptor_does_not_refuse() -> None:
    assert may_refuse(officer=ONE, countersigner=TWO, hands=Hands(accepted_by=ONE), reason=REASON) == Verdict.no(ACCEPTED_IT)


@pytest.mark.parametrize("reason", [Text("", "why"), Text("为何", " ")])
def test_refusal_states_its_reason_in_both_languages(reason: Text) -> None:
    assert may_refuse(officer=TWO, countersigner=THREE, hands=Hands(accepted_by=ONE), reason=reason) == Verdict.no(NO_REASON)


def test_refusal_by_two_with_a_reason_passes() -> None:
    assert may_refuse(officer=TWO, countersigner=THREE, hands=Hands(accepted_by=ONE), reason=REASON) == YES


@pytest.mark.parametrize("hands", [Hands(accepted_by=THREE, decided_by=TWO), Hands(accepted_by=ONE, decided_by=THREE)])
def test_who_accepted_or_decided_does_not_produce(hands: Hands) -> None:
    assert may_produce(officer=THREE, hands=hands) == Verdict.no(HANDLED_BEFORE)


def test_a_third_person_produces() -> None:
    assert may_produce(officer=THREE, hands=Hands(accepted_by=ONE, decided_by=TWO)) == YES


def test_producer_does_not_check() -> None:
    assert may_check(officer=THREE, hands=Hands(produced_by=THREE)) == Verdict.no(PRODUCED_IT)


def test_checker_does_not_hand_out() -> None:
    assert may_hand_out(officer=THREE, hands=Hands(checked_by=THREE), identity_checked=True) == Verdict.no(CHECKED_IT)


def test_nothing_is_handed_to_a_stranger() -> None:
    assert may_hand_out(officer=ONE, hands=Hands(checked_by=THREE), identity_checked=False) == Verdict.no(IDENTITY)
