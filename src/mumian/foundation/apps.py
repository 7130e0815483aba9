"""Tells Django about this package: it has the tables of the outbox and of the command table."""

from __future__ import annotations

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "mumian.foundation"
    label = "foundation"
