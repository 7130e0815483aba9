"""The record for people: chains computed anew, typed reasons, breaches."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from pytest_django import DjangoAssertNumQueries

from mumian.audit.queries.overseeing import chain_of, record_state, typed_looks
from mumian.audit.services.looking import look
from mumian.audit.terms import Reason, Thing
from mumian.cases.queries.breaches import breaches
from mumian.cases.services import answer_notice, issue_material_notice
from mumian.cases.terms import case_key
from mumian.offices.queries import OfficerSheet, officer_by_badge, sight_of
from mumian.offices.terms import Role
from mumian.people.terms import person_key
from tests.factories import offices
from tests.factories.cases import AT, Office, accepted, approved, by_somebody, on_duty, submitted
from tests.web.desk.conftest import AtDesk
from tests.web.desk.test_other_places import elsewhere

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def auditor(staffed: Office) -> OfficerSheet:
    """The audit administrator."""
    badge = offices.officer("200090", offices.posting(Role.AUDIT_ADMINISTRATOR))
    found = officer_by_badge(badge, on=AT.date())
    assert found is not None
    return found


def test_chain_of_a_case_is_shown_and_holds(staffed: Office, at_desk: AtDesk, auditor: OfficerSheet) -> None:
    case_id = approved(staffed)

    page = at_desk(auditor).get("/desk/audit", {"thing": case_key(case_id)}, headers=ENGLISH).text

    assert ("every link holds" in page, "approve_case" in page or "approved" in page, "does not hold" in page) == (
        True,
        True,
        False,
    )


def test_every_link_is_computed_anew(staffed: Office) -> None:
    links = chain_of(Thing(case_key(approved(staffed))))

    assert [link.sheet.position for link in links] == list(range(len(links), 0, -1))
    assert all(link.holds for link in links)


def test_thing_that_is_not_understood_is_said_and_kept(at_desk: AtDesk, auditor: OfficerSheet) -> None:
    answer = at_desk(auditor).get("/desk/audit", {"thing": "case 7"}, headers=ENGLISH)

    assert (answer.status_code, "such as case:7" in answer.text, 'value="case 7"' in answer.text) == (422, True, True)


def test_number_of_questions_does_not_grow_with_the_chain(
    staffed: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    early, late = accepted(staffed), approved(staffed)

    for case_id in (early, late):
        with django_assert_num_queries(1):
            chain_of(Thing(case_key(case_id)))


def test_before_anything_is_sealed_the_state_says_so(staffed: Office, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    accepted(staffed)

    with django_assert_num_queries(4):
        state = record_state()

    assert (state.signed, state.holds, state.waiting > 0, state.witnesses) == (None, True, True, ())


def test_typed_reasons_are_listed_and_others_are_not(staffed: Office, at_desk: AtDesk, auditor: OfficerSheet) -> None:
    acting = on_duty(staffed.approver).acting
    assert acting is not None
    for minutes, reason in enumerate([Reason.typed("核对同名人员"), Reason.own_case("case:1"), Reason.typed("查找遗失证件")]):
        look(
            person=Thing(person_key(staffed.applicant)),
            fields=["name"],
            reason=reason,
            actor=acting,
            at=AT + timedelta(minutes=minutes),
        )

    assert [one.look.reason.says for one in typed_looks()] == ["查找遗失证件", "核对同名人员"]
    assert "查找遗失证件" in at_desk(auditor).get("/desk/audit/looks").text


def test_typed_reasons_are_found_by_their_index(rulebook_loaded: None, owner_sql: psycopg.Connection) -> None:
    rows = owner_sql.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'looks_with_typed_reasons'").fetchall()

    assert len(rows) == 1


def test_supervisor_sees_that_there_was_no_breach(staffed: Office, at_desk: AtDesk) -> None:
    page = at_desk(staffed.supervisor).get("/desk/breaches", headers=ENGLISH).text

    assert "No breach in the last year" in page


def test_later_demand_is_seen_as_a_breach_with_its_item_and_officer(staffed: Office, at_desk: AtDesk) -> None:
    case_id = submitted(staffed)
    for item in ("A01", "A08"):
        issue_material_notice(case_id=case_id, items=[item], by=on_duty(staffed.acceptor), at=AT)
        answer_notice(case_id=case_id, by=by_somebody(), at=AT)

    [row] = breaches(since=AT - timedelta(days=1), sight=sight_of(staffed.supervisor))

    assert (row.case_id, row.item, row.badge_number) == (case_id, "A08", "200001")
    assert "200001" in at_desk(staffed.supervisor).get("/desk/breaches", headers=ENGLISH).text


def test_breach_of_another_district_is_not_on_the_list(staffed: Office, at_desk: AtDesk) -> None:
    case_id = submitted(staffed)
    for item in ("A01", "A08"):
        issue_material_notice(case_id=case_id, items=[item], by=on_duty(staffed.acceptor), at=AT)
        answer_notice(case_id=case_id, by=by_somebody(), at=AT)

    page = at_desk(elsewhere(Role.SUPERVISOR)).get("/desk/breaches", headers=ENGLISH).text

    assert ("No breach in the last year" in page, "200001" in page) == (True, False)
