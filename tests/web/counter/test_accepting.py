"""An acceptance at the window, from the number to the receipt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from mumian.accounts.models import Account
from mumian.audit.queries.acts import looks_at
from mumian.audit.terms import Reason, Thing
from mumian.cases.models import Case, HandedIn
from mumian.foundation.identifiers import LETTERS
from mumian.payments.models import Receipt
from mumian.people.terms import DocumentFacts, PersonKind
from tests.factories.people import ADULT_NUMBER, enter, resident
from tests.web.counter.conftest import NO, Window, grown_up, needed, signed_in, text_of


def test_number_of_the_identity_card_leads_to_the_person(window: Window) -> None:
    answer = window.post("/counter/", q=ADULT_NUMBER.value)

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/counter/people/{window.traveller}/")


def test_service_that_he_had_before_stands_first(window: Window) -> None:
    page = window.get(f"/counter/people/{window.traveller}/").content.decode()

    assert re.findall(r'name="service" value="([^"]+)"', page)[0] == "HM-G-REPEAT"


def test_kind_that_he_had_last_is_ticked(window: Window) -> None:
    page = window.post(f"/counter/people/{window.traveller}/open/", service="HM-G-REPEAT").content.decode()

    assert re.findall(r'value="([^"]+)" checked autofocus', page) == ["HKG-12M-1"]


def test_repeat_endorsement_is_accepted_with_its_fee(window: Window) -> None:
    case = window.begin("HM-G-REPEAT", variant="HKG-12M-1")

    answer = window.send(case)

    case.refresh_from_db()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/counter/cases/{case.pk}/accepted/")
    assert (case.stage, case.variant, case.fee, case.hall and case.hall.code) == ("accepted", "HKG-12M-1", 15, "H01")
    assert Receipt.objects.get().amount == 1500
    assert LETTERS.shown(case.receipt_number or "") in text_of(window.get(answer.headers["Location"]))


def test_screen_asks_nothing_but_the_declarations_for_a_repeat_endorsement(window: Window) -> None:
    case = window.begin("HM-G-REPEAT", variant="HKG-12M-1")

    page = text_of(window.get(f"/counter/cases/{case.pk}/"))

    assert "To be asked" not in page
    assert re.findall(r'name="fact:(applicant.\w+)" value="no" checked', page) == [
        "applicant.id_card_being_replaced",
        "applicant.household_collective",
        "applicant.overseas_chinese",
        "applicant.data_changed",
    ]
    assert re.findall(r'id="(id_fact:applicant.s\w+)"', page) == ["id_fact:applicant.state_staff", "id_fact:applicant.serviceman"]


def test_first_passport_is_accepted(window: Window) -> None:
    person = enter(grown_up())
    case = window.begin("PP-NEW", person)

    answer = window.send(case)

    assert answer.status_code == 303, text_of(answer)
    assert Case.objects.get(pk=case.pk).stage == "accepted"


def test_nobody_is_accepted_who_was_not_asked_to_declare(window: Window) -> None:
    case = window.begin("HM-G-REPEAT", variant="HKG-12M-1")

    answer = window.send(case, fact__applicant_0_state_staff="")

    assert answer.status_code == 422
    assert "Every applicant is asked this" in text_of(answer)
    assert Case.objects.get(pk=case.pk).stage == "draft"


def test_who_declares_to_be_state_staff_is_asked_for_the_consent(window: Window) -> None:
    case = window.begin("HM-G-REPEAT", variant="HKG-12M-1")

    papers = needed(window, case, {**NO, "fact:applicant.state_staff": "yes"})

    assert set(papers) - set(needed(window, case)) == {"P01"}


def test_unpaid_application_is_not_accepted_and_nothing_is_lost(window: Window) -> None:
    case = window.begin("HM-G-REPEAT", variant="HKG-12M-1")

    answer = window.send(case, pay="")

    assert answer.status_code == 422
    assert "the fee of 15 yuan is not paid" in text_of(answer)
    assert (Case.objects.get(pk=case.pk).stage, HandedIn.objects.count(), Receipt.objects.count()) == ("draft", 0, 0)
    assert 'value="I01" form="application" data-needed checked' in text_of(answer)
    assert 'name="identity" value="yes" checked' in text_of(answer)


def test_card_without_the_number_of_its_slip_takes_nothing(window: Window) -> None:
    case = window.begin("HM-G-REPEAT", variant="HKG-12M-1")

    answer = window.send(case, pay="card")

    assert (answer.status_code, Receipt.objects.count()) == (422, 0)
    assert 'id="id_pay-card" name="pay" value="card" checked' in text_of(answer)


def test_typed_values_are_kept_when_one_cannot_be_read(window: Window) -> None:
    case = window.begin("PP-RENEW")

    answer = window.send(case, fact__document_0_pages_left="several")

    assert answer.status_code == 422
    assert 'value="several"' in text_of(answer)
    assert "Please write a whole number" in text_of(answer)


def test_form_that_is_sent_twice_is_done_once(window: Window) -> None:
    case = window.begin("HM-G-REPEAT", variant="HKG-12M-1")
    papers = needed(window, case)
    form = {**NO, "identity": "yes", "pay": "cash", "act": "accept", "material": papers, "key": "once"}

    answers = [window.client.post(f"/counter/cases/{case.pk}/", form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert [answer.headers["Location"] for answer in answers] == [f"/counter/cases/{case.pk}/accepted/"] * 2
    assert (Receipt.objects.count(), Case.objects.get(pk=case.pk).moves) == (1, 2)


def test_opening_the_screen_is_a_look_at_the_person_with_the_case_as_reason(window: Window) -> None:
    case = window.begin("HM-G-REPEAT", variant="HKG-12M-1")

    page = text_of(window.get(f"/counter/cases/{case.pk}/"))

    assert ADULT_NUMBER.value in page
    [look] = looks_at(Thing(f"person:{window.traveller}"))
    assert look.reason == Reason.own_case(f"case:{case.pk}")


def test_person_is_covered_before_an_application_is_begun(window: Window) -> None:
    page = text_of(window.get(f"/counter/people/{window.traveller}/"))

    assert "木•" in page
    assert ADULT_NUMBER.value not in page
    assert "木棉一" not in page


def test_officer_without_a_hall_is_told_that_he_accepts_nothing(window: Window, staff: Mapping[str, Account]) -> None:
    case = window.begin("HM-G-REPEAT", variant="HKG-12M-1")
    window.client = signed_in(staff["roaming"])

    answer = window.send(case)

    assert answer.status_code == 422
    assert "you have no hall today" in text_of(answer)


def test_fee_that_is_not_published_is_asked_at_the_window(window: Window) -> None:
    permit = DocumentFacts("HRP", "H1234567801", "CHN", date(2016, 5, 1), date(2026, 12, 31))
    person = enter(resident(kind=PersonKind.COMPATRIOT, register_division=None, documents=(permit,), numbers=()))
    case = window.begin("HR-RENEW", person)

    page = text_of(window.get(f"/counter/cases/{case.pk}/"))
    answer = window.post(f"/counter/cases/{case.pk}/", **{**NO, "act": "accept", "pay": "cash", "amount:card": "a lot"})

    assert 'name="amount:card"' in page
    assert (answer.status_code, 'value="a lot"' in text_of(answer)) == (422, True)
