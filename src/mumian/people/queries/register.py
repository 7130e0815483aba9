"""Ask the mirror of the population register."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from mumian.foundation.identifiers import OldCitizenNumber, Sex
from mumian.people.models import IdentityNumber, Person, RegisterEntry, RegisterVersion
from mumian.people.rules.register import differs_in
from mumian.people.terms import Agreement, NumberScheme, PersonId, RegisterAnswer, RegisterFacts, RegisterState


def agrees_with_register(person_id: PersonId) -> RegisterAnswer:
    """What the register says of one person. See `register_answers`."""
    return register_answers([person_id])[person_id]


def register_answers(person_ids: Collection[PersonId]) -> Mapping[PersonId, RegisterAnswer]:
    """What the version last loaded says of each of these people: agrees, differs in named fields, or does not know him.

    He is looked up by his citizen number, an old one of 15 digits as its 18-character form. Who has none, and whose number the
    register does not hold, is not found. Four queries for any number of people.
    """
    version = RegisterVersion.objects.order_by("-loaded_at", "-pk").first()
    if version is None:
        return dict.fromkeys(person_ids, RegisterAnswer(Agreement.NO_REGISTER))
    numbers = _citizen_numbers(person_ids)
    people = {PersonId(row.pk): row for row in Person.objects.filter(pk__in=person_ids)}
    entries = {row.number: row for row in version.entries.filter(number__in=numbers.values())}
    return {pk: _answer(people.get(pk), entries.get(numbers.get(pk, "")), version.name) for pk in person_ids}


def _citizen_numbers(person_ids: Collection[PersonId]) -> dict[PersonId, str]:
    rows = IdentityNumber.objects.filter(
        person_id__in=person_ids, scheme__in=[NumberScheme.CITIZEN.value, NumberScheme.OLD_CITIZEN.value]
    ).order_by("-scheme")  # a number of today is taken before an old one
    return {
        PersonId(row.person_id): row.number
        if row.scheme == NumberScheme.CITIZEN
        else OldCitizenNumber(row.number).upgraded().value
        for row in rows
    }


def _answer(person: Person | None, entry: RegisterEntry | None, version: str) -> RegisterAnswer:
    if person is None or entry is None:
        return RegisterAnswer(Agreement.NOT_FOUND, version=version)
    fields = differs_in(
        _facts(entry),
        name=person.name,
        sex=Sex(person.sex),
        birth_date=person.birth_date,
        register_division=person.register_division,
    )
    return RegisterAnswer(Agreement.DIFFERS if fields else Agreement.AGREES, fields, version)


def _facts(entry: RegisterEntry) -> RegisterFacts:
    return RegisterFacts(entry.number, entry.name, Sex(entry.sex), entry.birth_date, entry.division, RegisterState(entry.state))
