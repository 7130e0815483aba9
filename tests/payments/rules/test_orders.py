"""The lines of an order come from the rulebook; its state follows from what was paid."""

from __future__ import annotations

import pytest

from mumian.catalogue.rules.answers.values import Fee, FeeLine
from mumian.foundation.money import Money
from mumian.foundation.words import Text
from mumian.payments.errors import OrderRefused
from mumian.payments.rules.orders import lines_of, state_of
from mumian.payments.terms import Line, PaidState

NAME = Text("工本费", "document")


def fee(*amounts: int | None) -> Fee:
    lines = tuple(FeeLine(f"l{place}", NAME, amount) for place, amount in enumerate(amounts))
    return Fee(lines=lines, total=None, sentence=NAME)


def test_lines_are_the_charges_of_the_rulebook_in_yuan() -> None:
    assert lines_of(fee(60, 0)) == (Line("l0", NAME, Money.yuan(60)), Line("l1", NAME, Money.yuan(0)))


def test_no_charge_gives_no_lines() -> None:
    assert lines_of(None) == ()


def test_unpublished_amount_is_asked_for() -> None:
    with pytest.raises(OrderRefused, match="not published"):
        lines_of(fee(None))


def test_unpublished_amount_is_taken_as_entered() -> None:
    assert lines_of(fee(None), entered={"l0": Money.yuan(7)}) == (Line("l0", NAME, Money.yuan(7)),)


@pytest.mark.parametrize(
    ("amount", "paid", "refunded", "waived", "state"),
    [
        (0, 0, 0, False, PaidState.FREE),
        (60, 0, 0, False, PaidState.OPEN),
        (60, 59, 0, False, PaidState.PART_PAID),
        (60, 60, 0, False, PaidState.PAID),
        (60, 0, 0, True, PaidState.WAIVED),
        (60, 60, 1, False, PaidState.REFUNDED),
    ],
)
def test_state_follows_from_what_was_paid(amount: int, paid: int, refunded: int, waived: bool, state: PaidState) -> None:
    yuan = Money.yuan

    assert state_of(amount=yuan(amount), paid=yuan(paid), refunded=yuan(refunded), waived=waived) is state
