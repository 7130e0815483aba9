"""Applications that belong together."""

from __future__ import annotations

import pytest

from mumian.cases.errors import ApplicationRefusedAtTheDoor
from mumian.cases.models import Case
from mumian.cases.queries import group_list
from mumian.cases.services import accept_together, open_draft, open_group
from mumian.cases.terms import CaseId
from mumian.foundation.commands import KeyUsedForAnotherRequest
from tests.factories import cases
from tests.factories.cases import AT, FACTS, HALL, Office, on_duty
from tests.factories.people import ADULT_NUMBER

pytestmark = [pytest.mark.django_db, pytest.mark.core]


def test_applications_of_a_family_are_listed_together_and_no_others(staffed: Office) -> None:
    cases.opened(staffed)
    group_id = open_group(by=on_duty(staffed.acceptor), at=AT)

    def opened() -> CaseId:
        return open_draft(
            service="PP-NEW",
            channel="counter",
            applicant=staffed.applicant,
            applied_with=ADULT_NUMBER.value,
            facts=FACTS,
            group_id=group_id,
            by=on_duty(staffed.acceptor),
            at=AT,
        )

    family = [opened(), opened()]

    assert [row.case_id for row in group_list(group_id, at=AT)] == family


def together(of: Office, *family: CaseId, key: str = "") -> tuple[CaseId, ...]:
    return accept_together(case_ids=family, hall=HALL, identity_checked=True, by=on_duty(of.acceptor), at=AT, key=key)


def test_family_is_accepted_in_one_act_each_with_its_own_receipt(staffed: Office) -> None:
    family = [cases.submitted(staffed), cases.submitted(staffed)]

    assert together(staffed, *family) == tuple(family)

    accepted = list(Case.objects.filter(pk__in=family).values_list("stage", "group_id"))
    numbers = set(Case.objects.filter(pk__in=family).values_list("receipt_number", flat=True))
    assert (accepted, len(numbers)) == ([("accepted", accepted[0][1])] * 2, 2)
    assert [row.case_id for row in group_list(accepted[0][1] or 0, at=AT)] == family


def test_when_one_cannot_be_accepted_none_is_and_the_sentence_says_which_and_why(staffed: Office) -> None:
    good, bad = cases.submitted(staffed), cases.opened(staffed)

    with pytest.raises(ApplicationRefusedAtTheDoor) as refused:
        together(staffed, good, bad)

    assert refused.value.sentence.en == (
        "None of the 2 applications was accepted, since 1 of them cannot be. 木•, Ordinary passport, first issue: Not done: "
        "accept the application. The case is draft, and this step does not follow from there. Reload to see where it stands. "
        "Settle that and accept them together again, or take the others without them."
    )
    assert (cases.stage(good), Case.objects.get(pk=good).group_id) == ("submitted", None)


def test_nobody_is_accepted_when_nobody_is_chosen(staffed: Office) -> None:
    with pytest.raises(ApplicationRefusedAtTheDoor, match="no application was chosen"):
        together(staffed)


def test_family_sent_twice_is_accepted_once(staffed: Office) -> None:
    family = [cases.submitted(staffed), cases.submitted(staffed)]

    assert together(staffed, *family, key="a") == together(staffed, *family, key="a")
    with pytest.raises(KeyUsedForAnotherRequest):
        together(staffed, family[0], key="a")
