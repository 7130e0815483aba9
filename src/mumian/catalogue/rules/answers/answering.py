"""The answer to one question, put together from its parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches

from mumian.catalogue.rules.answers.asking import Asking
from mumian.catalogue.rules.answers.days import limits_of, stage_days, urgent_of
from mumian.catalogue.rules.answers.money import chosen_variant, fee_charged, open_variants
from mumian.catalogue.rules.answers.needs import materials_needed
from mumian.catalogue.rules.answers.orders import offer_of, order_of
from mumian.catalogue.rules.answers.places import channels_open, territory_of
from mumian.catalogue.rules.answers.reasons import reason_of, reasons_given
from mumian.catalogue.rules.answers.values import (
    Answer,
    CounterApproval,
    ListNeed,
    Offer,
    OrderAnswer,
    Question,
    Reason,
    ReasonState,
    TerritoryAnswer,
)
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.book.services import Service
from mumian.catalogue.rules.book.values import FactValue, on_day
from mumian.catalogue.rules.knowledge import FactsUnreadable, Knowledge
from mumian.catalogue.terms import Audience, Order, Outcome
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text

SENTENCES: Mapping[Outcome, Text] = {
    Outcome.NOT_OFFERED: Text("这一天不办理此项业务。", "This service is not offered on that day."),
    Outcome.NOT_ELIGIBLE: Text("不符合申请条件。", "The conditions for applying are not met."),
    Outcome.REFUSE: Text("须由审批民警依据所列理由决定。", "An approval officer decides, with the ground stated."),
    Outcome.ROUTE: Text("请先到所列地点或先办理所列事项。", "Please go to the place named, or settle the matter named first."),
    Outcome.REVIEW: Text("须由民警核对后办理。", "An officer looks at this before it goes on."),
    Outcome.ASK: Text("还需要了解一些情况才能答复。", "Something more must be known before this can be answered."),
    Outcome.NOTICE: Text(
        "材料不齐，将一次性告知需补正的全部内容。", "Papers are incomplete: one notice names everything that is missing."
    ),
    Outcome.GRANT: Text("可以办理。", "This can be done."),
}
COUNTER_YES = Text("受理窗口可以当场批准，由另一名民警复核。", "The counter may approve; a second officer verifies.")
COUNTER_NO = Text("按普通程序送审批部门审批。", "It goes the ordinary way to the approval office.")
COUNTER_UNKNOWN = Text(
    "能否由受理窗口批准，办理时确定。", "Whether the counter may approve is settled in the course of the case."
)
CHANNEL_CLOSED = Text("此渠道当日不办理此项业务。", "This channel does not take this service on that day.")


class UnknownService(Refusal):
    """There is no service of this code; `nearest` are codes that look like it."""

    def __init__(self, code: str, nearest: tuple[str, ...]) -> None:
        self.nearest = nearest
        zh = f"是否指 {'、'.join(nearest)}？" if nearest else "请核对代码。"
        en = f"Did you mean {', '.join(nearest)}?" if nearest else "Check the code."
        super().__init__(Text(f"没有代码为“{code}”的业务。{zh}", f"There is no service “{code}”. {en}"))


class UnknownChannel(Refusal):
    """There is no channel of this code."""

    def __init__(self, code: str, known: tuple[str, ...]) -> None:
        said = ", ".join(known)
        super().__init__(
            Text(f"没有代码为“{code}”的渠道，可用：{said}。", f"There is no channel “{code}”. The channels are: {said}.")
        )


def service_called(book: Rulebook, code: str) -> Service:
    """The service of this code; UnknownService, naming the nearest, where there is none."""
    service = book.service_of.get(code)
    if service is None:
        raise UnknownService(code, tuple(get_close_matches(code.upper(), list(book.service_of), n=3, cutoff=0.5)))
    return service


def answer(
    book: Rulebook,
    service: str,
    *,
    on: date,
    facts: Mapping[str, FactValue] | None = None,
    channel: str | None = None,
    accepted_at: datetime | None = None,
    audience: Audience = Audience.PUBLIC,
) -> Answer:
    """What the rulebook says about a service on a day, for these facts.

    `accepted_at` (with a zone) is the moment from which limits run; without it limits are named and no day is given.
    Raises UnknownService, UnknownChannel, and FactsUnreadable when a fact is not declared or cannot have its value.
    """
    return _answered(asking_of(book, service, on, facts, channel, accepted_at, audience))


def asking_of(  # noqa: PLR0917  # the arguments of `answer`, passed on
    book: Rulebook,
    service: str,
    on: date,
    facts: Mapping[str, FactValue] | None,
    channel: str | None,
    accepted_at: datetime | None,
    audience: Audience,
) -> Asking:
    """The question with what is known; it raises what `answer` raises."""
    entry = service_called(book, service)
    if channel is not None and channel not in book.channel_of:
        raise UnknownChannel(channel, tuple(book.channel_of))
    given = dict(facts or {})
    if problems := book.vocabulary.problems_of(given):
        raise FactsUnreadable(problems)
    known = Knowledge(book.vocabulary, {**_supplied(book, entry, on, channel), **given})
    return Asking(book=book, service=entry, on=on, channel=channel, audience=audience, accepted_at=accepted_at, known=known)


def _supplied(book: Rulebook, service: Service, on: date, channel: str | None) -> dict[str, FactValue]:
    """The facts that the program itself knows."""
    facts: dict[str, FactValue] = {
        "date.on": on.isoformat(),
        "date.year": on.year,
        "case.service": service.code,
        "case.family": service.family,
        "office.city": book.office.city,
    }
    if service.document:
        facts["case.document"] = service.document
    if channel:
        facts["case.channel"] = channel
    return {name: value for name, value in facts.items() if name in book.fact_of}


def _answered(asking: Asking) -> Answer:
    service, on = asking.service, asking.on
    offer = offer_of(service, on)
    order = order_of(asking)
    materials = materials_needed(asking, order)
    if "case.needs" in asking.book.fact_of and "case.needs" not in asking.known.facts:
        asking.known.add("case.needs", tuple(need.code for need in materials if need.is_needed))
    eligibility = on_day(service.eligibility, on)
    reasons = reasons_given(asking, eligibility.rules if eligibility else ())
    counter = _counter_approval(asking, reasons)
    fee, limits, urgent = fee_charged(asking), limits_of(asking), urgent_of(asking)
    territory, channels = territory_of(asking), channels_open(asking)
    closed = asking.channel is not None and offer.is_offered and asking.channel not in channels
    verdict = _verdict(offer, order, reasons, territory, closed=closed)
    lists = on_day(service.lists, on)
    return Answer(
        service=service.code,
        name=service.name,
        family=service.family,
        document=service.document,
        applicant=service.applicant,
        path=service.path,
        approver=service.approver if isinstance(service.approver, Text) else Text(service.approver, service.approver),
        on=on,
        channel=asking.channel,
        audience=asking.audience,
        accepted_at=asking.accepted_at,
        verdict=verdict,
        sentence=_sentence(verdict, offer, territory, closed=closed),
        offer=offer,
        order=order,
        reasons=reasons,
        questions=_each_once(
            [
                order.question if order else None,
                *(reason.question for reason in reasons),
                fee.question if fee else None,
                *(need.question for need in materials),
                urgent.question if urgent else None,
                counter.question if counter else None,
            ]
        ),
        materials=materials,
        fee=fee,
        limits=limits,
        urgent=urgent,
        lists=_lists(asking, lists.codes if lists else ()),
        channels=channels,
        territory=territory,
        counter_approval=counter,
        allowances=stage_days(asking, limits),
        validity=on_day(service.validity, on),
        variants=open_variants(asking),
        variant=chosen_variant(asking),
        express=on_day(service.express, on) is not None,
        basis=asking.laws(service.basis),
        sources=asking.sources(service.sources),
        confidence=service.confidence,
        note=service.note,
    )


def _verdict(
    offer: Offer,
    order: OrderAnswer | None,
    reasons: tuple[Reason, ...],
    territory: TerritoryAnswer | None,
    *,
    closed: bool,
) -> Outcome:
    """The strongest of what follows from each part; `Outcome` is written strongest first."""
    if not offer.is_offered:
        return Outcome.NOT_OFFERED
    found = {reason.decides for reason in reasons if reason.decides}
    if closed or (territory and territory.is_right_place is False):
        found.add(Outcome.ROUTE)
    if order and order.kind is Order.BY_REASON and order.reasons and order.chosen is None:
        found.add(Outcome.ASK if order.question else Outcome.NOT_ELIGIBLE)
    return next((outcome for outcome in Outcome if outcome in found), Outcome.GRANT)


def _sentence(verdict: Outcome, offer: Offer, territory: TerritoryAnswer | None, *, closed: bool) -> Text:
    if verdict is Outcome.NOT_OFFERED:
        return offer.sentence
    if verdict is Outcome.ROUTE and closed:
        return CHANNEL_CLOSED
    if verdict is Outcome.ROUTE and territory and territory.is_right_place is False:
        return territory.sentence
    return SENTENCES[verdict]


def _each_once(candidates: Iterable[Question | None]) -> tuple[Question, ...]:
    """Everything that is still to be asked, each fact once, at its first place."""
    found: dict[str, Question] = {}
    for question in candidates:
        if question is not None:
            found.setdefault(question.fact, question)
    return tuple(found.values())


def _lists(asking: Asking, codes: tuple[str, ...]) -> tuple[ListNeed, ...]:
    return tuple(ListNeed(code, asking.book.list_of[code].name) for code in codes if code in asking.book.list_of)


def _counter_approval(asking: Asking, reasons: tuple[Reason, ...]) -> CounterApproval | None:
    """Whether the counter may approve: the service and the document version allow it, and the rule grants."""
    span = on_day(asking.service.counter_approval, asking.on)
    if span is None:
        return None
    if span.document_versions and "document.version" in asking.book.fact_of:
        version = asking.known.facts.get("document.version")
        if version is None:
            return CounterApproval(span.rule, None, COUNTER_UNKNOWN, asking.question("document.version"))
        if version not in span.document_versions:
            return CounterApproval(span.rule, False, COUNTER_NO)
    reason = next((one for one in reasons if one.rule == span.rule), None) or _asked_alone(asking, span.rule)
    if reason is None or reason.state in (ReasonState.FAILS, ReasonState.FAULT, ReasonState.NOT_CONCERNED):
        return CounterApproval(span.rule, False, COUNTER_NO)
    if reason.state is ReasonState.HOLDS:
        return CounterApproval(span.rule, True, COUNTER_YES)
    return CounterApproval(span.rule, None, COUNTER_UNKNOWN, reason.question)


def _asked_alone(asking: Asking, code: str) -> Reason | None:
    """The rule of counter approval, where it does not stand among the rules of eligibility."""
    rule = asking.book.rule_of.get(code)
    version = on_day(rule.versions, asking.on) if rule else None
    return reason_of(asking, rule, version) if rule and version else None
