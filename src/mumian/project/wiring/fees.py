"""Fees of a case, as `payments` knows them: the order of the case is named by its key."""

from __future__ import annotations

from mumian.payments.queries import is_paid


class FeesAtTheWindow:
    """What is still to be paid. Payment comes before acceptance (rule T8)."""

    def unpaid(self, *, case: str, amount: int) -> int:
        """The whole yuan of the fee unless an order for this case stands and nothing is owed on it."""
        return 0 if not amount or is_paid(case) else amount
