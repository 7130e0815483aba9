"""Keys are exact numbers, made even; digests change with what they stand for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mumian.clearance.errors import NothingToCompare
from mumian.clearance.rules.keys import digest_of_entry, digest_of_person, identity_key, keys_of_entry, keys_of_person
from mumian.clearance.rules.persons import person_from, watch_of
from mumian.clearance.terms import Ask, EntryFacts
from tests.factories.clearance import REGISTERED

ENTRY = EntryFacts("E1", "木棉一", id_number="440199199001010017", doc_number="EA 123-4567")


def test_old_number_of_fifteen_digits_meets_the_new_one() -> None:
    assert identity_key("440199900101001") == identity_key("440199199001010017") == "C:440199199001010017"


def test_number_that_is_no_citizens_is_compared_as_it_stands() -> None:
    assert identity_key("a123456(7)") == "I:A123456(7)"


def test_person_and_entry_meet_whatever_blanks_and_hyphens_are_written() -> None:
    assert keys_of_entry(ENTRY) == keys_of_person(REGISTERED) == ("C:440199199001010017", "D:EA1234567")


def test_entry_without_numbers_has_no_keys() -> None:
    assert keys_of_entry(EntryFacts("E1", "木棉一")) == ()


def test_person_without_numbers_is_not_asked_for() -> None:
    with pytest.raises(NothingToCompare):
        watch_of(Ask("case:1", replace(REGISTERED, numbers=(), documents=()), ("EXIT_BAR",)))


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
