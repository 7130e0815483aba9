"""Leaflets, generated from the rules, so that they can never disagree with them.

A leaflet's entry in the rulebook holds its title, an opening sentence and tips; every sentence about who, what, how much,
how long and
where is made here from what the rulebook says for the day.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from mumian.catalogue.rules.answers import Answer, answer
from mumian.catalogue.rules.answers.places import halls_serving
from mumian.catalogue.rules.answers.values import LimitAnswer, NeedState
from mumian.catalogue.rules.book.papers import LeafletEntry
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.book.services import LimitSpan, PromisedLimit
from mumian.catalogue.rules.book.values import all_on_day, on_day
from mumian.catalogue.terms import LeafletSection, LimitUnit, Order, Otherwise, Path, RuleKind
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text

TITLES: Mapping[LeafletSection, Text] = {
    LeafletSection.WHO: Text("谁可以申请", "Who may apply"),
    LeafletSection.MATERIALS: Text("需要带什么", "What to bring"),
    LeafletSection.STEPS: Text("怎样办理", "Step by step"),
    LeafletSection.FEES: Text("费用", "Fees"),
    LeafletSection.TIME_LIMIT: Text("多久办好", "How long it takes"),
    LeafletSection.WHERE: Text("在哪里办", "Where to go"),
    LeafletSection.CONTACT: Text("怎样联系我们", "How to reach us"),
    LeafletSection.RIGHTS_AND_REMEDIES: Text("您的权利", "Your rights"),
}

UNITS: Mapping[LimitUnit, Text] = {
    LimitUnit.WORKING_DAY: Text("{value} 个工作日", "{value} working days"),
    LimitUnit.CALENDAR_DAY: Text("{value} 天", "{value} days"),
    LimitUnit.HOUR: Text("{value} 小时", "{value} hours"),
}
ONE: Mapping[LimitUnit, Text] = {
    LimitUnit.WORKING_DAY: Text("1 个工作日", "1 working day"),
    LimitUnit.CALENDAR_DAY: Text("1 天", "1 day"),
    LimitUnit.HOUR: Text("1 小时", "1 hour"),
}
AT_ONCE = Text("当场办结", "at once")


CONDITIONS = (Otherwise.REJECT, Otherwise.ROUTE, Otherwise.NOTICE, Otherwise.WARN, Otherwise.REVIEW, Otherwise.REFUSE)
"""The rules that a leaflet names; the others decide nothing for the applicant."""


class UnknownLeaflet(Refusal):
    """There is no leaflet of this code."""

    def __init__(self, code: str) -> None:
        super().__init__(
            Text(
                f"没有编号为“{code}”的指南。请从指南目录中选取。",
                f"There is no leaflet “{code}”. Please choose one from the list of leaflets.",
            )
        )


@dataclass(frozen=True, slots=True)
class Part:
    """The sentences of a section about one service (or about all of them, then `service` is None)."""

    service: str | None
    heading: Text | None
    sentences: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a leaflet.

    With several services it has a part for each that differs, and one part for all that say the same.
    """

    kind: LeafletSection
    title: Text
    parts: tuple[Part, ...]

    @property
    def sentences(self) -> tuple[Text, ...]:
        """All sentences, part by part."""
        return tuple(sentence for part in self.parts for sentence in part.sentences)


@dataclass(frozen=True, slots=True)
class Leaflet:
    """A leaflet as it holds on a day.

    `digest` (16 hexadecimal characters) is that of its content: as long as the rules give the same content it stays the
    same, whatever
    the day. `services` are the codes of those that are offered on the day.
    """

    code: str
    title: Text
    intro: Text
    sections: tuple[Section, ...]
    tips: tuple[Text, ...]
    services: tuple[str, ...]
    office: Text
    on: date
    digest: str


