"""Urgent and special handling: asked for, and decided by a superior in a session of his own."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from mumian.cases.errors import ApplicationRefusedAtTheDoor, StepRefused
from mumian.cases.models import CaseLimit, FrozenList
from mumian.cases.queries import RequestKind, case_sheet, requests_waiting, special_handlings_since
from mumian.cases.services import (
    accept_application,
    approve_case,
    decide_special_handling,
    decide_urgency,
    hand_out_document,
    request_special_handling,
    request_urgency,
    take_in_materials,
)
from mumian.cases.services.sockets import sockets
from mumian.cases.terms import CaseId
from mumian.catalogue.rules.book.values import FactValue
from tests.factories import cases
from tests.factories.cases import AT, FACTS, HALL, RENEWAL, Office, on_duty

pytestmark = [pytest.mark.django_db, pytest.mark.core]

ORDINARY, URGENT = date(2026, 12, 1), date(2026, 11, 27)
IN_2010 = datetime(2010, 3, 3, 2, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=2)


def hurried(of: Office) -> CaseId:
    """Handed in with the proof of its urgency."""
    case_id = cases.submitted(of, facts={**FACTS, "case.urgent": True})
    take_in_materials(case_id=case_id, materials=["P18"], by=on_duty(of.acceptor), at=AT)
    return case_id


def ask(of: Office, case_id: CaseId, *, at: datetime = AT) -> None:
    request_urgency(case_id=case_id, ground="亲属病危", by=on_duty(of.acceptor), at=at)


def promised(case_id: CaseId) -> date:
    return CaseLimit.objects.get(case_id=case_id, kind="promised").due_on


def accept(of: Office, case_id: CaseId, *, hall: str = HALL, at: datetime = AT) -> None:
    accept_application(case_id=case_id, hall=hall, identity_checked=True, by=on_duty(of.acceptor), at=at)


def test_urgency_approved_before_acceptance_gives_its_own_promise(staffed: Office) -> None:
    case_id = hurried(staffed)
    ask(staffed, case_id)
    decide_urgency(case_id=case_id, approved=True, by=on_duty(staffed.leader), at=AT)

    accept(staffed, case_id)

    sheet = case_sheet(case_id, viewer=None, at=AT)
    assert (promised(case_id), sheet.urgent_ground) == (URGENT, "亲属病危")


def test_urgency_approved_after_acceptance_shortens_the_promise_from_the_day_of_acceptance(staffed: Office) -> None:
    case_id = hurried(staffed)
    accept(staffed, case_id)
    before = promised(case_id)
    ask(staffed, case_id, at=LATER)

    decide_urgency(case_id=case_id, approved=True, by=on_duty(staffed.leader), at=LATER)

    sheet = case_sheet(case_id, viewer=None, at=LATER)
    assert (before, promised(case_id), sheet.due_on) == (ORDINARY, URGENT, URGENT)
    assert max(until for _, until in sheet.shares) == URGENT


def test_urgency_that_was_only_asked_for_or_not_approved_changes_nothing(staffed: Office) -> None:
    waiting, refused = hurried(staffed), hurried(staffed)
    ask(staffed, waiting)
    ask(staffed, refused)
    decide_urgency(case_id=refused, approved=False, by=on_duty(staffed.leader), at=AT)

    for case_id in (waiting, refused):
        accept(staffed, case_id)

    assert [promised(waiting), promised(refused)] == [ORDINARY, ORDINARY]


def test_urgency_that_the_rulebook_does_not_know_is_not_asked_for(staffed: Office) -> None:
    case_id = cases.submitted(staffed, service="QY-RECORD")

    with pytest.raises(StepRefused, match="no urgent handling"):
        ask(staffed, case_id)


@pytest.mark.parametrize("who", ["acceptor", "acceptor2", "approver", "supervisor"])
def test_only_a_superior_decides_about_urgency(who: str, staffed: Office) -> None:
    case_id = hurried(staffed)
    ask(staffed, case_id)

    with pytest.raises(StepRefused, match="only a superior of who asked may"):
        decide_urgency(case_id=case_id, approved=True, by=on_duty(getattr(staffed, who)), at=AT)


def test_urgency_is_asked_once_and_with_a_ground(staffed: Office) -> None:
    case_id = hurried(staffed)
    with pytest.raises(StepRefused, match="ground is missing"):
        request_urgency(case_id=case_id, ground=" ", by=on_duty(staffed.acceptor), at=AT)
    ask(staffed, case_id)

    with pytest.raises(StepRefused, match="waits for a decision"):
        ask(staffed, case_id)


def test_nothing_is_decided_where_nothing_was_asked(staffed: Office) -> None:
    case_id = hurried(staffed)

    with pytest.raises(StepRefused, match="nothing waits"):
        decide_urgency(case_id=case_id, approved=True, by=on_duty(staffed.leader), at=AT)
    with pytest.raises(StepRefused, match="nothing waits"):
        decide_special_handling(case_id=case_id, approved=True, consent="同意", by=on_duty(staffed.leader), at=AT)


def test_urgency_is_not_asked_for_at_the_end(staffed: Office) -> None:
    with pytest.raises(StepRefused, match="it is too late for that"):
        ask(staffed, cases.collected(staffed))


# ---- special handling


def specially(of: Office, case_id: CaseId, *, place: str = "荔湾区虚构医院", at: datetime = AT, **other: Any) -> None:
    request_special_handling(case_id=case_id, reason="重病住院", place=place, by=on_duty(of.acceptor), at=at, **other)


def agreed(of: Office, case_id: CaseId, *, at: datetime = AT) -> None:
    decide_special_handling(case_id=case_id, approved=True, consent="同意上门办理。", by=on_duty(of.leader), at=at)


ELSEWHERE: dict[str, FactValue] = {**FACTS, "applicant.register_district": "440103"}
"""Registered in a district that hall H03 does not serve in 2010."""


def test_consent_frees_the_hall_that_it_names(staffed: Office) -> None:
    case_id = cases.submitted(staffed, at=IN_2010, facts=ELSEWHERE)
    with pytest.raises(ApplicationRefusedAtTheDoor, match="It is taken at"):
        accept(staffed, case_id, hall="H03", at=IN_2010)
    specially(staffed, case_id, hall="H03", at=IN_2010)
    agreed(staffed, case_id, at=IN_2010)

    accept(staffed, case_id, hall="H03", at=IN_2010)

    assert cases.stage(case_id) == "accepted"


@pytest.mark.parametrize("consented", ["H05", ""])
def test_consent_frees_no_other_hall(consented: str, staffed: Office) -> None:
    case_id = cases.submitted(staffed, at=IN_2010, facts=ELSEWHERE)
    specially(staffed, case_id, hall=consented, at=IN_2010)
    agreed(staffed, case_id, at=IN_2010)

    with pytest.raises(ApplicationRefusedAtTheDoor, match="It is taken at"):
        accept(staffed, case_id, hall="H03", at=IN_2010)


@pytest.mark.parametrize(("later", "accepted"), [(-1, False), (0, True), (1, False)])
def test_consent_that_names_a_time_counts_on_that_day_alone(later: int, accepted: bool, staffed: Office) -> None:
    case_id = cases.submitted(staffed, at=IN_2010, facts=ELSEWHERE)
    specially(staffed, case_id, hall="H03", time=IN_2010 + timedelta(days=1), at=IN_2010 - timedelta(days=1))
    agreed(staffed, case_id, at=IN_2010)
    day = IN_2010 + timedelta(days=1 + later)

    if accepted:
        accept(staffed, case_id, hall="H03", at=day)
    else:
        with pytest.raises(ApplicationRefusedAtTheDoor, match="It is taken at"):
            accept(staffed, case_id, hall="H03", at=day)


def test_hall_that_is_none_is_not_asked_for(staffed: Office) -> None:
    with pytest.raises(StepRefused, match="no such hall"):
        specially(staffed, cases.submitted(staffed), hall="H99")


SUNDAY = AT + timedelta(days=2)
LATE = AT + timedelta(hours=12)


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """An office whose windows keep the hours of their hall."""
    monkeypatch.setattr(sockets, "keeps_hours", True)


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("at", [SUNDAY, LATE])
def test_window_does_not_accept_while_its_hall_is_closed_unless_a_leader_has_consented_to_the_day(
    at: datetime, staffed: Office
) -> None:
    case_id = cases.submitted(staffed)
    with pytest.raises(ApplicationRefusedAtTheDoor, match="is closed now"):
        accept(staffed, case_id, at=at)
    specially(staffed, case_id, place="", time=at)
    agreed(staffed, case_id)

    with pytest.raises(ApplicationRefusedAtTheDoor, match="is closed now"):
        accept(staffed, case_id, at=at + timedelta(days=7))
    accept(staffed, case_id, at=at)

    assert cases.stage(case_id) == "accepted"


@pytest.mark.usefixtures("kept")
def test_document_is_not_handed_out_while_the_hall_is_closed_unless_a_leader_has_consented_to_the_day(staffed: Office) -> None:
    case_id = cases.ready(staffed)
    by = on_duty(staffed.hander)
    with pytest.raises(StepRefused, match="is closed now"):
        hand_out_document(case_id=case_id, identity_checked=True, by=by, at=SUNDAY)
    request_special_handling(case_id=case_id, reason="重病", time=SUNDAY, by=by, at=LATER)
    agreed(staffed, case_id, at=LATER)

    hand_out_document(case_id=case_id, identity_checked=True, by=by, at=SUNDAY)

    assert cases.stage(case_id) == "collected"


@pytest.mark.usefixtures("kept")
def test_what_was_handed_in_by_web_waits_for_no_window(staffed: Office) -> None:
    case_id = cases.submitted(staffed, service="PP-RENEW", facts={**RENEWAL, "document.months_left": 3}, channel="web")

    accept(staffed, case_id, at=SUNDAY)

    assert cases.stage(case_id) == "accepted"


@pytest.mark.usefixtures("kept")
def test_window_accepts_in_the_hours_of_its_hall(staffed: Office) -> None:
    case_id = cases.submitted(staffed)

    accept(staffed, case_id)

    assert cases.stage(case_id) == "accepted"


def test_consent_frees_nothing_but_the_place(staffed: Office) -> None:
    facts = {**FACTS, "applicant.register_city": "430100", "applicant.register_district": "430102"}
    case_id = cases.submitted(staffed, at=IN_2010, facts=facts)
    specially(staffed, case_id, hall="H03", at=IN_2010)
    agreed(staffed, case_id, at=IN_2010)

    with pytest.raises(ApplicationRefusedAtTheDoor, match="city where your household is registered"):
        accept(staffed, case_id, hall="H03", at=IN_2010)


def test_hands_and_lists_stay_as_they_are(staffed: Office) -> None:
    ordinary, special = cases.accepted(staffed), cases.submitted(staffed)
    specially(staffed, special)
    agreed(staffed, special)
    accept(staffed, special)

    lists = [set(FrozenList.objects.filter(case_id=one).values_list("list_id", flat=True)) for one in (ordinary, special)]
    assert lists[0] == lists[1]
    with pytest.raises(StepRefused, match="not every reference list is cleared"):
        approve_case(case_id=special, by=on_duty(staffed.approver), at=AT)


def test_special_handling_is_counted_and_shown_on_the_case(staffed: Office) -> None:
    one, other = cases.submitted(staffed), cases.submitted(staffed)
    for case_id in (one, other):
        specially(staffed, case_id)
    agreed(staffed, one, at=LATER)
    decide_special_handling(case_id=other, approved=False, consent="不同意。", by=on_duty(staffed.leader), at=LATER)

    [request] = case_sheet(one, viewer=None, at=LATER).requests
    assert (request.kind, request.place, request.consent, request.decided_badge) == (
        RequestKind.SPECIAL_HANDLING,
        "荔湾区虚构医院",
        "同意上门办理。",
        "200009",
    )
    assert (special_handlings_since(AT), special_handlings_since(LATER + timedelta(hours=1))) == (1, 0)


def test_what_waits_is_listed_until_it_is_decided(staffed: Office) -> None:
    one, other = hurried(staffed), cases.submitted(staffed)
    ask(staffed, one)
    specially(staffed, other, at=LATER)
    both = [("urgency", one), ("special_handling", other)]
    assert [(row.kind.value, row.case_id) for row in requests_waiting(staffed.leader)] == both
    assert [(row.kind.value, row.case_id) for row in requests_waiting(staffed.countersigner)] == both[:1]
    assert requests_waiting(staffed.acceptor) == ()

    agreed(staffed, other, at=LATER)

    assert [row.case_id for row in requests_waiting(staffed.leader)] == [one]


def test_only_a_leader_consents_to_special_handling_and_in_writing(staffed: Office) -> None:
    case_id = cases.submitted(staffed)
    specially(staffed, case_id)

    with pytest.raises(StepRefused, match="written consent of a leader"):
        decide_special_handling(case_id=case_id, approved=True, consent="同意", by=on_duty(staffed.countersigner), at=AT)
    with pytest.raises(StepRefused, match="consent is given in writing"):
        decide_special_handling(case_id=case_id, approved=True, consent=" ", by=on_duty(staffed.leader), at=AT)


def test_special_handling_names_another_place_or_time(staffed: Office) -> None:
    case_id = cases.submitted(staffed)

    with pytest.raises(StepRefused, match="neither another place nor another time"):
        specially(staffed, case_id, place=" ")
