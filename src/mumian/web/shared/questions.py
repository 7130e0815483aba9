"""The questions of the rulebook as fields of a form, and the facts that were typed into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import QueryDict
from django.utils.translation import gettext as _

from mumian.catalogue.rules.answers import Answer
from mumian.catalogue.rules.answers.values import Question
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.book.values import FactValue
from mumian.catalogue.terms import FactType
from mumian.web.shared.choices import choice_name
from mumian.web.shared.spoken import said

PREFIX = "fact:"
YES, NO = "yes", "no"
VARIANT = "case.variant"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a field: what was typed, what may be chosen, and what is wrong with it."""

    question: Question
    name: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Questions about one subject, asked together."""

    title: str
    fields: tuple[Asked, ...]

    @property
    def count(self) -> int:
        """How many questions there are."""
        return len(self.fields)


def groups(found: Answer, questions: Sequence[Question], typed: QueryDict, wrong: Mapping[str, str]) -> list[Group]:
    """The questions as fields, by what they are about: the applicant first, then the papers, then the application."""
    titles = {"applicant": _("About the applicant"), "document": _("About the papers held"), "case": _("About this application")}
    order = [*titles, ""]
    about = {question.fact: question.fact.partition(".")[0] for question in questions}
    place = {fact: order.index(subject if subject in titles else "") for fact, subject in about.items()}
    placed = sorted(questions, key=lambda question: place[question.fact])
    return [
        Group(titles.get(order[at], _("More questions")), tuple(field_of(found, question, typed, wrong) for question in members))
        for at, members in groupby(placed, key=lambda question: place[question.fact])
    ]


def field_of(found: Answer, question: Question, typed: QueryDict, wrong: Mapping[str, str]) -> Asked:
    """A question as a field, with what was typed into it."""
    names = {variant.code: said(variant.name) for variant in found.variants} if question.fact == VARIANT else {}
    choices = tuple((str(value), names.get(str(value)) or choice_name(question.fact, str(value))) for value in question.values)
    name = PREFIX + question.fact
    return Asked(question, name, typed.get(name, ""), choices, wrong.get(question.fact, ""))


def all_questions(book: Rulebook, typed: QueryDict, *answers: Answer) -> list[Question]:
    """Every question once: those of the answers, and those that were answered before, so that nothing typed is lost."""
    found = {question.fact: question for given in reversed(answers) for question in given.questions}
    for name, last in typed.items():
        declared = book.fact_of.get(name.removeprefix(PREFIX)) if name.startswith(PREFIX) and last else None
        if declared and declared.ask:
            question = Question(declared.code, declared.ask, declared.type, declared.values or ())
            found.setdefault(declared.code, question)
    return list(found.values())


def read_facts(book: Rulebook, typed: QueryDict) -> tuple[dict[str, FactValue], dict[str, str]]:
    """The facts that were typed, and a sentence for each that cannot be read. Empty fields say nothing."""
    facts: dict[str, FactValue] = {}
    wrong: dict[str, str] = {}
    for name, last in typed.items():
        code, value = name.removeprefix(PREFIX), str(last).strip()
        declared = book.fact_of.get(code) if name.startswith(PREFIX) and value else None
        if declared is None:
            continue
        try:
            facts[code] = _read(declared.type, value)
        except ValueError:
            wrong[code] = _sentence_for(declared.type)
    return facts, wrong


def _read(kind: FactType, value: str) -> FactValue:
    if kind is FactType.BOOL:
        return {YES: True, NO: False}[value] if value in (YES, NO) else _unreadable(value)
    if kind is FactType.INT:
        return int(value)
    if kind is FactType.DATE:
        return date.fromisoformat(value).isoformat()
    if kind is FactType.LIST:
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _unreadable(value: str) -> FactValue:
    raise ValueError(value)


def _sentence_for(kind: FactType) -> str:
    if kind is FactType.INT:
        return _("Please write a whole number, for example 3.")
    if kind is FactType.DATE:
        return _("Please write the day like 2006-10-09.")
    return _("Please choose yes or no.")
