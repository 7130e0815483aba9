from __future__ import annotations

import pytest

from mumian.cases.rules.sight import may_work_on
from mumian.cases.terms import CaseStage
from mumian.catalogue.terms import Path
from mumian.offices.terms import Role

TURNS = {
    CaseStage.SUBMITTED: {Role.ACCEPTANCE_OFFICER, Role.COUNTER_APPROVER, Role.HALL_MANAGER},
    CaseStage.ACCEPTED: {Role.APPROVAL_OFFICER, Role.COUNTER_APPROVER, Role.COUNTERSIGNER},
    CaseStage.APPROVED: {Role.PRODUCTION_OFFICER},
    CaseStage.IN_PRODUCTION: {Role.PRODUCTION_OFFICER, Role.QUALITY_CHECKER},
    CaseStage.READY: {Role.HAND_OVER_OFFICER},
    CaseStage.COLLECTED: set(),
    CaseStage.ARCHIVED: set(),
}


@pytest.mark.parametrize(("stage", "roles"), TURNS.items())
def test_case_is_worked_on_by_those_whose_step_comes_next(stage: CaseStage, roles: set[Role]) -> None:
    assert {role for role in Role if may_work_on(stage, Path.FULL, [role])} == roles
