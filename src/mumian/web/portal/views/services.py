"""Services: what there is, what it takes, and whether it fits the person who asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.answers import Answer, UnknownService, answer
from mumian.catalogue.rules.answers.values import Question
from mumian.catalogue.rules.book.office import Family
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.book.services import Service
from mumian.catalogue.rules.book.values import FactValue, on_day
from mumian.catalogue.rules.knowledge import FactsUnreadable
from mumian.catalogue.terms import FactType
from mumian.foundation.clock import local
from mumian.web.portal.words import amount, length
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.spoken import said

PREFIX = "fact:"
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class FamilyOfServices:
    """A family with those of its services that are shown."""

    code: str
    name: object
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a field: what was typed, and what is wrong with it."""

    question: Question
    name: str
    value: str
    error: str = ""


def families_offering(book: Rulebook, on: date, words: str = "") -> list[FamilyOfServices]:
    """The families with their services offered on the day that answer to all the words typed; empty families fall away."""
    wanted = words.casefold().split()
    found = [
        FamilyOfServices(
            family.code,
            family.name,
            tuple(
                service
                for service in book.services
                if service.family == family.code
                and on_day(service.offered, on)
                and all(word in _searched(service, family) for word in wanted)
            ),
        )
        for family in book.families
    ]
    return [family for family in found if family.services]


def _searched(service: Service, family: Family) -> str:
    texts = (service.name, service.applicant, family.name, *(variant.name for variant in service.variants))
    return " ".join([service.code, *(part for text in texts for part in (text.zh, text.en))]).casefold()


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    today = local(arrived_at(request)).date()
    words = request.GET.get("q", "").strip()[:80]
    families = families_offering(current_rulebook(), today, words)
    return render(
        request,
        "portal/services.html",
        {"families": families, "words": words, "found": sum(len(family.services) for family in families)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def service(request: HttpRequest, code: str) -> HttpResponse:
    """One service on a day. POST carries answers to the questions; they are used once and kept nowhere."""
    at = arrived_at(request)
    today = local(at).date()
    day, day_error = asked_day(request.GET.get("on", ""), today)
    book = current_rulebook()
    typed = request.POST if request.method == "POST" else QueryDict()
    facts, wrong = read_facts(book, typed)
    try:
        now = at if day == today else None
        open_question = answer(book, code, on=day, accepted_at=now)
        settled, wrong = _settled(open_question, book, facts, wrong)
    except UnknownService as unknown:
        raise Http404(str(unknown)) from unknown
    return render(
        request,
        "portal/service.html",
        {
            "answer": settled,
            "family": book.family_of[settled.family],
            "day": day,
            "today": today,
            "day_error": day_error,
            "asked": _fields(_all_questions(open_question, settled), typed, wrong),
            "errors": [(PREFIX + fact, sentence) for fact, sentence in wrong.items()],
            "is_checked": bool(facts) or bool(wrong),
            "halls_of": book.hall_of,
            "channel_of": book.channel_of,
            "fee_rows": fee_rows(settled),
            "variants": variant_rows(settled, day),
            "choices": _choices,
            "length": length,
            "amount": amount,
            "leaflets": [leaflet for leaflet in book.leaflets if code in leaflet.services and leaflet.holds_on(day)],
        },
        status=422 if wrong else 200,
    )


def _settled(
    asked: Answer, book: Rulebook, facts: Mapping[str, FactValue], wrong: Mapping[str, str]
) -> tuple[Answer, dict[str, str]]:
    """The same question with these facts; when the rulebook cannot read one of them, as asked, and what was wrong."""
    try:
        return answer(book, asked.service, on=asked.on, facts=facts, accepted_at=asked.accepted_at), dict(wrong)
    except FactsUnreadable as unreadable:
        sentence = said(unreadable.sentence)
        named = [fact for fact in facts if fact in sentence] or list(facts)
        return asked, {**wrong, **dict.fromkeys(named, sentence)}


def fee_rows(found: Answer) -> list[tuple[str, str]]:
    """The lines of the fee, as they stand in the table."""
    lines = found.fee.lines if found.fee else ()
    return [(said(line.name), said(line.note) if line.amount is None and line.note else amount(line.amount)) for line in lines]


def variant_rows(found: Answer, day: date) -> list[tuple[str, str]]:
    """What each kind of the service costs on the day; a kind with one price for all is not said twice."""
    rows = [(variant, on_day(variant.fee, day)) for variant in found.variants]
    return [(said(variant.name), amount(fee.amount)) for variant, fee in rows if fee]


def _choices(question: Question) -> list[tuple[str, str]]:
    return [(str(value), str(value)) for value in question.values]


def asked_day(typed: str, today: date) -> tuple[date, str]:
    """The day somebody asks about; today, with a sentence, when it cannot be read."""
    if not typed:
        return today, ""
    try:
        return date.fromisoformat(typed), ""
    except ValueError:
        return today, _("This is not a day we can read. Please write it like 2006-10-09. Shown below is today.")


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


def _all_questions(*answers: Answer) -> list[Question]:
    """Every question once, in the order of the first answer that puts it."""
    return list({question.fact: question for found in answers for question in found.questions}.values())


def _fields(questions: list[Question], typed: QueryDict, wrong: Mapping[str, str]) -> list[Asked]:
    return [
        Asked(question, PREFIX + question.fact, typed.get(PREFIX + question.fact, ""), wrong.get(question.fact, ""))
        for question in questions
    ]
