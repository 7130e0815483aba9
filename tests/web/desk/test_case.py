"""The page of a case and the steps of approval: who may, who may not, and the sentence why."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from mumian.audit.models import Act
from mumian.cases.models import Case, CaseLimit, ClockStop, Letter, RefusalProposal
from mumian.cases.queries import CaseSheet, case_sheet
from mumian.cases.services import ask_above, pause_clock, propose_refusal, record_list_answer, request_consent
from mumian.cases.terms import CaseId, ListAnswerKind, RefusalGround, StopGround
from mumian.foundation.identifiers.codes import LETTERS
from mumian.foundation.words import Text
from mumian.offices.queries import OfficerSheet, officer_by_badge
from mumian.offices.services import appoint_officers
from mumian.offices.terms import Role
from mumian.web.shared.status_links import status_token
from tests.factories import cases
from tests.factories.cases import AT, Office, on_duty
from tests.factories.offices import appointment, posting
from tests.web.desk.conftest import AtDesk

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
REASON = Text("您的证件不能证明身份。", "Your papers do not prove who you are.")
REFUSAL = {
    "ground": "identity_not_proven",
    "law": "EEAL2012 art 12",
    "reason_zh": REASON.zh,
    "reason_en": REASON.en,
}
QUERIES = 45
EVERYBODY = ["acceptor", "second", "countersigner", "producer", "checker", "hander", "supervisor", "leader"]


def at(case_id: CaseId, act: str = "") -> str:
    return f"/desk/cases/{case_id}" + (f"/{act}" if act else "")


@pytest.fixture
def proposed(staffed: Office) -> CaseId:
    case_id = cases.accepted(staffed)
    propose_refusal(
        case_id=case_id,
        ground=RefusalGround.IDENTITY_NOT_PROVEN,
        law="EEAL2012 art 12",
        reason=REASON,
        by=on_duty(staffed.approver),
        at=AT,
    )
    return case_id


def test_page_tells_the_whole_line_of_life(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.collected(staffed)

    page = at_desk(staffed.supervisor).get(at(case_id), headers=ENGLISH).text

    said = [words in page for words in ("accept the application", "approve", "pass the quality check", "Badge 200003", "200007")]
    assert said == [True] * 5


def test_name_is_covered_until_somebody_says_why(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)

    page = at_desk(staffed.approver).get(at(case_id)).text

    assert f"/desk/persons/{staffed.applicant}" in page


@pytest.mark.parametrize(("who", "sees"), [("approver", True), ("countersigner", True), ("acceptor", False), ("leader", False)])
def test_lists_are_shown_to_those_who_may_see_them(staffed: Office, at_desk: AtDesk, who: str, sees: bool) -> None:
    case_id = cases.accepted(staffed)

    assert ("Reference lists" in at_desk(getattr(staffed, who)).get(at(case_id), headers=ENGLISH).text) is sees


@pytest.mark.parametrize("who", EVERYBODY)
def test_step_that_is_not_yours_shows_its_sentence(staffed: Office, at_desk: AtDesk, who: str) -> None:
    case_id = cases.cleared(staffed)

    page = at_desk(getattr(staffed, who)).get(at(case_id), headers=ENGLISH).text

    assert ('aria-describedby="act-approve-why"' in page, f'href="{at(case_id, "approve")}"' in page) == (True, False)


@pytest.mark.parametrize("act", ["approve", "refuse", "pause", "ask-consent", "extend", "list-answer"])
@pytest.mark.parametrize("who", EVERYBODY)
def test_form_is_absent_and_its_post_refused_for_others(staffed: Office, at_desk: AtDesk, who: str, act: str) -> None:
    case_id = cases.cleared(staffed)
    client = at_desk(getattr(staffed, who))
    typed = {
        **REFUSAL,
        "reason": "x",
        "by_days": "1",
        "addressed_to": "x",
        "code": "WANTED",
        "answer": "no_match",
        **({"ground": "hearing"} if act == "pause" else {}),
    }

    page = client.get(at(case_id, act)).text
    answer = client.post(at(case_id, act), typed, headers=ENGLISH)

    assert ('method="post"' in page.split("<main", 1)[1], answer.status_code, cases.stage(case_id)) == (False, 422, "accepted")
    assert "Nothing was done" in answer.text


def test_case_of_another_hall_looks_like_none(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)
    appoint_officers(appointments=[appointment("300002", posting(Role.ACCEPTANCE_OFFICER, hall="H02"))])
    officer = officer_by_badge("300002", on=AT.date())
    assert officer

    client = at_desk(officer)

    assert (client.get(at(case_id)).status_code, client.get(at(case_id, "approve")).status_code) == (404, 404)


def test_unknown_act_is_no_page(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)

    assert at_desk(staffed.approver).get(at(case_id, "no-such")).status_code == 404


# ---- steps


def test_approval_from_the_page(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.cleared(staffed)

    answer = at_desk(staffed.approver).post(at(case_id, "approve"), {"key": "k"})

    assert (answer.status_code, answer.headers["Location"], cases.stage(case_id)) == (
        303,
        at(case_id) + "?done=approve",
        "approved",
    )


def test_a_step_that_is_taken_does_not_read_the_page_that_nobody_sees(
    staffed: Office, at_desk: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id, read = cases.cleared(staffed), []

    def sheet(wanted: CaseId, *, viewer: OfficerSheet | None, at: datetime) -> CaseSheet:
        read.append(wanted)
        return case_sheet(wanted, viewer=viewer, at=at)

    monkeypatch.setattr("mumian.web.desk.views.case.case_sheet", sheet)
    client = at_desk(staffed.approver)

    answers = [client.post(at(case_id, "approve"), {"key": key}).status_code for key in ("first", "second")]

    assert (answers, read) == ([303, 422], [case_id])


def test_open_lists_stand_against_approval_in_words(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)
    client = at_desk(staffed.approver)

    page, answer = client.get(at(case_id), headers=ENGLISH).text, client.post(at(case_id, "approve"), {}, headers=ENGLISH)

    sentence = "not every reference list is cleared"
    assert (sentence in page, sentence in answer.text, answer.status_code) == (True, True, 422)


def test_refusal_is_proposed_here_and_signed_there(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)

    at_desk(staffed.approver).post(at(case_id, "refuse"), REFUSAL)
    assert cases.stage(case_id) == "accepted"
    second = at_desk(staffed.countersigner)
    assert at(case_id, "countersign") in second.get("/desk/cases/proposals").text
    second.post(at(case_id, "countersign"), {"answer": "yes"})

    acts = Act.objects.filter(act__in=["refusal_proposed", "refuse_case"]).order_by("pk").values_list("actor_id", flat=True)
    assert (cases.stage(case_id), list(acts)) == ("refused", ["200003", "200004"])


def test_proposer_does_not_sign_for_the_other(staffed: Office, at_desk: AtDesk, proposed: CaseId) -> None:
    answer = at_desk(staffed.approver).post(at(proposed, "countersign"), {"answer": "yes"}, headers=ENGLISH)

    assert (answer.status_code, cases.stage(proposed), "countersigner" in answer.text) == (422, "accepted", True)


def test_refusal_is_sent_back_with_a_remark(staffed: Office, at_desk: AtDesk, proposed: CaseId) -> None:
    client = at_desk(staffed.countersigner)

    without = client.post(at(proposed, "countersign"), {"answer": "no"}, headers=ENGLISH)
    client.post(at(proposed, "countersign"), {"answer": "no", "remark": "法条有误"})

    assert (without.status_code, RefusalProposal.objects.get().remark) == (422, "法条有误")
    assert "法条有误" in at_desk(staffed.approver).get("/desk/cases/proposals").text


def test_bad_input_keeps_what_was_typed(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)

    answer = at_desk(staffed.approver).post(at(case_id, "refuse"), {**REFUSAL, "law": ""}, headers=ENGLISH)

    assert (answer.status_code, REASON.zh in answer.text, "paragraph of the law is missing" in answer.text) == (422, True, True)


@pytest.mark.parametrize("law", ["the law", "NO1999 art 3", "EEAL1985 art 12"])
def test_refusal_names_a_law_of_the_rulebook_that_is_in_force(law: str, staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)

    answer = at_desk(staffed.approver).post(at(case_id, "refuse"), {**REFUSAL, "law": law}, headers=ENGLISH)

    assert (answer.status_code, f"no law in force called “{law}”" in answer.text) == (422, True)
    assert (f'value="{law}"' in answer.text, RefusalProposal.objects.count()) == (True, 0)


def test_clock_is_stopped_and_goes_on(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)
    client = at_desk(staffed.approver)

    client.post(at(case_id, "pause"), {"ground": "hearing", "reason": "听证"})
    stopped = ClockStop.objects.filter(last=None).count()
    client.post(at(case_id, "resume"), {})

    assert (stopped, ClockStop.objects.filter(last=None).count()) == (1, 0)


def test_consent_is_asked_for_and_answered(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.cleared(staffed)
    client = at_desk(staffed.approver)

    client.post(
        at(case_id, "ask-consent"), {"addressed_to": "虚构单位", "reason_zh": "请书面答复。", "reason_en": "Please answer."}
    )
    page = client.get(at(case_id), headers=ENGLISH).text
    answer = client.post(at(case_id, "consent"), {"answer": "yes"})

    assert ("The employer has answered" in page, answer.status_code) == (True, 303)


def test_longer_limit_is_proposed_here_and_approved_by_a_leader(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)

    at_desk(staffed.approver).post(at(case_id, "extend"), {**REFUSAL, "by_days": "1"})
    assert CaseLimit.objects.get(case_id=case_id, kind="statutory").extended_by == 0
    at_desk(staffed.leader).post(at(case_id, "approve-extension"), {"answer": "yes"})

    assert CaseLimit.objects.get(case_id=case_id, kind="statutory").extended_by == 1


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        (("WANTED", "no_match", ""), 303),
        (("WANTED", "other_person", "x"), 422),
        (("FILED_STAFF", "other_person", ""), 422),
        (("FILED_STAFF", "other_person", "不是同一人"), 303),
        (("WANTED", "agrees", ""), 422),
        (("NO_SUCH", "no_match", ""), 422),
    ],
)
def test_answer_of_a_list_is_recorded_or_refused(
    staffed: Office, at_desk: AtDesk, typed: tuple[str, str, str], status: int
) -> None:
    case_id = cases.accepted(staffed)

    fields = dict(zip(("code", "answer", "reason"), typed, strict=True))
    said = at_desk(staffed.approver).post(at(case_id, "list-answer"), fields)

    assert said.status_code == status


def test_supervisor_reopens_a_collected_case(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.collected(staffed)

    answer = at_desk(staffed.supervisor).post(at(case_id, "reopen"), {"reason": "姓名拼写有误"})

    assert (answer.status_code, cases.stage(case_id)) == (303, "accepted")


@pytest.mark.parametrize("who", ["approver", "acceptor", "leader", "hander"])
def test_nobody_but_a_supervisor_reopens(staffed: Office, at_desk: AtDesk, who: str) -> None:
    case_id = cases.collected(staffed)

    answer = at_desk(getattr(staffed, who)).post(at(case_id, "reopen"), {"reason": "x"})

    assert (answer.status_code, cases.stage(case_id)) == (422, "collected")


# ---- what a list has said is not told by its consequences


def without_names(page: str, case_id: CaseId) -> str:
    """The page without what names this case or this moment: ids, numbers, links, the state of the form."""
    case = Case.objects.get(pk=case_id)
    for own in (
        LETTERS.shown(case.receipt_number or ""),
        case.receipt_number or "",
        case.folder_barcode or "",
        status_token(case_id),
    ):
        page = page.replace(own, "…")
    return re.sub(rf"(?<!persons)/{case_id}\b", "/…", page)


@pytest.mark.parametrize("who", ["acceptor", "hander", "leader"])
def test_waiting_for_an_employer_looks_like_any_other_stop(staffed: Office, at_desk: AtDesk, who: str) -> None:
    consent, hearing, by = cases.accepted(staffed), cases.accepted(staffed), on_duty(staffed.approver)
    request_consent(case_id=consent, addressed_to="虚构单位", reason=REASON, by=by, at=AT)
    pause_clock(case_id=hearing, ground=StopGround.HEARING, reason="听证", by=by, at=AT)
    client = at_desk(getattr(staffed, who))

    for page in ("", "consent", "resume", "countersign", "approve", "ask-consent"):
        seen = [without_names(client.get(at(one, page)).text, one) for one in (consent, hearing)]
        assert seen[0] == seen[1], page


@pytest.mark.parametrize("who", ["acceptor", "leader"])
def test_proposed_refusal_looks_like_none(staffed: Office, at_desk: AtDesk, proposed: CaseId, who: str) -> None:
    other, client = cases.accepted(staffed), at_desk(getattr(staffed, who))

    for page in ("", "countersign", "refuse", "approve"):
        seen = [without_names(client.get(at(one, page)).text, one) for one in (proposed, other)]
        assert seen[0] == seen[1], page
    answers = [client.post(at(one, "countersign"), {"answer": "yes", "key": str(one)}) for one in (proposed, other)]
    said = [without_names(one.text, case).split("</h2>", 1)[1] for one, case in zip(answers, (proposed, other), strict=True)]
    assert [one.status_code for one in answers] == [422, 422]
    assert said[0].replace(str(proposed), "…") == said[1].replace(str(other), "…")


@pytest.mark.parametrize(("who", "status"), [("acceptor", 404), ("leader", 404), ("countersigner", 200)])
def test_letter_to_an_employer_is_there_only_for_who_sees_the_lists(
    staffed: Office, at_desk: AtDesk, who: str, status: int
) -> None:
    case_id = cases.accepted(staffed)
    request_consent(case_id=case_id, addressed_to="虚构单位", reason=REASON, by=on_duty(staffed.approver), at=AT)

    answer = at_desk(getattr(staffed, who)).get(f"/desk/papers/letters/{Letter.objects.get().number}.pdf")

    assert answer.status_code == status


@pytest.mark.parametrize(("who", "reads"), [("acceptor", False), ("hander", False), ("countersigner", True), ("approver", True)])
def test_what_approval_asks_above_is_read_by_whom_it_concerns(staffed: Office, at_desk: AtDesk, who: str, reads: bool) -> None:
    case_id = cases.accepted(staffed)
    ask_above(case_id=case_id, text="名单上的人是他吗", by=on_duty(staffed.approver), at=AT)

    page = at_desk(getattr(staffed, who)).get(at(case_id), headers=ENGLISH).text

    assert ("名单上的人是他吗" in page, "not answered yet" in page) == (reads, True)


def test_ground_of_a_refusal_is_not_in_the_line_of_life_of_everybody(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)
    cases.refuse(staffed, case_id, reason=REASON, ground=RefusalGround.BARRED_FROM_EXIT)

    told = ["barred_from_exit" in at_desk(one).get(at(case_id)).text for one in (staffed.acceptor, staffed.countersigner)]

    assert told == [False, True]


def test_page_costs_at_most_so_many_queries(
    staffed: Office, at_desk: AtDesk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case_id = cases.cleared(staffed)
    record_list_answer(
        case_id=case_id, code="FILED_STAFF", answer=ListAnswerKind.TRUE_MATCH, reason="本人", by=on_duty(staffed.approver), at=AT
    )
    request_consent(case_id=case_id, addressed_to="虚构单位", reason=REASON, by=on_duty(staffed.approver), at=AT)
    client = at_desk(staffed.approver)

    with django_assert_max_num_queries(QUERIES):
        client.get(at(case_id))
