"""What is known when a question is answered: facts given, facts supplied, and facts derived from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from mumian.catalogue.rules.book.facts import LISTS, FactDeclaration
from mumian.catalogue.rules.book.values import FactValue
from mumian.catalogue.rules.cel_engine import cel
from mumian.catalogue.rules.expressions import ExpressionError, Fault, Missing, Result, compiled, context_of
from mumian.catalogue.terms import FactType
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text

SUPPLIED: Mapping[str, FactType] = {
    "date.on": FactType.DATE,
    "date.year": FactType.INT,
    "case.service": FactType.TEXT,
    "case.family": FactType.TEXT,
    "case.document": FactType.TEXT,
    "case.channel": FactType.TEXT,
    "case.needs": FactType.LIST,
    "office.city": FactType.TEXT,
}
"""What the program itself knows; a rulebook declares those that it reads."""

READ_BY_PROGRAM: Mapping[str, FactType] = {
    "case.variant": FactType.TEXT,
    "case.reason": FactType.TEXT,
    "case.urgent": FactType.BOOL,
    "case.materials": FactType.LIST,
    "document.version": FactType.TEXT,
    "applicant.register_city": FactType.TEXT,
    "applicant.register_district": FactType.TEXT,
    "office.district": FactType.TEXT,
}
"""What the program reads beside the rules, where a rulebook declares it."""


class FactsUnreadable(Refusal):
    """Facts were handed in that the rulebook does not know, or with values they cannot have. `problems` names each."""

    def __init__(self, problems: Iterable[Text]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            Text(
                zh="未作答：" + "；".join(problem.zh for problem in self.problems) + "。请更正后再试。",
                en="No answer was given: " + "; ".join(problem.en for problem in self.problems) + ". Correct this and try again.",
            )
        )


@dataclass(frozen=True)
class Vocabulary:
    """The declared facts of a rulebook, with what is worked out once for all answers."""

    facts: Mapping[str, FactDeclaration]

    @cached_property
    def roots(self) -> frozenset[str]:
        """The first parts of all names."""
        return frozenset(name.partition(".")[0] for name in self.facts)

    @cached_property
    def derived(self) -> tuple[FactDeclaration, ...]:
        """Derived facts, each after those it is derived from; facts derived in a circle are left out (`check` reports them)."""
        placed: dict[str, FactDeclaration] = {}
        waiting = {code: fact for code, fact in self.facts.items() if fact.derive}
        while ready := {code: fact for code, fact in waiting.items() if not set(reads(fact.derive)) & waiting.keys()}:
            placed.update(ready)
            waiting = {code: fact for code, fact in waiting.items() if code not in ready}
        return tuple(placed.values())

    def problems_of(self, given: Mapping[str, FactValue]) -> tuple[Text, ...]:
        """What is wrong with these facts."""
        return tuple(said for name, value in given.items() if (said := self.problem_of(name, value)))

    def problem_of(self, name: str, value: FactValue) -> Text | None:
        """Why this fact cannot have this value."""
        fact = self.facts.get(name)
        if fact is None:
            return Text(f"规则手册没有事实“{name}”", f"the rulebook knows no fact “{name}”")
        if not is_of_type(fact.type, value):
            return Text(f"“{name}”的值类型应为 {fact.type}", f"“{name}” should be of type {fact.type}")
        if fact.values is not None:
            strange = [part for part in (value if isinstance(value, tuple) else (value,)) if part not in fact.values]
            if strange:
                known = ", ".join(str(part) for part in fact.values)
                return Text(
                    f"“{name}”不能是“{strange[0]}”（可用：{known}）", f"“{name}” cannot be “{strange[0]}” (known: {known})"
                )
        return None


def is_of_type(kind: FactType, value: FactValue) -> bool:
    """Whether the value is of the kind; dates are ISO text."""
    match kind:
        case FactType.BOOL:
            return isinstance(value, bool)
        case FactType.INT:
            return isinstance(value, int) and not isinstance(value, bool)
        case FactType.LIST:
            return isinstance(value, tuple)
        case FactType.DATE:
            return isinstance(value, str) and _is_day(value)
        case FactType.TEXT:
            return isinstance(value, str)


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def reads(expression: str | None) -> tuple[str, ...]:
    """The facts an expression reads; none where it does not compile, which `check` reports."""
    if expression is None:
        return ()
    try:
        return compiled(expression).facts
    except ValueError:
        return ()


def reads_lists(expression: str | None) -> bool:
    """Whether an expression reads what a reference list answered."""
    return any(name.startswith(LISTS) for name in reads(expression))


class Knowledge:
    """Facts to answer from. `because_of` says, for a derived fact that is missing, which given fact is to be asked for."""

    def __init__(self, vocabulary: Vocabulary, facts: Mapping[str, FactValue]) -> None:
        self.vocabulary = vocabulary
        self.facts: dict[str, FactValue] = dict(facts)
        self.because_of: dict[str, str] = {}
        self._context: cel.Context | None = None
        for fact in vocabulary.derived:
            if fact.code not in self.facts:
                self._derive(fact)

    def _derive(self, fact: FactDeclaration) -> None:
        try:
            rule = compiled(fact.derive or "")
        except ExpressionError:
            return  # `check` reports it.
        needed = {name: self.facts[name] for name in rule.facts if name in self.facts}
        result = rule.answer(context_of(needed, self.vocabulary.roots), needed)
        if isinstance(result, Missing):
            self.because_of[fact.code] = self.because_of.get(result.fact, result.fact)
        elif not isinstance(result, Fault) and is_of_type(fact.type, result):
            self.facts[fact.code] = result

    def answer(self, expression: str) -> Result:
        """Answer an expression.

        A missing derived fact asks for the fact that it is derived from. What is no expression is a Fault.
        """
        if self._context is None:
            self._context = context_of(self.facts, self.vocabulary.roots)
        try:
            result = compiled(expression).answer(self._context, self.facts)
        except ExpressionError as error:
            return Fault(error.why)
        return Missing(self.because_of.get(result.fact, result.fact)) if isinstance(result, Missing) else result

    def add(self, name: str, value: FactValue) -> None:
        """Learn a fact while answering (the value that a rule sets)."""
        self.facts[name] = value
        self._context = None
