"""What an order consists of, and how it stands."""

from __future__ import annotations

from collections.abc import Mapping

from mumian.catalogue.rules.answers.values import Fee
from mumian.foundation.money import Money
from mumian.payments.errors import AMOUNT_UNKNOWN, OrderRefused
from mumian.payments.terms import Line, PaidState


def lines_of(fee: Fee | None, *, entered: Mapping[str, Money] | None = None) -> tuple[Line, ...]:
    """The lines of the rulebook's charge; no charge gives none, which is an order of zero.

    `entered` gives, by the line's code, what was asked at the window where the rulebook publishes no amount. Raises OrderRefused.
    """
    lines = []
    for one in fee.lines if fee else ():
        amount = Money.yuan(one.amount) if one.amount is not None else (entered or {}).get(one.code)
        if amount is None:
            raise OrderRefused(AMOUNT_UNKNOWN.filled(name=one.name))
        lines.append(Line(one.code, one.name, amount))
    return tuple(lines)


def state_of(*, amount: Money, paid: Money, refunded: Money, waived: bool) -> PaidState:
    """How an order stands. What was given back makes it refunded, also in part: whoever goes on places a new order."""
    if refunded:
        return PaidState.REFUNDED
    if waived:
        return PaidState.WAIVED
    if not amount:
        return PaidState.FREE
    if paid >= amount:
        return PaidState.PAID
    return PaidState.PART_PAID if paid else PaidState.OPEN
