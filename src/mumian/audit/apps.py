"""Tells Django about this package."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "mumian.audit"
    label = "audit"
