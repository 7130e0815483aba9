"""What belongs to another district is not there for who does not see it, and odd numbers in forms are no fault of ours."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mumian.cases.models import Case
from mumian.foundation.identifiers.codes import LETTERS
from mumian.offices.models import Bureau
from mumian.offices.queries import OfficerSheet, officer_by_badge
from mumian.offices.services import appoint_officers, open_departments
from mumian.offices.terms import DepartmentKind, Role
from tests.factories import cases
from tests.factories.cases import AT, Office
from tests.factories.offices import appointment, posting
from tests.web.desk.conftest import AtDesk
from tests.web.desk.test_batches import FIRM, LIST, address, client_of_acceptor, hand_in

__all__ = ["client_of_acceptor"]

pytestmark = pytest.mark.django_db


def elsewhere(role: Role) -> OfficerSheet:
    """Somebody with this role in another district."""
    bureau = Bureau.objects.exclude(parent=None).order_by("code").last()
    assert bureau is not None
    open_departments(wanted={bureau.code: list(DepartmentKind)})
    place = posting(role, bureau=bureau.code, valid_from=date(2001, 1, 1))
    appoint_officers(appointments=[appointment("400001", place)])
    found = officer_by_badge("400001", on=AT.date())
    assert found is not None
    return found


@pytest.mark.parametrize("step", ["withdraw", "decline", "notice", "noticed", "check", "urgent"])
def test_case_accepted_elsewhere_is_not_there_at_the_counter(staffed: Office, at_desk: AtDesk, step: str) -> None:
    case_id = cases.accepted(staffed)
    stranger = at_desk(elsewhere(Role.ACCEPTANCE_OFFICER))

    answers = {stranger.get(f"/counter/cases/{case_id}/{step}/").status_code}
    answers.add(stranger.post(f"/counter/cases/{case_id}/{step}/", {"key": "1"}).status_code)

    assert answers <= {404, 405}
    assert Case.objects.get(pk=case_id).stage == "accepted"


def test_number_approved_elsewhere_is_not_shown_to_a_second_officer(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)
    number = LETTERS.shown(Case.objects.get(pk=case_id).receipt_number or "")

    page = at_desk(elsewhere(Role.COUNTER_APPROVER)).get(f"/counter/second/?done={case_id}")

    assert (page.status_code, number in page.text) == (200, False)


@pytest.mark.parametrize("case", ["abc", "²", "9" * 30, "9" * 5000, ""])
def test_odd_number_at_the_second_officers_list_is_an_answer(staffed: Office, at_desk: AtDesk, case: str) -> None:
    answer = at_desk(staffed.second).post("/counter/second/", {"case": case, "key": "1"})

    assert answer.status_code == 422


def test_file_of_a_firm_is_not_there_in_another_district(staffed: Office, client_of_acceptor: Client, at_desk: AtDesk) -> None:
    hand_in(client_of_acceptor, "PP-NEW,木棉甲,MU MIANJIA,440199199001010017,999999x,否,否")

    stranger = at_desk(elsewhere(Role.ACCEPTANCE_OFFICER))

    assert client_of_acceptor.get(address()).status_code == 200
    assert {stranger.get(address()).status_code, stranger.get(f"{address()}/to-mend.csv").status_code} == {404}


@pytest.mark.parametrize("firm", ["abc", "9" * 30, ""])
def test_file_without_a_firm_is_refused_with_a_sentence(client_of_acceptor: Client, firm: str) -> None:
    file = SimpleUploadedFile("list.csv", b"x")

    answer = client_of_acceptor.post(LIST, {"firm": FIRM, "organisation": firm, "file": file})

    assert answer.status_code == 422
