"""What must never be true of people and their documents, tried with plain SQL."""

from __future__ import annotations

from datetime import date

import pytest

from mumian.people.services import enter_guardians
from mumian.people.terms import GuardianFacts, Relation
from tests.factories.people import TODAY, child, enter, foreigner, resident
from tests.factories.sql import refused, run

pytestmark = [pytest.mark.django_db, pytest.mark.core]


@pytest.fixture(autouse=True)
def family() -> None:
    """A parent with documents, a child with its guardian, a foreigner."""
    parent, minor = enter(resident()), enter(child())
    enter(foreigner())
    enter_guardians(guardians=[GuardianFacts(parent, minor, Relation.PARENT, TODAY)])


ATTACKS = [
    ("UPDATE people_person SET kind = 'ghost', register_division = NULL", "person_is_of_a_known_kind"),
    ("UPDATE people_person SET sex = '?'", "sex_is_as_documents_write_it"),
    ("UPDATE people_person SET name = ''", "everybody_has_a_name"),
    ("UPDATE people_person SET nationality = 'de' WHERE kind = 'foreigner'", "nationality_is_three_capitals"),
    ("UPDATE people_person SET nationality = 'CHN' WHERE kind = 'foreigner'", "foreigners_are_not_chinese_citizens"),
    ("UPDATE people_person SET nationality = 'DEU' WHERE kind = 'resident'", "foreigners_are_not_chinese_citizens"),
    ("UPDATE people_person SET register_division = '44' WHERE kind = 'resident'", "household_register_is_in_a_division"),
    ("UPDATE people_person SET register_division = '440104'", "only_residents_have_a_household_register"),
    ("UPDATE people_latinspelling SET surname = 'A', given = 'B'", "a_spelling_is_kept_once_for_a_person"),
    ("UPDATE people_latinspelling SET origin = 'rumour'", "spelling_has_a_known_origin"),
    ("UPDATE people_latinspelling SET form = 'Müller'", "form_of_a_spelling_is_bare_capitals"),
    ("UPDATE people_identitynumber SET number = '440199199001010017'", "an_identity_number_belongs_to_one_person"),
    ("UPDATE people_identitynumber SET number = '4401991990010100'", "identity_number_has_the_shape_of_its_scheme"),
    ("UPDATE people_identitynumber SET scheme = 'hong_kong'", "identity_number_has_the_shape_of_its_scheme"),
    ("UPDATE people_identitynumber SET scheme = 'shoe size'", "identity_number_has_the_shape_of_its_scheme"),
    ("UPDATE people_guardianship SET guardian_id = minor_id", "nobody_guards_himself"),
    ("UPDATE people_guardianship SET relation = 'neighbour'", "guardian_stands_in_a_known_relation"),
    ("UPDATE people_guardianship SET valid_to = valid_from - 1", "guardianship_ends_after_it_begins|lower bound"),
    ("UPDATE people_guardianship SET valid_from = '2033-01-01'", "only_minors_have_guardians"),
    (
        "UPDATE people_guardianship SET minor_birth_date = '2020-01-01'",
        "a_guardianship_follows_the_birth_date_of_the_minor",
    ),
    ("UPDATE people_person SET birth_date = '2000-01-01' WHERE birth_date = '2015-01-01'", "only_minors_have_guardians"),
    (
        "INSERT INTO people_guardianship (guardian_id, minor_id, minor_birth_date, relation, valid_from) "
        "SELECT guardian_id, minor_id, minor_birth_date, 'sibling', '2027-01-01' FROM people_guardianship",
        "a_guardian_is_entered_once_for_a_minor",
    ),
    ("UPDATE people_helddocument SET number = 'X1', type_code = 'T', issuer = 'CHN'", "a_document_number_is_used_once"),
    ("UPDATE people_helddocument SET expires_on = issued_on - 1", "document_expires_after_it_is_issued"),
    ("UPDATE people_helddocument SET state = 'eaten'", "document_is_in_a_known_state"),
    ("UPDATE people_helddocument SET issuer = 'China'", "issuer_of_a_document_is_three_capitals|too long"),
    ("UPDATE people_helddocument SET number = number || '!'", "document_number_is_capitals_and_digits"),
    ("UPDATE people_helddocument SET carrier_id = id", "no_document_carries_itself"),
    (
        "UPDATE people_helddocument SET carrier_id = (SELECT id FROM people_helddocument WHERE type_code = 'FOREIGN_PASSPORT') "
        "WHERE type_code = 'ENDORSE_HKMO'",
        "a_carrier_is_held_by_the_same_person",
    ),
    (
        "INSERT INTO people_organisation (kind, name_zh, name_en, name_form, division, invented, entered_at) "
        "VALUES ('club', 'x', '', 'x', '440104', true, now())",
        "organisation_is_of_a_known_kind",
    ),
    (
        "INSERT INTO people_organisation (kind, name_zh, name_en, name_form, division, invented, entered_at, credit_code) "
        "VALUES ('firm', 'x', '', 'x', '440104', true, now(), '123')",
        "credit_code_is_eighteen_characters",
    ),
    (
        "INSERT INTO people_organisation (kind, name_zh, name_en, name_form, division, invented, entered_at) "
        "VALUES ('firm', 'x', '', 'x', 'moon', true, now())",
        "organisation_is_in_a_division",
    ),
]


@pytest.mark.parametrize(
    ("attack", "constraint"), ATTACKS, ids=[f"{n}-{constraint}" for n, (_, constraint) in enumerate(ATTACKS)]
)
def test_attack_is_refused_by_the_database(attack: str, constraint: str) -> None:
    with refused(constraint):
        run(attack)


def test_corrected_birth_date_is_carried_over_to_the_guardianship() -> None:
    run("UPDATE people_person SET birth_date = '2016-02-02' WHERE birth_date = '2015-01-01'")

    assert run("SELECT minor_birth_date FROM people_guardianship") == [(date(2016, 2, 2),)]
