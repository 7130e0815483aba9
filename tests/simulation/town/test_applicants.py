"""Invented people can be found again by their number, and belong to nobody."""

from __future__ import annotations

from datetime import date

from mumian.foundation.identifiers import Sex
from mumian.people.terms import INVENTED_DIVISION
from mumian.simulation.town.applicants import applicant, born_of, citizen_number, refused_on_lists

ON = date(2005, 9, 30)


def test_a_number_is_always_the_same_person() -> None:
    asked = {"seed": 1, "service": "HM-G-REPEAT", "district": "440104", "on": ON}

    assert applicant(7, **asked) == applicant(7, **asked)  # type: ignore[arg-type]  # one bundle, twice


def test_no_two_numbers_share_a_citizen_number() -> None:
    numbers = {citizen_number(number, Sex.FEMALE, ON).value for number in range(60_000)}

    assert len(numbers) == 60_000


def test_citizen_numbers_belong_to_a_division_of_nobody() -> None:
    assert citizen_number(3, Sex.MALE, ON).value.startswith(INVENTED_DIVISION)


def test_everybody_who_comes_is_of_age() -> None:
    assert all(ON.year - born_of(number, ON).year >= 17 for number in range(0, 40_000, 37))


def test_who_wants_an_endorsement_holds_the_permit_it_sits_in() -> None:
    who = applicant(1, seed=1, service="HM-G", district="440104", on=ON)

    assert [document.type_code for document in who.person.documents] == ["ID_CARD", "EEP_HKMO"]


def test_lists_meet_about_as_many_as_the_volumes_say() -> None:
    hits = {"FILED_STAFF": 0.02, "WANTED": 0.001}
    met = [refused_on_lists(number, seed=1, hits=hits, false_matches=0.6) for number in range(20_000)]

    found = [one for one in met if one is not None]
    assert 320 < len(found) < 520
    assert 0.5 < sum(not truly for _, truly in found) / len(found) < 0.7
