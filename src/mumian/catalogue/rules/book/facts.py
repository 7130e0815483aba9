"""`facts.yaml`, `conditions.yaml` and `rules.yaml`: what is asked, and what follows from the answers."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from mumian.catalogue.rules.book.values import Code, Day, Entry, Expression, Fact, FactValue, Line, Said, Span, examples_before
from mumian.catalogue.terms import FactType, GivenBy, Otherwise, RuleKind

LISTS = "lists."


class FactDeclaration(Entry):
    """A fact that conditions may read. `ask` is the question put when it is missing; `derive` works it out from other facts."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$")]
    type: FactType
    name: Said
    ask: Said | None = None
    given_by: GivenBy
    values: tuple[FactValue, ...] | None = None
    derive: Expression | None = None
    unit: Line | None = None
    note: Said | Line | None = None

    @property
    def is_of_lists(self) -> bool:
        """Whether the fact says what a reference list answered, which the counter never learns."""
        return self.code.startswith(LISTS)


class Example(Entry):
    """Facts for trying a rule, written flat: `{applicant.age: 12, on: 2006-03-01}`.

    `is` is the value expected of a value rule.
    """

    facts: dict[str, Fact] = Field(default_factory=dict)
    on: Day | None = None
    is_: Annotated[Fact | None, Field(alias="is")] = None

    @model_validator(mode="before")
    @classmethod
    def _flat(cls, value: Any) -> Any:
        return examples_before(value)


class YesNo(Entry):
    """Examples for which a condition holds, and for which it does not."""

    yes: tuple[Example, ...] = ()
    no: tuple[Example, ...] = ()


class Condition(Entry):
    """A named condition, used where a material is asked for only sometimes."""

    code: Code
    text: Said
    when: Expression
    examples: YesNo = YesNo()
    basis: tuple[Code, ...] = ()
    note: Said | Line | None = None


class RuleExamples(YesNo):
    """Examples of a rule: yes and no for a condition, gives for a value."""

    gives: tuple[Example, ...] = ()


class RuleVersion(Span):
    """What a rule says in a span of days.

    `say` is the sentence for the applicant when the condition does not hold, `granted` when it does. `applies` limits whom
    the rule concerns.
    """

    kind: RuleKind
    applies: Expression | None = None
    holds: Expression | None = None
    value: Expression | None = None
    sets: Code | None = None
    otherwise: Otherwise
    say: Said
    granted: Said
    materials: tuple[Code, ...] = ()
    notice_items: tuple[Code, ...] = ()
    basis: tuple[Code, ...] = ()
    examples: RuleExamples = RuleExamples()
    note: Said | Line | None = None

    @model_validator(mode="after")
    def _whole(self) -> RuleVersion:
        if self.kind is RuleKind.CONDITION and (self.holds is None or self.value is not None or self.sets is not None):
            raise PydanticCustomError("rule_incomplete", "a condition has `holds`, and neither `value` nor `sets`")
        if self.kind is RuleKind.VALUE and (self.value is None or self.sets is None or self.holds is not None):
            raise PydanticCustomError("rule_incomplete", "a value has `value` and `sets`, and no `holds`")
        if (self.otherwise is Otherwise.SET) is not (self.kind is RuleKind.VALUE):
            raise PydanticCustomError("rule_incomplete", "`otherwise: set` belongs to values, and to them alone")
        return self

    @property
    def expressions(self) -> tuple[tuple[str, str], ...]:
        """The key and text of each expression of this version."""
        pairs = (("applies", self.applies), ("holds", self.holds), ("value", self.value))
        return tuple((key, text) for key, text in pairs if text is not None)

    def tried_on(self) -> date:
        """The day on which examples without a day of their own are tried."""
        return self.from_on or self.to_on or date(2000, 1, 1)


class Rule(Entry):
    """An eligibility rule with everything it said over the years."""

    code: Code
    name: Said
    basis: tuple[Code, ...] = ()
    versions: Annotated[tuple[RuleVersion, ...], Field(min_length=1)]
    note: Said | Line | None = None
