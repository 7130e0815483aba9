"""Which entries persons meet by their keys, without watching anybody; results as they were stored. For the role `lists`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction

from mumian.clearance.rules.facts import Facts
from mumian.clearance.rules.keys import KEYS_VERSION, Keyed
from mumian.clearance.rules.rarity import Bearers
from mumian.clearance.terms import ListCode, MatchId
from mumian.people.rules.names import written_form

MEET: Final = """
    SELECT DISTINCT own.owner, entry.id, entry.list_code, list.is_register, version.version, entry.name, entry.aliases,
           entry.birth_date, entry.id_number, entry.doc_number, entry.nationality, entry.sex, entry.entry_id
    FROM unnest(%(owners)s::bigint[], %(keys)s::bigint[], %(numbers)s::bigint[]) AS own (owner, key, number)
    JOIN lists.key met ON met.key = own.key AND NOT met.of_watch
         AND (met.number = own.number OR met.number IS NULL OR own.number IS NULL)
    JOIN lists.entry entry ON entry.id = met.owner_id AND entry.ended_version IS NULL AND entry.list_code = ANY (%(lists)s)
         AND coalesce(entry.valid_from <= %(day)s, true) AND coalesce(entry.valid_to >= %(day)s, true)
    JOIN lists.reference_list list ON list.code = entry.list_code AND list.keyed = %(keyed)s
    JOIN lists.list_version version ON version.id = list.current_version
    ORDER BY own.owner, entry.list_code, entry.entry_id
"""
BY_INDEXES: Final = (
    "SET LOCAL enable_seqscan = off",
    "SET LOCAL enable_hashjoin = off",
    "SET LOCAL enable_mergejoin = off",
    "SET LOCAL jit = off",
)
BEARERS: Final = "SELECT name_form, bearers FROM lists.bearers_of(%s::text[])"
LOADED: Final = "SELECT code FROM lists.reference_list WHERE current_version IS NOT NULL AND keyed = %s ORDER BY code"
STORED: Final = """
    SELECT met.evidence::text, met.agrees, met.list_code, version.version, met.rules, met.found_at, met.keys_met
    FROM lists.match met JOIN lists.list_version version ON version.id = met.list_version WHERE met.id = %s
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that shares a key with a person; `owner` says which of those asked for, `number` is the entry's own."""

    owner: int
    entry: int
    list_code: ListCode
    is_register: bool
    version: str
    facts: Facts
    number: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """A result as it was stored. `evidence` is missing where a register agrees, or before it was kept."""

    evidence: str | None
    agrees: bool
    code: ListCode
    version: str
    rules: int
    found_at: datetime
    keys_met: tuple[str, ...]


def entries_met(people: Mapping[int, Keyed], *, lists: Collection[ListCode], on: date) -> list[Candidate]:
    """The entries of these lists, in force on this day, that share a key with a person. One query for all."""
    pairs = [(owner, key, one.number) for owner, one in people.items() for key in one.keys]
    values: dict[str, Any] = {
        "owners": [owner for owner, _, _ in pairs],
        "keys": [key for _, key, _ in pairs],
        "numbers": [number for _, _, number in pairs],
        "lists": list(lists),
        "day": on,
        "keyed": KEYS_VERSION,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        for setting in BY_INDEXES:
            cursor.execute(setting)
        cursor.execute(MEET, values)
        return [candidate_of(row) for row in cursor.fetchall()]


def candidate_of(row: Sequence[Any]) -> Candidate:
    """One row of candidates, in the order of the columns; the entry's own number may be missing at its end."""
    owner, entry, code, is_register, version, name, aliases, birth, id_number, doc_number, nationality, sex, *number = row
    facts = Facts(
        names=(name, *aliases),
        birth=birth,
        id_numbers=(id_number,) if id_number else (),
        doc_numbers=(doc_number,) if doc_number else (),
        nationality=nationality,
        sex=sex,
    )
    return Candidate(owner, entry, code, is_register, version, facts, *number)


def bearers_of(names: Iterable[str]) -> dict[str, int]:
    """How many entries of the register bear each of these names; the empty name stands for all."""
    forms = sorted({written_form(name) for name in names})
    with connection.cursor() as cursor:
        cursor.execute(BEARERS, [forms])
        return dict(cursor.fetchall())


def bearers_for(person: Facts, counts: Mapping[str, int]) -> Bearers:
    """The counts of this person's names alone."""
    forms = [written_form(name) for name in person.names]
    return Bearers({form: counts[form] for form in forms if form in counts}, counts.get("", 0))


def loaded_lists() -> tuple[ListCode, ...]:
    """The lists that stand at a version and are keyed by the rules of today."""
    with connection.cursor() as cursor:
        cursor.execute(LOADED, [KEYS_VERSION])
        return tuple(code for (code,) in cursor.fetchall())


def stored_result(match_id: MatchId) -> Stored | None:
    """A result as it was stored; None when there is no such match."""
    with connection.cursor() as cursor:
        cursor.execute(STORED, [match_id])
        row = cursor.fetchone()
    if row is None:
        return None
    evidence, agrees, code, version, rules, found_at, keys_met = row
    return Stored(evidence, agrees, code, version, rules, found_at, tuple(keys_met))
