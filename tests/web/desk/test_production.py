"""Production at the desk: taking approved cases, the sheet, spoiled documents, and the stock of blanks."""

from __future__ import annotations

import re

import pytest
from pytest_django import DjangoAssertNumQueries

from mumian.audit.queries.acts import looks_at
from mumian.audit.terms import Reason, Thing
from mumian.people.terms import person_key
from mumian.production.models import Blank, Destruction, ProductionOrder
from tests.factories import whole
from tests.factories.cases import Office
from tests.web.desk.conftest import AtDesk
from tests.web.desk.making import ENGLISH, approved, stage_of

pytestmark = pytest.mark.django_db

LIST = "/desk/production"
STOCK = "/desk/production/blanks"


def test_one_case_is_taken_with_a_blank_and_a_number(joined: Office, at_desk: AtDesk) -> None:
    case_id = approved(joined)

    answer = at_desk(joined.producer).post(LIST, {"case": [case_id], "key": "k"})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{LIST}/{case_id}?done=started")
    assert (stage_of(case_id), ProductionOrder.objects.get().document_number) == ("in_production", "EB0000001")


def test_many_cases_are_taken_at_once(joined: Office, at_desk: AtDesk) -> None:
    cases = [approved(joined) for _ in range(3)]

    answer = at_desk(joined.producer).post(LIST, {"case": cases, "key": "k"})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{LIST}?done=3")
    assert [stage_of(case_id) for case_id in cases] == ["in_production"] * 3


def test_same_form_sent_twice_takes_one_blank(joined: Office, at_desk: AtDesk) -> None:
    case_id = approved(joined)
    client = at_desk(joined.producer)
    key = re.search(r'name="key" value="([^"]+)"', client.get(LIST).text)
    assert key

    answers = [client.post(LIST, {"case": [case_id], "key": key[1]}).status_code for _ in range(2)]

    assert (answers, ProductionOrder.objects.count()) == ([303, 303], 1)


def test_nothing_is_started_without_a_blank_and_the_ticks_are_kept(joined: Office, at_desk: AtDesk) -> None:
    case_id = approved(joined)
    Blank.objects.filter(kind="PASSPORT-E").update(state="missing", because="count 1", officer=joined.producer.officer_id)

    answer = at_desk(joined.producer).post(LIST, {"case": [case_id], "key": "k"}, headers=ENGLISH)

    assert (answer.status_code, stage_of(case_id)) == (422, "approved")
    assert "1 blanks of the kind PASSPORT-E are needed and 0 are free" in answer.text
    assert re.search(rf'value="{case_id}" checked', answer.text)


def test_nothing_ticked_is_said(joined: Office, at_desk: AtDesk) -> None:
    answer = at_desk(joined.producer).post(LIST, {"key": "k"}, headers=ENGLISH)

    assert (answer.status_code, "no case was ticked" in answer.text) == (422, True)


