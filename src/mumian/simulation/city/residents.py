"""The residents of the invented city: adults first, then children with the parent who stands for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from mumian.foundation.identifiers import Identifier, Sex
from mumian.foundation.mrz import older_spellings, romanised
from mumian.people.rules.age import OF_AGE
from mumian.people.terms import LatinName, PersonFacts, PersonKind, SpellingOrigin
from mumian.simulation.chance import day_between, years_after
from mumian.simulation.city.numbers import Numbers
from mumian.simulation.city.papers import CHN, identity_card, papers_of_resident
from mumian.simulation.names import ChineseName, chinese_name

CHILDREN = 0.14
YOUNGEST_PARENT, OLDEST_PARENT, OLDEST = 23, 40, 88
AWAY_FROM_REGISTER = 0.1
ELSEWHERE = ("440300", "440500", "440600", "440800", "441300", "441400", "441800", "445100")
"""Divisions of other cities, for people who live here and are registered there."""

OLD_NUMBERS_UNTIL = date(1985, 1, 1)
"""Those born before it have their old number with fifteen digits on record as well."""

OLD_PASSPORT_SPELLING = 0.5


@dataclass(frozen=True, slots=True)
class Resident:
    """A resident; `parent` is the place in the list of who stands for a child."""

    person: PersonFacts
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class _Source:
    """What every resident is drawn from."""

    chance: Random
    numbers: Numbers
    districts: Mapping[str, float]
    on: date


def residents(number: int, *, districts: Mapping[str, float], chance: Random, numbers: Numbers, on: date) -> list[Resident]:
    """So many residents on this day, spread over the districts by their weights; about every seventh is a child."""
    source = _Source(chance, numbers, districts, on)
    children = round(number * CHILDREN)
    named = [_adult(source) for _ in range(number - children)]
    parents = [place for place, (_, person) in enumerate(named) if _child_born(person.birth_date, on) is not None]
    grown = [Resident(person) for _, person in named]
    return grown + [_child(place, *named[place], source) for place in chance.choices(parents, k=children)]


def _adult(source: _Source) -> tuple[ChineseName, PersonFacts]:
    sex = source.chance.choice((Sex.MALE, Sex.FEMALE))
    name = chinese_name(source.chance, sex=sex)
    born = day_between(source.chance, years_after(source.on, -OLDEST), years_after(source.on, -OF_AGE))
    return name, _person(name, sex, born, _division(source), source)


def _child(place: int, parent_name: ChineseName, parent: PersonFacts, source: _Source) -> Resident:
    sex = source.chance.choice((Sex.MALE, Sex.FEMALE))
    surname = None if parent_name.is_minority else (parent_name.surname, parent_name.surname_pinyin)
    name = chinese_name(source.chance, sex=sex, surname=surname)
    between = _child_born(parent.birth_date, source.on)
    assert between is not None, "only those who may be parents are drawn"  # noqa: S101  # a defect of the caller
    born = day_between(source.chance, *between)
    return Resident(_person(name, sex, born, parent.register_division or _division(source), source), place)


def _child_born(parent_born: date, on: date) -> tuple[date, date] | None:
    """From when to when a child under age of this parent was born; None when there is no such time."""
    first = max(years_after(on, 1 - OF_AGE), years_after(parent_born, YOUNGEST_PARENT))
    last = min(on, years_after(parent_born, OLDEST_PARENT))
    return (first, last) if first <= last else None


def _person(name: ChineseName, sex: Sex, born: date, division: str, source: _Source) -> PersonFacts:
    number = source.numbers.citizen(birth_date=born, sex=sex)
    numbers: tuple[Identifier, ...] = (number,)
    if born < OLD_NUMBERS_UNTIL:
        numbers += (source.numbers.old_citizen(number),)
    return PersonFacts(
        kind=PersonKind.RESIDENT,
        name=name.written,
        sex=sex,
        birth_date=born,
        nationality=CHN,
        spellings=tuple(_spellings(name, source)),
        numbers=numbers,
        register_division=division,
        documents=(
            *identity_card(number, chance=source.chance, on=source.on),
            *papers_of_resident(born, chance=source.chance, numbers=source.numbers, on=source.on),
        ),
        invented=True,
    )


def _spellings(name: ChineseName, source: _Source) -> Iterator[LatinName]:
    """The spelling of today, and for some with ü the one their old passport had."""
    surname, given = romanised(name.surname_pinyin, on=source.on), romanised(name.given_pinyin, on=source.on)
    yield LatinName(surname, given)
    if "ü" in name.surname_pinyin and source.chance.random() < OLD_PASSPORT_SPELLING:
        yield LatinName(older_spellings(name.surname_pinyin)[0], given, SpellingOrigin.DOCUMENT)


def _division(source: _Source) -> str:
    if source.chance.random() < AWAY_FROM_REGISTER:
        return source.chance.choice(ELSEWHERE)
    return source.chance.choices(list(source.districts), weights=list(source.districts.values()))[0]
