"""Expressions compile, read declared facts, and fit the types of what they read and give."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from mumian.catalogue.rules.book.facts import FactDeclaration
from mumian.catalogue.rules.book.values import FactValue
from mumian.catalogue.rules.expressions import (
    FUNCTIONS,
    Compiled,
    ExpressionError,
    Fault,
    Missing,
    Token,
    compiled,
    context_of,
    names_with_lines,
    tokens,
)
from mumian.catalogue.rules.knowledge import READ_BY_PROGRAM, SUPPLIED, is_of_type
from mumian.catalogue.rules.problems import Problem
from mumian.catalogue.rules.reading import Reading, Step
from mumian.catalogue.terms import FactType, GivenBy
from mumian.foundation.words import Text

TRIES = 60
COMPARES = frozenset({"==", "!=", "<", "<=", ">", ">="})
STANDARD_FUNCTIONS = frozenset(
    [
        "size",
        "startsWith",
        "endsWith",
        "contains",
        "matches",
        "int",
        "double",
        "string",
        "bool",
        "has",
        "all",
        "exists",
        "exists_one",
        "map",
        "filter",
        "max",
        "min",
    ]
)


@dataclass(frozen=True, slots=True)
class Written:
    """An expression where it is written, and the type it should give."""

    subject: str
    path: tuple[Step, ...]
    text: str
    gives: FactType


def written_expressions(reading: Reading) -> Iterator[Written]:
    """Every expression of the rulebook."""
    book = reading.book
    facts = book.fact_of
    for index, fact in enumerate(book.facts):
        if fact.derive is not None:
            yield Written("facts", (index, "derive"), fact.derive, fact.type)
    for index, condition in enumerate(book.conditions):
        yield Written("conditions", (index, "when"), condition.when, FactType.BOOL)
    for index, entry in enumerate(book.territory):
        if entry.holds is not None:
            yield Written("territory", (index, "holds"), entry.holds, FactType.BOOL)
    for index, rule in enumerate(book.rules):
        for number, version in enumerate(rule.versions):
            for key, text in version.expressions:
                target = facts.get(version.sets or "")
                gives = target.type if key == "value" and target else FactType.BOOL
                yield Written("rules", (index, "versions", number, key), text, gives)


def faulty_expressions(reading: Reading) -> Iterator[tuple[Written, Problem]]:
    """Every expression that has something wrong with it, once for each fault."""
    for written in written_expressions(reading):
        for problem in _wrong_in(reading, written):
            yield written, problem


def _wrong_in(reading: Reading, written: Written) -> Iterator[Problem]:
    declared = reading.book.fact_of
    try:
        rule = compiled(written.text)
    except ExpressionError as error:
        place = reading.place(written.subject, *written.path, line_of_text=error.line)
        zh = f"条件无法解析（第 {error.line} 行第 {error.column} 列）：{error.why}。"
        en = f"This expression cannot be parsed (line {error.line}, column {error.column}): {error.why}."
        yield Problem(place, "expression", Text(zh, en))
        return
    found = [*_names(reading, written, declared), *_functions(reading, written), *_literals(reading, written, declared)]
    yield from found or _types(reading, written, rule, declared)


def _names(reading: Reading, written: Written, declared: Mapping[str, FactDeclaration]) -> Iterator[Problem]:
    for name, line in names_with_lines(written.text):
        if name not in declared and name not in reading.codes["facts"]:
            place = reading.place(written.subject, *written.path, line_of_text=line)
            yield Problem(place, "undeclared-fact", Text(f"没有声明事实“{name}”。", f"The fact “{name}” is not declared."))


def _functions(reading: Reading, written: Written) -> Iterator[Problem]:
    pieces = list(tokens(written.text))
    for piece, following in pairwise(pieces):
        called = piece.text.rpartition(".")[2]
        if (
            piece.kind == "name"
            and following.text == "("
            and called not in STANDARD_FUNCTIONS
            and called not in {*FUNCTIONS, "in"}
        ):
            place = reading.place(written.subject, *written.path, line_of_text=piece.line)
            yield Problem(place, "unknown-function", Text(f"没有函数“{called}”。", f"There is no function “{called}”."))


def _literals(reading: Reading, written: Written, declared: Mapping[str, FactDeclaration]) -> Iterator[Problem]:
    """Values that a fact is compared with and can never have."""
    for fact, literal, line in compared(written.text):
        declaration = declared.get(fact)
        if declaration is None:
            continue
        said = _why_never(declaration, literal)
        if said is not None:
            yield Problem(reading.place(written.subject, *written.path, line_of_text=line), "never-true", said)


def _why_never(fact: FactDeclaration, literal: FactValue) -> Text | None:
    kind = FactType.TEXT if fact.type is FactType.LIST else fact.type
    if not is_of_type(kind, literal):
        zh = f"“{fact.code}”的类型是 {fact.type}，不会等于 {literal!r}。"
        return Text(zh, f"“{fact.code}” is of type {fact.type} and is never {literal!r}.")
    if fact.values is not None and literal not in fact.values:
        known = ", ".join(str(value) for value in fact.values)
        zh = f"“{fact.code}”不会是“{literal}”（可用：{known}）。"
        return Text(zh, f"“{fact.code}” is never “{literal}” (known: {known}).")
    return None


def compared(text: str) -> Iterator[tuple[str, FactValue, int]]:
    """Facts and the literals they are compared with: `fact == 'x'`, `'x' == fact`, `fact in ['x', 'y']`, `'x' in fact`."""
    pieces = list(tokens(text))
    for index, piece in enumerate(pieces[1:-1], start=1):
        before, after = pieces[index - 1], pieces[index + 1]
        if piece.text in COMPARES:
            yield from _pair(before, after, _sign_before(pieces, index))
        elif piece.text == "in" and before.kind == "name" and after.text == "[":
            for member in pieces[index + 2 :]:
                if member.text == "]":
                    break
                yield from _pair(before, member, "")
        elif piece.text == "in" and before.kind == "text":
            yield from _pair(before, after, "")


def _sign_before(pieces: list[Token], index: int) -> str:
    """What stands before the left side: arithmetic there means that not the fact itself is compared."""
    outer = (pieces[index - 2].text if index >= 2 else "", pieces[index + 2].text if index + 2 < len(pieces) else "")  # noqa: PLR2004  # two pieces away
    return next((sign for sign in outer if sign in ("+", "-", "*", "/", "%", "(")), "")


def _pair(left: Token, right: Token, sign: str) -> Iterator[tuple[str, FactValue, int]]:
    for one, other in ((left, right), (right, left)):
        value = _literal(other)
        if one.kind == "name" and value is not None and sign in ("", "("):
            yield one.text, value, one.line


def _literal(piece: Token) -> FactValue | None:
    if piece.kind == "text":
        return piece.text.lstrip("rR")[1:-1]
    if piece.kind == "number" and piece.text.isdigit():
        return int(piece.text)
    return {"true": True, "false": False}.get(piece.text) if piece.kind == "name" else None


def _types(reading: Reading, written: Written, rule: Compiled, declared: Mapping[str, FactDeclaration]) -> Iterator[Problem]:
    """Try the expression on values of the declared types.

    What it cannot work with, and what it gives instead of what it should.
    """
    if any(name not in declared for name in rule.facts):
        return
    roots = frozenset(name.partition(".")[0] for name in rule.facts)
    choices = {name: samples(declared[name], written.text) for name in rule.facts}
    draw = random.Random(0)  # noqa: S311  # the same tries every time, no secret
    for _ in range(TRIES):
        facts = {name: draw.choice(values) for name, values in choices.items()}
        result = rule.answer(context_of(facts, roots), facts)
        if isinstance(result, Missing):
            continue
        why: str | None = None
        if isinstance(result, Fault):
            why = "it compares or joins values of different types" if "overload" in result.why else None
        elif not is_of_type(written.gives, result):
            why = f"it gives {result!r}, not {written.gives}"
        if why is not None:
            sentence = Text(f"类型不符：{why}。", f"The types do not fit: {why}.")
            yield Problem(reading.place(written.subject, *written.path), "wrong-type", sentence)
            return


def samples(fact: FactDeclaration, text: str) -> list[FactValue]:
    """Values of the declared type to try an expression with; those that it mentions are among them."""
    mentioned = [value for name, value, _ in compared(text) if name == fact.code]
    match fact.type:
        case FactType.BOOL:
            return [True, False]
        case FactType.INT:
            numbers = {value for value in mentioned if isinstance(value, int)} | {0, 1, 100}
            return [near for value in sorted(numbers) for near in (value - 1, value, value + 1)]
        case FactType.DATE:
            days = [value for value in mentioned if isinstance(value, str) and is_of_type(FactType.DATE, value)]
            return [*days, "2001-02-03", "2031-12-30"]
        case FactType.TEXT:
            return list(fact.values) if fact.values else [*mentioned, "x"]
        case FactType.LIST:
            members = [value for value in (fact.values or (*mentioned, "x")) if isinstance(value, str)]
            return [(), tuple(members), tuple(members[:1])]


def facts(reading: Reading) -> Iterator[Problem]:
    """Declarations that do not fit together."""
    book = reading.book
    ordered = {fact.code for fact in book.vocabulary.derived}
    for index, fact in enumerate(book.facts):
        said = _wrong_with(fact, book.fact_of)
        if said is None and fact.derive is not None and fact.code not in ordered:
            said = (
                "derived-in-circle",
                Text("这些事实互相推导，没有起点。", "These facts are derived from each other in a circle."),
            )
        if said is not None:
            yield Problem(reading.place("facts", index), *said)
        for number, value in enumerate(fact.values or ()):
            kind = FactType.TEXT if fact.type is FactType.LIST else fact.type
            if not is_of_type(kind, value):
                sentence = Text(f"可用值 {value!r} 的类型应为 {kind}。", f"The value {value!r} should be of type {kind}.")
                yield Problem(reading.place("facts", index, "values", number), "wrong-type", sentence)


def _wrong_with(fact: FactDeclaration, declared: Mapping[str, FactDeclaration]) -> tuple[str, Text] | None:
    derived = fact.given_by is GivenBy.DERIVED
    expected = SUPPLIED.get(fact.code) or READ_BY_PROGRAM.get(fact.code)
    checks = (
        (
            expected is not None and fact.type is not expected,
            "wrong-type",
            Text(f"程序按 {expected} 使用这个事实。", f"The program uses this fact as {expected}."),
        ),
        (
            derived and fact.derive is None and fact.code not in SUPPLIED,
            "not-derived",
            Text("推导的事实缺少“derive”。", "A derived fact needs `derive`."),
        ),
        (
            not derived and fact.derive is not None,
            "not-derived",
            Text("有“derive”的事实应写 given_by: derived。", "A fact with `derive` has given_by: derived."),
        ),
        (
            not derived and fact.ask is None,
            "missing-question",
            Text("缺少“ask”：没有这个事实时怎样提问？", "`ask` is missing: what is asked when the fact is not known?"),
        ),
        (
            (fact.given_by is GivenBy.LISTS) is not fact.is_of_lists,
            "lists-fact",
            Text(
                "以 lists. 开头的事实，而且只有它们，写 given_by: lists。",
                "Facts under lists., and they alone, are given_by: lists.",
            ),
        ),
        (
            any(other.startswith(f"{fact.code}.") for other in declared),
            "fact-inside-fact",
            Text("另一个事实的名称以此名称加点开头。", "The name of another fact begins with this name and a dot."),
        ),
    )
    return next(((code, sentence) for wrong, code, sentence in checks if wrong), None)
