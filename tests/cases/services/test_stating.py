"""Facts are completed before acceptance, and never after."""

from __future__ import annotations

import pytest

from mumian.cases.errors import ApplicationRefusedAtTheDoor
from mumian.cases.models import Case
from mumian.cases.services.stating import state_facts
from mumian.cases.services.together import family_of
from tests.factories.cases import AT, FACTS, Office, accepted, on_duty, opened, submitted


def test_facts_are_added_to_those_stated_before(staffed: Office) -> None:
    case_id = submitted(staffed)

    state_facts(case_id=case_id, facts={"applicant.guardian_present": True}, by=on_duty(staffed.acceptor), at=AT)

    assert Case.objects.get(pk=case_id).facts == {**FACTS, "applicant.guardian_present": True}


def test_kind_and_companion_are_written_on_the_case(staffed: Office) -> None:
    case_id = opened(staffed)

    state_facts(
        case_id=case_id,
        facts={"case.variant": "HKG-12M-1"},
        accompanied_by=staffed.applicant,
        by=on_duty(staffed.acceptor),
        at=AT,
    )

    case = Case.objects.get(pk=case_id)
    assert (case.variant, case.agent_id) == ("HKG-12M-1", staffed.applicant)


def test_what_was_accepted_is_not_stated_anew(staffed: Office) -> None:
    case_id = accepted(staffed)

    with pytest.raises(ApplicationRefusedAtTheDoor):
        state_facts(case_id=case_id, facts={"applicant.data_changed": True}, by=on_duty(staffed.acceptor), at=AT)


def test_family_of_an_application_is_begun_once(staffed: Office) -> None:
    case_id = opened(staffed)

    groups = [family_of(case_id=case_id, by=on_duty(staffed.acceptor), at=AT) for _ in range(2)]

    assert groups == [Case.objects.get(pk=case_id).group_id] * 2
