"""Applications that belong together."""

from __future__ import annotations

import pytest

from mumian.cases.queries import group_list
from mumian.cases.services import by_officer, open_draft, open_group
from mumian.cases.terms import CaseId
from tests.factories import cases
from tests.factories.cases import AT, FACTS, Office
from tests.factories.people import ADULT_NUMBER

pytestmark = [pytest.mark.django_db, pytest.mark.core]


def test_applications_of_a_family_are_listed_together_and_no_others(staffed: Office) -> None:
    cases.opened(staffed)
    group_id = open_group(by=by_officer(staffed.acceptor), at=AT)

    def opened() -> CaseId:
        return open_draft(
            service="PP-NEW",
            channel="counter",
            applicant=staffed.applicant,
            applied_with=ADULT_NUMBER.value,
            facts=FACTS,
            group_id=group_id,
            by=by_officer(staffed.acceptor),
            at=AT,
        )

    family = [opened(), opened()]

    assert [row.case_id for row in group_list(group_id, at=AT)] == family
