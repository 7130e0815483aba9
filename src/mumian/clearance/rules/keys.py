"""How a person and an entry are stored to be found: digests of what they are, and of the keys by which they meet.

What a key is made of is said in `keying`; here its text becomes a number of 64 bits, for it is only looked up.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mumian.clearance.rules.births import born_of, near_births
from mumian.clearance.rules.facts import Facts
from mumian.clearance.rules.keying import KEYS_VERSION, keys_of, names_of, numbers_of
from mumian.clearance.rules.numbers import identity_number
from mumian.clearance.terms import EntryFacts, PersonToClear

NORMALISER: Final = 1
"""The version of the forms in which names and numbers are stored and told apart; in every digest."""
KEPT_VERSION: Final = 2
"""How keys are kept: since 2 with the birth date beside those of names. Keys kept otherwise meet the same and more."""
__all__ = [
    "KEPT_VERSION",
    "KEYS_VERSION",
    "NORMALISER",
    "Keyed",
    "digest_of_entry",
    "digest_of_person",
    "hashed",
    "keyed",
    "texts_of",
]


@dataclass(frozen=True, slots=True)
class Keyed:
    """The keys of a person or an entry as they are stored: those of numbers, then those of names.

    `number` is that of the valid citizen number where there is exactly one. `born` stands beside the keys of names
    (`births.born_of`); two whose births cannot be one do not meet by them. It is None where no birth is known, and where a number
    fails its check: such a number speaks for a person whatever birth date was written.
    """

    plain: tuple[int, ...]
    named: tuple[int, ...]
    number: int | None
    born: int | None

    @property
    def keys(self) -> tuple[int, ...]:
        """All keys."""
        return self.plain + self.named

    @property
    def near(self) -> tuple[int, ...] | None:
        """The births that may be one with this; None: all."""
        return None if self.born is None else near_births(self.born)

    def with_births(self) -> tuple[tuple[int, int | None], ...]:
        """Each key with the birth that stands beside it."""
        return (*((key, None) for key in self.plain), *((key, self.born) for key in self.named))

    def meets(self, other: Keyed) -> bool:
        """Whether the two become candidates, as the tables say it: by a key of a number, or by one of a name and near births."""
        if self.number is not None and other.number is not None and self.number != other.number:
            return False
        if {*self.plain} & {*other.plain}:
            return True
        near = self.near
        return bool({*self.named} & {*other.named}) and (near is None or other.born is None or other.born in near)


def texts_of(facts: Facts) -> tuple[str, ...]:
    """The texts of the keys, each once, in order."""
    return tuple(sorted({key for side in facts.sides() for key in keys_of(side)}))


def keyed(facts: Facts, *, of_register: bool = False) -> Keyed:
    """The keys to be stored; an entry of a register has those of its numbers alone, for it is not looked up by name."""
    sides = facts.sides()
    plain = {text for side in sides for text in numbers_of(side)}
    named = set() if of_register else {text for side in sides for text in names_of(side)}
    born = None if any(map(_fails, facts.id_numbers)) else born_of(facts.birth)
    return Keyed(all_hashed(plain), all_hashed(named), _valid_number(facts.id_numbers), born)


def hashed(text: str) -> int:
    """The first 64 bits of the BLAKE2b digest of a key, with a sign, as PostgreSQL's bigint takes it."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def all_hashed(texts: Collection[str]) -> tuple[int, ...]:
    """The same of many at once, in order of the hashes."""
    digests = b"".join([hashlib.blake2b(text.encode(), digest_size=8).digest() for text in texts])
    return tuple(sorted(struct.unpack(f">{len(texts)}q", digests)))


def _fails(written: str) -> bool:
    number = identity_number(written)
    return number is not None and not number.is_valid


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


_CANONICAL: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _digest(parts: Iterable[object]) -> bytes:
    return hashlib.sha256(_CANONICAL.encode([NORMALISER, *parts]).encode()).digest()
