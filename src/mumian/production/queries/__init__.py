"""What can be asked about blanks and documents; each question costs a fixed number of queries."""

from __future__ import annotations

from mumian.production.queries.orders import (
    OrderSheet,
    compare_reading,
    finished_document,
    live_order,
    live_orders,
    order_of,
    orders_in_work,
    orders_of_case,
)
from mumian.production.queries.sheets import personalisation_sheet
from mumian.production.queries.stock import (
    Account,
    Movement,
    accounts_of_blanks,
    any_blank_bears,
    blanks_held_by,
    kind_for,
    movements_of,
)

__all__ = [
    "Account",
    "Movement",
    "OrderSheet",
    "accounts_of_blanks",
    "any_blank_bears",
    "blanks_held_by",
    "compare_reading",
    "finished_document",
    "kind_for",
    "live_order",
    "live_orders",
    "movements_of",
    "order_of",
    "orders_in_work",
    "orders_of_case",
    "personalisation_sheet",
]
