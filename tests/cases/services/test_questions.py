"""Asking above: put to the superior, answered once, put to the next when nobody answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from mumian.audit.models import Act
from mumian.cases.errors import StepRefused
from mumian.cases.models import Case, Question
from mumian.cases.queries import QuestionSheet, case_sheet, questions_asked_by, questions_waiting_for
from mumian.cases.services import answer_question, ask_above, by_applicant, escalate_question, questions_to_escalate, withdraw
from mumian.cases.terms import CaseId, QuestionId
from mumian.offices.queries import OfficerSheet
from tests.factories import cases
from tests.factories.cases import AT, Office, on_duty

pytestmark = [pytest.mark.django_db, pytest.mark.core]

LATER = AT + timedelta(days=3, hours=5)


def asked(of: Office, *, by: OfficerSheet | None = None, key: str = "") -> tuple[CaseId, QuestionId]:
    """A question about an accepted case."""
    case_id = cases.accepted(of)
    ask_above(case_id=case_id, text="可否受理？", by=on_duty(by or of.approver), at=AT, key=key)
    return case_id, QuestionId(Question.objects.get(case_id=case_id).pk)


def waiting(officer: OfficerSheet) -> list[int]:
    return [question.question_id for question in questions_waiting_for(officer)]


def test_question_waits_for_the_superior_and_nobody_else(staffed: Office) -> None:
    _, question_id = asked(staffed)

    lists = [waiting(officer) for officer in (staffed.countersigner, staffed.leader, staffed.approver, staffed.acceptor)]

    assert lists == [[question_id], [], [], []]


def test_case_says_who_is_waited_for_and_its_clock_goes_on(staffed: Office) -> None:
    case_id, _ = asked(staffed)
    due = Case.objects.get(pk=case_id).due_before

    [question] = case_sheet(case_id, viewer=None, at=AT).questions

    assert (question.waits_for.role.en, question.is_open, question.asked_badge) == ("countersigner", True, "200003")
    assert (Case.objects.get(pk=case_id).due_before, Case.objects.get(pk=case_id).clock_stopped) == (due, False)


def test_answer_is_recorded_and_the_list_is_empty(staffed: Office) -> None:
    case_id, question_id = asked(staffed)

    answer_question(question_id=question_id, text=" 可以。 ", by=on_duty(staffed.countersigner), at=LATER)

    [question] = case_sheet(case_id, viewer=None, at=AT).questions
    assert (question.answer, question.answered_badge, question.answered_at) == ("可以。", "200004", LATER)
    assert waiting(staffed.countersigner) == []
    assert [one.answer for one in questions_asked_by(staffed.approver.officer_id)] == ["可以。"]


def test_who_was_not_asked_does_not_answer(staffed: Office) -> None:
    _, question_id = asked(staffed)

    with pytest.raises(StepRefused, match="you were not asked"):
        answer_question(question_id=question_id, text="可以", by=on_duty(staffed.acceptor), at=AT)


def test_question_is_answered_once(staffed: Office) -> None:
    _, question_id = asked(staffed)
    answer_question(question_id=question_id, text="可以", by=on_duty(staffed.countersigner), at=AT)

    with pytest.raises(StepRefused, match="has its answer already"):
        answer_question(question_id=question_id, text="不可以", by=on_duty(staffed.countersigner), at=AT)


def test_question_without_words_is_not_asked(staffed: Office) -> None:
    case_id = cases.accepted(staffed)

    with pytest.raises(StepRefused, match="no words"):
        ask_above(case_id=case_id, text="  ", by=on_duty(staffed.approver), at=AT)


def test_who_stands_at_the_top_is_told_so(staffed: Office) -> None:
    case_id = cases.accepted(staffed)

    with pytest.raises(StepRefused, match="nobody is posted above you"):
        ask_above(case_id=case_id, text="?", by=on_duty(staffed.leader), at=AT)


def test_question_sent_twice_is_asked_once(staffed: Office) -> None:
    case_id, _ = asked(staffed, key="q")

    ask_above(case_id=case_id, text="可否受理？", by=on_duty(staffed.approver), at=AT, key="q")

    assert Question.objects.count() == 1


def test_unanswered_question_goes_to_the_next_superior_after_four_working_hours(staffed: Office) -> None:
    case_id, question_id = asked(staffed)
    assert questions_to_escalate(at=AT + timedelta(hours=3)) == ()
    assert questions_to_escalate(at=AT + timedelta(hours=4)) == (question_id,)

    escalate_question(question_id=question_id, at=AT + timedelta(hours=4))

    [question] = case_sheet(case_id, viewer=None, at=AT).questions
    assert [step.role.en for step in question.steps] == ["countersigner", "leader"]
    assert (waiting(staffed.countersigner), waiting(staffed.leader)) == ([question_id], [question_id])


def test_question_stays_when_nobody_is_left_above_or_it_is_too_early(staffed: Office) -> None:
    case_id, question_id = asked(staffed, by=staffed.producer)

    escalate_question(question_id=question_id, at=AT)
    escalate_question(question_id=question_id, at=LATER)

    assert len(case_sheet(case_id, viewer=None, at=AT).questions[0].steps) == 1


def test_question_about_a_case_that_has_ended_waits_for_nobody(staffed: Office) -> None:
    case_id, question_id = asked(staffed)
    before = (waiting(staffed.countersigner), questions_to_escalate(at=LATER))

    withdraw(case_id=case_id, reason="不再需要", by=by_applicant(staffed.applicant, place="portal", at=AT), at=AT)

    after = (waiting(staffed.countersigner), questions_to_escalate(at=LATER))
    assert (before, after) == (([question_id], (question_id,)), ([], ()))


def test_asking_and_answering_stand_on_record(staffed: Office) -> None:
    case_id, question_id = asked(staffed)
    answer_question(question_id=question_id, text="可以", by=on_duty(staffed.countersigner), at=AT)

    acts = list(Act.objects.filter(thing=f"case:{case_id}").order_by("pk").values_list("act", flat=True))
    assert acts[-2:] == ["asked_above", "question_answered"]


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_three_queries_however_long(
    number: int, staffed: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        asked(staffed)
    found: tuple[QuestionSheet, ...]

    with django_assert_num_queries(3):
        found = questions_waiting_for(staffed.countersigner)
    assert len(found) == number
