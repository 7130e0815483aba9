"""Visits at home: approved by a superior, made by two, with numbers that work without a network and once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mumian.audit.models import Act
from mumian.cases.errors import ApplicationRefusedAtTheDoor, StepRefused
from mumian.cases.models import Case, ReservedNumber, Visit
from mumian.cases.queries import visit_sheet, visits
from mumian.cases.services import accept_application, approve_visit, refuse_visit, request_visit
from mumian.cases.terms import CaseId, VisitGround, VisitId
from mumian.foundation.clock import local_date
from mumian.foundation.identifiers.base import NumberRefused
from mumian.foundation.identifiers.codes import LETTERS
from mumian.offices.queries import OfficerSheet
from tests.factories import cases
from tests.factories.cases import AT, HALL, Office, on_duty
from tests.factories.sql import refused, run

pytestmark = [pytest.mark.django_db, pytest.mark.core]

TODAY = local_date(AT)


def asked(of: Office, **changes: Any) -> VisitId:
    given = {"ground": VisitGround.ILLNESS, "reason": "卧床", "address": "虚构路2号", **changes}
    return request_visit(person=of.applicant, by=on_duty(of.acceptor), at=AT, **given)


def approve(of: Office, visit_id: VisitId, **changes: Any) -> VisitId:
    given = {"first": of.acceptor, "second": of.acceptor2, "on": TODAY, "numbers": 3, "by": on_duty(of.leader), **changes}
    return approve_visit(visit_id=visit_id, at=AT, **given)


def planned(of: Office) -> VisitId:
    return approve(of, asked(of))


def numbers(visit_id: VisitId) -> list[str]:
    return list(ReservedNumber.objects.filter(visit_id=visit_id).order_by("ordinal").values_list("number", flat=True))


def enter(of: Office, case_id: CaseId, number: str, *, by: OfficerSheet | None = None, later: int = 0) -> str:
    accept_application(
        case_id=case_id,
        hall=HALL,
        identity_checked=True,
        reserved_number=number,
        by=on_duty(by or of.acceptor),
        at=AT + timedelta(days=later),
    )
    return Case.objects.get(pk=case_id).receipt_number or ""


def test_approved_visit_has_two_officers_and_numbers_like_any_other(staffed: Office) -> None:
    visit_id = planned(staffed)

    sheet = visit_sheet(visit_id, officer=staffed.acceptor)
    assert sheet is not None
    assert (sheet.makers, sheet.on, sheet.count, sheet.used) == (("200001", "200012"), TODAY, 3, 0)
    assert [LETTERS.parse(one.number) for one in sheet.numbers] == numbers(visit_id)


def test_acceptance_at_a_visit_is_entered_with_its_number(staffed: Office) -> None:
    visit_id = planned(staffed)
    first, second, _ = numbers(visit_id)

    assert enter(staffed, cases.submitted(staffed), first) == first
    assert enter(staffed, cases.submitted(staffed), second.lower(), by=staffed.acceptor2) == second
    sheet = visit_sheet(visit_id, officer=staffed.acceptor)
    assert sheet is not None
    assert (sheet.used, [one.case_id is not None for one in sheet.numbers]) == (2, [True, True, False])


def test_number_is_used_once(staffed: Office) -> None:
    number = numbers(planned(staffed))[0]
    enter(staffed, cases.submitted(staffed), number)

    with pytest.raises(ApplicationRefusedAtTheDoor, match="was used for another application"):
        enter(staffed, cases.submitted(staffed), number)


def test_mistyped_number_is_refused_by_its_check_character(staffed: Office) -> None:
    number = numbers(planned(staffed))[0]
    wrong = ("A" if number[0] != "A" else "C") + number[1:]

    with pytest.raises(NumberRefused):
        enter(staffed, cases.submitted(staffed), wrong)


def test_only_who_made_the_visit_enters_its_acceptances(staffed: Office) -> None:
    number = numbers(planned(staffed))[0]

    with pytest.raises(ApplicationRefusedAtTheDoor, match="not reserved for a visit of yours"):
        enter(staffed, cases.submitted(staffed), number, by=staffed.second)


def test_number_of_no_visit_is_refused(staffed: Office) -> None:
    planned(staffed)

    with pytest.raises(ApplicationRefusedAtTheDoor, match="not reserved"):
        enter(staffed, cases.submitted(staffed), LETTERS.new())


@pytest.mark.parametrize(("later", "accepted"), [(7, True), (8, False)])
def test_acceptances_are_entered_within_a_week(later: int, accepted: bool, staffed: Office) -> None:
    number = numbers(planned(staffed))[0]
    case_id = cases.submitted(staffed)

    if accepted:
        assert enter(staffed, case_id, number, later=later) == number
    else:
        with pytest.raises(ApplicationRefusedAtTheDoor, match="its numbers count no more"):
            enter(staffed, case_id, number, later=later)


def test_guards_of_acceptance_are_the_same_and_the_number_is_kept(staffed: Office) -> None:
    number = numbers(planned(staffed))[0]

    with pytest.raises(ApplicationRefusedAtTheDoor, match="does not follow from there"):
        enter(staffed, cases.opened(staffed), number)

    assert ReservedNumber.objects.get(number=number).case_id is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"second": "acceptor"}, "two different officers"),
        ({"second": "producer"}, "have to take applications on that day"),
        ({"on": TODAY - timedelta(days=1)}, "that day is over"),
        ({"numbers": 21}, "between 1 and 20 numbers"),
        ({"by": "acceptor2"}, "a superior of who asked approves a visit"),
    ],
)
def test_visit_is_not_approved(changes: dict[str, Any], why: str, staffed: Office) -> None:
    visit_id = asked(staffed)
    given = {name: getattr(staffed, value) if isinstance(value, str) else value for name, value in changes.items()}
    if "by" in given:
        given["by"] = on_duty(given["by"])

    with pytest.raises(StepRefused, match=why):
        approve(staffed, visit_id, **given)


def test_visit_is_decided_once(staffed: Office) -> None:
    visit_id = asked(staffed)
    refuse_visit(visit_id=visit_id, by=on_duty(staffed.leader), at=AT)

    with pytest.raises(StepRefused, match="decided already"):
        approve(staffed, visit_id)


def test_visit_says_why_and_where(staffed: Office) -> None:
    with pytest.raises(StepRefused, match="reason or address is missing"):
        asked(staffed, address=" ")


def test_request_sent_twice_is_one_visit(staffed: Office) -> None:
    assert asked(staffed, key="v") == asked(staffed, key="v")


def test_visits_to_be_decided_stand_first(staffed: Office) -> None:
    done, waiting = planned(staffed), asked(staffed)

    assert [one.visit_id for one in visits(staffed.leader)] == [waiting, done]
    assert Act.objects.filter(thing=f"visit:{done}").count() == 2


# ---- attacks


def test_two_different_officers_make_a_visit(staffed: Office) -> None:
    asked(staffed)

    with refused("two_different_officers_make_a_visit"):
        run(
            'UPDATE cases_visit SET approved = true, decided_by_id = %s, decided_at = %s, "on" = %s,'
            " first_officer_id = %s, second_officer_id = %s",
            *(staffed.leader.officer_id, AT, TODAY, staffed.acceptor.officer_id, staffed.acceptor.officer_id),
        )


def test_visit_is_approved_by_a_superior(staffed: Office) -> None:
    asked(staffed)

    with refused("a_visit_is_approved_by_a_superior"):
        run(
            'UPDATE cases_visit SET approved = true, decided_by_id = %s, decided_at = %s, "on" = %s,'
            " first_officer_id = %s, second_officer_id = %s",
            *(staffed.acceptor2.officer_id, AT, TODAY, staffed.acceptor.officer_id, staffed.acceptor2.officer_id),
        )


def test_approved_visit_has_its_day_and_two_officers(staffed: Office) -> None:
    asked(staffed)

    with refused("an_approved_visit_has_its_day_and_two_officers"):
        run("UPDATE cases_visit SET approved = true, decided_by_id = %s, decided_at = %s", staffed.leader.officer_id, AT)


def test_numbers_are_reserved_only_for_approved_visits(staffed: Office) -> None:
    visit_id = asked(staffed)

    with refused("numbers_are_reserved_for_approved_visits"):
        run("INSERT INTO cases_reservednumber (visit_id, ordinal, number) VALUES (%s, 1, %s)", visit_id, LETTERS.new())


def test_number_of_a_case_is_not_reserved(staffed: Office) -> None:
    visit_id, case_id = planned(staffed), cases.accepted(staffed)
    number = Case.objects.get(pk=case_id).receipt_number

    with refused("a_number_of_a_case_is_not_reserved"):
        run("INSERT INTO cases_reservednumber (visit_id, ordinal, number) VALUES (%s, 9, %s)", visit_id, number)


def test_reserved_number_is_given_only_at_its_visit(staffed: Office) -> None:
    number, case_id = numbers(planned(staffed))[0], cases.submitted(staffed)

    with refused("a_reserved_number_is_given_only_at_its_visit"):
        run("UPDATE cases_case SET receipt_number = %s WHERE id = %s", number, case_id)


def test_reserved_number_is_used_by_who_made_the_visit(staffed: Office) -> None:
    planned(staffed)
    case_id = cases.submitted(staffed)

    with refused("a_reserved_number_is_used_by_who_made_the_visit"):
        run(
            "UPDATE cases_reservednumber SET case_id = %s, used_by_id = %s, used_at = %s WHERE ordinal = 1",
            *(case_id, staffed.second.officer_id, AT),
        )


def test_used_number_stays_used(staffed: Office) -> None:
    visit_id = planned(staffed)
    enter(staffed, cases.submitted(staffed), numbers(visit_id)[0])

    with refused("a_reserved_number_is_used_once"):
        run("UPDATE cases_reservednumber SET case_id = NULL, used_by_id = NULL, used_at = NULL WHERE case_id IS NOT NULL")


@pytest.mark.parametrize("attack", ["UPDATE cases_visit SET address = 'x'", "UPDATE cases_reservednumber SET number = number"])
def test_visit_is_not_rewritten(attack: str, staffed: Office) -> None:
    planned(staffed)

    with refused("permission denied"):
        run(attack)
    assert Visit.objects.count() == 1
