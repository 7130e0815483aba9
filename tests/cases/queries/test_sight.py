from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mumian.cases.queries.sight import cases_of, own_case_of, sees_case, works_on
from mumian.cases.queries.work_lists import Wanted, desk_list
from mumian.cases.services import by_applicant, open_draft, submit_application
from mumian.cases.terms import CaseId, CaseStage
from mumian.offices.models import Relief, Shift
from mumian.offices.queries import OfficerSheet, officer_by_badge
from mumian.offices.services import appoint_officers
from mumian.offices.terms import Role
from tests.factories import cases
from tests.factories.cases import AT, HOUR, Office
from tests.factories.offices import appointment, posting

pytestmark = pytest.mark.django_db


def at_hall(badge: str, role: Role, hall: str) -> OfficerSheet:
    """Somebody posted in a hall of the centre."""
    appoint_officers(appointments=[appointment(badge, posting(role, hall=hall))])
    found = officer_by_badge(badge, on=AT.date())
    assert found
    return found


def test_accepted_case_is_seen_in_its_hall_and_above_and_nowhere_else(staffed: Office) -> None:
    here, elsewhere = at_hall("300001", Role.HALL_GUIDE, "H01"), at_hall("300002", Role.HALL_GUIDE, "H02")
    case_id = cases.accepted(staffed)

    assert [sees_case(one, case_id) for one in (here, elsewhere, staffed.leader)] == [True, False, True]


def test_application_that_no_hall_has_accepted_is_seen_by_acceptance(staffed: Office) -> None:
    case_id = cases.submitted(staffed)

    assert [sees_case(one, case_id) for one in (staffed.acceptor2, staffed.producer)] == [True, False]


def test_unknown_case_is_seen_by_nobody(staffed: Office) -> None:
    assert (sees_case(staffed.leader, 0), works_on(staffed.leader, 0)) == (False, False)


def test_case_is_the_own_one_of_its_contact_of_whose_turn_it_is_and_of_who_had_a_hand_on_it(staffed: Office) -> None:
    case_id = cases.approved(staffed)

    own = {one.badge_number for one in staffed.everybody() if works_on(one, case_id)}

    contact_and_acceptor, decided, turn = {"200001"}, {"200003"}, {"200005", "200011"}
    assert own == contact_and_acceptor | decided | turn


def test_own_case_of_a_person_is_found(staffed: Office) -> None:
    case_id = cases.approved(staffed)

    found = [own_case_of(staffed.applicant, one) for one in (staffed.producer, staffed.leader)]

    assert found == [case_id, None]


def test_cases_of_a_person_are_listed_by_a_fixed_number_of_queries(staffed: Office) -> None:
    counted = []
    for _ in range(2):
        cases.accepted(staffed)
        with CaptureQueriesContext(connection) as queries:
            rows = cases_of(staffed.applicant, officer=staffed.leader, at=AT)
        counted.append((len(rows), len(queries)))

    assert counted == [(1, counted[0][1]), (2, counted[0][1])]
    assert cases_of(staffed.applicant, officer=replace(staffed.leader, duties=()), at=AT) == ()


# ---- before any place has accepted it


def opened_by(of: Office, officer: OfficerSheet) -> CaseId:
    """A draft that this officer opened at his window."""
    return cases.opened(replace(of, acceptor=officer))


def test_draft_is_seen_where_it_was_opened_and_is_the_own_case_of_who_opened_it(staffed: Office) -> None:
    opener = at_hall("300001", Role.ACCEPTANCE_OFFICER, "H01")
    colleague, stranger = at_hall("300002", Role.ACCEPTANCE_OFFICER, "H01"), at_hall("300003", Role.ACCEPTANCE_OFFICER, "H02")
    case_id = opened_by(staffed, opener)

    told = [(sees_case(one, case_id), works_on(one, case_id)) for one in (opener, colleague, stranger)]

    assert told == [(True, True), (True, False), (False, False)]
    assert [own_case_of(staffed.applicant, one) for one in (opener, colleague, stranger)] == [case_id, None, None]


def test_list_shows_the_drafts_that_are_seen(staffed: Office) -> None:
    opener, stranger = at_hall("300001", Role.ACCEPTANCE_OFFICER, "H01"), at_hall("300003", Role.ACCEPTANCE_OFFICER, "H02")
    case_id = opened_by(staffed, opener)
    drafts = Wanted(stage=CaseStage.DRAFT)

    shown = [[row.case_id for row in desk_list(drafts, officer=one, at=AT).rows] for one in (opener, stranger)]

    assert shown == [[case_id], []]


def test_who_took_the_duty_over_works_on_its_drafts(staffed: Office) -> None:
    opener, successor = at_hall("300001", Role.ACCEPTANCE_OFFICER, "H01"), at_hall("300003", Role.ACCEPTANCE_OFFICER, "H02")
    case_id = opened_by(staffed, opener)
    shift = Shift.objects.create(
        officer_id=opener.officer_id,
        department_id=opener.duties[0].department_id,
        kind="duty",
        starts_at=AT - HOUR,
        ends_at=AT,
        planned_by_id=opener.officer_id,
        planned_at=AT - HOUR,
    )
    handed = Relief.objects.create(
        shift=shift, officer_id=opener.officer_id, successor_id=successor.officer_id, handed_over_at=AT
    )
    before = works_on(successor, case_id)

    handed.acknowledged_at = AT
    handed.save()

    assert (before, works_on(successor, case_id)) == (False, True)


def test_draft_of_an_applicant_is_nobodys_until_it_is_handed_in(staffed: Office) -> None:
    case_id = open_draft(
        service="HM-G-REPEAT",
        channel="web",
        applicant=staffed.applicant,
        applied_with="0017",
        by=by_applicant(staffed.applicant, place="portal", at=AT),
        at=AT,
    )
    before = [sees_case(one, case_id) for one in staffed.everybody()]

    submit_application(case_id=case_id, by=by_applicant(staffed.applicant, place="portal", at=AT), at=AT)

    assert (any(before), sees_case(staffed.acceptor, case_id), sees_case(staffed.producer, case_id)) == (False, True, False)
