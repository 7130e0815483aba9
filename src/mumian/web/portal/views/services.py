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
from mumian.catalogue.rules.answers.values import FeeLine, Reason, ReasonState
from mumian.catalogue.rules.book.papers import SampleForm
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.book.services import Service
from mumian.catalogue.rules.book.values import FactValue, on_day
from mumian.catalogue.rules.knowledge import FactsUnreadable
from mumian.foundation.clock import local
from mumian.web.portal.views.notices import count_about
from mumian.web.portal.words import amount, amounts_of, between, length, price
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.finding import found_by
from mumian.web.shared.questions import PREFIX, all_questions, groups, read_facts
from mumian.web.shared.spoken import said

FIRST_DAY = date(1949, 10, 1)
LAST_DAY = date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class FamilyOfServices:
    """A family with those of its services that are shown."""

    code: str
    name: object
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditions of a service as they are shown: those that concern the applicant, and what only the office checks."""

    own: tuple[Reason, ...]
    by_office: tuple[Reason, ...]


def families_offering(book: Rulebook, on: date, words: str = "") -> list[FamilyOfServices]:
    """The families with their services offered on the day that answer to all the words typed; empty families fall away."""
    wanted = found_by(book, words)
    offered = [service for service in book.services if service.code in wanted and on_day(service.offered, on)]
    found = [
        FamilyOfServices(family.code, family.name, tuple(service for service in offered if service.family == family.code))
        for family in book.families
    ]
    return [family for family in found if family.services]


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
    typed_day = request.GET.get("on", "").strip()[:40]
    day, day_error = asked_day(typed_day, today)
    book = current_rulebook()
    typed = request.POST if request.method == "POST" else QueryDict()
    facts, wrong = read_facts(book, typed)
    try:
        open_question = answer(book, code, on=day, accepted_at=at if day == today else None)
    except UnknownService as unknown:
        raise Http404(str(unknown)) from unknown
    settled, wrong = _settled(open_question, book, facts, wrong)
    declared = book.service_of[settled.service]
    errors = [(PREFIX + fact, sentence) for fact, sentence in wrong.items()] + ([("on", day_error)] if day_error else [])
    return render(
        request,
        "portal/service.html",
        {
            "answer": settled,
            "family": book.family_of[settled.family],
            "day": day,
            "today": today,
            "day_error": day_error,
            "typed_day": typed_day if day_error else day.isoformat(),
            "groups": groups(settled, all_questions(book, typed, settled, open_question), typed, wrong),
            "errors": errors,
            "is_checked": bool(facts) or bool(wrong),
            "conditions": conditions(settled),
            "channel_of": book.channel_of,
            "fee_said": price(declared, day, settled.fee.total) if settled.fee else "",
            "fee_rows": fee_rows(settled, declared),
            "variants": variant_rows(settled, day),
            "length": length,
            "leaflets": [leaflet for leaflet in book.leaflets if code in leaflet.services and leaflet.holds_on(day)],
            "sample_of": samples_of(book, settled, day),
            "mending": count_about(book, declared),
        },
        status=422 if errors else 200,
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
        return asked, {**wrong, **dict.fromkeys(named, _("This answer cannot be chosen here. Please choose one of those shown."))}


def conditions(found: Answer) -> Conditions:
    """The rules that were asked, without those that do not concern this applicant."""
    concerning = [reason for reason in found.reasons if reason.state is not ReasonState.NOT_CONCERNED]
    return Conditions(
        own=tuple(reason for reason in concerning if not reason.is_by_office),
        by_office=tuple(reason for reason in concerning if reason.is_by_office),
    )


def fee_rows(found: Answer, declared: Service) -> list[tuple[str, str]]:
    """The lines of the fee, as they stand in the table: the price, or what it depends on."""
    lines = found.fee.lines if found.fee else ()
    span = on_day(declared.fee, found.on)
    written = {item.code: item.amount for item in (span.items if span else ())}
    return [(said(line.name), _line_price(line, declared, written.get(line.code), found.on)) for line in lines]


def _line_price(line: FeeLine, declared: Service, written: int | str | None, on: date) -> str:
    if line.amount is not None:
        return amount(line.amount)
    amounts = amounts_of(declared, written, on)
    return between((min(amounts), max(amounts)) if amounts else None)


def variant_rows(found: Answer, day: date) -> list[tuple[str, str]]:
    """What each kind of the service that is offered on the day costs."""
    rows = [(variant, on_day(variant.fee, day)) for variant in found.variants if on_day(variant.offered, day)]
    return [(said(variant.name), amount(fee.amount)) for variant, fee in rows if fee]


def samples_of(book: Rulebook, found: Answer, day: date) -> dict[str, SampleForm]:
    """The sample form of each material that has one, by the code of the material."""
    needed = {need.code for need in found.materials}
    return {form.material: form for form in book.forms if form.material in needed and form.holds_on(day)}


def asked_day(typed: str, today: date) -> tuple[date, str]:
    """The day somebody asks about; today, with a sentence, when it cannot be read."""
    if not typed:
        return today, ""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return today, _("This is not a day we can read. Please write it like 2006-10-09. Shown here is today.")
    if not FIRST_DAY <= day <= LAST_DAY:
        return today, _("We know no rules of that day. Please choose a day between 1949 and 2099. Shown here is today.")
    return day, ""
