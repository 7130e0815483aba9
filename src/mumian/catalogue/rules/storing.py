"""A rulebook taken apart into entries that can be kept one by one, and put together again.

What did not change from one version to the next keeps its entry, so that the history of every single rule can be read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from mumian.catalogue.rules.book.rulebook import SUBJECTS, Rulebook
from mumian.catalogue.rules.book.time import CalendarDay
from mumian.catalogue.rules.book.values import Entry

IN_ORDER = "in_order"
"""The kind of entry that says in which order the entries of a subject stand."""

CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Piece:
    """One entry to be kept.

    Its kind (the subject), its code, its content as JSON, and the digest of that (64 hexadecimal characters).
    """

    kind: str
    code: str
    content: Any
    digest: str


def pieces_of(book: Rulebook) -> tuple[Piece, ...]:
    """The entries of a rulebook. Calendars are kept by year."""
    found: list[Piece] = []
    for subject in SUBJECTS:
        value = getattr(book, subject.name)
        if subject.name == CALENDAR:
            of_subject = list(_years(value))
        elif subject.many:
            of_subject = [_piece(subject.name, code_of(entry, number), entry) for number, entry in enumerate(value, start=1)]
        else:
            of_subject = [_piece(subject.name, subject.name, value)]
        found.extend(of_subject)
        if subject.many:
            found.append(piece(IN_ORDER, subject.name, [one.code for one in of_subject]))
    return tuple(found)


def code_of(entry: Entry, number: int) -> str:
    """The code of an entry, or its number where it has none."""
    code = getattr(entry, "code", None)
    return code if isinstance(code, str) else f"#{number}"


def _years(days: Iterable[CalendarDay]) -> Iterator[Piece]:
    for year, of_year in groupby(days, key=lambda day: day.date.year):
        yield piece(CALENDAR, str(year), [_content(day) for day in of_year])


def _piece(kind: str, code: str, entry: Entry) -> Piece:
    return piece(kind, code, _content(entry))


def piece(kind: str, code: str, content: Any) -> Piece:
    """An entry with its digest, which does not depend on the order of keys."""
    written = json.dumps([kind, code, content], ensure_ascii=False, sort_keys=True)
    return Piece(kind, code, content, hashlib.sha256(written.encode()).hexdigest())


def _content(entry: Entry) -> Any:
    return entry.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def digest_of(pieces: Iterable[Piece]) -> str:
    """The digest of a whole rulebook."""
    lines = sorted(f"{one.kind} {one.code} {one.digest}" for one in pieces)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def put_together(pieces: Iterable[tuple[str, str, Any]]) -> Rulebook:
    """The rulebook of these entries, given as kind, code and content. Its values are those that were taken apart."""
    content = {(kind, code): value for kind, code, value in pieces}
    fields: dict[str, Any] = {}
    for subject in SUBJECTS:
        if not subject.many:
            fields[subject.name] = content[subject.name, subject.name]
            continue
        values = [content[subject.name, code] for code in content[IN_ORDER, subject.name]]
        fields[subject.name] = [day for year in values for day in year] if subject.name == CALENDAR else values
    return Rulebook.model_validate(fields)
