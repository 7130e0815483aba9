"""Many cases at once: each for itself."""

from __future__ import annotations

import pytest

from mumian.cases.rules.permission import LISTS_OPEN
from mumian.cases.services import BulkAnswer, approve_cases, start_productions
from mumian.foundation.commands import KeyUsedForAnotherRequest
from tests.factories import cases
from tests.factories.cases import AT, Office, on_duty

pytestmark = [pytest.mark.django_db, pytest.mark.core]


def test_each_case_is_answered_for_itself(staffed: Office) -> None:
    clear, waiting = cases.cleared(staffed), cases.accepted(staffed)

    answers = approve_cases(case_ids=[waiting, clear], by=on_duty(staffed.approver), at=AT)

    assert [(one.case_id, one.is_done) for one in answers] == [(waiting, False), (clear, True)]
    assert [cases.stage(case_id) for case_id in (waiting, clear)] == ["accepted", "approved"]
    refused = answers[0].refused
    assert refused is not None
    assert refused.en.startswith(LISTS_OPEN.en.partition("{")[0])


def test_a_case_named_twice_is_approved_once_and_answered_once(staffed: Office) -> None:
    case_id = cases.cleared(staffed)

    assert approve_cases(case_ids=[case_id, case_id], by=on_duty(staffed.approver), at=AT) == (BulkAnswer(case_id),)


def test_the_same_key_is_answered_and_not_done_again(staffed: Office) -> None:
    case_id, other = cases.cleared(staffed), cases.cleared(staffed)
    by = on_duty(staffed.approver)

    first = approve_cases(case_ids=[case_id], by=by, at=AT, key="bulk-1")

    assert approve_cases(case_ids=[case_id], by=by, at=AT, key="bulk-1") == first == (BulkAnswer(case_id),)
    with pytest.raises(KeyUsedForAnotherRequest):
        approve_cases(case_ids=[other], by=by, at=AT, key="bulk-1")


def test_documents_of_many_cases_are_begun_by_a_third_person(staffed: Office) -> None:
    made, not_yet = cases.approved(staffed), cases.cleared(staffed)

    answers = start_productions(case_ids=[made, not_yet], by=on_duty(staffed.producer), at=AT)

    assert [one.is_done for one in answers] == [True, False]
    assert [cases.stage(case_id) for case_id in (made, not_yet)] == ["in_production", "accepted"]
