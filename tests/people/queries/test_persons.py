"""Finding people."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from mumian.foundation.identifiers import CitizenNumber
from mumian.foundation.identifiers.checks import mod_11_2
from mumian.people.queries import organisations_by_name, people_by_name, people_by_number, person_sheet
from mumian.people.services import enter_organisations, enter_people
from mumian.people.terms import DocumentFacts, DocumentState, LatinName, OrganisationFacts, OrganisationKind, PersonFacts
from tests.factories.people import AT, TODAY, child, enter, foreigner, resident
from tests.factories.sql import run

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", ["440199199001010017", "EA1234567", "GZ1234567"])
def test_person_is_found_by_any_number(number: str) -> None:
    enter(child())
    person_id = enter(resident())

    assert [person.person_id for person in people_by_number(number, on=TODAY)] == [person_id]


def test_number_nobody_has_finds_nobody() -> None:
    enter(resident())

    assert people_by_number("EA7654321", on=TODAY) == ()


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("木", ["木棉一", "木棉小"]),
        ("木棉小", ["木棉小"]),
        ("木 棉 小", ["木棉小"]),
        ("棉", []),
        ("mu", ["Jörg Müller", "木棉一", "木棉小"]),
        ("MU MIANYI", ["木棉一"]),
        ("mu, mian-yi", ["木棉一"]),
        ("Mueller", ["Jörg Müller"]),
        ("Müller Jörg", ["Jörg Müller"]),
        ("mianyi", []),
        ("%", []),
        ("", []),
    ],
)
def test_people_are_found_by_the_beginning_of_a_name(written: str, names: list[str]) -> None:
    for person in (resident(), child(), foreigner()):
        enter(person)

    assert sorted(person.name for person in people_by_name(written, on=TODAY)) == names


def test_name_and_birth_date_narrow_each_other() -> None:
    enter(resident())
    enter(child())

    assert [person.name for person in people_by_name("木棉", on=TODAY, born_on=date(2015, 1, 1))] == ["木棉小"]


def namesakes(number: int) -> list[PersonFacts]:
    bodies = [f"44019919800101{position:03}" for position in range(number)]
    return [resident(numbers=(CitizenNumber(body + mod_11_2(body)),), documents=()) for body in bodies]


@pytest.mark.parametrize("number", [1, 30])
def test_search_takes_five_queries_and_shows_at_most_twenty(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    enter_people(people=namesakes(number), at=AT)

    with django_assert_num_queries(5):
        found = people_by_name("木棉", on=TODAY)

    assert len(found) == min(number, 20)


@pytest.mark.parametrize(("column", "table"), [("name_form", "people_person"), ("form", "people_latinspelling")])
def test_search_by_beginning_goes_over_an_index(column: str, table: str) -> None:
    run("SET LOCAL enable_seqscan = off")

    plan = run(f"EXPLAIN SELECT id FROM {table} WHERE {column} LIKE 'MU%%'")  # noqa: S608  # both names stand above

    assert any("Index" in line and "person_by" in line for (line,) in plan)


def test_guardian_of_the_past_is_not_shown() -> None:
    parent, minor = enter(resident()), enter(child())
    run(
        "INSERT INTO people_guardianship (guardian_id, minor_id, minor_birth_date, relation, valid_from, valid_to) "
        "VALUES (%s, %s, '2015-01-01', 'parent', '2015-01-01', '2026-08-31')",
        parent,
        minor,
    )

    shown = [len(person_sheet(minor, on=on).guardians) for on in (date(2026, 8, 31), TODAY)]  # type: ignore[union-attr]  # entered above

    assert shown == [1, 0]


@pytest.mark.parametrize(
    ("on", "state", "is_valid"),
    [
        (date(2025, 12, 31), DocumentState.VALID, False),
        (date(2026, 1, 1), DocumentState.VALID, True),
        (date(2026, 12, 31), DocumentState.VALID, True),
        (date(2027, 1, 1), DocumentState.VALID, False),
        (date(2026, 6, 1), DocumentState.LOST, False),
    ],
)
def test_document_is_valid_from_its_first_to_its_last_day_unless_lost(on: date, state: DocumentState, is_valid: bool) -> None:
    held = DocumentFacts("PASSPORT", "EA1", "CHN", date(2026, 1, 1), date(2026, 12, 31), state=state)
    person_id = enter(resident(documents=(held,)))

    found = person_sheet(person_id, on=on)

    assert found is not None
    assert found.documents[0].is_valid_on(on) == is_valid


def test_person_is_shown_masked() -> None:
    found = person_sheet(enter(resident(spellings=(LatinName("MU", "MIANYI"),))), on=TODAY)

    assert found is not None
    assert (found.masked_name, found.numbers[0].masked, found.documents[0].masked) == ("木•", "••••0017", "••••4567")


@pytest.mark.parametrize("written", ["虚构贸易", "91350100M000100Y43"])
def test_organisation_is_found_by_name_and_by_code(written: str) -> None:
    facts = [
        OrganisationFacts(OrganisationKind.FIRM, "虚构贸易有限公司", "Fictional Trading", "91350100M000100Y43", "440104"),
        OrganisationFacts(OrganisationKind.SCHOOL, "虚构大学", "Fictional University", None, "440104"),
    ]
    enter_organisations(organisations=facts, at=AT)

    assert [found.name_zh for found in organisations_by_name(written)] == ["虚构贸易有限公司"]
