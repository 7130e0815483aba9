"""Whole questions of `examples.yaml` come out as they say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from mumian.catalogue.rules.answers import Answer, answer
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.book.time import AcceptanceExample, Expectation
from mumian.catalogue.rules.problems import Problem
from mumian.catalogue.rules.reading import Reading
from mumian.catalogue.terms import Audience
from mumian.foundation.clock import OFFICE_ZONE
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text

IN_THE_MORNING = time(10)


def acceptance_examples(reading: Reading) -> Iterator[Problem]:
    """Examples that come out otherwise."""
    for index, case in enumerate(reading.book.examples):
        try:
            given = answer_to(reading.book, case)
        except Refusal as refusal:
            yield Problem(reading.place("examples", index), "example-fails", refusal.sentence)
            continue
        for key, expected, found in differences(case.expect, given):
            zh = f"业务 {case.service}：“{key}”应为 {expected}，实为 {found}。"
            sentence = Text(zh, f"{case.service}: `{key}` should be {expected} and is {found}.")
            yield Problem(reading.place("examples", index, "expect", key), "example-fails", sentence)


def answer_to(book: Rulebook, case: AcceptanceExample) -> Answer:
    """The rulebook's answer to an example; acceptance at ten in the morning of the day where it names no moment."""
    return answer(
        book,
        case.service,
        on=case.on,
        facts=case.facts,
        channel=case.channel,
        accepted_at=moment_of(case.accepted_at or case.on.isoformat()),
        audience=Audience(case.audience or Audience.PUBLIC),
    )


def moment_of(written: str) -> datetime:
    """A moment at the office; a bare day means ten in the morning."""
    moment = datetime.fromisoformat(written)
    if len(written) == len("2006-01-01"):
        moment = datetime.combine(moment.date(), IN_THE_MORNING)
    return moment.replace(tzinfo=OFFICE_ZONE)


def differences(expect: Expectation, given: Answer) -> Iterator[tuple[str, object, object]]:
    """What comes out otherwise than expected: the key, what was expected, what came."""
    found = facets(given)
    for key in type(expect).model_fields:
        expected = getattr(expect, key)
        if expected is None:
            continue
        if key in ("materials", "lists"):
            expected = tuple(sorted(expected))
        if expected != found[key]:
            yield key, _shown(expected), _shown(found[key])


def facets(given: Answer) -> dict[str, object]:
    """The parts of an answer that an example can name."""
    limits = given.limits
    return {
        "verdict": given.verdict,
        "reasons": tuple(reason.rule for reason in given.deciding),
        "materials": tuple(sorted(need.code for need in given.needed)),
        "fee": given.fee.total if given.fee else None,
        "fee_unknown": given.fee is not None and given.fee.total is None,
        "promised_on": limits.promised.due_on if limits and limits.promised else None,
        "statutory_on": limits.statutory.due_on if limits and limits.statutory else None,
        "lists": tuple(sorted(need.code for need in given.lists)),
        "order": str(given.order.kind) if given.order else None,
        "asks": tuple(question.fact for question in given.questions),
        "counter_approval": given.counter_approval.is_possible if given.counter_approval else False,
    }


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(str(part) for part in value) + "]"
    return "none" if value is None else str(value)
