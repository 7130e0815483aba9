"""A role counts where it is held: over the place where the case was accepted, by the tree of offices."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import date, timedelta

import pytest

from mumian.cases.errors import ApplicationRefusedAtTheDoor, ApprovalRefused, StepRefused
from mumian.cases.models import Case, Move
from mumian.cases.services import (
    accept_application,
    approve_at_counter,
    approve_case,
    approve_cases,
    approve_extension,
    ask_above,
    by_rule,
    countersign_refusal,
    decide_special_handling,
    hand_out_document,
    pass_quality,
    pause_clock,
    propose_extension,
    propose_refusal,
    record_list_answer,
    reopen_for_error,
    request_special_handling,
    send_back_refusal,
    start_production,
    start_productions,
    withdraw,
)
from mumian.cases.services.quick.attempting import ordinary_way
from mumian.cases.terms import AcceptanceRule, CaseId, ListAnswerKind, RefusalGround, StopGround
from mumian.foundation.words import Text
from mumian.offices.models import Department, Hall, Shift
from mumian.offices.queries import OfficerSheet, officer_by_badge
from mumian.offices.services import appoint_officers, open_departments
from mumian.offices.terms import DepartmentKind, Role
from tests.cases.attacks.test_plain_sql import on_record, step
from tests.factories import cases
from tests.factories.cases import AT, HALL, HOUR, Office, on_duty
from tests.factories.offices import appointment, posting
from tests.factories.sql import refused, run

pytestmark = [pytest.mark.django_db, pytest.mark.core]

REASON = Text("您的证件不能证明身份。", "Your papers do not prove who you are.")
LATER = AT + HOUR
DISTRICT = "H03"
"""A hall of a district; the cases of these tests are accepted in the central hall."""
OTHER_PLACE = "another bureau or hall"
WAYS = [pytest.param(nullcontext, id="quick"), pytest.param(ordinary_way, id="ordinary")]
Way = Callable[[], AbstractContextManager[None]]


def district() -> str:
    """The bureau of the district, with all its departments."""
    bureau = Hall.objects.get(code=DISTRICT).bureau
    assert bureau.parent_id is not None
    open_departments(wanted={bureau.code: list(DepartmentKind)})
    return bureau.code


def posted(role: Role, *, bureau: str | None = None, hall: str | None = None, badge: str = "400001") -> OfficerSheet:
    """Somebody with this role in the district, unless said otherwise."""
    place = posting(role, bureau=bureau or district(), hall=hall, valid_from=date(2001, 1, 1))
    appoint_officers(appointments=[appointment(badge, place)])
    found = officer_by_badge(badge, on=AT.date())
    assert found is not None
    return found


def proposal(of: Office, case_id: CaseId, by: OfficerSheet) -> CaseId:
    ground = RefusalGround.IDENTITY_NOT_PROVEN
    return propose_refusal(case_id=case_id, ground=ground, law="EEAL2012 art 12", reason=REASON, by=on_duty(by), at=AT)


def unanswered(of: Office, case_id: CaseId, by: OfficerSheet) -> CaseId:
    answer = ListAnswerKind.NO_MATCH
    return record_list_answer(case_id=case_id, code="EXIT_BAR", answer=answer, by=on_duty(by), at=AT)


def stopped(of: Office, case_id: CaseId, by: OfficerSheet) -> CaseId:
    return pause_clock(case_id=case_id, ground=StopGround.HEARING, reason="听证", by=on_duty(by), at=AT)


def longer(of: Office, case_id: CaseId, by: OfficerSheet) -> CaseId:
    return propose_extension(case_id=case_id, by_days=1, reason=REASON, by=on_duty(by), at=AT)


ACTS: dict[str, tuple[Role, Callable[[Office], CaseId], Callable[[Office, CaseId, OfficerSheet], object]]] = {
    "approve": (
        Role.APPROVAL_OFFICER,
        cases.cleared,
        lambda of, case_id, who: approve_case(case_id=case_id, by=on_duty(who), at=LATER),
    ),
    "propose a refusal": (Role.APPROVAL_OFFICER, cases.accepted, proposal),
    "propose an extension": (Role.APPROVAL_OFFICER, cases.accepted, longer),
    "stop the clock": (Role.APPROVAL_OFFICER, cases.accepted, stopped),
    "answer a list": (Role.APPROVAL_OFFICER, cases.accepted, unanswered),
    "begin": (
        Role.PRODUCTION_OFFICER,
        cases.approved,
        lambda of, case_id, who: start_production(case_id=case_id, by=on_duty(who), at=LATER),
    ),
    "check": (
        Role.QUALITY_CHECKER,
        cases.in_production,
        lambda of, case_id, who: pass_quality(case_id=case_id, by=on_duty(who), at=LATER),
    ),
    "hand out": (
        Role.HAND_OVER_OFFICER,
        cases.ready,
        lambda of, case_id, who: hand_out_document(case_id=case_id, identity_checked=True, by=on_duty(who), at=LATER),
    ),
    "reopen": (
        Role.SUPERVISOR,
        cases.collected,
        lambda of, case_id, who: reopen_for_error(case_id=case_id, reason="错字", by=on_duty(who), at=LATER),
    ),
    "withdraw": (
        Role.ACCEPTANCE_OFFICER,
        cases.accepted,
        lambda of, case_id, who: withdraw(case_id=case_id, by=on_duty(who), at=LATER),
    ),
    "ask above": (
        Role.APPROVAL_OFFICER,
        cases.accepted,
        lambda of, case_id, who: ask_above(case_id=case_id, text="?", by=on_duty(who), at=LATER),
    ),
    "ask for special handling": (
        Role.ACCEPTANCE_OFFICER,
        cases.accepted,
        lambda of, case_id, who: request_special_handling(case_id=case_id, reason="x", place="y", by=on_duty(who), at=LATER),
    ),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("act", ACTS)
def test_nobody_of_another_district_does_it(staffed: Office, act: str, way: Way) -> None:
    role, made, done = ACTS[act]
    case_id = made(staffed)
    before = cases.stage(case_id)

    with way(), pytest.raises(StepRefused, match=OTHER_PLACE):
        done(staffed, case_id, posted(role))

    assert cases.stage(case_id) == before


def test_nobody_of_another_hall_of_the_same_bureau_approves_at_the_counter(staffed: Office) -> None:
    case_id = cases.cleared(staffed, service="PP-RENEW", facts={**cases.FACTS, "document.months_left": 3})
    bureau = staffed.second.duties[0].bureau
    other = Hall.objects.filter(bureau__code=bureau).exclude(code=HALL).order_by("code").first()
    second = posted(Role.COUNTER_APPROVER, bureau=bureau, hall=other.code if other else DISTRICT)

    with pytest.raises(ApprovalRefused, match=OTHER_PLACE):
        approve_at_counter(case_id=case_id, by=on_duty(second), at=LATER)


def test_among_many_those_of_another_district_are_not_approved(staffed: Office) -> None:
    ours, theirs = cases.cleared(staffed), cases.cleared(staffed)

    answers = approve_cases(case_ids=[ours, theirs], by=on_duty(posted(Role.APPROVAL_OFFICER)), at=LATER)

    assert [one.is_done for one in answers] == [False, False]
    assert all(OTHER_PLACE in one.refused.en for one in answers if one.refused)


def test_among_many_no_document_of_another_district_is_begun(staffed: Office) -> None:
    case_id = cases.approved(staffed)

    (answer,) = start_productions(case_ids=[case_id], by=on_duty(posted(Role.PRODUCTION_OFFICER)), at=LATER)

    assert answer.refused is not None
    assert OTHER_PLACE in answer.refused.en


# ---- two people


def test_nobody_of_another_district_countersigns(staffed: Office) -> None:
    case_id = proposal(staffed, cases.accepted(staffed), staffed.approver)
    stranger = on_duty(posted(Role.COUNTERSIGNER))

    with pytest.raises(ApprovalRefused, match=OTHER_PLACE):
        countersign_refusal(case_id=case_id, by=stranger, at=LATER)
    with pytest.raises(ApprovalRefused, match=OTHER_PLACE):
        send_back_refusal(case_id=case_id, remark="x", by=stranger, at=LATER)

    assert cases.stage(case_id) == "accepted"


def test_no_leader_of_another_district_approves_an_extension(staffed: Office) -> None:
    case_id = longer(staffed, cases.accepted(staffed), staffed.approver)

    with pytest.raises(ApprovalRefused, match=OTHER_PLACE):
        approve_extension(case_id=case_id, by=on_duty(posted(Role.LEADER)), at=LATER)


# ---- the tree, and what goes beyond it


def accepted_in_the_district(of: Office) -> CaseId:
    """One that the district's own officer took in."""
    case_id = cases.submitted(
        of, facts={**cases.FACTS, "applicant.register_district": Hall.objects.get(code=DISTRICT).bureau.code}
    )
    officer = posted(Role.ACCEPTANCE_OFFICER, hall=DISTRICT, badge="400009")
    accept_application(case_id=case_id, hall=DISTRICT, identity_checked=True, by=on_duty(officer), at=AT)
    cases.clear(of, case_id)
    return case_id


