"""Visits at home at the desk."""

from __future__ import annotations

import pytest

from mumian.cases.models import Case, ReservedNumber, Visit
from tests.factories import cases
from tests.factories.cases import Office
from tests.factories.people import ADULT_NUMBER
from tests.web.desk.conftest import AtDesk

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
LIST = "/desk/visits"
GIVEN = {"number": ADULT_NUMBER.value, "ground": "illness", "reason": "卧床", "address": "虚构路2号"}
APPROVED = {"decision": "yes", "first": "200001", "second": "200012", "on": "2026-11-20", "numbers": "2"}


def asked(of: Office, at_desk: AtDesk) -> str:
    """Ask for a visit on the page; answers its address."""
    at_desk(of.acceptor).post(LIST, GIVEN)
    return f"{LIST}/{Visit.objects.get().pk}"


def approved(of: Office, at_desk: AtDesk) -> str:
    address = asked(of, at_desk)
    at_desk(of.leader).post(f"{address}/decide", APPROVED)
    return address


def test_visit_is_asked_for_approved_and_its_sheet_printed(staffed: Office, at_desk: AtDesk) -> None:
    address = approved(staffed, at_desk)

    sheet = at_desk(staffed.acceptor2).get(f"{address}/sheet", headers=ENGLISH).text

    numbers = list(ReservedNumber.objects.order_by("ordinal").values_list("number", flat=True))
    assert len(numbers) == 2
    assert [number[:5] in sheet and number[5:] in sheet for number in numbers] == [True, True]
    assert "Seal over the numbers" in sheet


def test_acceptance_of_a_visit_is_entered_with_its_number(staffed: Office, at_desk: AtDesk) -> None:
    address = approved(staffed, at_desk)
    case = Case.objects.get(pk=cases.submitted(staffed))
    number = ReservedNumber.objects.get(ordinal=1).number

    given = {"draft": case.draft_code, "number": number, "identity": "yes"}
    answer = at_desk(staffed.acceptor).post(f"{address}/enter", given)

    case.refresh_from_db()
    assert (answer.status_code, case.stage, case.receipt_number) == (303, "accepted", number)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"number": ""}, "not taken"),
        ({"number": "AAAAAAAAAA"}, "was not taken"),
        ({"identity": ""}, "identity was not checked"),
        ({"draft": "nothing"}, "no application has this code"),
    ],
)
def test_wrong_entry_is_refused_and_kept(changes: dict[str, str], why: str, staffed: Office, at_desk: AtDesk) -> None:
    address = approved(staffed, at_desk)
    case = Case.objects.get(pk=cases.submitted(staffed))
    given = {"draft": case.draft_code, "number": ReservedNumber.objects.get(ordinal=1).number, "identity": "yes", **changes}

    answer = at_desk(staffed.acceptor).post(f"{address}/enter", given, headers=ENGLISH)

    assert (answer.status_code, why in answer.text, f'value="{given["draft"]}"' in answer.text) == (422, True, True)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"second": "200001"}, "two different officers"),
        ({"second": "999999"}, "no officer with badge 999999"),
        ({"on": "soon"}, "name the day"),
        ({"numbers": "many"}, "between 1 and 20"),
    ],
)
def test_approval_with_faults_is_refused_and_kept(changes: dict[str, str], why: str, staffed: Office, at_desk: AtDesk) -> None:
    address = asked(staffed, at_desk)

    answer = at_desk(staffed.leader).post(f"{address}/decide", {**APPROVED, **changes}, headers=ENGLISH)

    assert (answer.status_code, why in answer.text, 'value="200001"' in answer.text) == (422, True, True)


def test_superior_may_say_no(staffed: Office, at_desk: AtDesk) -> None:
    address = asked(staffed, at_desk)

    at_desk(staffed.leader).post(f"{address}/decide", {"decision": "no"})

    assert Visit.objects.get().approved is False


def test_unknown_person_is_told(staffed: Office, at_desk: AtDesk) -> None:
    answer = at_desk(staffed.acceptor).post(LIST, {**GIVEN, "number": "1"}, headers=ENGLISH)

    assert (answer.status_code, "nobody with this number" in answer.text, "虚构路2号" in answer.text) == (422, True, True)


def test_visit_without_numbers_has_no_sheet(staffed: Office, at_desk: AtDesk) -> None:
    assert at_desk(staffed.acceptor).get(f"{asked(staffed, at_desk)}/sheet").status_code == 404
