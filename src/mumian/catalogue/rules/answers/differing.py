"""What is different between two answers: for showing what a law changed, and for trying a rule change on past cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mumian.catalogue.rules.answers.values import Answer, LimitAnswer, OrderAnswer
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.book.time import Reform
from mumian.catalogue.rules.leaflets import length_of
from mumian.foundation.words import Text

PARTS: Mapping[str, Text] = {
    "verdict": Text("结论", "verdict"),
    "order": Text("办理方式", "order"),
    "deciding": Text("决定性规则", "rules that decide"),
    "rules": Text("规则", "rules"),
    "materials": Text("需要的材料", "materials needed"),
    "perhaps": Text("视情况的材料", "materials needed in some cases"),
    "fee": Text("费用", "fee"),
    "promised": Text("承诺期限", "promised limit"),
    "promised_on": Text("承诺日期", "promised day"),
    "statutory": Text("法定期限", "limit by law"),
    "statutory_on": Text("法定届满日", "last day by law"),
    "urgent": Text("加急", "urgent handling"),
    "lists": Text("须比对的名单", "reference lists"),
    "channels": Text("渠道", "channels"),
    "territory": Text("受理地", "territory"),
    "validity": Text("有效期", "validity"),
    "counter_approval": Text("窗口批准", "counter approval"),
    "express": Text("速递", "courier"),
    "variants": Text("种类", "variants"),
    "sets": Text("所定的值", "values set"),
}


NOTHING = Text("-", "-")
SETTLED: Mapping[bool | None, Text] = {True: Text("是", "yes"), False: Text("否", "no"), None: Text("未定", "not settled")}


@dataclass(frozen=True, slots=True)
class Change:
    """A part of the answer that is different, with both sides in words."""

    part: str
    name: Text
    before: Text
    after: Text


def changes(before: Answer, after: Answer) -> tuple[Change, ...]:
    """What differs between two answers to the same question; none when they say the same."""
    old, new = _parts(before), _parts(after)
    return tuple(Change(part, name, old[part], new[part]) for part, name in PARTS.items() if old[part] != new[part])


def _parts(given: Answer) -> dict[str, Text]:
    limits, fee = given.limits, given.fee
    promised = limits.promised if limits else None
    statutory = limits.statutory if limits else None
    return {
        "verdict": _same(given.verdict),
        "order": _order(given.order),
        "deciding": _listed(reason.rule for reason in given.deciding),
        "rules": _listed(reason.rule for reason in given.reasons),
        "materials": _listed(sorted(need.code for need in given.needed)),
        "perhaps": _listed(sorted(need.code for need in given.materials if not need.is_needed)),
        "fee": NOTHING if fee is None else fee.sentence,
        "promised": _length(promised),
        "promised_on": _day(promised),
        "statutory": _length(statutory),
        "statutory_on": _day(statutory),
        "urgent": _length(given.urgent.limit if given.urgent else None),
        "lists": _listed(sorted(need.code for need in given.lists)),
        "channels": _listed(given.channels),
        "territory": _same(given.territory.accepts) if given.territory else NOTHING,
        "validity": _validity(given),
        "counter_approval": SETTLED[given.counter_approval.is_possible] if given.counter_approval else NOTHING,
        "express": SETTLED[given.express],
        "variants": _listed(variant.code for variant in given.variants),
        "sets": _listed(f"{reason.sets}={reason.value}" for reason in given.reasons if reason.sets),
    }


def _same(word: str) -> Text:
    """A code, which is the same in both languages."""
    return Text(str(word), str(word))


def _listed(codes: Iterable[str]) -> Text:
    return _same(", ".join(codes) or "-")


def _order(order: OrderAnswer | None) -> Text:
    if order is None:
        return NOTHING
    return Text(f"{order.kind}（有名额）", f"{order.kind} with a quota") if order.quota else _same(order.kind)


def _length(limit: LimitAnswer | None) -> Text:
    return length_of(limit.value, limit.unit) if limit else NOTHING


def _day(limit: LimitAnswer | None) -> Text:
    return _same(str(limit.due_on)) if limit and limit.due_on else NOTHING


def _validity(given: Answer) -> Text:
    if given.validity is None:
        return NOTHING
    said = given.validity.model_dump(exclude_defaults=True, exclude={"from_on", "to_on", "note"})
    return _listed(f"{name} {value}" for name, value in said.items())


def reforms_between(book: Rulebook, service: str, first: date, last: date) -> tuple[Reform, ...]:
    """The reforms between two days that concern a service, earliest first. A reform of a month counts from its first day."""
    family = book.service_of[service].family
    concerned = [
        reform
        for reform in book.reforms
        if service in reform.services or family in reform.families or not (reform.services or reform.families)
    ]
    return tuple(sorted((one for one in concerned if first.isoformat() < one.on <= last.isoformat()), key=lambda one: one.on))
