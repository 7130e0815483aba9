"""Asking above at the desk, and what waits for a superior."""

from __future__ import annotations

import re

import pytest
from pytest_django import DjangoAssertNumQueries

from mumian.cases.models import Question, SpecialHandling, UrgencyRequest
from mumian.cases.services import ask_above
from mumian.cases.terms import CaseId
from mumian.offices.models import Hall
from tests.factories import cases
from tests.factories.cases import AT, FACTS, Office, on_duty
from tests.web.desk.conftest import AtDesk

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
LIST = "/desk/questions"


def asked(of: Office) -> tuple[CaseId, int]:
    case_id = cases.accepted(of)
    ask_above(case_id=case_id, text="可否受理？", by=on_duty(of.approver), at=AT)
    return case_id, Question.objects.latest("pk").pk


def test_officer_asks_from_a_case_and_the_question_waits_for_his_superior(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)

    answer = at_desk(staffed.approver).post(f"{LIST}/ask/{case_id}", {"text": "可否加快？", "key": "k"})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{LIST}?done=asked")
    assert "可否加快？" in at_desk(staffed.countersigner).get(LIST).text


def test_same_form_sent_twice_asks_once(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)
    client = at_desk(staffed.approver)
    key = re.search(r'name="key" value="([^"]+)"', client.get(f"{LIST}/ask/{case_id}").text)
    assert key

    answers = [client.post(f"{LIST}/ask/{case_id}", {"text": "?", "key": key[1]}).status_code for _ in range(2)]

    assert (answers, Question.objects.count()) == ([303, 303], 1)


def test_question_without_words_is_refused_on_the_same_page(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)

    answer = at_desk(staffed.approver).post(f"{LIST}/ask/{case_id}", {"text": " "}, headers=ENGLISH)

    assert (answer.status_code, "there are no words" in answer.text) == (422, True)


def test_superior_answers_and_the_asker_reads_it(staffed: Office, at_desk: AtDesk) -> None:
    _, question_id = asked(staffed)

    answer = at_desk(staffed.countersigner).post(f"{LIST}/{question_id}", {"answer": "可以，请受理。"})

    assert answer.status_code == 303
    assert "可以，请受理。" in at_desk(staffed.approver).get(LIST).text


def test_refused_answer_keeps_what_was_typed(staffed: Office, at_desk: AtDesk) -> None:
    _, question_id = asked(staffed)
    client = at_desk(staffed.countersigner)

    answer = client.post(f"{LIST}/{question_id}", {"answer": ""}, headers=ENGLISH)

    assert (answer.status_code, "Nothing was sent" in answer.text) == (422, True)


def test_question_of_others_looks_like_none(staffed: Office, at_desk: AtDesk) -> None:
    _, question_id = asked(staffed)

    assert at_desk(staffed.producer).get(f"{LIST}/{question_id}").status_code == 404


def test_list_says_who_is_waited_for(staffed: Office, at_desk: AtDesk) -> None:
    asked(staffed)

    assert "countersigner, Guangzhou" in at_desk(staffed.approver).get(LIST, headers=ENGLISH).text


@pytest.mark.parametrize("number", [1, 5])
def test_list_costs_the_same_however_long(
    number: int, staffed: Office, at_desk: AtDesk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        asked(staffed)
    client = at_desk(staffed.countersigner)
    client.get(LIST)

    with django_assert_num_queries(9):
        assert client.get(LIST).text.count("可否受理？") == number


def test_urgency_is_asked_for_and_approved_by_the_superior_himself(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.submitted(staffed, facts={**FACTS, "case.urgent": True})
    address = f"{LIST}/urgency/{case_id}"

    at_desk(staffed.acceptor).post(address, {"reason": "亲属病危"})
    answer = at_desk(staffed.leader).post(address, {"decision": "yes"})

    request = UrgencyRequest.objects.get()
    assert (answer.status_code, request.approved, request.decided_by_id) == (303, True, staffed.leader.officer_id)


def test_who_asked_sees_no_button_to_decide(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.submitted(staffed, facts={**FACTS, "case.urgent": True})
    address = f"{LIST}/urgency/{case_id}"
    client = at_desk(staffed.acceptor)
    client.post(address, {"reason": "亲属病危"})

    assert 'name="decision"' not in client.get(address).text


def test_special_handling_is_asked_for_and_agreed_to_in_writing(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.submitted(staffed)
    address = f"{LIST}/special_handling/{case_id}"
    given = {"reason": "重病住院", "hall": "H03", "place": "虚构医院", "time": "2026-11-23T10:00"}

    at_desk(staffed.acceptor).post(address, given)
    leader = at_desk(staffed.leader)
    without_words = leader.post(address, {"decision": "yes", "consent": ""}, headers=ENGLISH)
    leader.post(address, {"decision": "yes", "consent": "同意。"})

    request = SpecialHandling.objects.get()
    assert (without_words.status_code, "consent is given in writing" in without_words.text) == (422, True)
    named = (request.hall and request.hall.code, request.place, f"{request.time:%m-%d %H:%M}")
    assert (request.approved, request.consent, *named) == (True, "同意。", "H03", "虚构医院", "11-23 02:00")
    page = at_desk(staffed.acceptor).get(address, headers=ENGLISH).text
    hall = Hall.objects.get(code="H03").name.en
    assert [words for words in ("虚构医院", hall, "23 November 2026 10:00") if words not in page] == []


def test_unknown_kind_of_handling_looks_like_no_page(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.submitted(staffed)

    assert at_desk(staffed.acceptor).get(f"{LIST}/whatever/{case_id}").status_code == 404


def test_time_that_cannot_be_read_is_said_and_kept(staffed: Office, at_desk: AtDesk) -> None:
    address = f"{LIST}/special_handling/{cases.submitted(staffed)}"

    answer = at_desk(staffed.acceptor).post(address, {"reason": "重病住院", "place": "虚构医院", "time": "soon"}, headers=ENGLISH)

    assert (answer.status_code, "the time cannot be read" in answer.text, 'value="soon"' in answer.text) == (422, True, True)
    assert SpecialHandling.objects.count() == 0
