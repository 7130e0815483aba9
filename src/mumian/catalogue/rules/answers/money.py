"""What is charged on the day."""

from __future__ import annotations

from mumian.catalogue.rules.answers.asking import Asking
from mumian.catalogue.rules.answers.values import Fee, FeeLine, Question
from mumian.catalogue.rules.book.services import BY_VARIANT, FeeItem, Variant
from mumian.catalogue.rules.book.values import on_day
from mumian.foundation.words import Text

FREE = Text("免费。", "Free of charge.")
NOT_PUBLISHED = Text("收费标准中有未公布的项目，请向窗口询问。", "Part of the charge is not published; please ask at the window.")
CHOOSE = Text("费用取决于尚未说明的情况。", "The charge depends on something not yet stated.")
TOTAL = Text("合计 {total} 元。", "{total} yuan in all.")
RANGE = Text("{low} 至 {high} 元，视所选种类而定", "{low} to {high} yuan, by the variant chosen")
ONE_PRICE = Text("{low} 元", "{low} yuan")


def chosen_variant(asking: Asking) -> Variant | None:
    """The variant named by `case.variant`, if it is offered on the day; the only one where there is no choice."""
    open_ones = open_variants(asking)
    code = asking.known.facts.get("case.variant")
    if code is None:
        return open_ones[0] if len(open_ones) == 1 else None
    return next((variant for variant in open_ones if variant.code == code), None)


def open_variants(asking: Asking) -> tuple[Variant, ...]:
    """The variants offered on the day."""
    return tuple(variant for variant in asking.service.variants if on_day(variant.offered, asking.on))


def fee_charged(asking: Asking) -> Fee | None:
    """The charge of the day; None where the rulebook holds none for it."""
    span = on_day(asking.service.fee, asking.on)
    if span is None:
        return None
    priced = [(item, asking.condition(item.when)) for item in span.items]
    variant = chosen_variant(asking)
    lines = tuple(_line(asking, item, holds, variant) for item, holds in priced if holds is not False)
    question = next((holds for _, holds in priced if isinstance(holds, Question)), None) or _variant_question(asking, span.items)
    amounts = [line.amount for line in lines]
    total = None if question or None in amounts else sum(amount or 0 for amount in amounts)
    return Fee(
        lines=lines,
        total=total,
        sentence=_sentence(total, question),
        question=question,
        basis=asking.laws(span.basis),
        sources=asking.sources(span.sources),
        confidence=span.confidence,
    )


def _line(asking: Asking, item: FeeItem, holds: bool | Question | None, variant: Variant | None) -> FeeLine:
    amount: int | None
    note = item.note
    if item.amount == BY_VARIANT:
        fee = on_day(variant.fee, asking.on) if variant else None
        amount = fee.amount if fee else None
        note = note or (None if fee else _range(asking))
    else:
        amount = item.amount
    return FeeLine(item.code, item.name, amount if holds is True else None, note)


def _range(asking: Asking) -> Text | None:
    """What the variants of the day cost, from the cheapest to the dearest: said until one is chosen."""
    fees = [on_day(variant.fee, asking.on) for variant in open_variants(asking)]
    amounts = [fee.amount for fee in fees if fee and fee.amount is not None]
    if not amounts:
        return None
    low, high = min(amounts), max(amounts)
    return ONE_PRICE.filled(low=low) if low == high else RANGE.filled(low=low, high=high)


def _variant_question(asking: Asking, items: tuple[FeeItem, ...]) -> Question | None:
    """Which variant, where the charge depends on it and none was named."""
    if chosen_variant(asking) or not any(item.amount == BY_VARIANT for item in items) or not open_variants(asking):
        return None
    question = asking.question("case.variant")
    return Question(question.fact, question.ask, question.type, tuple(variant.code for variant in open_variants(asking)))


def _sentence(total: int | None, question: Question | None) -> Text:
    if question:
        return CHOOSE
    if total is None:
        return NOT_PUBLISHED
    return TOTAL.filled(total=total) if total else FREE
