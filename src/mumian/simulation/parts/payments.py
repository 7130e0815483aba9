"""Money in the evening: whoever took some counts his drawer and the slips of his terminal, and reckons up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, Final

from mumian.foundation.money import Money
from mumian.payments.queries import takings_of, windows_not_reckoned_up
from mumian.payments.services import reconcile_takings
from mumian.simulation.acts import Act, Came
from mumian.simulation.chance import chance_for
from mumian.simulation.stage import Stage
from mumian.simulation.trying import tried
from mumian.simulation.worker import Worker

MISCOUNTED: Final = 0.01
"""The part of drawers in which a note too few is found; assumed."""
NOTE: Final = Money.yuan(10)
EXPLAINED: Final = "找零差错，已登记。"


class PaymentsPart:
    """`payments.reckon`: an officer reckons up wherever he took money; learns how much cash, and how many drawers were short."""

    name = "payments"
    kinds = frozenset({"payments.reckon"})

    def prepare(self, stage: Stage, *, day: date) -> None:
        """Nothing: drawers are empty in the morning."""

    def carry_out(self, acts: Sequence[Act], worker: Worker) -> list[Came]:
        """Officer by officer."""
        return [tried(act, partial(_reckoned, act, worker)) for act in acts]


def _reckoned(act: Act, worker: Worker) -> dict[str, Any]:
    officer = worker.officers[act.says["officer"]].officer_id
    cash, reckoned, short = Money.yuan(0), 0, 0
    for window in windows_not_reckoned_up(officer):
        taken = takings_of(officer=officer, window=window)
        chance = chance_for(worker.stage.seed, f"drawer {act.says['officer']} {window} {act.at.date()}")
        misses = taken.cash >= NOTE and chance.random() < MISCOUNTED
        counted = taken.cash - NOTE if misses else taken.cash
        reconcile_takings(
            officer=officer,
            window=window,
            counted_cash=counted,
            counted_card=taken.card,
            at=act.at,
            explanation=EXPLAINED if misses else "",
        )
        cash, reckoned, short = cash + taken.cash, reckoned + 1, short + misses
    return {"cash": cash.coins, "reckoned": reckoned, "short": short}
