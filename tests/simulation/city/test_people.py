"""The invented residents and foreigners, before anything is written."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from mumian.foundation.identifiers import CitizenNumber, OldCitizenNumber, PermanentResidenceNumber, SocialCreditCode
from mumian.foundation.mrz import LayoutCode, Zone, compose, six_digits
from mumian.people.rules.age import age_on
from mumian.people.terms import INVENTED_DIVISION, DocumentFacts, PersonFacts, PersonKind, SpellingOrigin
from mumian.simulation.chance import chance_for
from mumian.simulation.city.foreigners import foreigners, organisations
from mumian.simulation.city.numbers import Numbers
from mumian.simulation.city.residents import Resident, residents

ON = date(2026, 11, 22)
RULEBOOK = Path(__file__).parents[3] / "rulebooks" / "guangzhou"
DISTRICTS = {"440104": 0.7, "440106": 0.3}


def invented_residents(seed: int = 1, number: int = 600) -> list[Resident]:
    return residents(number, districts=DISTRICTS, chance=chance_for(seed, "r"), numbers=Numbers(chance_for(seed, "n")), on=ON)


def invented_foreigners(seed: int = 1, number: int = 200) -> list[PersonFacts]:
    return list(foreigners(number, chance=chance_for(seed, "f"), numbers=Numbers(chance_for(seed, "n")), on=ON))


@pytest.fixture(scope="module")
def people() -> list[Resident]:
    return invented_residents()


@pytest.fixture(scope="module")
def strangers() -> list[PersonFacts]:
    return invented_foreigners()


@cache
def document_types() -> dict[str, dict[str, Any]]:
    return {entry["code"]: entry for entry in yaml.safe_load((RULEBOOK / "documents.yaml").read_text("utf-8"))}


def fits(document: DocumentFacts) -> bool:
    """Whether the number has a form that the rulebook knows for the day of issue."""
    return any(
        re.fullmatch(pattern["regex"], document.number)
        and (pattern["from"] or date.min) <= document.issued_on <= (pattern["to"] or date.max)
        for pattern in document_types()[document.type_code]["number_patterns"]
    )


def test_same_seed_gives_the_same_people() -> None:
    assert (invented_residents(7, 80), invented_foreigners(7, 30)) == (invented_residents(7, 80), invented_foreigners(7, 30))


def test_another_seed_gives_other_people() -> None:
    assert invented_residents(7, 80) != invented_residents(8, 80)


def test_everybody_is_marked_as_invented(people: list[Resident], strangers: list[PersonFacts]) -> None:
    assert all(person.invented for person in (*strangers, *(resident.person for resident in people)))


def test_citizen_numbers_belong_to_no_division_and_agree_with_the_person(people: list[Resident]) -> None:
    numbers = [(resident.person, resident.person.numbers[0]) for resident in people]

    assert all(
        isinstance(number, CitizenNumber)
        and (number.division, number.birth_date, number.sex) == (INVENTED_DIVISION, person.birth_date, person.sex)
        for person, number in numbers
    )


def test_no_number_is_given_twice(people: list[Resident], strangers: list[PersonFacts]) -> None:
    everybody = [*(resident.person for resident in people), *strangers]
    for own in (
        [number.value for person in everybody for number in person.numbers],
        [(document.type_code, document.number, document.issuer) for person in everybody for document in person.documents],
    ):
        assert len(own) == len(set(own))


def test_old_number_is_the_new_one_without_century_and_check(people: list[Resident]) -> None:
    pairs = [resident.person.numbers for resident in people if len(resident.person.numbers) == 2]

    assert len(pairs) > 100
    assert all(isinstance(old, OldCitizenNumber) and new.value[:6] + new.value[8:17] == old.value for new, old in pairs)


def test_division_that_invented_numbers_name_exists_nowhere() -> None:
    divisions = yaml.safe_load((RULEBOOK / "divisions.yaml").read_text("utf-8"))["divisions"]

    assert INVENTED_DIVISION not in {division["code"] for division in divisions}


def test_every_document_fits_the_rulebook_on_the_day_it_was_issued(people: list[Resident], strangers: list[PersonFacts]) -> None:
    documents = [document for person in (*strangers, *(one.person for one in people)) for document in person.documents]

    assert {document.type_code for document in documents} == {
        "ID_CARD",
        "PASSPORT",
        "EEP_HKMO",
        "EEP_TW",
        "ENDORSE_HKMO",
        "FOREIGN_PASSPORT",
        "RESIDENCE_PERMIT",
        "VISA",
        "PR_CARD",
    }
    assert [document for document in documents if not fits(document)] == []


def test_every_document_was_issued_before_today_and_after_its_holder_was_born(
    people: list[Resident], strangers: list[PersonFacts]
) -> None:
    for person in (*strangers, *(resident.person for resident in people)):
        assert all(person.birth_date <= document.issued_on <= ON for document in person.documents)


def test_passport_of_a_child_is_good_for_five_years_and_of_an_adult_for_ten(people: list[Resident]) -> None:
    terms = {
        (age_on(resident.person.birth_date, document.issued_on) >= 16, _years(document))
        for resident in people
        for document in resident.person.documents
        if document.type_code == "PASSPORT"
    }

    assert terms == {(True, 10), (False, 5)}


def _years(document: DocumentFacts) -> int:
    assert document.expires_on is not None
    return round((document.expires_on - document.issued_on).days / 365.25)


def test_identity_card_carries_the_citizen_number_and_nobody_under_sixteen_has_one(people: list[Resident]) -> None:
    for resident in people:
        cards = [document.number for document in resident.person.documents if document.type_code == "ID_CARD"]
        assert cards == ([resident.person.numbers[0].value] if age_on(resident.person.birth_date, ON) >= 16 else [])


def test_endorsement_sits_in_a_permit_and_a_visa_in_a_passport(people: list[Resident], strangers: list[PersonFacts]) -> None:
    carried = {
        (document.type_code, person.documents[document.carrier].type_code)
        for person in (*strangers, *(resident.person for resident in people))
        for document in person.documents
        if document.carrier is not None
    }

    assert carried == {
        ("ENDORSE_HKMO", "EEP_HKMO"),
        ("VISA", "FOREIGN_PASSPORT"),
        ("RESIDENCE_PERMIT", "FOREIGN_PASSPORT"),
    }


def test_endorsements_are_of_kinds_that_the_rulebook_offers(people: list[Resident]) -> None:
    services = yaml.safe_load((RULEBOOK / "services" / "hk_macao_endorsement.yaml").read_text("utf-8"))
    [offered] = [service["variants"] for service in services if service["code"] == "HM-G"]

    drawn = {document.variant for one in people for document in one.person.documents if document.type_code == "ENDORSE_HKMO"}

    assert drawn - {f"HM-G/{variant['code']}" for variant in offered} == set()


def test_every_child_has_a_parent_who_was_of_age_at_its_birth(people: list[Resident]) -> None:
    children = [resident for resident in people if age_on(resident.person.birth_date, ON) < 18]

    assert len(children) == 84
    for child in children:
        assert child.parent is not None
        assert 23 <= age_on(people[child.parent].person.birth_date, child.person.birth_date) <= 40


def test_nobody_of_age_has_a_guardian(people: list[Resident]) -> None:
    assert all(one.parent is None for one in people if age_on(one.person.birth_date, ON) >= 18)


def test_some_with_an_old_passport_have_its_spelling_too() -> None:
    spellings = {
        tuple((one.surname, one.origin) for one in resident.person.spellings)
        for resident in invented_residents(number=3000)
        if resident.person.name.startswith("吕")
    }

    assert spellings == {
        (("LYU", SpellingOrigin.PINYIN),),
        (("LYU", SpellingOrigin.PINYIN), ("LV", SpellingOrigin.DOCUMENT)),
    }


def test_every_passport_has_a_machine_readable_zone(people: list[Resident], strangers: list[PersonFacts]) -> None:
    for person in (*strangers, *(resident.person for resident in people)):
        for document in person.documents:
            if document.type_code in {"PASSPORT", "FOREIGN_PASSPORT"}:
                assert [len(line) for line in compose(zone_of(person, document))] == [44, 44]


def zone_of(person: PersonFacts, document: DocumentFacts) -> Zone:
    state = "D" if person.nationality == "DEU" else person.nationality
    return Zone(
        layout=LayoutCode.TD3,
        document_code="P",
        document_number=document.number,
        born=six_digits(person.birth_date),
        expires=six_digits(document.expires_on or ON),
        issuer=state,
        surname=person.spellings[0].surname,
        given=person.spellings[0].given,
        nationality=state,
        sex=person.sex,
    )


def test_foreigners_are_foreign_and_of_age(strangers: list[PersonFacts]) -> None:
    assert {(person.kind, person.nationality == "CHN", person.register_division) for person in strangers} == {
        (PersonKind.FOREIGNER, False, None)
    }
    assert min(age_on(person.birth_date, ON) for person in strangers) >= 18


def test_permanent_resident_has_the_number_of_his_card(strangers: list[PersonFacts]) -> None:
    permanent = [person for person in strangers if person.numbers]

    assert permanent
    for person in permanent:
        [number] = person.numbers
        assert isinstance(number, PermanentResidenceNumber)
        assert number.birth_date == person.birth_date
        assert number.value in {document.number for document in person.documents if document.type_code == "PR_CARD"}


def test_organisations_are_marked_by_their_code() -> None:
    invented = organisations(districts=["440104"], chance=chance_for(1, "o"), numbers=Numbers(chance_for(1, "n")))

    assert {SocialCreditCode.parse(one.credit_code or "").division for one in invented if one.invented} == {INVENTED_DIVISION}


def test_numbers_that_are_used_up_are_said_to_be() -> None:
    numbers = Numbers(chance_for(1, "n"))

    with pytest.raises(LookupError, match="used up"):
        [numbers.permanent_resident(country="840", birth_date=date(1990, 1, 1)) for _ in range(101)]
