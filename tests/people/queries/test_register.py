"""Asking the register about a person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from mumian.foundation.identifiers import CitizenNumber, OldCitizenNumber
from mumian.foundation.identifiers.checks import mod_11_2
from mumian.people.queries import agrees_with_register, register_answers
from mumian.people.services import enter_people
from mumian.people.terms import Agreement, PersonFacts, PersonId, RegisterAnswer, RegisterField
from tests.factories.people import ADULT_NUMBER, child, enter, foreigner, resident
from tests.factories.register import ADULT, AT, CHILD, load, register_file

pytestmark = pytest.mark.django_db


def test_person_as_the_register_knows_him_agrees() -> None:
    load(register_file(ADULT, CHILD))

    assert agrees_with_register(enter(resident())) == RegisterAnswer(Agreement.AGREES, version="2026-09")


def test_person_who_differs_is_told_in_which_fields() -> None:
    load(register_file(ADULT.replace("木棉一", "木棉二").replace("440104", "440106")))

    fields = (RegisterField.NAME, RegisterField.DIVISION)
    assert agrees_with_register(enter(resident())) == RegisterAnswer(Agreement.DIFFERS, fields, "2026-09")


def test_person_with_an_old_number_is_found_by_its_longer_form() -> None:
    load(register_file(f"{OldCitizenNumber('440199900101001').upgraded()},木棉一,M,1990-01-01,440104,registered"))

    answer = agrees_with_register(enter(resident(numbers=(OldCitizenNumber("440199900101001"),))))

    assert answer == RegisterAnswer(Agreement.AGREES, version="2026-09")


def test_number_of_today_is_asked_before_an_old_one() -> None:
    load(register_file(ADULT))

    answer = agrees_with_register(enter(resident(numbers=(OldCitizenNumber("440199900101002"), ADULT_NUMBER))))

    assert answer.agreement is Agreement.AGREES


@pytest.mark.parametrize("person", [child(), foreigner()])
def test_person_the_register_does_not_hold_is_not_found(person: PersonFacts) -> None:
    load(register_file(ADULT))

    assert agrees_with_register(enter(person)) == RegisterAnswer(Agreement.NOT_FOUND, version="2026-09")


def test_nobody_is_not_found() -> None:
    load(register_file(ADULT))

    assert agrees_with_register(PersonId(0)).agreement is Agreement.NOT_FOUND


def test_without_a_register_that_is_said() -> None:
    assert agrees_with_register(enter(resident())) == RegisterAnswer(Agreement.NO_REGISTER)


def test_version_last_loaded_is_asked() -> None:
    load(register_file(ADULT), version="new", at=AT + timedelta(days=1))
    load(register_file(CHILD), version="late copy of an old one", at=AT)

    assert agrees_with_register(enter(resident())) == RegisterAnswer(Agreement.AGREES, version="new")


@pytest.mark.parametrize("number", [1, 30])
def test_any_number_of_people_costs_four_queries(number: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    load(register_file(ADULT))
    bodies = [f"44019919900101{position:03}" for position in range(1, 2 * number, 2)]
    people = [resident(numbers=(CitizenNumber(body + mod_11_2(body)),), documents=()) for body in bodies]
    ids = enter_people(people=people, at=AT)

    with django_assert_num_queries(4):
        answers = register_answers(ids)

    assert [answers[one].agreement for one in ids] == [Agreement.AGREES, *[Agreement.NOT_FOUND] * (number - 1)]