@pytest.mark.parametrize("way", WAYS)
def test_city_decides_and_makes_what_its_district_accepted(staffed: Office, way: Way) -> None:
    case_id = accepted_in_the_district(staffed)

    with way():
        approve_case(case_id=case_id, by=on_duty(staffed.approver), at=LATER)
        start_production(case_id=case_id, by=on_duty(staffed.producer), at=LATER)

    city = [staffed.approver.duties[0].department_id, staffed.producer.duties[0].department_id]
    moves = Move.objects.filter(case=case_id, officer__isnull=False).order_by("number")
    assert list(moves.values_list("department_id", flat=True))[-2:] == city


@pytest.mark.parametrize("way", WAYS)
def test_district_decides_what_it_accepted(staffed: Office, way: Way) -> None:
    case_id = accepted_in_the_district(staffed)

    with way():
        approve_case(case_id=case_id, by=on_duty(posted(Role.APPROVAL_OFFICER)), at=LATER)

    assert cases.stage(case_id) == "approved"


@pytest.mark.parametrize("way", WAYS)
def test_nobody_accepts_in_a_hall_where_he_is_not_posted(staffed: Office, way: Way) -> None:
    case_id = cases.submitted(staffed)

    with way(), pytest.raises(ApplicationRefusedAtTheDoor, match=OTHER_PLACE):
        accept_application(case_id=case_id, hall=HALL, identity_checked=True, by=on_duty(posted(Role.ACCEPTANCE_OFFICER)), at=AT)

    assert cases.stage(case_id) == "submitted"


