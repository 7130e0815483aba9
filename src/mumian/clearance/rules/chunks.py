"""Many lines of a list's file at once, as processes beside the loader read them: entries, rejected lines, keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mumian.clearance.rules.facts import facts_of_entry
from mumian.clearance.rules.keys import Keyed, digest_of_entry, keyed
from mumian.clearance.rules.lines import UNREADABLE, first_field, read_entry, split_line
from mumian.clearance.terms import EntryFacts
from mumian.foundation.words import Text


@dataclass(frozen=True, slots=True)
class Read:
    """One line that is an entry, with the digest of its content."""

    line: int
    entry: EntryFacts
    digest: bytes


@dataclass(frozen=True, slots=True)
class Rejected:
    """One line that is none: why, its fields as far as they could be read, and the entry that it seems to name."""

    line: int
    reason: Text
    fields: tuple[str, ...]
    first_field: str


def read_lines(numbered: Sequence[tuple[int, str]]) -> tuple[list[Read], list[Rejected]]:
    """The lines of a chunk; empty ones are passed over."""
    read: list[Read] = []
    rejected: list[Rejected] = []
    for number, line in numbered:
        if not line.strip():
            continue
        written = split_line(line)
        entry = UNREADABLE if written is None else read_entry(written)
        if isinstance(entry, EntryFacts):
            read.append(Read(number, entry, digest_of_entry(entry)))
        else:
            rejected.append(Rejected(number, entry, tuple(written or [line]), first_field(line)))
    return read, rejected


def keys_of_entries(entries: Sequence[EntryFacts], of_register: bool) -> list[Keyed]:  # handed to a pool by position
    """The keys of each entry."""
    return [keyed(facts_of_entry(entry), of_register=of_register) for entry in entries]
