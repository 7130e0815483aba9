"""CEL expressions over declared facts: compiled once, read for the facts they name, and answered in three values.

The library knows maps, not dotted facts, and raises where a value is missing. Here an expression is true, false, or waits
for a fact.
Dates are ISO text, so that they compare as text; the functions below reckon with them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from mumian.catalogue.rules.book.values import FactValue
from mumian.catalogue.rules.cel_engine import cel

_TOKEN = re.compile(
    r"""
    (?P<blank>\s+|//[^\n]*)
  | (?P<text>[rR]?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"))
  | (?P<number>\d+(?:\.\d+)?)
  | (?P<name>[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*)
  | (?P<sign>&&|\|\||==|!=|<=|>=|[-+*/%<>!?:,.()\[\]{}])
    """,
    re.VERBOSE,
)
_PLACE = re.compile(r"<input>:(\d+):(\d+): (.*)")
_MACROS = frozenset({"all", "exists", "exists_one", "map", "filter"})
_WORDS = frozenset({"true", "false", "null", "in"})


class ExpressionError(ValueError):
    """The text is no CEL expression; `line` and `column` count from 1."""

    def __init__(self, line: int, column: int, why: str) -> None:
        super().__init__(f"{line}:{column}: {why}")
        self.line, self.column, self.why = line, column, why


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of an expression and the line it starts on."""

    kind: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Missing:
    """The expression cannot be answered without this fact."""

    fact: str


@dataclass(frozen=True, slots=True)
class Fault:
    """The expression met values it cannot work with: a defect of the rulebook or of the facts."""

    why: str


Result = FactValue | Missing | Fault


@dataclass(frozen=True, slots=True)
class Compiled:
    """An expression ready to be answered.

    `facts` are the dotted names it reads, in the order written; `functions` those it calls.
    """

    text: str
    program: cel.Program
    facts: tuple[str, ...]
    functions: frozenset[str]

    def answer(self, context: cel.Context, given: Mapping[str, FactValue]) -> Result:
        """Evaluate with the facts in `context` (see `context_of`), which are those in `given`."""
        try:
            value = self.program.execute(context)
        except KeyError as error:
            return self._missing(str(error.args[0]).strip("'\""), given)
        except (TypeError, ValueError, RuntimeError) as error:
            return Fault(str(error).splitlines()[0])
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            return tuple(value)
        if isinstance(value, bool | int | str):
            return value
        return Fault(f"it gives {type(value).__name__}")

    def _missing(self, last: str, given: Mapping[str, FactValue]) -> Result:
        """The library names only the last part of the name; the first fact that is missing and ends so is the one to ask for."""
        absent = [fact for fact in self.facts if fact not in given]
        named = [fact for fact in absent if fact.rpartition(".")[2] == last]
        if named or absent:
            return Missing((named or absent)[0])
        return Fault(f"there is no “{last}”")


@lru_cache(maxsize=4096)
def compiled(text: str) -> Compiled:
    """Compile an expression, once per text. Raises ExpressionError with its place."""
    try:
        program = cel.compile(text)
    except ValueError as error:
        found = _PLACE.search(str(error))
        line, column, why = (int(found[1]), int(found[2]), found[3]) if found else (1, 1, str(error).splitlines()[0])
        raise ExpressionError(line, column, re.sub(r", expecting.*| expecting \{.*", "", why)) from None
    return Compiled(text, program, _facts_in(text), frozenset(program.references()["functions"]))


def tokens(text: str) -> Iterator[Token]:
    """The pieces of an expression that compiles, without blanks."""
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            at += 1
            continue
        kind = found.lastgroup or "blank"
        if kind != "blank":
            yield Token(kind, re.sub(r"\s+", "", found[0]) if kind == "name" else found[0], text.count("\n", 0, at) + 1)
        at = found.end()


def _facts_in(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name, _ in names_with_lines(text)))


def names_with_lines(text: str) -> Iterator[tuple[str, int]]:
    """The names an expression reads, each with its line in the text.

    Functions and the variables of `exists` and the like left out.
    """
    pieces = list(tokens(text))
    own = _own_variables(pieces)
    for index, piece in enumerate(pieces):
        if piece.kind != "name" or piece.text in _WORDS:
            continue
        name = piece.text
        if _text_at(pieces, index + 1) == "(":
            name = name.rpartition(".")[0]
        if _text_at(pieces, index - 1) == "." or not name or name.partition(".")[0] in own:
            continue
        yield name, piece.line


def _own_variables(pieces: list[Token]) -> set[str]:
    """The names that macros bind: v in `list.exists(v, …)`."""
    return {
        pieces[index + 2].text
        for index, piece in enumerate(pieces[:-3])
        if piece.kind == "name" and piece.text.rpartition(".")[2] in _MACROS and pieces[index + 1].text == "("
        if pieces[index + 2].kind == "name" and pieces[index + 3].text == ","
    }


def _text_at(pieces: list[Token], index: int) -> str:
    return pieces[index].text if 0 <= index < len(pieces) else ""


def context_of(given: Mapping[str, FactValue], roots: frozenset[str]) -> cel.Context:
    """Facts as the nested maps that CEL reads.

    `roots` are the first parts of all declared facts: an empty map stands where none is given.
    """
    maps: dict[str, dict[str, object]] = {root: {} for root in roots}
    for name, value in given.items():
        first, *between, last = name.split(".")
        inner = maps.setdefault(first, {})
        for part in between:
            nested = inner.setdefault(part, {})
            inner = nested if isinstance(nested, dict) else {}
        inner[last] = list(value) if isinstance(value, tuple) else value
    return cel.Context(variables=maps, functions=dict(FUNCTIONS))


# A function that met something else than a day answers None, which CEL refuses to compare: the library would print what is
# raised.
def _years_between(first: object, last: object) -> int | None:
    months = _months_between(first, last)
    if months is None:
        return None
    return months // 12 if months >= 0 else -(-months // 12)


def _months_between(first: object, last: object) -> int | None:
    a, b = _day(first), _day(last)
    if a is None or b is None:
        return None
    if b < a:
        back = _months_between(last, first)
        return None if back is None else -back
    return (b.year - a.year) * 12 + b.month - a.month - (1 if b.day < a.day else 0)


def _days_between(first: object, last: object) -> int | None:
    a, b = _day(first), _day(last)
    return None if a is None or b is None else (b - a).days


def _plus_days(first: object, days: object) -> str | None:
    day = _day(first)
    try:
        return None if day is None or not isinstance(days, int) else (day + timedelta(days=days)).isoformat()
    except OverflowError:
        return None


def _plus_months(first: object, months: object) -> str | None:
    """The same day of another month, or its last day."""
    day = _day(first)
    if day is None or not isinstance(months, int):
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last).isoformat()
        except ValueError:
            continue
    return date(year, month + 1, day.day).isoformat() if date.min.year <= year <= date.max.year else None


def _plus_years(first: object, years: object) -> str | None:
    return _plus_months(first, years * 12) if isinstance(years, int) else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "years_between": _years_between,
    "months_between": _months_between,
    "days_between": _days_between,
    "plus_days": _plus_days,
    "plus_months": _plus_months,
    "plus_years": _plus_years,
}
