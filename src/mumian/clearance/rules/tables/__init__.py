"""Tables of spellings and forms: a character or word, a tab, and what stands for it; `#` begins a remark."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of a table without its remarks."""
    text = (files(__name__) / name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def columns(name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """What stands for each character or word, column by column; `-` is nothing."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for line in lines(name):
        first, *rest = line.split("\t")
        found[_said(first)] = tuple(tuple(map(_said, column.split())) for column in rest)
    return found


@cache
def ways(name: str) -> dict[str, tuple[str, ...]]:
    """The same for a table of one column."""
    return {first: rest[0] for first, rest in columns(name).items()}


@cache
def read_as(name: str) -> dict[str, tuple[str, ...]]:
    """How each character is read, from a table of readings with the characters that have them."""
    found: dict[str, list[str]] = {}
    for line in lines(name):
        reading, signs = line.split("\t")
        for sign in signs:
            found.setdefault(sign, []).append(reading)
    return {sign: tuple(readings) for sign, readings in found.items()}


def _said(word: str) -> str:
    return "" if word == "-" else word
