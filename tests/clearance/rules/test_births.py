"""Which births stand beside keys, and that whoever is passed over by them would never have been surfaced."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from bench._invented_pairs import Person, pairs

from mumian.clearance.rules.births import born_of, compare_births, near_births
from mumian.clearance.rules.facts import Facts
from mumian.clearance.rules.judging import Band, judge
from mumian.clearance.rules.keys import keyed
from mumian.clearance.rules.reasons import ReasonCode

FIRST = date(1900, 1, 1)
DAYS = 45_000


def facts(person: Person) -> Facts:
    aliases = [alias for alias in person.aliases.split(";") if alias]
    numbers = (person.id_number,) if person.id_number else ()
    documents = (person.doc_number,) if person.doc_number else ()
    return Facts((person.name, *aliases), person.birth, numbers, documents, person.nationality)


def test_births_are_kept_as_these_numbers() -> None:
    said = ["1987-02-28", "1987年2月8日", "1987", "1987-XX-XX", "1987-02-30", "", "unknown"]

    assert [born_of(one) for one in said] == [19870228, 19870208, 1987, 1987, None, None, None]


def test_births_near_a_day_are_those_that_the_rules_do_not_tell_from_it() -> None:
    chance = random.Random(5)  # noqa: S311  # the same days every time
    days = [FIRST + timedelta(days=chance.randrange(DAYS)) for _ in range(12)]
    every = [FIRST + timedelta(days=number) for number in range(DAYS)]

    for day in days:
        near = set(near_births(int(f"{day:%Y%m%d}")) or ())
        by_rules = {born_of(f"{other}") for other in every if compare_births(f"{day}", f"{other}") is not ReasonCode.BIRTH_OTHER}
        years = {year for year in range(1850, 2100) if compare_births(f"{day}", str(year)) is not ReasonCode.BIRTH_OTHER}
        assert by_rules | years == {one for one in near if one in years or 19000101 <= one <= int(f"{every[-1]:%Y%m%d}")}


def test_a_year_alone_is_near_to_all() -> None:
    assert near_births(1987) is None


@pytest.mark.parametrize("seed", [3, 2026])
def test_nobody_whom_the_rules_surface_is_passed_over_for_his_birth(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # the same pairs every time
    labelled = list(pairs(seed=seed, each=8))
    everybody = [facts(person) for pair in labelled for person in (pair.query, pair.entry)]
    both = [(facts(pair.query), facts(pair.entry)) for pair in labelled]
    # Names that meet, under births, numbers and documents that may or may not be one.
    for one, other in [*both]:
        for _ in range(4):
            third = chance.choice(everybody)
            born = slipped(one.birth, chance)
            both.append(
                (one, Facts(other.names, born, chance.choice([(), third.id_numbers, marred(one, chance)]), third.doc_numbers))
            )
            both.append((Facts(one.names, one.birth, marred(one, chance)), Facts(other.names, third.birth, one.id_numbers)))
    surfaced = [(one, other) for one, other in both if is_surfaced(one, other)]

    for one, other in surfaced:
        assert meets_both_ways(one, other), (one, other)
    assert len(surfaced) > 500


def is_surfaced(one: Facts, other: Facts) -> bool:
    """Whether they share a key, and the rules show them to somebody."""
    shared = {*keyed(one).keys} & {*keyed(other).keys}
    return bool(shared) and judge(one.against(other.sides()[0]), other.sides()[0]).band is not Band.NONE


def meets_both_ways(one: Facts, other: Facts) -> bool:
    return keyed(one).meets(keyed(other)) and keyed(other).meets(keyed(one))


def slipped(birth: str, chance: random.Random) -> str:
    if len(birth) < len("1990-01-01"):
        return birth
    place = chance.choice([0, 1, 2, 3, 5, 6, 8, 9])
    return chance.choice([birth[:4], "", birth[:place] + chance.choice("0123456789") + birth[place + 1 :]])


def marred(one: Facts, chance: random.Random) -> tuple[str, ...]:
    """His number with one sign wrong, lost or more."""
    if not one.id_numbers:
        return ()
    [number, *_] = one.id_numbers
    place = chance.randrange(len(number))
    return (chance.choice([number[:place] + number[place + 1 :], number[:place] + "7" + number[place:], number]),)
