"""Whether money may be taken, given back, waived or reckoned up."""

from __future__ import annotations

from collections.abc import Sequence

from mumian.foundation.errors import Verdict
from mumian.foundation.money import Money, total
from mumian.payments.errors import (
    DIFFERENCE_UNEXPLAINED,
    NO_GROUND,
    NO_TRACE,
    NOT_POSITIVE,
    NOTHING_DUE,
    REFUND_TOO_HIGH,
    TOO_MUCH,
    WAIVED_LATE,
)
from mumian.payments.terms import STATE_NAMES, Method, OrderSheet, PaidState, Takings

SHORTEST_GROUND = 2


def takings(received: Sequence[tuple[Method, Money]], given_back: Sequence[tuple[Method, Money]]) -> Takings:
    """What receipts and refunds add up to; a refund goes out the way its receipt came in."""

    def left(method: Method) -> Money:
        came, went = (total(amount for one, amount in moved if one is method) for moved in (received, given_back))
        return came - went

    return Takings(cash=left(Method.CASH), card=left(Method.CARD), receipts=len(received), refunds=len(given_back))


def may_take(*, order: OrderSheet, amount: Money, method: Method, trace: str) -> Verdict:
    """At most what is due is taken; a payment by card names the slip of its terminal."""
    if order.state not in (PaidState.OPEN, PaidState.PART_PAID):
        return Verdict.no(NOTHING_DUE.filled(state=STATE_NAMES[order.state]))
    if amount.coins <= 0:
        return Verdict.no(NOT_POSITIVE)
    if amount > order.due:
        return Verdict.no(TOO_MUCH.filled(due=order.due, amount=amount))
    if method is Method.CARD and not trace.strip():
        return Verdict.no(NO_TRACE)
    return Verdict.yes()


def may_refund(*, amount: Money, left: Money, ground: str) -> Verdict:
    """At most what is left on the receipt is given back, and never without a ground."""
    if amount.coins <= 0:
        return Verdict.no(NOT_POSITIVE)
    if amount > left:
        return Verdict.no(REFUND_TOO_HIGH.filled(most=left, amount=amount))
    return _grounded(ground)


def may_waive(*, order: OrderSheet, ground: str) -> Verdict:
    """What is due may be waived when nothing has been taken yet."""
    if order.state is not PaidState.OPEN:
        return Verdict.no(WAIVED_LATE.filled(state=STATE_NAMES[order.state]))
    return _grounded(ground)


def may_reconcile(*, difference_cash: Money, difference_card: Money, explanation: str) -> Verdict:
    """A difference, also one that cancels out between cash and card, must be explained."""
    if (difference_cash or difference_card) and len(explanation.strip()) < SHORTEST_GROUND:
        difference = difference_cash if difference_cash else difference_card
        return Verdict.no(DIFFERENCE_UNEXPLAINED.filled(difference=difference))
    return Verdict.yes()


def _grounded(ground: str) -> Verdict:
    return Verdict.yes() if len(ground.strip()) >= SHORTEST_GROUND else Verdict.no(NO_GROUND)