def test_who_is_on_duty_in_another_hall_by_the_roster_accepts_there(staffed: Office) -> None:
    bureau = district()
    officer = posted(Role.ACCEPTANCE_OFFICER, bureau=bureau)
    roster = {"officer_id": officer.officer_id, "department": Department.objects.get(bureau__code=bureau, kind="acceptance")}
    Shift.objects.create(
        hall=Hall.objects.get(code=HALL),
        kind="duty",
        starts_at=AT - HOUR,
        ends_at=AT + HOUR,
        planned_by_id=officer.officer_id,
        planned_at=AT - timedelta(days=1),
        **roster,
    )
    case_id = cases.submitted(staffed)

    accept_application(case_id=case_id, hall=HALL, identity_checked=True, by=on_duty(officer), at=AT)

    assert cases.stage(case_id) == "accepted"


def test_case_accepted_without_a_hall_belongs_to_the_bureau_that_accepted_it(staffed: Office) -> None:
    machine = by_rule(AcceptanceRule.KIOSK_COMPLETE_APPLICATION, department_id=staffed.acceptor.duties[0].department_id, at=AT)
    case_id = cases.accepted(staffed, by=machine)

    assert Case.objects.get(pk=case_id).bureau_id is not None


# ---- the same with plain SQL


@pytest.mark.parametrize(
    ("made", "name", "act", "role"),
    [
        (cases.cleared, "approve", "approve_case", Role.APPROVAL_OFFICER),
        (cases.approved, "produce", "start_production", Role.PRODUCTION_OFFICER),
        (cases.in_production, "check", "pass_quality", Role.QUALITY_CHECKER),
        (cases.ready, "hand_out", "hand_out_document", Role.HAND_OVER_OFFICER),
        (cases.collected, "reopen", "reopen_for_error", Role.SUPERVISOR),
    ],
)
def test_sql_moves_no_case_of_another_district(
    staffed: Office, made: Callable[[Office], CaseId], name: str, act: str, role: Role
) -> None:
    case_id, stranger = made(staffed), posted(role)
    on_record(case_id, act, stranger)

    with refused("who_moves_a_case_is_posted_over_it"):
        step(case_id, name, stranger)


