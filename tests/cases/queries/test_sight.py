from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mumian.cases.queries.sight import cases_of, own_case_of, sees_case, works_on
from mumian.offices.queries import OfficerSheet, officer_by_badge
from mumian.offices.services import appoint_officers
from mumian.offices.terms import Role
from tests.factories import cases
from tests.factories.cases import AT, Office
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
