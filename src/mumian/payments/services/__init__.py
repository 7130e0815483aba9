"""Place orders, take money, give it back, waive it, reckon it up."""

from __future__ import annotations

from mumian.payments.services.ordering import place_order, waive_order
from mumian.payments.services.reckoning import reconcile_takings
from mumian.payments.services.settling import settle_order
from mumian.payments.services.taking import refund_payment, take_payment

__all__ = ["place_order", "reconcile_takings", "refund_payment", "settle_order", "take_payment", "waive_order"]
