"""Who may be one person shares a key; keys of strangers are few and apart."""

from __future__ import annotations

import pytest
from bench._invented_pairs import Person, pairs

from mumian.clearance.rules.judging import Band, Side, judge
from mumian.clearance.rules.keying import keys_of, one_slip_away

VALID = "440199199001010017"


def side(person: Person) -> Side:
    aliases = [alias for alias in person.aliases.split(";") if alias]
    return Side((person.name, *aliases), person.birth, person.id_number, person.doc_number, person.nationality)


def test_keys_of_a_person_are_these() -> None:
    assert keys_of(Side(("陈大文",), "1990-03-05", VALID, "EA1234567")) == (
        "C440199199001010017",
        "DEA1234567",
        "N陈大文|0305",
        "N陈大文|1990",
        "PCANTAMAN|0305",
        "PCANTAMAN|1990",
        "PCANTAN|0305",
        "PCANTAN|1990",
        "PTANTAPAN|0305",
        "PTANTAPAN|1990",
        "S陈|19900305",
        "X陈大文",
    )


def test_common_name_alone_is_no_key() -> None:
    assert not [key for key in keys_of(Side(("张伟",))) if key.startswith("X")]


def test_damaged_number_stands_for_the_valid_ones_a_slip_away() -> None:
    damaged = VALID[:-1] + "8"

    assert VALID in one_slip_away(damaged)
    assert f"C{VALID}" in keys_of(Side(("欧阳震华",), id_number=damaged))
    assert one_slip_away(VALID[:10]) == ()


def test_almost_everybody_whom_the_rules_surface_is_met_by_a_key() -> None:
    both = [(side(pair.query), side(pair.entry)) for pair in pairs(seed=11, each=12) if pair.same]
    surfaced = [(one, other) for one, other in both if judge(one, other).band is not Band.NONE]

    met = [bool(set(keys_of(one)) & set(keys_of(other))) for one, other in surfaced]

    assert len(surfaced) > 350
    assert sum(met) / len(met) >= 0.99


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("عبدالرحمن الحسيني", "ABDUL RAHMAN AL HUSSEINI"),
        ("阮文雄", "HUNG VAN NGUYEN"),
        ("邱子轩", "CHIOU TZU-HSUAN"),
        ("林秀丽", "CHAN LAM SAU LAI"),
        ("ヤマダ ハナコ", "YAMADA HANAKO"),
    ],
)
def test_names_of_other_readings_meet_on_the_birth_date(one: str, other: str) -> None:
    first, second = keys_of(Side((one,), "1976-07-15")), keys_of(Side((other,), "1976-07-15"))

    assert {key[:1] for key in {*first} & {*second}} & {"S", "T", "P"}


def test_many_words_meet_in_any_order_by_the_year_alone() -> None:
    first, second = "GARCIA LOPEZ MARIA CARMEN", "MARIA DEL CARMEN GARCIA LOPEZ"

    assert {*keys_of(Side((first,), "1977-01-31"))} & {*keys_of(Side((second,), "1977"))}


def test_keys_are_few() -> None:
    counts = [len(keys_of(side(one))) for pair in pairs(seed=12, each=12) for one in (pair.query, pair.entry)]

    assert sum(counts) / len(counts) < 12


@pytest.mark.parametrize("name", ["", "·", "?", "A", "王", "X" * 300, "李" * 40])
def test_odd_names_have_keys_without_a_fault(name: str) -> None:
    assert isinstance(keys_of(Side((name,), "1990-03-05")), tuple)
