"""What a person is compared by, and who fits a number or a name."""

from __future__ import annotations

import pytest

from mumian.foundation.identifiers import Sex
from mumian.people.queries.particulars import Particulars, ids_by_name, ids_by_number, particulars_of
from mumian.people.terms import PersonId
from tests.factories.people import ADULT_NUMBER, child, enter, resident

pytestmark = pytest.mark.django_db


def test_particulars_are_the_person_with_all_numbers() -> None:
    facts = resident()

    assert particulars_of(enter(facts)) == Particulars(
        facts.name,
        facts.birth_date,
        "CHN",
        Sex.MALE,
        (ADULT_NUMBER.value,),
        ("EA1234567", "CA1234567", "GZ1234567"),
    )


def test_nobody_has_no_particulars() -> None:
    assert particulars_of(PersonId(0)) is None


@pytest.mark.parametrize("number", [ADULT_NUMBER.value, "EA1234567"])
def test_a_person_is_found_by_identity_and_by_document(number: str) -> None:
    person = enter()

    assert ids_by_number(number, most=20) == (person,)


@pytest.mark.parametrize(("written", "found"), [("木棉", 2), ("木棉小", 1), ("MU MIAN", 2), ("", 0)])
def test_names_are_found_by_how_they_begin(written: str, found: int) -> None:
    enter()
    enter(child())

    assert len(ids_by_name(written, most=20)) == found
