"""Hand-over at the desk: from the scanned receipt to the shelf, and from the shelf to the hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from mumian.cases.services import decide_special_handling, request_special_handling
from mumian.cases.terms import CaseId
from mumian.delivery.models import HandOut, Lying
from mumian.foundation.clock import SettableClock
from mumian.offices.models import Hall, Posting
from tests.factories import whole
from tests.factories.cases import AT, HALL, HOUR, Office, on_duty
from tests.factories.people import child, enter
from tests.web.desk.conftest import AtDesk
from tests.web.desk.making import ENGLISH, receipt_of, stage_of

pytestmark = pytest.mark.django_db

DESK = "/desk/handover"
HOLDER = {"act": "hand_out", "collector": "holder", "check": "reader", "shown": "ID_CARD", "ends": "0017", "key": "k"}


def ready(of: Office) -> CaseId:
    case_id = whole.in_production(of)
    whole.checked(of, case_id)
    return case_id


def position_of(case_id: CaseId) -> str | None:
    """Where its document lies."""
    lying = Lying.objects.filter(case_key=f"case:{case_id}", taken_at=None).select_related("position").first()
    return lying.position.code if lying else None


def test_scanned_receipt_leads_to_the_shelf(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.on_the_shelf(joined)
    client = at_desk(joined.hander)

    answer = client.get(DESK, {"code": receipt_of(case_id).lower()})
    page = client.get(f"{DESK}/{case_id}").text

    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, f"{DESK}/{case_id}")
    assert "<strong>A-01</strong>" in page


def test_document_is_handed_to_its_holder(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.on_the_shelf(joined)

    answer = at_desk(joined.hander).post(f"{DESK}/{case_id}", HOLDER)

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{DESK}?done=handed_out")
    assert (stage_of(case_id), HandOut.objects.get().number_ends) == ("collected", "0017")


def test_agent_without_a_paper_is_refused_and_everything_typed_is_kept(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.on_the_shelf(joined)

    answer = at_desk(joined.hander).post(f"{DESK}/{case_id}", {**HOLDER, "collector": "agent"}, headers=ENGLISH)

    assert (answer.status_code, stage_of(case_id)) == (422, "ready")
    assert "needs an authorisation or a proof of the relation" in answer.text
    assert 'value="agent" checked' in answer.text
    assert 'value="0017"' in answer.text


def test_document_of_a_child_goes_to_a_guardian_only(joined: Office, at_desk: AtDesk) -> None:
    young = enter(child())
    case_id = whole.on_the_shelf(replace(joined, applicant=young))
    client = at_desk(joined.hander)

    alone = client.post(f"{DESK}/{case_id}", HOLDER, headers=ENGLISH)
    with_guardian = client.post(f"{DESK}/{case_id}", {**HOLDER, "collector": "guardian", "authority": "出生医学证明", "key": "l"})

    assert (alone.status_code, "its holder is under 16" in alone.text) == (422, True)
    assert (with_guardian.status_code, stage_of(case_id)) == (303, "collected")


def test_receipt_of_a_case_that_is_not_ready_says_stage_and_day(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.in_production(joined)

    page = at_desk(joined.hander).get(f"{DESK}/{case_id}", headers=ENGLISH).text

    assert "The document cannot be collected yet: the case is in production and due by" in page


def test_document_of_another_hall_says_which(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.on_the_shelf(joined)
    other = Hall.objects.exclude(code=HALL).order_by("code").first()
    assert other
    Posting.objects.filter(officer=joined.hander.officer_id).update(hall=other)

    page = at_desk(joined.hander).get(f"{DESK}/{case_id}", headers=ENGLISH).text

    assert "The document lies in another hall" in page
    assert Hall.objects.get(code=HALL).name.en in page


def test_case_out_of_sight_is_not_handed_out(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.on_the_shelf(joined)
    other = Hall.objects.exclude(code=HALL).order_by("code").first()
    Posting.objects.filter(officer=joined.hander.officer_id).update(hall=other)

    answer = at_desk(joined.hander).post(f"{DESK}/{case_id}", HOLDER)

    assert (answer.status_code, stage_of(case_id)) == (404, "ready")


def consented(of: Office, case_id: CaseId, hall: str) -> None:
    """A leader lets the document be handed out in this hall."""
    request_special_handling(case_id=case_id, reason="重病住院", hall=hall, by=on_duty(of.hander), at=AT + HOUR)
    decide_special_handling(case_id=case_id, approved=True, consent="同意。", by=on_duty(of.leader), at=AT + HOUR)


@pytest.mark.parametrize("consents", ["to his hall", "to another hall"])
def test_document_is_handed_out_in_the_hall_that_a_leader_has_consented_to_and_in_no_other(
    consents: str, joined: Office, at_desk: AtDesk
) -> None:
    case_id = whole.on_the_shelf(joined)
    his, another = Hall.objects.exclude(code=HALL).order_by("code")[:2]
    consented(joined, case_id, his.code if consents == "to his hall" else another.code)
    Posting.objects.filter(officer=joined.hander.officer_id).update(hall=his)
    client = at_desk(joined.hander)

    page = client.get(f"{DESK}/{case_id}", headers=ENGLISH).text
    answer = client.post(f"{DESK}/{case_id}", HOLDER)

    seen = ("A leader has consented that it is handed out here" in page, answer.status_code, stage_of(case_id))
    assert seen == ((True, 303, "collected") if consents == "to his hall" else (False, 404, "ready"))
    assert HandOut.objects.count() == (1 if consents == "to his hall" else 0)


def test_unknown_code_is_said(joined: Office, at_desk: AtDesk) -> None:
    assert "There is no receipt or folder with this code" in at_desk(joined.hander).get(DESK, {"code": "x"}, headers=ENGLISH).text


def test_free_position_is_proposed_and_the_scan_confirms(joined: Office, at_desk: AtDesk) -> None:
    case_id = ready(joined)
    client = at_desk(joined.hander)

    page = client.get(f"{DESK}/{case_id}").text
    unconfirmed = client.post(f"{DESK}/{case_id}", {"act": "shelve", "key": "k"}, headers=ENGLISH)
    put = client.post(f"{DESK}/{case_id}", {"act": "shelve", "position": "a-01", "key": "k"})

    assert "<strong>A-01</strong>" in page
    assert (unconfirmed.status_code, "no position was scanned" in unconfirmed.text) == (422, True)
    assert (put.status_code, position_of(case_id)) == (303, "A-01")


def test_taken_position_is_refused(joined: Office, at_desk: AtDesk) -> None:
    whole.on_the_shelf(joined)
    case_id = ready(joined)

    answer = at_desk(joined.hander).post(f"{DESK}/{case_id}", {"act": "shelve", "position": "A-01", "key": "k"})

    assert (answer.status_code, position_of(case_id)) == (422, None)


def test_document_is_moved(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.on_the_shelf(joined)

    answer = at_desk(joined.hander).post(f"{DESK}/{case_id}", {"act": "move", "position": "A-03", "key": "k"})

    assert (answer.status_code, position_of(case_id)) == (303, "A-03")


def test_undelivered_return_of_the_courier_goes_to_the_shelf(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.on_the_shelf(joined)
    client = at_desk(joined.hander)

    sent = client.post(f"{DESK}/{case_id}", {"act": "send", "key": "k"})
    page = client.get(f"{DESK}/{case_id}", headers=ENGLISH).text
    back = client.post(f"{DESK}/{case_id}", {"act": "return", "position": "A-02", "key": "k"})

    assert (sent.status_code, "The document is with the courier" in page, back.status_code) == (303, True, 303)
    assert (stage_of(case_id), position_of(case_id)) == ("ready", "A-02")


def test_document_is_taken_back_into_the_office(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.on_the_shelf(joined)

    answer = at_desk(joined.hander).post(f"{DESK}/{case_id}", {"act": "take_back", "key": "k"})

    assert (answer.status_code, position_of(case_id)) == (303, None)


def test_uncollected_documents_are_listed_by_age(joined: Office, at_desk: AtDesk, clock: SettableClock) -> None:
    case_id = whole.on_the_shelf(joined)
    clock.set(AT + HOUR + timedelta(days=40))
    client = at_desk(joined.hander)

    long = client.get(f"{DESK}/uncollected", {"from": "31"}, headers=ENGLISH).text
    longer = client.get(f"{DESK}/uncollected", {"from": "91"}, headers=ENGLISH).text

    assert (receipt_of(case_id) in long, receipt_of(case_id) in longer) == (True, False)


def test_uncollected_documents_of_other_halls_are_not_seen(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.on_the_shelf(joined)
    client = at_desk(joined.hander)
    seen = receipt_of(case_id) in client.get(f"{DESK}/uncollected").text
    other = Hall.objects.exclude(code=HALL).order_by("code").first()
    Posting.objects.filter(officer=joined.hander.officer_id).update(hall=other)

    assert (seen, receipt_of(case_id) in client.get(f"{DESK}/uncollected").text) == (True, False)


@pytest.mark.parametrize("number", [1, 3])
def test_desk_costs_the_same_however_long(
    number: int, joined: Office, at_desk: AtDesk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        ready(joined)
    client = at_desk(joined.hander)
    client.get(DESK)

    with django_assert_num_queries(10):
        page = client.get(DESK).text

    assert page.count('<th scope="row"><a') == number


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_uncollected_costs_the_same_however_long(
    number: int, joined: Office, at_desk: AtDesk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(number):
        whole.shelved(joined, ready(joined), f"A-{place + 1:02d}")
    client = at_desk(joined.hander)
    client.get(f"{DESK}/uncollected")

    with django_assert_num_queries(10):
        page = client.get(f"{DESK}/uncollected").text

    assert page.count('<th scope="row"><a') == number
