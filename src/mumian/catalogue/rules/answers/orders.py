"""Whether the service is offered on the day, and under which order."""

from __future__ import annotations

from datetime import date

from mumian.catalogue.rules.answers.asking import Asking
from mumian.catalogue.rules.answers.values import Offer, OrderAnswer, StatedReason
from mumian.catalogue.rules.book.services import Offered, OrderSpan, Service
from mumian.catalogue.rules.book.values import on_day
from mumian.catalogue.terms import Order
from mumian.foundation.words import Text

OFFERED = Text("这一天办理此项业务。", "This service is offered on that day.")
NOT_YET = Text("此项业务自 {day} 起办理。", "This service is offered from {day}.")
NO_MORE = Text("此项业务办理至 {day} 为止。", "This service was offered until {day}.")
FOLLOWED = Text("现由 {successor} 取代。", " {successor} has taken its place.")
ON_DEMAND = Text("按需申领，无须说明事由。", "Issued on demand; no reason need be stated.")
BY_REASON = Text(
    "按事由申领：须说明出境事由并提交相应证明。", "Issued by stated reason: the reason is to be stated and proved with papers."
)
QUOTA = Text("并受名额限制。", " A quota applies.")


def offer_of(service: Service, on: date) -> Offer:
    """Whether the service is offered; if not, when it was or will be."""
    span = on_day(service.offered, on)
    if span is not None:
        return Offer(True, span.from_on, span.to_on, span.successor, OFFERED)
    past = [one for one in service.offered if one.to_on is not None and one.to_on < on]
    coming = [one for one in service.offered if one.from_on is not None and one.from_on > on]
    if coming:
        following = min(coming, key=lambda one: one.from_on or date.max)
        return Offer(False, following.from_on, following.to_on, None, NOT_YET.filled(day=following.from_on))
    return _ended(max(past, key=lambda one: one.to_on or date.min))


def _ended(span: Offered) -> Offer:
    sentence = NO_MORE.filled(day=span.to_on)
    if span.successor:
        followed = FOLLOWED.filled(successor=span.successor)
        sentence = Text(sentence.zh + followed.zh, sentence.en + followed.en)
    return Offer(False, span.from_on, span.to_on, span.successor, sentence)


def order_of(asking: Asking) -> OrderAnswer | None:
    """The order of the day; with stated reasons, the one chosen or the question which."""
    span = on_day(asking.service.order, asking.on)
    if span is None:
        return None
    if span.kind is Order.ON_DEMAND:
        return OrderAnswer(span.kind, ON_DEMAND, note=span.note, basis=asking.laws(span.basis))
    reasons = _reasons(asking, span)
    # Where a service has one reason only, asking for the service states it.
    chosen = reasons[0].code if len(reasons) == 1 else asking.known.facts.get("case.reason")
    asks = reasons and chosen is None and "case.reason" in asking.book.fact_of
    sentence = Text(BY_REASON.zh + QUOTA.zh, BY_REASON.en + QUOTA.en) if span.quota else BY_REASON
    return OrderAnswer(
        kind=span.kind,
        sentence=sentence,
        quota=span.quota,
        reasons=reasons,
        chosen=next((reason.code for reason in reasons if reason.code == chosen), None),
        question=asking.question("case.reason") if asks else None,
        note=span.note,
        basis=asking.laws(span.basis),
    )


def _reasons(asking: Asking, span: OrderSpan) -> tuple[StatedReason, ...]:
    known = asking.book.reason_of
    entries = [known[code] for code in span.reasons if code in known and known[code].holds_on(asking.on)]
    return tuple(StatedReason(entry.code, entry.name, entry.materials) for entry in entries)
