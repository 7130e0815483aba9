"""Walking through all entries of a rulebook, with the path of each as it is written in its file."""

from __future__ import annotations

from collections.abc import Iterator

from mumian.catalogue.rules.book.facts import Example
from mumian.catalogue.rules.book.rulebook import SUBJECTS, Rulebook
from mumian.catalogue.rules.book.values import Entry
from mumian.catalogue.rules.reading import Step

Path = tuple[Step, ...]
Found = tuple[str, Path, Entry]


def entries(book: Rulebook) -> Iterator[Found]:
    """Every entry, however deep, with its subject and its path; an entry before those inside it."""
    for subject in SUBJECTS:
        value = getattr(book, subject.name)
        if subject.name == "calendar":
            continue  # Thousands of flat lines, with a check of their own.
        if subject.many:
            for index, entry in enumerate(value):
                yield from _inside(subject.name, (index,), entry)
        else:
            yield from _inside(subject.name, (), value)


def _inside(subject: str, path: Path, entry: Entry) -> Iterator[Found]:
    yield subject, path, entry
    for name in fields_set(entry):
        value = getattr(entry, name)
        if isinstance(value, Entry):
            yield from _inside(subject, (*path, key_of(entry, name)), value)
        elif isinstance(value, tuple):
            for index, part in enumerate(value):
                if isinstance(part, Entry):
                    yield from _inside(subject, (*path, key_of(entry, name), index), part)


def fields_set(entry: Entry) -> list[str]:
    """The fields of an entry that have a value (an entry that stands in for a broken file has few)."""
    return [name for name in type(entry).model_fields if hasattr(entry, name)]


def key_of(entry: Entry, field: str) -> str:
    """The key under which a field is written."""
    return type(entry).model_fields[field].alias or field


def fact_path(path: Path, fact: str) -> Path:
    """The path of a fact in an example, which is written flat."""
    return (*path, fact)


def examples(book: Rulebook) -> Iterator[tuple[str, Path, Example]]:
    """Every example of a condition or rule."""
    for subject, path, entry in entries(book):
        if isinstance(entry, Example):
            yield subject, path, entry
