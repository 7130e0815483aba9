"""What is done in production: keeping stock, making documents, checking them."""

from __future__ import annotations

from mumian.production.services.checking import fail_quality, pass_quality
from mumian.production.services.making import recall_document, spoil_document, start_order, start_orders
from mumian.production.services.stock import (
    Counted,
    destroy_blanks,
    enter_kinds,
    issue_blanks,
    receive_batch,
    return_blanks,
    spoil_blanks,
    take_stock,
)

__all__ = [
    "Counted",
    "destroy_blanks",
    "enter_kinds",
    "fail_quality",
    "issue_blanks",
    "pass_quality",
    "recall_document",
    "receive_batch",
    "return_blanks",
    "spoil_blanks",
    "spoil_document",
    "start_order",
    "start_orders",
    "take_stock",
]