def test_sheet_is_a_look_for_which_the_order_is_the_reason(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.in_production(joined)

    answer = at_desk(joined.producer).get(f"{LIST}/{case_id}/sheet.pdf")

    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    order = ProductionOrder.objects.get()
    looks = looks_at(Thing(person_key(joined.applicant)))
    assert [look.reason for look in looks] == [Reason.production_order(f"order:{order.pk}")]


def test_sheet_of_a_finished_document_asks_why_and_shows_nothing(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.in_production(joined)
    whole.checked(joined, case_id)

    answer = at_desk(joined.producer).get(f"{LIST}/{case_id}/sheet.pdf", headers=ENGLISH)

    assert (answer.status_code, "This document is finished" in answer.text) == (200, True)
    assert looks_at(Thing(person_key(joined.applicant))) == []


def test_sheet_of_a_finished_document_is_not_shown_for_a_reason_that_says_nothing(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.in_production(joined)
    whole.checked(joined, case_id)

    answer = at_desk(joined.producer).post(f"{LIST}/{case_id}/sheet.pdf", {"words": " x "})

    assert (answer.status_code, 'aria-invalid="true"' in answer.text) == (422, True)
    assert looks_at(Thing(person_key(joined.applicant))) == []


def test_sheet_of_a_finished_document_is_a_look_for_which_the_officer_says_why(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.in_production(joined)
    whole.checked(joined, case_id)

    answer = at_desk(joined.producer).post(f"{LIST}/{case_id}/sheet.pdf", {"words": "持证人称照片有误"})

    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert [look.reason for look in looks_at(Thing(person_key(joined.applicant)))] == [Reason.typed("持证人称照片有误")]


def test_case_without_a_document_has_no_sheet(joined: Office, at_desk: AtDesk) -> None:
    case_id = approved(joined)

    answer = at_desk(joined.producer).get(f"{LIST}/{case_id}/sheet.pdf")

    assert answer.status_code == 404


def test_lists_go_on_from_page_to_page(joined: Office, at_desk: AtDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mumian.cases.queries.desks.ON_A_PAGE", 2)
    for _ in range(3):
        approved(joined)
    client = at_desk(joined.producer)

    pages = [client.get(LIST, {"page": page}, headers=ENGLISH).text for page in ("1", "2", "9")]

    assert [page.count('name="case"') for page in pages] == [2, 1, 1]
    assert ("Page 1 of 2" in pages[0], "Page 2 of 2" in pages[2], 'rel="next"' in pages[0]) == (True, True, True)


def test_page_of_a_document_covers_its_holder(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.in_production(joined)
    name = ProductionOrder.objects.get().ordered["name"]

    page = at_desk(joined.producer).get(f"{LIST}/{case_id}").text

    assert (name in page, f"{name[:1]}•" in page) == (False, True)


def test_spoiled_document_goes_back_with_its_blank_accounted_for(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.in_production(joined)

    answer = at_desk(joined.producer).post(f"{LIST}/{case_id}", {"cause": "printing", "key": "k"})

    assert (answer.status_code, stage_of(case_id)) == (303, "approved")
    assert Blank.objects.get(serial="EB0000001").state == "spoiled"


def test_spoiling_without_a_cause_is_refused_on_the_same_page(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.in_production(joined)

    answer = at_desk(joined.producer).post(f"{LIST}/{case_id}", {"cause": "", "key": "k"}, headers=ENGLISH)

    assert (answer.status_code, stage_of(case_id)) == (422, "in_production")


def test_who_decided_a_case_cannot_open_production(joined: Office, at_desk: AtDesk) -> None:
    assert at_desk(joined.approver).get(LIST).status_code == 403


@pytest.mark.parametrize("number", [1, 5])
def test_list_costs_the_same_however_long(
    number: int, joined: Office, at_desk: AtDesk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        approved(joined)
        whole.in_production(joined)
    client = at_desk(joined.producer)
    client.get(LIST)

    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(LIST).text

    assert page.count('name="case"') == number


LIST_QUERIES = 13


def test_blanks_are_handed_to_a_producer_and_taken_back(joined: Office, at_desk: AtDesk) -> None:
    client = at_desk(joined.producer)

    issued = client.post(STOCK, {"act": "issue", "kind": "PASSPORT-E", "quantity": "2", "key": "a"})
    mine = list(Blank.objects.filter(state="issued").values_list("serial", flat=True))
    back = client.post(STOCK, {"act": "return", "kind": "PASSPORT-E", "serials": " ".join(mine), "key": "b"})

    assert (issued.status_code, sorted(mine), back.status_code) == (303, ["EB0000001", "EB0000002"], 303)
    assert Blank.objects.filter(state="issued").count() == 0


def test_destroying_takes_a_witness_who_is_somebody_else(joined: Office, at_desk: AtDesk) -> None:
    client = at_desk(joined.producer)
    blank = {"kind": "PASSPORT-E", "serials": "EB0000001", "key": "a"}
    client.post(STOCK, {"act": "spoil", "cause": "damaged", **blank})

    alone = client.post(STOCK, {"act": "destroy", "witness": joined.producer.badge_number, **blank}, headers=ENGLISH)
    together = client.post(STOCK, {"act": "destroy", "witness": joined.checker.badge_number, **blank})

    assert (alone.status_code, "somebody else has to witness it" in alone.text) == (422, True)
    assert (together.status_code, Destruction.objects.get().witness_id) == (303, joined.checker.officer_id)


def test_refused_stock_form_keeps_what_was_typed(joined: Office, at_desk: AtDesk) -> None:
    typed = {"act": "issue", "kind": "PASSPORT-E", "quantity": "999", "to": joined.producer2.badge_number, "key": "a"}

    answer = at_desk(joined.producer).post(STOCK, typed, headers=ENGLISH)

    assert (answer.status_code, 'value="999"' in answer.text, f'value="{typed["to"]}"' in answer.text) == (422, True, True)


def test_count_says_which_blank_is_missing(joined: Office, at_desk: AtDesk) -> None:
    seen = " ".join(f"EB{number:07d}" for number in range(2, 11))
    form = {"act": "count", "kind": "PASSPORT-E", "serials": seen, "witness": joined.checker.badge_number, "key": "a"}

    answer = at_desk(joined.producer).post(STOCK, form, headers=ENGLISH)

    assert "10 expected, 9 seen. Missing: EB0000001" in answer.text
    assert Blank.objects.get(serial="EB0000001").state == "missing"


def test_accounts_make_up_what_was_received(joined: Office, at_desk: AtDesk) -> None:
    whole.in_production(joined)

    page = at_desk(joined.producer).get(STOCK, headers=ENGLISH).text

    row = re.search(r'<th scope="row" class="">PASSPORT-E</th>(.*?)</tr>', page, flags=re.DOTALL)
    assert row
    assert re.findall(r">(\d+)</td>", row[1]) == ["10", "9", "0", "1", "0", "0", "0", "0"]
