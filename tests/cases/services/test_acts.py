"""What is done to a case goes on the record of audit, together with the act or not at all."""

from __future__ import annotations

import pytest

from mumian.audit.terms import Actor, ActorKind
from mumian.cases.errors import ApprovalRefused
from mumian.cases.services import approve_case, by_officer, open_draft
from mumian.cases.terms import CaseId
from mumian.offices.queries import OfficerSheet
from tests.factories import cases
from tests.factories.audit import signed_in
from tests.factories.cases import AT, FACTS, Office
from tests.factories.people import ADULT_NUMBER
from tests.factories.sql import run

pytestmark = [pytest.mark.django_db, pytest.mark.core]


def on_record(case_id: CaseId) -> list[tuple[str, str]]:
    return run("SELECT act, actor_id FROM audit_act WHERE thing = %s ORDER BY position", f"case:{case_id}")


def actor(officer: OfficerSheet) -> Actor:
    return Actor(ActorKind.OFFICER, officer.badge_number, "approval")


def test_act_of_somebody_signed_in_is_on_record(staffed: Office) -> None:
    case_id = cases.cleared(staffed)

    approve_case(case_id=case_id, by=by_officer(staffed.approver, signed_in(actor(staffed.approver), at=AT)), at=AT)

    assert on_record(case_id) == [("approve_case", staffed.approver.badge_number)]


def test_opening_is_the_first_act(staffed: Office) -> None:
    case_id = open_draft(
        service="PP-NEW",
        channel="counter",
        applicant=staffed.applicant,
        applied_with=ADULT_NUMBER.value,
        facts=FACTS,
        by=by_officer(staffed.acceptor, signed_in(actor(staffed.acceptor), at=AT)),
        at=AT,
    )

    assert on_record(case_id) == [("opened", staffed.acceptor.badge_number)]


def test_refused_act_is_not_on_record(staffed: Office) -> None:
    case_id = cases.accepted(staffed)

    with pytest.raises(ApprovalRefused):
        approve_case(case_id=case_id, by=by_officer(staffed.approver, signed_in(actor(staffed.approver), at=AT)), at=AT)

    assert on_record(case_id) == []
