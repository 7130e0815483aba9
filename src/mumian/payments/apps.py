"""Tells Django about this package."""

from __future__ import annotations

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "mumian.payments"
    label = "payments"
