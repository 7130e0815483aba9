"""The check at the desk: what was read, held against what was ordered."""

from __future__ import annotations

import pytest
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from mumian.offices.models import Posting
from mumian.offices.terms import Role
from mumian.production.models import ProductionOrder, QualityRecord
from tests.factories import whole
from tests.factories.cases import Office
from tests.web.desk.conftest import AtDesk
from tests.web.desk.making import ENGLISH, receipt_of, stage_of, zone_of

pytestmark = pytest.mark.django_db

LIST = "/desk/quality"
LIST_QUERIES = 9


def test_document_that_reads_as_ordered_passes(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.in_production(joined)
    zone = zone_of(case_id)

    answer = at_desk(joined.checker).post(f"{LIST}/{case_id}", {"read": zone, "chip": zone, "pass": "yes", "key": "k"})

    assert (answer.status_code, answer.headers["Location"], stage_of(case_id)) == (303, f"{LIST}?done=passed", "ready")


def test_zone_typed_as_one_line_is_cut_where_it_was_ordered(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.in_production(joined)
    zone = zone_of(case_id).replace("\r\n", "")

    answer = at_desk(joined.checker).post(f"{LIST}/{case_id}", {"read": zone, "chip": zone, "pass": "yes", "key": "k"})

    assert (answer.status_code, stage_of(case_id)) == (303, "ready")


def test_difference_is_shown_by_position_in_words_and_nothing_passes(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.in_production(joined)
    zone = zone_of(case_id)
    wrong = zone.replace("EB0000001", "EB0000007")

    answer = at_desk(joined.checker).post(
        f"{LIST}/{case_id}", {"read": wrong, "chip": zone, "pass": "yes", "key": "k"}, headers=ENGLISH
    )

    assert (answer.status_code, stage_of(case_id)) == (422, "in_production")
    assert "line 2, position 9" in answer.text
    assert escape(wrong.splitlines()[1]) in answer.text


def test_chip_that_says_something_else_does_not_pass(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.in_production(joined)
    zone = zone_of(case_id)
    form = {"read": zone, "chip": zone.replace("EB0000001", "EB0000007"), "pass": "yes", "key": "k"}

    answer = at_desk(joined.checker).post(f"{LIST}/{case_id}", form, headers=ENGLISH)

    assert (answer.status_code, "Differences in the chip" in answer.text, stage_of(case_id)) == (422, True, "in_production")


def test_document_with_a_chip_does_not_pass_unread(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.in_production(joined)

    answer = at_desk(joined.checker).post(
        f"{LIST}/{case_id}", {"read": zone_of(case_id), "pass": "yes", "key": "k"}, headers=ENGLISH
    )

    assert (answer.status_code, "the chip was not read" in answer.text) == (422, True)


def test_failed_document_is_spoiled_and_the_case_waits_for_another(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.in_production(joined)

    answer = at_desk(joined.checker).post(f"{LIST}/{case_id}", {"fail": "yes", "cause": "lamination", "key": "k"})

    assert (answer.status_code, stage_of(case_id), ProductionOrder.objects.get().state) == (303, "approved", "spoiled")


def test_failing_takes_a_cause(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.in_production(joined)

    answer = at_desk(joined.checker).post(f"{LIST}/{case_id}", {"fail": "yes", "cause": "", "key": "k"}, headers=ENGLISH)

    assert (answer.status_code, "no cause was chosen" in answer.text, QualityRecord.objects.count()) == (422, True, 0)


def test_producer_who_also_checks_does_not_find_his_own_document(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.in_production(joined)
    Posting.objects.filter(officer=joined.producer.officer_id).update(role=Role.QUALITY_CHECKER.value)
    receipt = receipt_of(case_id)

    assert receipt not in at_desk(joined.producer).get(LIST).text
    assert receipt in at_desk(joined.checker).get(LIST).text


def test_producer_who_also_checks_is_refused_in_words(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.in_production(joined)
    Posting.objects.filter(officer=joined.producer.officer_id).update(role=Role.QUALITY_CHECKER.value)
    zone = zone_of(case_id)

    answer = at_desk(joined.producer).post(
        f"{LIST}/{case_id}", {"read": zone, "chip": zone, "pass": "yes", "key": "k"}, headers=ENGLISH
    )

    assert (answer.status_code, "nobody checks the document that he made" in answer.text) == (422, True)


def test_scanned_receipt_leads_to_its_document(joined: Office, at_desk: AtDesk) -> None:
    case_id = whole.in_production(joined)

    answer = at_desk(joined.checker).get(LIST, {"code": receipt_of(case_id)})

    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, f"{LIST}/{case_id}")


@pytest.mark.parametrize("number", [1, 5])
def test_list_costs_the_same_however_long(
    number: int, joined: Office, at_desk: AtDesk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cases = [whole.in_production(joined) for _ in range(number)]
    client = at_desk(joined.checker)
    client.get(LIST)

    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(LIST).text

    assert all(receipt_of(case_id) in page for case_id in cases)
