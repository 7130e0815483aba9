"""Entering people, documents, guardians and organisations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from mumian.foundation.identifiers import (
    CitizenNumber,
    OldCitizenNumber,
    OldPermanentResidenceNumber,
    PermanentResidenceNumber,
    Sex,
)
from mumian.foundation.identifiers.checks import mod_11_2, seven_three_one
from mumian.people.errors import DocumentKnown, GuardianRefused, NumberKnown
from mumian.people.queries import DocumentSheet, NumberSheet, PersonSheet, person_sheet
from mumian.people.services import end_guardianship, enter_document, enter_guardians, enter_organisations, enter_people
from mumian.people.terms import (
    DocumentFacts,
    DocumentState,
    GuardianFacts,
    LatinName,
    NumberScheme,
    OrganisationFacts,
    OrganisationKind,
    PersonFacts,
    PersonId,
    PersonKind,
    Relation,
    SpellingOrigin,
)
from tests.factories.people import ADULT_NUMBER, AT, CHILD_NUMBER, TODAY, child, enter, foreigner, resident
from tests.factories.sql import run

pytestmark = pytest.mark.django_db


def documents() -> list[tuple[str, str | None]]:
    return [
        (number, carrier)
        for number, carrier in run(
            "SELECT d.number, c.number FROM people_helddocument d LEFT JOIN people_helddocument c ON c.id = d.carrier_id"
        )
    ]


def test_person_is_entered_whole() -> None:
    person_id = enter(resident(numbers=(ADULT_NUMBER, OldCitizenNumber("440199900101001"))))
    ids = dict(run("SELECT number, id FROM people_helddocument"))

    assert person_sheet(person_id, on=TODAY) == PersonSheet(
        person_id=person_id,
        kind=PersonKind.RESIDENT,
        name="木棉一",
        sex=Sex.MALE,
        birth_date=date(1990, 1, 1),
        nationality="CHN",
        register_division="440104",
        invented=True,
        spellings=(LatinName("MU", "MIANYI", SpellingOrigin.PINYIN),),
        numbers=(
            NumberSheet(NumberScheme.CITIZEN, "440199199001010017"),
            NumberSheet(NumberScheme.OLD_CITIZEN, "440199900101001"),
        ),
        documents=(
            sheet(ids, "PASSPORT", "EA1234567", date(2020, 5, 1), date(2030, 4, 30)),
            sheet(ids, "EEP_HKMO", "CA1234567", date(2021, 5, 1), date(2031, 4, 30)),
            replace(
                sheet(ids, "ENDORSE_HKMO", "GZ1234567", date(2026, 5, 1), date(2027, 4, 30)),
                variant="HKG-G-1Y1",
                carrier_id=ids["CA1234567"],
            ),
        ),
        guardians=(),
    )


def sheet(ids: dict[str, int], type_code: str, number: str, issued_on: date, expires_on: date) -> DocumentSheet:
    return DocumentSheet(ids[number], type_code, number, "CHN", issued_on, expires_on, "", None, DocumentState.VALID)


def test_people_are_entered_in_the_order_they_are_given() -> None:
    people = [child(), resident(), foreigner()]

    ids = enter_people(people=people, at=AT)

    assert [person_sheet(one, on=TODAY).name for one in ids] == ["木棉小", "木棉一", "Jörg Müller"]  # type: ignore[union-attr]  # entered above


@pytest.mark.parametrize("number_of_people", [1, 40])
def test_number_of_queries_does_not_grow_with_the_people(
    number_of_people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = [
        foreigner(documents=(DocumentFacts("FOREIGN_PASSPORT", f"X{position}", "DEU", date(2020, 1, 1), None),))
        for position in range(number_of_people)
    ]

    with django_assert_num_queries(6):  # two for the savepoint, one look for documents, three writes
        enter_people(people=people, at=AT)


@pytest.mark.parametrize("again", [resident(documents=()), child(numbers=(CHILD_NUMBER, ADULT_NUMBER))])
def test_number_on_record_is_refused_and_told_masked(again: PersonFacts) -> None:
    enter(resident())

    with pytest.raises(NumberKnown) as refusal:
        enter(again)

    assert "440•••••••••••0017" in refusal.value.sentence.en


def test_nobody_is_entered_when_one_is_on_record() -> None:
    enter(resident())

    with pytest.raises(NumberKnown):
        enter_people(people=[child(), resident(documents=())], at=AT)

    assert run("SELECT count(*) FROM people_person") == [(1,)]


def test_document_on_record_is_refused_and_told_masked() -> None:
    enter(resident())

    with pytest.raises(DocumentKnown) as refusal:
        enter(resident(numbers=(CitizenNumber("440199201501010021"),)))

    assert "••••4567" in refusal.value.sentence.en


def test_same_number_of_another_state_is_another_document() -> None:
    enter(foreigner())

    enter(
        foreigner(nationality="FRA", documents=(DocumentFacts("FOREIGN_PASSPORT", "C01X00T47", "FRA", date(2020, 1, 1), None),))
    )

    assert run("SELECT issuer FROM people_helddocument ORDER BY 1") == [("DEU",), ("FRA",)]


def test_endorsement_is_entered_in_its_permit() -> None:
    person_id = enter(resident())
    [(permit,)] = run("SELECT id FROM people_helddocument WHERE type_code = 'EEP_HKMO'")

    enter_document(
        person_id=person_id,
        document=DocumentFacts("ENDORSE_HKMO", "GZ7654321", "CHN", date(2026, 9, 1), date(2027, 8, 31)),
        carrier_id=permit,
        at=AT,
    )

    assert ("GZ7654321", "CA1234567") in documents()


def test_guardian_is_entered_for_a_minor() -> None:
    parent, minor = enter(resident()), enter(child())

    enter_guardians(guardians=[GuardianFacts(parent, minor, Relation.PARENT, TODAY)])

    found = person_sheet(minor, on=TODAY)
    assert found is not None
    assert [(one.name, one.relation) for one in found.guardians] == [("木棉一", Relation.PARENT)]


def test_guardian_of_somebody_of_age_is_refused_and_nothing_is_entered() -> None:
    parent, minor = enter(resident()), enter(child())
    wrong = GuardianFacts(minor, parent, Relation.SIBLING, TODAY)

    with pytest.raises(GuardianRefused):
        enter_guardians(guardians=[GuardianFacts(parent, minor, Relation.PARENT, TODAY), wrong])

    assert run("SELECT count(*) FROM people_guardianship") == [(0,)]


def guardians(minor: PersonId, on: date) -> list[str]:
    found = person_sheet(minor, on=on)
    assert found is not None
    return [one.name for one in found.guardians]


def test_guardianship_ends_and_stays_on_record() -> None:
    parent, minor = enter(resident()), enter(child())
    enter_guardians(guardians=[GuardianFacts(parent, minor, Relation.PARENT, TODAY)])

    end_guardianship(guardian=parent, minor=minor, on=TODAY)

    assert [guardians(minor, TODAY), guardians(minor, TODAY + timedelta(days=1))] == [["木棉一"], []]


@pytest.mark.parametrize("days", [-1, 1])
def test_guardianship_that_is_not_in_force_is_not_ended(days: int) -> None:
    parent, minor = enter(resident()), enter(child())
    enter_guardians(guardians=[GuardianFacts(parent, minor, Relation.PARENT, TODAY)])
    end_guardianship(guardian=parent, minor=minor, on=TODAY)

    with pytest.raises(GuardianRefused):
        end_guardianship(guardian=parent, minor=minor, on=TODAY + timedelta(days=days))


def test_permanent_resident_is_kept_with_numbers_of_both_lengths() -> None:
    body, old = "93127619800203001", "DEU44018002030"
    numbers = (
        PermanentResidenceNumber(body + mod_11_2(body)),
        OldPermanentResidenceNumber(old + seven_three_one(old)),
    )

    found = person_sheet(enter(foreigner(numbers=numbers)), on=TODAY)

    assert found is not None
    assert [(one.scheme, one.number) for one in found.numbers] == [
        (NumberScheme.PERMANENT_RESIDENCE, numbers[0].value),
        (NumberScheme.OLD_PERMANENT_RESIDENCE, numbers[1].value),
    ]


def test_organisation_is_entered() -> None:
    enter_organisations(
        organisations=[
            OrganisationFacts(OrganisationKind.FIRM, "虚构贸易有限公司", "Fictional Trading", "91350100M000100Y43", "440104")
        ],
        at=AT,
    )

    assert run("SELECT kind, name_form, credit_code FROM people_organisation") == [
        ("firm", "虚构贸易有限公司", "91350100M000100Y43")
    ]


def test_unknown_person_has_no_sheet() -> None:
    assert person_sheet(PersonId(0), on=TODAY) is None
