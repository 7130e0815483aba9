from __future__ import annotations

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from mumian.cases.errors import CaseUnknown
from mumian.cases.models import Case
from mumian.cases.queries import public_status, public_status_of
from mumian.cases.queries.public import PublicStop
from mumian.cases.services import fail_quality, pause_clock, start_production
from mumian.cases.terms import CaseStage, StopGround
from mumian.foundation.identifiers.codes import LETTERS
from tests.factories.cases import AT, HOUR, accepted, approved, in_production, office, on_duty, opened
from tests.factories.people import ADULT_NUMBER

pytestmark = pytest.mark.usefixtures("rulebook_loaded")

LAST_FOUR = ADULT_NUMBER.value[-4:]


def test_receipt_and_last_four_open_what_the_code_on_the_receipt_opens() -> None:
    case_id = accepted(office())
    receipt = Case.objects.get(pk=case_id).receipt_number
    assert receipt

    assert public_status(receipt_number=receipt, last_four=LAST_FOUR) == public_status_of(case_id)


@pytest.mark.parametrize("wrong", ["receipt", "last four", "both"])
def test_whatever_is_wrong_costs_one_question_and_gives_one_answer(
    wrong: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case_id = accepted(office())
    receipt = Case.objects.get(pk=case_id).receipt_number or ""
    stranger = LETTERS.new() if wrong != "last four" else receipt

    with pytest.raises(CaseUnknown) as refusal, django_assert_num_queries(1):
        public_status(receipt_number=stranger, last_four=LAST_FOUR if wrong == "receipt" else "0000")

    assert refusal.value.sentence == CaseUnknown().sentence


def test_stages_are_told_with_their_days_and_no_officer_but_the_first_asked() -> None:
    of = office()
    case_id = approved(of)

    status = public_status_of(case_id)

    assert [step.stage for step in status.steps] == [CaseStage.SUBMITTED, CaseStage.ACCEPTED, CaseStage.APPROVED]
    assert status.contact_badge == of.acceptor.badge_number


def test_document_made_anew_was_in_production_all_the_while() -> None:
    of = office()
    case_id = in_production(of)
    fail_quality(case_id=case_id, cause="print_fault", by=on_duty(of.checker), at=AT + HOUR)
    start_production(case_id=case_id, by=on_duty(of.producer), at=AT + 2 * HOUR)

    assert [step.stage for step in public_status_of(case_id).steps] == [
        CaseStage.SUBMITTED,
        CaseStage.ACCEPTED,
        CaseStage.APPROVED,
        CaseStage.IN_PRODUCTION,
    ]


def test_stopped_clock_says_its_ground_in_plain_words() -> None:
    of = office()
    case_id = accepted(of)
    pause_clock(
        case_id=case_id,
        ground=StopGround.OTHER_AUTHORITY,
        reason="已函询户籍地",
        by=on_duty(of.approver),
        at=AT + timedelta(days=3),
    )

    stopped = public_status_of(case_id).stopped

    assert isinstance(stopped, PublicStop)
    assert (stopped.ground.en, stopped.since) == (
        "Another authority has been asked and has not answered yet.",
        date(2026, 11, 23),
    )


def test_application_without_a_receipt_opens_nothing() -> None:
    with pytest.raises(CaseUnknown):
        public_status_of(opened(office()))


def test_number_of_questions_does_not_grow(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    of = office()
    early, late = accepted(of), in_production(of)

    for case_id in (early, late):
        public_status_of(case_id)
        with django_assert_num_queries(6):
            public_status_of(case_id)
