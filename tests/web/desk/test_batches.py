"""Files of firms at the desk."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from mumian.cases.models import BatchUpload, Case
from mumian.people.models import Organisation
from tests.cases.services.test_batches import KNOWN, NEW, WRONG, content
from tests.factories.cases import Office
from tests.web.desk.conftest import AtDesk

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
LIST = "/desk/batches"
FIRM = "虚构贸易公司"


@pytest.fixture
def client_of_acceptor(staffed: Office, at_desk: AtDesk) -> Client:
    """The acceptor's browser; the firm has been entered on the page."""
    client = at_desk(staffed.acceptor)
    client.post(LIST, {"firm": FIRM, "division": "440104"})
    return client


def hand_in(client: Client, *lines: str) -> Any:
    sent = SimpleUploadedFile("list.csv", content(*lines) if lines else b"", content_type="text/csv")
    return client.post(LIST, {"firm": FIRM, "organisation": Organisation.objects.get().pk, "file": sent}, headers=ENGLISH)


def address() -> str:
    return f"{LIST}/{BatchUpload.objects.get().pk}"


def test_firm_that_nobody_knows_is_entered(client_of_acceptor: Client) -> None:
    assert [(one.name_zh, one.division) for one in Organisation.objects.all()] == [(FIRM, "440104")]
    assert 'type="file"' in client_of_acceptor.get(f"{LIST}?firm={FIRM}").text


@pytest.mark.parametrize(
    ("given", "why"),
    [({"division": "44"}, "the district is six digits"), ({"division": "440104", "credit_code": "1"}, "was not taken")],
)
def test_firm_is_not_entered_with_faults(given: dict[str, str], why: str, staffed: Office, at_desk: AtDesk) -> None:
    answer = at_desk(staffed.acceptor).post(LIST, {"firm": FIRM, **given}, headers=ENGLISH)

    assert (answer.status_code, why in answer.text, Organisation.objects.count()) == (422, True, 0)


def test_file_is_looked_at_line_by_line_before_anything_is_taken(client_of_acceptor: Client) -> None:
    answer = hand_in(client_of_acceptor, KNOWN, NEW, WRONG)

    page = client_of_acceptor.get(answer.headers["Location"], headers=ENGLISH).text
    assert (answer.status_code, "Take 2 lines" in page, "should be six digits" in page) == (303, True, True)
    assert Case.objects.count() == 0


def test_good_lines_are_taken_and_the_others_fetched_with_their_reasons(client_of_acceptor: Client) -> None:
    hand_in(client_of_acceptor, KNOWN, WRONG)

    answer = client_of_acceptor.post(f"{address()}/take", {"key": "k"})

    assert (answer.status_code, Case.objects.count()) == (303, 1)
    text = client_of_acceptor.get(f"{address()}/to-mend.csv", headers=ENGLISH).content.decode("utf-8-sig")
    [_, line] = csv.reader(io.StringIO(text))
    assert (line[1], line[-1]) == ("木棉丙", "register division should be six digits")


def test_taking_twice_is_refused_on_the_page(client_of_acceptor: Client) -> None:
    hand_in(client_of_acceptor, KNOWN)
    client_of_acceptor.post(f"{address()}/take", {"key": "k"})

    answer = client_of_acceptor.post(f"{address()}/take", {"key": "other"}, headers=ENGLISH)

    assert (answer.status_code, "this file was taken before" in answer.text) == (422, True)


def test_empty_file_is_refused_on_the_page(client_of_acceptor: Client) -> None:
    answer = hand_in(client_of_acceptor)

    assert (answer.status_code, "the file is empty" in answer.text) == (422, True)


def test_sample_file_is_read_without_a_fault(client_of_acceptor: Client) -> None:
    sent = client_of_acceptor.get(f"{LIST}/sample.csv").content
    file = SimpleUploadedFile("sample.csv", sent)

    answer = client_of_acceptor.post(LIST, {"firm": FIRM, "organisation": Organisation.objects.get().pk, "file": file})

    assert answer.status_code == 303


def test_unknown_file_looks_like_no_page(client_of_acceptor: Client) -> None:
    assert client_of_acceptor.get(f"{LIST}/999").status_code == 404


@pytest.mark.parametrize("lines", [1, 20])
def test_preview_costs_the_same_however_long(
    lines: int, client_of_acceptor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hand_in(client_of_acceptor, *(KNOWN.replace("木棉一", "木棉" + "甲" * number) for number in range(1, lines + 1)))
    client_of_acceptor.get(address())

    with django_assert_num_queries(8):
        page = client_of_acceptor.get(address()).text
    assert len(re.findall(r"<tr>", page)) == lines + 1
