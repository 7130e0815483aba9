"""What a window asks about the applications it has in hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mumian.cases.models import Case, Notice
from mumian.cases.queries.windows import accepted_by, application, case_by_code, in_hand, open_of, promised_on
from mumian.cases.services import issue_material_notice
from mumian.cases.terms import CaseStage, Declared
from mumian.foundation.identifiers import LETTERS
from tests.factories.cases import AT, Office, accepted, on_duty, opened, submitted


def test_application_says_what_was_declared_and_handed_in(staffed: Office) -> None:
    found = application(submitted(staffed))

    assert found is not None
    assert (found.stage, found.declared, found.handed_in, found.contact_badge, found.notice) == (
        CaseStage.SUBMITTED,
        {Declared.STATE_STAFF: False, Declared.SERVICEMAN: False},
        ("F01", "F13", "F14", "F15", "I01"),
        staffed.acceptor.badge_number,
        None,
    )


def test_application_says_which_notice_waits_and_what_the_first_one_named(staffed: Office) -> None:
    case_id = submitted(staffed)
    issue_material_notice(case_id=case_id, items=["B01", "A14"], by=on_duty(staffed.acceptor), at=AT)

    found = application(case_id)

    assert found is not None
    assert found.notice is not None
    assert (found.notice.items, found.first_items) == (("A14", "B01"), frozenset({"A14", "B01"}))


def test_there_is_no_application_of_an_unknown_number(staffed: Office) -> None:
    assert application(10**9) is None


@pytest.mark.parametrize("column", ["receipt_number", "folder_barcode", "draft_code"])
def test_case_is_found_by_every_code_on_its_papers(staffed: Office, column: str) -> None:
    case_id = accepted(staffed)

    assert case_by_code(LETTERS.shown(getattr(Case.objects.get(pk=case_id), column)).lower()) == case_id


def test_case_is_found_by_the_number_of_its_notice(staffed: Office) -> None:
    case_id = submitted(staffed)
    issue_material_notice(case_id=case_id, items=["B01"], by=on_duty(staffed.acceptor), at=AT)

    assert case_by_code(Notice.objects.get().number) == case_id


def test_what_is_in_hand_is_not_accepted_yet(staffed: Office) -> None:
    draft, taken = opened(staffed), accepted(staffed)

    assert [row.case_id for row in in_hand(staffed.acceptor.officer_id, at=AT)] == [draft]
    assert [row.case_id for row in open_of(staffed.applicant, at=AT)] == [draft]
    assert [row.case_id for row in accepted_by(staffed.acceptor.officer_id, since=AT, at=AT)] == [taken]
    assert accepted_by(staffed.acceptor.officer_id, since=AT + timedelta(seconds=1), at=AT) == ()


def test_promised_day_is_that_of_the_limit(staffed: Office) -> None:
    case_id = accepted(staffed)

    assert promised_on(case_id) == Case.objects.get(pk=case_id).due_on


def test_application_costs_one_query_whatever_it_holds(staffed: Office) -> None:
    case_id = submitted(staffed)

    with CaptureQueriesContext(connection) as asked:
        application(case_id)

    assert len(asked) == 1
