"""Where an application stands: what opens it, what it shows and what never, and how guessing is slowed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from mumian.audit.services.looking import look
from mumian.audit.terms import Reason, Thing
from mumian.cases.models import Case
from mumian.cases.services import (
    answer_notice,
    decide_special_handling,
    issue_material_notice,
    pause_clock,
    request_special_handling,
)
from mumian.cases.terms import CaseId, StopGround
from mumian.foundation.clock import SettableClock
from mumian.foundation.identifiers.codes import LETTERS
from mumian.people.terms import person_key
from mumian.web.shared.status_links import status_token
from tests.factories.cases import AT, HOUR, Office, accepted, approved, office, on_duty, submitted
from tests.factories.people import ADULT_NUMBER
from tests.web.portal.conftest import words_of

NUMBER = ADULT_NUMBER.value
LAST_FOUR = NUMBER[-4:]
pytestmark = pytest.mark.usefixtures("rulebook_loaded", "clock")


@pytest.fixture
def of() -> Office:
    return office()


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "en"})


def receipt_of(case_id: CaseId) -> str:
    return Case.objects.get(pk=case_id).receipt_number or ""


def asked(visitor: Client, receipt: str, last_four: str, **more: str) -> tuple[int, str]:
    answer = visitor.post("/status/", {"receipt": receipt, "last_four": last_four}, **more)  # type: ignore[arg-type]  # headers of the test client
    return answer.status_code, words_of(answer)  # type: ignore[arg-type]  # the test client's own class of answer


def without_what_was_typed(words: str, *typed: str) -> str:
    for one in typed:
        words = words.replace(one, "…")
    return words.split('name="csrfmiddlewaretoken"')[0] + words.split('id="id_receipt"')[1]


def test_receipt_and_last_four_lead_to_the_page_of_the_code(of: Office, visitor: Client) -> None:
    case_id = accepted(of)

    answer = visitor.post("/status/", {"receipt": LETTERS.shown(receipt_of(case_id)).lower(), "last_four": LAST_FOUR.lower()})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/status/of/{status_token(case_id)}")


def test_wrong_number_and_wrong_last_four_are_answered_alike(of: Office, visitor: Client) -> None:
    receipt, stranger = receipt_of(accepted(of)), LETTERS.new()

    wrong_four = asked(visitor, receipt, "0000")
    wrong_receipt = asked(visitor, stranger, LAST_FOUR)

    assert wrong_four[0] == wrong_receipt[0] == 422
    assert "Nothing was found" in wrong_four[1]
    assert without_what_was_typed(wrong_four[1], receipt, "0000") == without_what_was_typed(wrong_receipt[1], stranger, LAST_FOUR)


def test_wrong_number_and_wrong_last_four_cost_the_same_questions(
    of: Office, visitor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    receipt = receipt_of(accepted(of))
    asked(visitor, receipt, "0000")

    with django_assert_num_queries(6):
        asked(visitor, receipt, "0000")
    with django_assert_num_queries(6):
        asked(visitor, LETTERS.new(), LAST_FOUR)


def test_mistyped_number_is_said_before_the_database_is_asked(
    of: Office, visitor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    receipt = receipt_of(accepted(of))
    mistyped = receipt[:-1] + ("2" if receipt[-1] != "2" else "3")

    with django_assert_num_queries(0):
        status, words = asked(visitor, mistyped, LAST_FOUR)

    assert (status, "check character does not fit" in words, mistyped in words) == (422, True, True)


def test_mistyped_numbers_slow_nobody(of: Office, visitor: Client) -> None:
    receipt = receipt_of(accepted(of))
    for _ in range(15):
        asked(visitor, receipt[:-1], LAST_FOUR)

    assert asked(visitor, receipt, LAST_FOUR)[0] == 303


def test_after_ten_wrong_tries_even_the_right_answer_waits(of: Office, visitor: Client, clock: SettableClock) -> None:
    receipt = receipt_of(accepted(of))
    tries = [asked(visitor, receipt, "0000")[0] for _ in range(10)]

    answer = visitor.post("/status/", {"receipt": receipt, "last_four": LAST_FOUR})

    assert tries == [422] * 10
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "31")
    assert "Try again after 09:00:30" in words_of(answer)  # type: ignore[arg-type]  # the test client's own class of answer
    clock.move(timedelta(seconds=30))
    assert asked(visitor, receipt, LAST_FOUR)[0] == 303


def test_one_receipt_is_slowed_from_whatever_address_it_is_tried(of: Office, visitor: Client) -> None:
    receipt = receipt_of(accepted(of))
    for number in range(10):
        asked(visitor, receipt, "0000", REMOTE_ADDR=f"10.1.0.{number}")

    assert asked(visitor, receipt, LAST_FOUR, REMOTE_ADDR="10.1.0.99")[0] == 429


def test_one_address_is_slowed_whatever_it_tries(of: Office, visitor: Client) -> None:
    receipt = receipt_of(accepted(of))
    for _ in range(10):
        asked(visitor, LETTERS.new(), "0000", REMOTE_ADDR="2001:db8::1")

    assert [asked(visitor, receipt, LAST_FOUR, REMOTE_ADDR=address)[0] for address in ("2001:db8::2", "2001:db8:0:1::2")] == [
        429,
        303,
    ]


def test_address_is_the_visitors_own_behind_our_proxy(of: Office, visitor: Client, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    receipt = receipt_of(accepted(of))
    for _ in range(10):
        asked(visitor, LETTERS.new(), "0000", HTTP_X_FORWARDED_FOR="8.8.8.8, 10.2.0.1")

    assert [
        asked(visitor, receipt, LAST_FOUR, HTTP_X_FORWARDED_FOR=said)[0] for said in ("9.9.9.9, 10.2.0.1", "8.8.8.8, 10.2.0.2")
    ] == [429, 303]


def test_page_tells_where_it_stands_and_whom_to_ask(of: Office, visitor: Client) -> None:
    case_id = approved(of)
    case = Case.objects.get(pk=case_id)

    words = words_of(visitor.get(f"/status/of/{status_token(case_id)}"))  # type: ignore[arg-type]  # the test client's own class of answer

    told = ["approved", "Promised by", "Badge 200001", "It has been approved and goes on.", LETTERS.shown(receipt_of(case_id))]
    assert case.due_on is not None
    assert [one for one in told if one not in words] == []


def test_page_shows_no_name_and_no_number_of_the_applicant(of: Office, visitor: Client) -> None:
    case_id = approved(of)
    person = Case.objects.get(pk=case_id).applicant

    page = visitor.get(f"/status/of/{status_token(case_id)}").content.decode()

    hidden = [person.name, NUMBER, LAST_FOUR, of.approver.name, of.approver.badge_number]
    assert [one for one in hidden if one in page] == []


def test_stopped_clock_is_told_with_its_ground(of: Office, visitor: Client) -> None:
    case_id = accepted(of)
    pause_clock(case_id=case_id, ground=StopGround.APPRAISAL, reason="鉴定照片", by=on_duty(of.approver), at=AT + HOUR)

    words = words_of(visitor.get(f"/status/of/{status_token(case_id)}"))  # type: ignore[arg-type]  # the test client's own class of answer

    assert "An appraisal is being made, as the law asks." in words
    assert "鉴定照片" not in words


def test_code_that_this_house_has_not_signed_opens_nothing(of: Office, visitor: Client) -> None:
    token = status_token(accepted(of))
    number, _, signature = token.partition(".")

    forged = [f"{int(number) + 1}.{signature}", number, f"{token}x"]

    assert [visitor.get(f"/status/of/{one}").status_code for one in forged] == [404] * 3


def test_number_of_questions_is_fixed(of: Office, visitor: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    early, late = status_token(accepted(of)), status_token(approved(of))
    for token in (early, late):
        visitor.get(f"/status/of/{token}")
        with django_assert_num_queries(16):
            visitor.get(f"/status/of/{token}")


def test_before_anything_is_sealed_the_page_says_so(of: Office, visitor: Client) -> None:
    case_id = accepted(of)

    answer = visitor.get(f"/status/of/{status_token(case_id)}/proof.json")

    assert answer.status_code == 422
    assert "being sealed" in words_of(answer)  # type: ignore[arg-type]  # the test client's own class of answer


def test_applicant_reads_who_looked_and_why(of: Office, visitor: Client) -> None:
    case_id = accepted(of)
    acting = on_duty(of.approver).acting
    assert acting is not None
    look(
        person=Thing(person_key(of.applicant)),
        fields=["name", "numbers"],
        reason=Reason.typed("核对同名人员"),
        actor=acting,
        at=datetime(2026, 11, 20, 3, 15, tzinfo=UTC),
    )

    answer = visitor.post(f"/status/of/{status_token(case_id)}/looks", {"number": NUMBER})

    words = words_of(answer)  # type: ignore[arg-type]  # the test client's own class of answer
    told = ["11:15", "Badge 200003", "Another reason", "核对同名人员", "identity numbers"]
    assert [one for one in told if one not in words] == []


def test_who_does_not_know_the_whole_number_reads_nothing_and_is_slowed(of: Office, visitor: Client) -> None:
    address = f"/status/of/{status_token(accepted(of))}/looks"

    answers = [visitor.post(address, {"number": LAST_FOUR}).status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_figures_of_the_office_with_breaches_and_special_handlings_are_public(of: Office, visitor: Client) -> None:
    case_id = accepted(of)
    draft, demanded = submitted(of), submitted(of)
    request_special_handling(case_id=draft, reason="住院", place="医院", by=on_duty(of.acceptor), at=AT)
    decide_special_handling(case_id=draft, approved=True, consent="同意。", by=on_duty(of.leader), at=AT)
    for items in (["A01"], ["A02", "A05"]):
        issue_material_notice(case_id=demanded, items=items, by=on_duty(of.acceptor), at=AT)
        answer_notice(case_id=demanded, by=on_duty(of.acceptor), at=AT)
    cache.delete("openness")

    words = words_of(visitor.get("/openness/"))  # type: ignore[arg-type]  # the test client's own class of answer

    assert (Case.objects.get(pk=case_id).stage, re.findall(r"this year</span> <strong>(\d+)<", words)) == ("accepted", ["2", "1"])
    assert re.search(r"accepted</th>\s*<td class=\"number\">1</td>", words)
