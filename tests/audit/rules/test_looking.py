"""Which reasons let somebody look."""

from __future__ import annotations

import pytest

from mumian.audit.rules.looking import may_look
from mumian.audit.terms import Reason


@pytest.mark.parametrize(
    "reason",
    [
        Reason.open_ticket("A012"),
        Reason.own_case("case:7"),
        Reason.production_order("9"),
        Reason.typed("核对照片"),
        Reason.typed("asked by the court, letter 12"),
    ],
)
def test_reason_that_says_something_is_enough(reason: Reason) -> None:
    assert may_look(reason)


@pytest.mark.parametrize(
    "reason",
    [Reason.open_ticket(""), Reason.own_case(" "), Reason.typed("。。。。"), Reason.typed("看 看"), Reason.typed("x" * 501)],
)
def test_reason_that_says_nothing_is_not_enough(reason: Reason) -> None:
    assert not may_look(reason)
