"""Duty at the desk: the roster, calls from stand-by, relief with open matters."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from mumian.cases.queries.matters import OwnCases
from mumian.cases.services import ask_above
from mumian.offices.models import Relief, Shift, StandByCall
from mumian.offices.queries import OfficerSheet
from mumian.offices.services import plan_shifts
from mumian.offices.terms import DepartmentKind, ShiftFacts, ShiftId, ShiftKind
from tests.factories import cases
from tests.factories.cases import AT, HOUR, Office, on_duty
from tests.web.desk.conftest import AtDesk

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
DUTY = "/desk/duty"
PLAN = {
    "badge": "200001",
    "department": "acceptance",
    "kind": "duty",
    "window": "",
    "starts": "2026-11-20T09:00",
    "ends": "2026-11-20T17:00",
}


def shift(of: Office, officer: OfficerSheet, kind: ShiftKind = ShiftKind.DUTY) -> ShiftId:
    """A shift that is running."""
    facts = ShiftFacts(officer.badge_number, "440100", DepartmentKind.ACCEPTANCE, AT - HOUR, AT + 6 * HOUR, kind=kind)
    return plan_shifts(shifts=[facts], by=of.leader.officer_id, at=AT - timedelta(days=1))[0]


def test_leader_plans_and_withdraws_a_shift(staffed: Office, at_desk: AtDesk) -> None:
    leader = at_desk(staffed.leader)

    assert leader.post(DUTY, PLAN).status_code == 303
    assert "200001" in leader.get(DUTY).text
    planned = Shift.objects.get()
    leader.post(f"{DUTY}/shifts/{planned.pk}/withdraw")

    planned.refresh_from_db()
    assert planned.withdrawn_at is not None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"ends": "2026-11-20T08:00"}, "name beginning and end"),
        ({"starts": ""}, "name beginning and end"),
        ({"department": "production"}, "does not serve in that department"),
    ],
)
def test_faulty_plan_is_refused_and_kept(changes: dict[str, str], why: str, staffed: Office, at_desk: AtDesk) -> None:
    answer = at_desk(staffed.leader).post(DUTY, {**PLAN, **changes}, headers=ENGLISH)

    assert (answer.status_code, why in answer.text, 'value="200001"' in answer.text) == (422, True, True)


def test_who_does_not_plan_sees_no_form_and_is_refused(staffed: Office, at_desk: AtDesk) -> None:
    client = at_desk(staffed.acceptor)

    assert 'name="badge"' not in client.get(DUTY).text
    assert client.post(DUTY, PLAN).status_code == 422


def test_stand_by_is_called_up_and_acknowledges(staffed: Office, at_desk: AtDesk) -> None:
    standing = shift(staffed, staffed.acceptor, ShiftKind.STAND_BY)
    leader = at_desk(staffed.leader)
    leader.post(f"{DUTY}/shifts/{standing}/call", {"reason": "人多"})
    called = StandByCall.objects.get()
    officer = at_desk(staffed.acceptor)
    assert "人多" in officer.get(DUTY).text

    officer.post(f"{DUTY}/calls/{called.pk}", {"answer": "acknowledged"})

    assert "is coming" in leader.get(DUTY, headers=ENGLISH).text


def test_duty_is_handed_over_with_its_open_matters_and_taken_over(staffed: Office, at_desk: AtDesk) -> None:
    running = shift(staffed, staffed.acceptor)
    draft, accepted = cases.opened(staffed), cases.accepted(staffed)
    ask_above(case_id=accepted, text="?", by=on_duty(staffed.acceptor), at=AT)

    answer = at_desk(staffed.acceptor).post(f"{DUTY}/shifts/{running}/hand-over", {"successor": "200012"})

    relief = Relief.objects.get()
    keys = list(relief.matters.order_by("pk").values_list("key", flat=True))
    assert (answer.status_code, keys[0], keys[1].partition(":")[0], len(keys)) == (303, f"case:{draft}", "question", 2)
    successor = at_desk(staffed.acceptor2)
    assert "hands duty over to you" in successor.get(DUTY, headers=ENGLISH).text
    successor.post(f"{DUTY}/reliefs/{relief.pk}")
    relief.refresh_from_db()
    assert relief.acknowledged_at is not None


def test_nobody_hands_over_the_duty_of_another(staffed: Office, at_desk: AtDesk) -> None:
    running = shift(staffed, staffed.acceptor)

    answer = at_desk(staffed.acceptor2).post(f"{DUTY}/shifts/{running}/hand-over", {"successor": "200012"})

    assert (answer.status_code, Relief.objects.count()) == (404, 0)


def test_open_matters_are_those_still_with_the_contact(staffed: Office) -> None:
    cases.accepted(staffed)
    submitted = cases.submitted(staffed)

    matters = OwnCases().open_matters(officer=staffed.acceptor.officer_id, at=AT)

    assert [matter.key for matter in matters] == [f"case:{submitted}"]


def test_unknown_shift_looks_like_no_page(staffed: Office, at_desk: AtDesk) -> None:
    assert at_desk(staffed.leader).post(f"{DUTY}/shifts/999/withdraw").status_code == 404


@pytest.mark.parametrize("number", [1, 4])
def test_page_costs_the_same_however_many_are_planned(
    number: int, staffed: Office, at_desk: AtDesk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = (staffed.acceptor, staffed.second, staffed.acceptor2)
    for officer in people[: max(1, number - 1)]:
        shift(staffed, officer)
    client = at_desk(staffed.leader)
    client.get(DUTY)

    with django_assert_num_queries(10):
        client.get(DUTY)
