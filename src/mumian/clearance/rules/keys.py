"""How a person and an entry are stored to be found: digests of what they are, and of the keys by which they meet.

What a key is made of is said in `keying`; here its text becomes a number of 64 bits, for it is only looked up.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mumian.clearance.rules.facts import Facts
from mumian.clearance.rules.keying import KEYS_VERSION, keys_of, numbers_of
from mumian.clearance.rules.numbers import identity_number
from mumian.clearance.terms import EntryFacts, PersonToClear

NORMALISER: Final = 1
"""The version of the forms in which names and numbers are stored and told apart; in every digest."""
__all__ = ["KEYS_VERSION", "NORMALISER", "Keyed", "digest_of_entry", "digest_of_person", "hashed", "keyed", "texts_of"]


@dataclass(frozen=True, slots=True)
class Keyed:
    """The keys of a person or an entry as they are stored, and that of his valid citizen number where he has exactly one."""

    keys: tuple[int, ...]
    number: int | None


def texts_of(facts: Facts) -> tuple[str, ...]:
    """The texts of the keys, each once, in order."""
    return tuple(sorted({key for side in facts.sides() for key in keys_of(side)}))


def keyed(facts: Facts, *, of_register: bool = False) -> Keyed:
    """The keys to be stored; an entry of a register has those of its numbers alone, for it is not looked up by name."""
    of_side = numbers_of if of_register else keys_of
    texts = {text for side in facts.sides() for text in of_side(side)}
    return Keyed(tuple(sorted(map(hashed, texts))), _valid_number(facts.id_numbers))


def hashed(text: str) -> int:
    """The first 64 bits of the BLAKE2b digest of a key, with a sign, as PostgreSQL's bigint takes it."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


@lru_cache(maxsize=4096)
def _valid_number(numbers: tuple[str, ...]) -> int | None:
    found = {number.plain for number in map(identity_number, numbers) if number and number.is_citizen and number.is_valid}
    return hashed(f"C{found.pop()}") if len(found) == 1 else None


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


def _digest(parts: Iterable[object]) -> bytes:
    canonical = json.dumps([NORMALISER, *parts], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).digest()
