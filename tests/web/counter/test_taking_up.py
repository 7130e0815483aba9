"""An application that no hall has accepted stays where it was begun, and goes on elsewhere only by its code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from django.test import Client

from mumian.accounts.models import Account
from mumian.accounts.services import open_demo_accounts
from mumian.audit.models import Act
from mumian.offices.models import Bureau, Officer
from mumian.offices.services import appoint_officers, open_departments
from mumian.offices.terms import DepartmentKind, Role
from tests.factories.cases import AT
from tests.factories.offices import appointment, posting
from tests.web.conftest import PASSWORD
from tests.web.counter.conftest import Window, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(staff: Mapping[str, Account]) -> Client:
    """Somebody who takes applications in a district."""
    bureau = Bureau.objects.exclude(parent=None).order_by("code").last()
    assert bureau is not None
    open_departments(wanted={bureau.code: list(DepartmentKind)})
    place = posting(Role.ACCEPTANCE_OFFICER, bureau=bureau.code, valid_from=date(2001, 1, 1))
    appoint_officers(appointments=[appointment("300009", place)])
    accounts = open_demo_accounts(usernames=["elsewhere"], password=PASSWORD, at=AT)
    Officer.objects.filter(badge_number="300009").update(account_id=accounts["elsewhere"])
    return signed_in(Account.objects.get(username="elsewhere"))


def test_application_begun_in_another_district_is_not_there(window: Window, elsewhere: Client) -> None:
    case = window.begin("PP-NEW")

    answers = [elsewhere.get(f"/counter/cases/{case.pk}/{page}").status_code for page in ("", "withdraw/", "notice/")]

    assert answers == [404, 404, 404]
    assert not Act.objects.filter(act__contains="look", actor_id="300009").exists()


def test_application_is_taken_up_anywhere_by_its_code(window: Window, elsewhere: Client) -> None:
    case = window.begin("PP-NEW")

    found = elsewhere.post("/counter/", {"q": case.draft_code})

    assert (found.status_code, found.headers["Location"]) == (303, f"/counter/cases/{case.pk}/")
    assert elsewhere.get(f"/counter/cases/{case.pk}/").status_code == 200


def test_code_of_one_opens_no_other(window: Window, elsewhere: Client) -> None:
    case, other = window.begin("PP-NEW"), window.begin("PP-NEW")

    elsewhere.post("/counter/", {"q": case.draft_code})

    assert elsewhere.get(f"/counter/cases/{other.pk}/").status_code == 404


def test_receipt_of_another_district_takes_nothing_up(window: Window, elsewhere: Client) -> None:
    case = window.begin("PP-NEW")
    window.send(case)
    case.refresh_from_db()
    assert case.receipt_number

    elsewhere.post("/counter/", {"q": case.receipt_number})

    assert elsewhere.get(f"/counter/cases/{case.pk}/accepted/").status_code == 404
