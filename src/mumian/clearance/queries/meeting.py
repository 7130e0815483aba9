"""Which entries persons meet by their keys, without watching anybody; results as they were stored. For the role `lists`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from django.db import connection

from mumian.clearance.rules.births import near_births
from mumian.clearance.rules.facts import Facts
from mumian.clearance.rules.keys import KEYS_VERSION, Keyed
from mumian.clearance.rules.rarity import Bearers
from mumian.clearance.terms import ListCode, MatchId
from mumian.foundation.statements import all_rows
from mumian.people.rules.names import written_form

MEET: Final = """
    SELECT owner, entry, list_code, is_register, version, name, aliases, birth_date, id_number, doc_number, nationality, sex,
           entry_id
    FROM lists.entries_met(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s, %s::smallint)
"""
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
    every = people.values()
    keys, near = [array_text(one.keys) for one in every], [near_text(one) for one in every]
    asked = (list(people), [one.number for one in every], keys, near, list(lists), on, KEYS_VERSION)
    return [candidate_of(row) for row in all_rows(MEET, asked)]


def array_text(numbers: Iterable[int]) -> str:
    """Numbers as an array of the database, written out: so one value holds those of one person."""
    return f"{{{','.join(map(str, numbers))}}}"


def near_text(one: Keyed) -> str | None:
    """The births that may be one with his, written out; None where all may."""
    return None if one.born is None else _near_text(one.born)


@lru_cache(maxsize=65536)
def _near_text(born: int) -> str | None:
    near = near_births(born)
    return None if near is None else array_text(near)


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
    return dict(all_rows(BEARERS, [forms]))


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