def leaflet(book: Rulebook, code: str, *, on: date) -> Leaflet:
    """The leaflet of this code as it holds on the day. Raises UnknownLeaflet."""
    entry = book.leaflet_of.get(code)
    if entry is None:
        raise UnknownLeaflet(code)
    answers = [answer(book, service, on=on) for service in entry.services]
    offered = [given for given in answers if given.offer.is_offered]
    sections = tuple(_section(book, kind, offered, on) for kind in entry.sections)
    return Leaflet(
        code=entry.code,
        title=entry.title,
        intro=entry.intro,
        sections=tuple(section for section in sections if section.parts),
        tips=entry.tips,
        services=tuple(given.service for given in offered),
        office=book.office.office,
        on=on,
        digest=_digest(entry, sections),
    )


def still_holds(book: Rulebook, code: str, *, digest: str, on: date) -> bool:
    """Whether a leaflet printed with this digest says what the rules say on the day. Raises UnknownLeaflet."""
    return leaflet(book, code, on=on).digest == digest


def _digest(entry: LeafletEntry, sections: tuple[Section, ...]) -> str:
    said = [entry.title, entry.intro, *entry.tips, *(text for section in sections for text in section.sentences)]
    content = json.dumps([entry.code, *([text.zh, text.en] for text in said)], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _section(book: Rulebook, kind: LeafletSection, offered: list[Answer], on: date) -> Section:
    """What all services of the leaflet say alike is said once, before what each says of its own."""
    said = [(given, tuple(SAYING[kind](book, given, on))) for given in offered]
    shared = [sentence for sentence in said[0][1] if all(sentence in own for _, own in said)] if said else []
    own_parts = [Part(given.service, given.name, tuple(one for one in own if one not in shared)) for given, own in said]
    parts = [Part(None, None, tuple(shared)), *own_parts]
    return Section(kind, TITLES[kind], tuple(part for part in parts if part.sentences))


def _who(book: Rulebook, given: Answer, on: date) -> Iterator[Text]:
    yield Text(f"{given.applicant.zh}。", f"{given.applicant.en}.")
    if given.order:
        yield given.order.sentence
        if given.order.kind is Order.BY_REASON:
            yield from (Text(f"事由：{reason.name.zh}。", f"Reason: {reason.name.en}.") for reason in given.order.reasons)
    service = book.service_of[given.service]
    eligibility = on_day(service.eligibility, on)
    by_office = {reason.rule for reason in given.reasons if reason.is_by_office}
    for code in eligibility.rules if eligibility else ():
        version = on_day(book.rule_of[code].versions, on)
        if version and version.kind is RuleKind.CONDITION and version.otherwise in CONDITIONS and code not in by_office:
            yield Text(f"条件：{version.granted.zh}", f"Condition: {version.granted.en}")
    yield from _validity(given)
    if any(reason.is_by_office for reason in given.reasons):
        yield Text("其余事项由审批部门核查。", "The office itself checks the rest.")


def _validity(given: Answer) -> Iterator[Text]:
    """How long the document holds."""
    span = given.validity
    if span is None:
        return
    ages = ((16, span.under_16_years, span.from_16_years), (18, span.under_18_years, span.from_18_years))
    for age, under, over in ages:
        if under is not None and over is not None and under != over:
            yield Text(
                f"有效期：未满{age}周岁 {under} 年，{age}周岁以上 {over} 年。",
                f"Validity: {under} years under {age}, {over} years from {age}.",
            )
        elif under is not None or over is not None:
            yield Text(f"有效期：{over or under} 年。", f"Validity: {over or under} years.")
    for value, zh, en in ((span.years, "年", "years"), (span.months, "个月", "months"), (span.days, "天", "days")):
        if value:
            yield Text(f"有效期：{value} {zh}。", f"Validity: {value} {en}.")
    if span.note:
        yield span.note


def _materials(book: Rulebook, given: Answer, on: date) -> Iterator[Text]:
    for need in given.materials:
        if need.state is NeedState.NOT_NEEDED:
            continue
        how = need.how
        zh = f"{need.name.zh}" + (f"（{how.zh}）" if how else "")
        en = f"{need.name.en}" + (f" ({how.en})" if how else "")
        if need.state is not NeedState.REQUIRED and need.because:
            zh, en = f"{need.because.zh}：{zh}", f"{need.because.en[0].upper()}{need.because.en[1:]}: {en}"
        if need.data_sharing:
            zh, en = f"{zh}；能从共享数据查到的，不用带", f"{en}; not needed where shared data show it"
        yield Text(f"{zh}。", f"{en}.")
    for reason in given.order.reasons if given.order else ():
        papers = [book.material_of[code].name for code in reason.materials if code in book.material_of]
        if papers:
            zh, en = "、".join(paper.zh for paper in papers), ", ".join(paper.en for paper in papers)
            yield Text(f"事由为“{reason.name.zh}”的，提交：{zh}。", f"For the reason “{reason.name.en}”: {en}.")


def _steps(book: Rulebook, given: Answer, on: date) -> Iterator[Text]:
    channels = [book.channel_of[code].name for code in given.channels]
    if channels:
        zh, en = "、".join(name.zh for name in channels), ", ".join(name.en for name in channels)
        yield Text(f"申请：可通过{zh}提出。", f"Apply by: {en}.")
    days = book.notices.deadline_working_days
    yield Text(
        f"受理：材料齐全当场受理并给您回执；不齐的当场或 {days} 个工作日内一次说清要补什么。",
        "Acceptance: with complete papers you get a receipt at once; otherwise you are told once, at once or within "
        f"{days} working days, everything that is missing.",
    )
    if given.path is Path.REGISTRATION:
        yield Text("登记：核对后当场登记。", "Registration: once checked, it is registered at once.")
        return
    yield Text(f"审批：由{given.approver.zh}决定。", f"Decision: by {given.approver.en}.")
    if given.path is Path.FULL:
        yield Text("制证：决定后制作证件并检查。", "Production: after the decision the document is made and checked.")
        if given.express:
            yield Text(
                "领取：凭回执到窗口领取，也可选择速递到家。",
                "Collection: with the receipt at the window, or have it sent by courier.",
            )
        else:
            yield Text("领取：凭回执到窗口领取。", "Collection: with the receipt at the window.")


def _fees(book: Rulebook, given: Answer, on: date) -> Iterator[Text]:
    if given.fee is None:
        return
    service = book.service_of[given.service]
    span = on_day(service.fee, on)
    items = span.items if span else ()
    if not items:
        yield given.fee.sentence
    for item in items:
        if item.amount == "by_variant":
            yield from _variant_fees(given, on)
            continue
        condition = book.condition_of.get(item.when) if item.when else None
        zh_if, en_if = (f"（{condition.text.zh}）", f" ({condition.text.en})") if condition else ("", "")
        yield _priced(
            Text(f"{item.name.zh}{zh_if}", f"{item.name.en}{en_if}"), item.amount if isinstance(item.amount, int) else None
        )


def _variant_fees(given: Answer, on: date) -> Iterator[Text]:
    for variant in given.variants:
        fee = on_day(variant.fee, on)
        yield _priced(variant.name, fee.amount if fee else None)


def _priced(name: Text, amount: int | None) -> Text:
    if amount is None:
        return Text(f"{name.zh}：未公布，请向窗口询问。", f"{name.en}: not published, please ask at the window.")
    if amount == 0:
        return Text(f"{name.zh}：免费。", f"{name.en}: free of charge.")
    return Text(f"{name.zh}：{amount} 元。", f"{name.en}: {amount} yuan.")


def _time_limit(book: Rulebook, given: Answer, on: date) -> Iterator[Text]:
    span = on_day(book.service_of[given.service].limits, on)
    if span:
        yield from _promises(book, span, given.channels)
        if span.statutory:
            law = length_of(span.statutory.value, span.statutory.unit)
            yield Text(f"法律规定的期限：{law.zh}。", f"Limit set by law: {law.en}.")
            if span.statutory.extendable_to:
                more = length_of(span.statutory.extendable_to, span.statutory.unit)
                yield Text(
                    f"特殊情况经批准可延长至{more.zh}，并告知理由。",
                    f"In special cases it may be extended to {more.en}; you are told why.",
                )
    if given.urgent:
        yield _urgent(given.urgent.limit, given.urgent.ground)
    if book.time.rules and span and (span.promised or span.statutory):
        yield book.time.rules[0].text


def _promises(book: Rulebook, span: LimitSpan, channels: tuple[str, ...]) -> Iterator[Text]:
    for promise in span.promised:
        if promise.channels is not None and not set(promise.channels) & set(channels):
            continue
        length = length_of(promise.days, promise.unit)
        about = _about(book, promise)
        yield Text(f"我们承诺{about.zh}：{length.zh}。", f"Our promise{about.en}: {length.en}.")


def _about(book: Rulebook, promise: PromisedLimit) -> Text:
    """For whom a promise is, in brackets; nothing when it is for everybody."""
    names = [book.channel_of[code].name for code in promise.channels or () if code in book.channel_of]
    condition = book.condition_of.get(promise.when) if promise.when else None
    said = [*names, *([condition.text] if condition else [])]
    if not said:
        return Text("", "")
    return Text(f"（{'、'.join(text.zh for text in said)}）", f" ({', '.join(text.en for text in said)})")


def _urgent(limit: LimitAnswer, ground: Text) -> Text:
    length = length_of(limit.value, limit.unit)
    return Text(f"加急：{length.zh}（{ground.zh.rstrip('。')}）。", f"Urgent: {length.en} ({ground.en.rstrip('.')}).")


def length_of(value: int, unit: LimitUnit) -> Text:
    """So many days or hours, in words."""
    if value == 0:
        return AT_ONCE
    return ONE[unit] if value == 1 else UNITS[unit].filled(value=value)


def _where(book: Rulebook, given: Answer, on: date) -> Iterator[Text]:
    if given.territory:
        yield given.territory.sentence
        if given.territory.also:
            yield given.territory.also
    for hall in halls_serving(book, book.service_of[given.service]):
        if hall.holds_on(on):
            yield Text(f"{hall.name.zh}：{hall.address.zh}，{hall.phone}", f"{hall.name.en}: {hall.address.en}, {hall.phone}")


def _contact(book: Rulebook, given: Answer, on: date) -> Iterator[Text]:
    office = book.office
    yield Text(f"{office.office.zh}，{office.contact.address.zh}", f"{office.office.en}, {office.contact.address.en}")
    yield Text(f"电话：{office.contact.phone}", f"Telephone: {office.contact.phone}")
    if office.contact.web:
        yield Text(f"网址：{office.contact.web}", f"Web: {office.contact.web}")


def _rights(book: Rulebook, given: Answer, on: date) -> Iterator[Text]:
    for right in all_on_day(book.office.rights, on):
        if not right.families or given.family in right.families:
            yield right.text
    yield Text(f"监督投诉电话：{book.office.supervision.phone}", f"Complaints: {book.office.supervision.phone}")
    if book.office.supervision.reception:
        yield book.office.supervision.reception
    if given.basis:
        zh = "、".join(f"《{law.title.zh}》" for law in given.basis)
        yield Text(f"依据：{zh}。", f"Legal basis: {', '.join(law.title.en for law in given.basis)}.")


SAYING: Mapping[LeafletSection, Callable[[Rulebook, Answer, date], Iterator[Text]]] = {
    LeafletSection.WHO: _who,
    LeafletSection.MATERIALS: _materials,
    LeafletSection.STEPS: _steps,
    LeafletSection.FEES: _fees,
    LeafletSection.TIME_LIMIT: _time_limit,
    LeafletSection.WHERE: _where,
    LeafletSection.CONTACT: _contact,
    LeafletSection.RIGHTS_AND_REMEDIES: _rights,
}