@pytest.mark.parametrize(
    ("approved", "hall", "days", "allowed"),
    [
        pytest.param(True, DISTRICT, None, True, id="this hall on any day"),
        pytest.param(True, DISTRICT, 0, True, id="this hall today"),
        pytest.param(True, DISTRICT, 1, False, id="this hall tomorrow"),
        pytest.param(True, "H05", None, False, id="another hall"),
        pytest.param(True, "", 0, False, id="today, and no hall"),
        pytest.param(False, DISTRICT, None, False, id="not agreed"),
    ],
)
def test_sql_hands_out_in_another_district_only_with_a_consent_to_that_hall_and_day(
    staffed: Office, approved: bool, hall: str, days: int | None, allowed: bool
) -> None:
    case_id, hander = cases.ready(staffed), posted(Role.HAND_OVER_OFFICER)
    time = None if days is None else AT + timedelta(days=days)
    asks, says = on_duty(staffed.hander), on_duty(staffed.leader)
    request_special_handling(case_id=case_id, reason="重病", hall=hall, time=time, by=asks, at=AT)
    decide_special_handling(case_id=case_id, approved=approved, consent="已阅。", by=says, at=AT)
    on_record(case_id, "hand_out_document", hander)

    with nullcontext() if allowed else refused("who_moves_a_case_is_posted_over_it"):
        step(case_id, "hand_out", hander)

    assert cases.stage(case_id) == ("collected" if allowed else "ready")


def test_sql_takes_no_countersigner_of_another_district(staffed: Office) -> None:
    proposal(staffed, cases.accepted(staffed), staffed.approver)

    with refused("who_decides_what_is_proposed_is_posted_over_the_case"):
        run(
            "UPDATE cases_refusalproposal SET approved = true, decided_by_id = %s, decided_at = %s",
            posted(Role.COUNTERSIGNER).officer_id,
            AT,
        )


def test_sql_takes_no_leader_of_another_district(staffed: Office) -> None:
    longer(staffed, cases.accepted(staffed), staffed.approver)

    with refused("who_decides_what_is_proposed_is_posted_over_the_case"):
        run(
            "UPDATE cases_extensionproposal SET approved = true, decided_by_id = %s, decided_at = %s",
            posted(Role.LEADER).officer_id,
            AT,
        )


def test_sql_stops_no_clock_in_another_district(staffed: Office) -> None:
    case_id = cases.accepted(staffed)

    with refused("who_stops_the_clock_is_posted_over_the_case"):
        run(
            "INSERT INTO cases_clockstop (case_id, round, ground, reason, first, stopped_by_id, stopped_at)"
            " VALUES (%s, 1, 'hearing', 'x', %s, %s, %s)",
            case_id,
            AT.date(),
            posted(Role.APPROVAL_OFFICER).officer_id,
            AT,
        )


def test_sql_carries_no_accepted_case_to_another_place(staffed: Office) -> None:
    cases.accepted(staffed)

    with refused("the_place_of_acceptance_stays"):
        run("UPDATE cases_case SET hall_id = (SELECT id FROM offices_hall WHERE code = %s)", DISTRICT)


def test_sql_accepts_no_case_nowhere(staffed: Office) -> None:
    case_id = cases.submitted(staffed)
    run("UPDATE cases_case SET receipt_number = 'A00000000A', accepted_at = %s", AT)
    on_record(case_id, "accept_application", staffed.acceptor)

    with refused("a_case_is_accepted_somewhere"):
        step(case_id, "accept", staffed.acceptor)
