"""The typed keys by which persons and entries meet. Here: exact numbers. Made once at write and stored with `NORMALISER`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Final

from mumian.clearance.terms import EntryFacts, PersonToClear
from mumian.foundation.identifiers import NumberRefused, parse_citizen_number
from mumian.foundation.identifiers.base import as_typed

NORMALISER: Final = 1
"""The version of this file's rules; stored with all that was made by them."""


def identity_key(number: str) -> str:
    """`C:` and the 18 characters of a citizen number (old ones of 15 are upgraded, GB 11643), else `I:` and what was written."""
    try:
        return f"C:{parse_citizen_number(number).value}"
    except NumberRefused:
        return f"I:{_bare(number)}"


def document_key(number: str) -> str:
    """`D:` and the number of a passport or permit in capitals without blanks and hyphens."""
    return f"D:{_bare(number)}"


def keys_of_person(person: PersonToClear) -> tuple[str, ...]:
    """The keys of a person, each once, in order."""
    return _once([*map(identity_key, person.numbers), *map(document_key, person.documents)])


def keys_of_entry(entry: EntryFacts) -> tuple[str, ...]:
    """The keys of an entry, each once, in order; none when its list knows no number."""
    keys = [identity_key(entry.id_number)] if entry.id_number else []
    return _once([*keys, document_key(entry.doc_number)] if entry.doc_number else keys)


def digest_of_person(person: PersonToClear) -> bytes:
    """The same for the same person value, another when anything in it changes: a cleared pair stays cleared as long."""
    return _digest(
        [
            person.name,
            person.birth_date.isoformat(),
            person.nationality,
            person.sex.value,
            sorted(person.numbers),
            sorted(person.documents),
            sorted(person.aliases),
        ]
    )


def digest_of_entry(entry: EntryFacts) -> bytes:
    """The same for the same content of a line."""
    return _digest(
        [
            entry.name,
            list(entry.aliases),
            entry.birth_date,
            entry.id_number,
            entry.doc_number,
            entry.nationality,
            entry.sex,
            entry.ground,
            str(entry.valid_from or ""),
            str(entry.valid_to or ""),
            entry.owner,
        ]
    )


def _bare(number: str) -> str:
    return as_typed(number).replace("-", "")


def _once(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({key for key in keys if len(key) > len("C:")}))


def _digest(parts: list[object]) -> bytes:
    canonical = json.dumps([NORMALISER, *parts], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).digest()
