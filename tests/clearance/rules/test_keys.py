"""Keys are stored as numbers; digests change with what they stand for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mumian.clearance.errors import NothingToCompare
from mumian.clearance.rules.facts import facts_of_entry, facts_of_person
from mumian.clearance.rules.keys import digest_of_entry, digest_of_person, hashed, keyed, texts_of
from mumian.clearance.rules.persons import person_from, watch_of
from mumian.clearance.terms import Ask, EntryFacts
from tests.factories.clearance import REGISTERED

WRITTEN = -4_004_531_240_698_310_847
ENTRY = EntryFacts("E1", "木棉一", id_number="440199199001010017", doc_number="EA 123-4567")


def test_every_number_of_a_person_makes_a_key() -> None:
    person = replace(REGISTERED, numbers=("440199900101001", "A123456(7)"), documents=("EA 123-4567", "C1234567"))

    found = [text for text in texts_of(facts_of_person(person)) if text[0] in "CID"]

    assert found == ["C440199199001010017", "DC1234567", "DEA1234567", "IA1234567"]


def test_entry_of_a_register_is_found_by_its_number_alone() -> None:
    assert keyed(facts_of_entry(ENTRY), of_register=True).keys == tuple(
        sorted(map(hashed, ("C440199199001010017", "DEA1234567")))
    )


@pytest.mark.parametrize(
    ("numbers", "number"),
    [
        (("440199900101001",), "440199199001010017"),
        (("440199199001010018",), None),
        (("A123456(7)",), None),
        (("440199199001010017", "440199197503030510"), None),
    ],
)
def test_number_tells_people_apart_when_it_is_valid_and_the_only_one(numbers: tuple[str, ...], number: str | None) -> None:
    wanted = None if number is None else hashed(f"C{number}")

    assert keyed(facts_of_person(replace(REGISTERED, numbers=numbers))).number == wanted


def test_key_is_stored_as_the_same_number_everywhere() -> None:
    assert hashed("C440199199001010017") == WRITTEN


def test_person_without_a_name_is_not_asked_for() -> None:
    with pytest.raises(NothingToCompare):
        watch_of(Ask("case:1", replace(REGISTERED, name=" "), ("EXIT_BAR",)))


def test_order_of_documents_does_not_change_a_person() -> None:
    one, other = (replace(REGISTERED, documents=documents) for documents in (("A1", "B2"), ("B2", "A1")))

    assert digest_of_person(one) == digest_of_person(other)


@pytest.mark.parametrize("change", [{"name": "木棉二"}, {"numbers": ()}, {"documents": ("X1",)}, {"nationality": "HKG"}])
def test_person_who_changes_has_another_digest(change: dict[str, object]) -> None:
    assert digest_of_person(replace(REGISTERED, **change)) != digest_of_person(REGISTERED)  # type: ignore[arg-type]  # names of fields


@pytest.mark.parametrize("change", [{"name": "木棉二"}, {"ground": "x"}, {"owner": "x"}, {"aliases": ("x",)}])
def test_entry_that_changes_has_another_digest(change: dict[str, object]) -> None:
    assert digest_of_entry(replace(ENTRY, **change)) != digest_of_entry(ENTRY)  # type: ignore[arg-type]  # names of fields


def test_person_comes_back_as_he_was_kept() -> None:
    assert person_from(watch_of(Ask("case:1", REGISTERED, ("EXIT_BAR",)))["person"]) == REGISTERED
