"""One question to the rulebook: the book, the service, the day and what is known.

The modules beside this one each answer a part.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from mumian.catalogue.rules.answers.values import Question
from mumian.catalogue.rules.book.office import Law, Source
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.book.services import Service
from mumian.catalogue.rules.expressions import Fault, Missing
from mumian.catalogue.rules.knowledge import Knowledge, reads_lists
from mumian.catalogue.terms import Audience, FactType
from mumian.foundation.words import Text


@dataclass(frozen=True)
class Asking:
    """What is asked and what is known."""

    book: Rulebook
    service: Service
    on: date
    channel: str | None
    audience: Audience
    accepted_at: datetime | None
    known: Knowledge

    def laws(self, codes: Iterable[str]) -> tuple[Law, ...]:
        """The legal bases of these codes that are in force on the day, in order, each once."""
        known = self.book.law_of
        return tuple(known[code] for code in dict.fromkeys(codes) if code in known and known[code].is_in_force(self.on))

    def sources(self, codes: Iterable[str]) -> tuple[Source, ...]:
        """The sources of these codes, in order, each once."""
        known = {source.code: source for source in self.book.sources}
        return tuple(known[code] for code in dict.fromkeys(codes) if code in known)

    def may_read(self, expression: str | None) -> bool:
        """Whether this audience's answer may evaluate the expression: only the office's answer reads the reference lists."""
        return self.audience is Audience.OFFICE or not reads_lists(expression)

    def condition(self, code: str | None) -> bool | Question | None:
        """Whether a named condition holds.

        A question when a fact is missing, None when only the office may know. No code: it holds.
        """
        condition = self.book.condition_of.get(code) if code else None
        if condition is None:
            return True
        if not self.may_read(condition.when):
            return None
        return self.holds(condition.when)

    def holds(self, expression: str) -> bool | Question:
        """Whether an expression holds, or the question to put first."""
        result = self.known.answer(expression)
        if isinstance(result, Missing):
            return self.question(result.fact)
        # A fault is a defect that `check` finds in the examples; the officer decides as if the condition did not hold.
        return False if isinstance(result, Fault) else bool(result)

    def question(self, fact: str) -> Question:
        """The question that asks for a fact."""
        declared = self.book.fact_of.get(fact)
        if declared is None:
            return Question(fact, Text(f"请说明 {fact}。", f"Please state {fact}."), FactType.TEXT)
        ask = declared.ask or Text(f"请说明：{declared.name.zh}。", f"Please state: {declared.name.en}.")
        return Question(fact, ask, declared.type, declared.values or ())

    def condition_text(self, code: str | None) -> Text | None:
        """A condition in words."""
        condition = self.book.condition_of.get(code) if code else None
        return condition.text if condition else None


def first_question(*candidates: object) -> Question | None:
    """The first of these that is a question."""
    return next((one for one in candidates if isinstance(one, Question)), None)
