"""Invented names."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from mumian.foundation.identifiers import Sex
from mumian.foundation.mrz import name_field, romanised, special_reading, transliterated
from mumian.simulation.chance import chance_for
from mumian.simulation.names import COUNTRIES, FATHERS, SURNAMES, chinese_name, foreign_name

ON = date(2026, 11, 22)
SEEDS = st.integers(0, 10_000)
SEXES = st.sampled_from([Sex.MALE, Sex.FEMALE])


@given(SEEDS, SEXES)
def test_same_seed_gives_the_same_name(seed: int, sex: Sex) -> None:
    assert chinese_name(chance_for(seed, "x"), sex=sex) == chinese_name(chance_for(seed, "x"), sex=sex)


@given(SEEDS, SEXES)
def test_every_chinese_name_can_be_written_in_a_machine_readable_zone(seed: int, sex: Sex) -> None:
    name = chinese_name(chance_for(seed, "x"), sex=sex, minority=0.2)

    surname, given_name = romanised(name.surname_pinyin, on=ON), romanised(name.given_pinyin, on=ON)

    assert name_field(surname, given_name, 39).startswith(f"{surname}<<{given_name}")


@given(SEEDS, SEXES, st.sampled_from(COUNTRIES))
def test_every_foreign_name_can_be_written_in_latin_capitals(seed: int, sex: Sex, country: object) -> None:
    surname, given_name = foreign_name(chance_for(seed, "x"), country, sex=sex)  # type: ignore[arg-type]  # drawn from COUNTRIES

    assert transliterated(surname)
    assert transliterated(given_name)


def test_child_takes_the_surname_it_is_given() -> None:
    name = chinese_name(chance_for(1, "x"), sex=Sex.FEMALE, surname=("欧阳", "ouyang"))

    assert (name.written[:2], name.surname_pinyin) == ("欧阳", "ouyang")


def test_minority_name_has_a_dot_and_its_given_name_first() -> None:
    name = chinese_name(chance_for(1, "x"), sex=Sex.FEMALE, minority=1)

    given_name, dot, father = name.written.partition("·")
    assert (dot, father in {written for written, _ in FATHERS}, given_name) == ("·", True, name.given)


def test_surnames_with_special_readings_are_spelt_so() -> None:
    special = [(written, pinyin.upper()) for written, pinyin, _ in SURNAMES if special_reading(written)]

    assert special == [("曾", "ZENG"), ("区", "OU"), ("单", "SHAN"), ("尉迟", "YUCHI")]


def test_no_surname_and_no_country_is_listed_twice() -> None:
    assert len({written for written, *_ in SURNAMES}) == len(SURNAMES)
    assert len({country.code for country in COUNTRIES}) == len(COUNTRIES)
