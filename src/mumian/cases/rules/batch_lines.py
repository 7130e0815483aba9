"""What the rulebook and the record say about a line of a firm's file that is well written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from mumian.cases.rules.batches import NAME, NAME_OF, NUMBER, SERVICE, Fault, Line, facts_of
from mumian.catalogue.rules.answers import answer
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.knowledge import FactsUnreadable
from mumian.catalogue.terms import Audience, FactType, Outcome
from mumian.foundation.words import Text
from mumian.people.rules.names import written_form

CHANNEL: Final = "counter"
NOT_TAKEN: Final = frozenset({Outcome.NOT_OFFERED, Outcome.NOT_ELIGIBLE, Outcome.ROUTE})
NO_SERVICE: Final = Text("手册中没有这个业务代码", "the rulebook has no such service")
OTHER_NAME: Final = Text("姓名与身份证号不符", "does not agree with the identity number")


class LineState(StrEnum):
    """What becomes of a line: it can be taken, is among the firm's open applications already, or has to be mended."""

    NEW = "new"
    THERE = "there"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A line with what becomes of it; `case_id` where it is there already."""

    line: Line
    state: LineState
    case_id: int | None = None


def fact_types(book: Rulebook) -> dict[str, FactType]:
    """The kinds of the rulebook's facts."""
    return {name: fact.type for name, fact in book.fact_of.items()}


def judged(
    line: Line,
    *,
    book: Rulebook,
    on: date,
    name_forms: Mapping[str, str],
    there: Mapping[str, int],
    facts: Mapping[str, FactType],
) -> Verdict:
    """Judge one line. `name_forms` are those on record by identity number, `there` the firm's open applications."""
    if line.faults:
        return Verdict(line, LineState.WRONG)
    if line.digest in there:
        return Verdict(line, LineState.THERE, there[line.digest])
    fault = _fault(line, book, on, name_forms, facts)
    if fault is not None:
        return Verdict(replace(line, faults=(fault,)), LineState.WRONG)
    return Verdict(line, LineState.NEW)


def _fault(line: Line, book: Rulebook, on: date, name_forms: Mapping[str, str], facts: Mapping[str, FactType]) -> Fault | None:
    service = line.values[SERVICE]
    if service not in book.service_of:
        return Fault(NAME_OF[SERVICE], NO_SERVICE)
    known = name_forms.get(line.values[NUMBER])
    if known is not None and known != written_form(line.values[NAME]):
        return Fault(NAME_OF[NAME], OTHER_NAME)
    try:
        said = answer(book, service, on=on, facts=facts_of(line, facts=facts), channel=CHANNEL, audience=Audience.COUNTER)
    except FactsUnreadable as problem:
        return Fault(Text("", ""), problem.problems[0])
    if said.verdict in NOT_TAKEN:
        why = said.deciding[0].sentence if said.deciding else said.sentence
        return Fault(NAME_OF[SERVICE], why)
    return None
