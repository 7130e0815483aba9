"""Cases joined to clearance and payments, as in the running program."""

from __future__ import annotations

import pytest

from mumian.cases.errors import ApplicationRefusedAtTheDoor, ApprovalRefused
from mumian.cases.services import approve_case, sockets
from mumian.clearance.queries import answers_for
from mumian.clearance.terms import ListAnswer
from mumian.foundation.money import Currency, Money
from mumian.foundation.words import Text
from mumian.payments.services import place_order, waive_order
from mumian.payments.terms import Line
from mumian.project.wiring import FeesAtTheWindow, ReferenceLists
from tests.factories import cases
from tests.factories.cases import AT, Office, office, on_duty
from tests.factories.sql import refused, run

pytestmark = [pytest.mark.django_db, pytest.mark.core]

LISTS = ("EXIT_BAR", "FILED_STAFF", "POPULATION", "WANTED")


@pytest.fixture
def staffed(rulebook_loaded: None) -> Office:
    return office()


@pytest.fixture
def joined_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "clearing", ReferenceLists())


def test_acceptance_has_the_applicant_compared_with_the_frozen_lists(staffed: Office, joined_lists: None) -> None:
    case_id = cases.accepted(staffed)

    assert answers_for(f"case:{case_id}", at=AT) == tuple(ListAnswer(code, is_cleared=False) for code in LISTS)


def test_sham_answers_clear_nothing_where_clearance_watches(staffed: Office, joined_lists: None) -> None:
    case_id = cases.cleared(staffed)

    with pytest.raises(ApprovalRefused, match="not every reference list is cleared"):
        approve_case(case_id=case_id, by=on_duty(staffed.approver), at=AT)


def test_sham_answers_clear_nothing_by_plain_sql_either(staffed: Office, joined_lists: None) -> None:
    case_id = cases.cleared(staffed)

    with refused("a_case_is_approved_when_every_frozen_list_is_cleared"):
        run(
            "INSERT INTO cases_move (case_id, command, from_stage, to_stage, mover, officer_id, department_id, rule, proof,"
            " reason, at, number, round, hand) VALUES (%s, 'approve_case', 'accepted', 'approved', 'officer', %s, %s, '', '',"
            " '', %s, 0, 1, '')",
            case_id,
            staffed.approver.officer_id,
            staffed.approver.duties[0].department_id,
            AT,
        )


def test_nothing_is_accepted_before_the_fee_is_settled(staffed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "fees", FeesAtTheWindow())

    with pytest.raises(ApplicationRefusedAtTheDoor, match="fee of 120 yuan"):
        cases.accepted(staffed)


def test_settled_order_opens_the_way(staffed: Office) -> None:
    case_id = cases.submitted(staffed)
    line = Line("document", Text("工本费", "document"), Money(Currency.CNY, 12_000))
    order = place_order(reference=f"case:{case_id}", lines=[line], at=AT)
    owed = FeesAtTheWindow().unpaid(case=f"case:{case_id}", amount=120)

    waive_order(order_id=order.order_id, ground="证件错误重办", officer=staffed.leader.officer_id, at=AT)

    assert (owed, FeesAtTheWindow().unpaid(case=f"case:{case_id}", amount=120)) == (120, 0)
