"""A person as a watch keeps him, and back."""

from __future__ import annotations

from datetime import date
from typing import Any

from mumian.clearance.errors import NothingToCompare
from mumian.clearance.rules.keys import NORMALISER, digest_of_person
from mumian.clearance.terms import Ask, PersonToClear
from mumian.foundation.identifiers import Sex
from mumian.people.rules.names import written_form


def watch_of(ask: Ask) -> dict[str, Any]:
    """What the database is asked with, ready for JSON. Its keys are made when it is compared. Raises NothingToCompare."""
    person = ask.person
    if not person.name.strip():
        raise NothingToCompare
    return {
        "reference": ask.reference,
        "lists": sorted(set(ask.lists)),
        "until": ask.until.isoformat() if ask.until else None,
        "person": {
            "name": person.name,
            "birth_date": person.birth_date.isoformat(),
            "nationality": person.nationality,
            "sex": person.sex.value,
            "numbers": list(person.numbers),
            "documents": list(person.documents),
            "aliases": list(person.aliases),
        },
        "digest": digest_of_person(person).hex(),
        "name_form": written_form(person.name),
        "birth_date": person.birth_date.isoformat(),
        "normaliser": NORMALISER,
    }


def person_from(kept: dict[str, Any]) -> PersonToClear:
    """The person as he was kept."""
    return PersonToClear(
        name=kept["name"],
        birth_date=date.fromisoformat(kept["birth_date"]),
        nationality=kept["nationality"],
        sex=Sex(kept["sex"]),
        numbers=tuple(kept["numbers"]),
        documents=tuple(kept["documents"]),
        aliases=tuple(kept["aliases"]),
    )
