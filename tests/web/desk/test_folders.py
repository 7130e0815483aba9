"""Folders scanned at a department, and the list of those out of step."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from mumian.cases.models import Case, FolderScan
from mumian.catalogue.rules.book.values import FactValue
from mumian.offices.models import Hall, Posting
from tests.factories import cases
from tests.factories.cases import HALL, RENEWAL, Office
from tests.web.desk.conftest import AtDesk
from tests.web.desk.making import ENGLISH, receipt_of

pytestmark = pytest.mark.django_db

PAGE = "/desk/folders"
BY_WEB: dict[str, FactValue] = {
    **RENEWAL,
    "document.longer_validity_needed": True,
    "document.pages_left": 1,
    "document.months_left": 3,
}
LIST_QUERIES = 6


def barcode_of(case_id: int) -> str:
    return Case.objects.get(pk=case_id).folder_barcode or ""


def test_scan_is_noted_and_answered_by_a_line(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)
    client = at_desk(staffed.approver)

    answer = client.post(PAGE, {"code": barcode_of(case_id), "key": "k"})
    page = client.get(answer.headers["Location"], headers=ENGLISH).text

    assert (answer.status_code, FolderScan.objects.get().department_id) == (303, staffed.approver.duties[0].department_id)
    assert ('class="scan-mark good"' in page, "the folder has come to this department" in page) == (True, True)
    assert "autofocus" in page


def test_folder_that_comes_to_the_wrong_department_is_to_be_passed_on(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)
    client = at_desk(staffed.producer)

    answer = client.post(PAGE, {"code": barcode_of(case_id), "key": "k"})
    page = client.get(answer.headers["Location"], headers=ENGLISH).text

    assert ('class="scan-mark bad"' in page, "pass the folder on" in page) == (True, True)


def test_unknown_barcode_is_refused_in_words(staffed: Office, at_desk: AtDesk) -> None:
    answer = at_desk(staffed.approver).post(PAGE, {"code": "0000000000", "key": "k"}, headers=ENGLISH)

    assert (answer.status_code, "there is no folder with this code" in answer.text) == (422, True)


def test_folder_out_of_step_is_listed_until_it_is_scanned_where_its_case_is(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)
    client = at_desk(staffed.approver)
    before = receipt_of(case_id) in client.get(PAGE).text

    client.post(PAGE, {"code": barcode_of(case_id), "key": "k"})

    assert (before, receipt_of(case_id) in client.get(PAGE).text) == (True, False)


def test_case_without_paper_never_appears(staffed: Office, at_desk: AtDesk) -> None:
    with_paper = cases.accepted(staffed)
    without = cases.accepted(staffed, service="PP-RENEW", facts=BY_WEB, channel="web")

    page = at_desk(staffed.approver).get(PAGE).text

    assert (receipt_of(with_paper) in page, receipt_of(without) in page) == (True, False)


def test_case_without_paper_is_refused_by_its_receipt(staffed: Office, at_desk: AtDesk) -> None:
    without = cases.accepted(staffed, service="PP-RENEW", facts=BY_WEB, channel="web")

    answer = at_desk(staffed.approver).post(PAGE, {"code": receipt_of(without), "key": "k"}, headers=ENGLISH)

    assert (answer.status_code, "this case has no folder" in answer.text, FolderScan.objects.count()) == (422, True, 0)


def test_folders_of_other_halls_are_not_seen(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)
    other = Hall.objects.exclude(code=HALL).order_by("code").first()
    client = at_desk(staffed.approver)
    seen = receipt_of(case_id) in client.get(PAGE).text
    Posting.objects.filter(officer=staffed.approver.officer_id).update(hall=other)

    assert (seen, receipt_of(case_id) in client.get(PAGE).text) == (True, False)


@pytest.mark.parametrize("number", [1, 5])
def test_list_costs_the_same_however_long(
    number: int, staffed: Office, at_desk: AtDesk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    shown = [receipt_of(cases.accepted(staffed)) for _ in range(number)]
    client = at_desk(staffed.approver)
    client.get(PAGE)

    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(PAGE).text

    assert all(receipt in page for receipt in shown)
