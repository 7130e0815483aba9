"""What is done to a case goes on the record of audit, together with the act or not at all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta

import pytest

from mumian.audit.terms import Actor, ActorKind
from mumian.cases.errors import ApprovalRefused
from mumian.cases.services import (
    approve_case,
    archive,
    by_applicant,
    by_courier,
    by_officer,
    by_rule,
    issue_material_notice,
    lapse_notice,
    open_draft,
    pass_quality,
    record_delivery,
    start_production,
    take_in_materials,
    withdraw,
)
from mumian.cases.services.producing import KEPT_OPEN
from mumian.cases.services.quick.attempting import ordinary_way
from mumian.cases.terms import AcceptanceRule, CaseId
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

    assert on_record(case_id)[-1] == ("approve_case", staffed.approver.badge_number)


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
    before = on_record(case_id)

    with pytest.raises(ApprovalRefused):
        approve_case(case_id=case_id, by=by_officer(staffed.approver, signed_in(actor(staffed.approver), at=AT)), at=AT)

    assert on_record(case_id) == before


def walked(of: Office) -> list[CaseId]:
    """Cases that were moved by everybody who moves cases: officers, applicant, rule, courier and clock."""
    department = of.acceptor.duties[0].department_id
    at_kiosk = by_rule(AcceptanceRule.KIOSK_COMPLETE_APPLICATION, department_id=department, place="K01", at=AT)
    sent = cases.accepted(of, by=at_kiosk)
    cases.clear(of, sent)
    approve_case(case_id=sent, by=cases.on_duty(of.approver), at=AT)
    start_production(case_id=sent, by=cases.on_duty(of.producer), at=AT)
    pass_quality(case_id=sent, by=cases.on_duty(of.checker), at=AT)
    record_delivery(case_id=sent, by=by_courier("EX123", at=AT), at=AT)
    archive(case_id=sent, at=AT + KEPT_OPEN)
    lapsed = cases.submitted(of)
    issue_material_notice(case_id=lapsed, items=["A01"], by=cases.on_duty(of.acceptor), at=AT)
    lapse_notice(case_id=lapsed, at=AT + timedelta(days=60))
    given_up = cases.accepted(of)
    withdraw(case_id=given_up, by=by_applicant(of.applicant, place="portal", at=AT), at=AT)
    return [sent, lapsed, given_up, cases.collected(of)]


def test_every_move_of_every_mover_is_one_act(staffed: Office) -> None:
    ids = walked(staffed)

    moves = run(
        "SELECT 'case:' || case_id, command, at, CASE mover WHEN 'officer' THEN 'officer' WHEN 'applicant' THEN 'applicant'"
        " ELSE 'machine' END, proof FROM cases_move WHERE case_id = ANY(%s) ORDER BY case_id, number",
        ids,
    )
    acts = run(
        "SELECT thing, act, at, actor_kind, coalesce(detail->>'proof', '') FROM audit_act"
        " WHERE thing = ANY(%s) AND act IN (SELECT command FROM cases_transition)"
        " ORDER BY substr(thing, 6)::int, position",
        [f"case:{one}" for one in ids],
    )
    assert acts == moves
    assert {kind for _, _, _, kind, _ in acts} == {"officer", "applicant", "machine"}


def test_machines_act_under_their_own_names(staffed: Office) -> None:
    walked(staffed)

    names = run("SELECT DISTINCT actor_id FROM audit_act WHERE actor_kind = 'machine' ORDER BY 1")
    assert names == [("clock",), ("courier",), ("kiosk_complete_application",)]


def test_applicant_acts_under_his_own_key(staffed: Office) -> None:
    case_id = cases.submitted(staffed)

    assert ("submit_application", str(staffed.applicant)) in on_record(case_id)


def test_officer_does_not_act_in_the_session_of_another(staffed: Office) -> None:
    with pytest.raises(ValueError, match="cannot act in the session of 200001"):
        by_officer(staffed.approver, cases.on_duty(staffed.acceptor).acting)


@pytest.mark.parametrize("way", [nullcontext, ordinary_way])
def test_taking_materials_in_is_an_act(staffed: Office, way: Callable[[], AbstractContextManager[None]]) -> None:
    case_id = cases.opened(staffed)

    with way():
        take_in_materials(case_id=case_id, materials=["F01"], by=cases.on_duty(staffed.acceptor), at=AT)

    assert on_record(case_id)[-1] == ("materials_taken_in", "200001")
