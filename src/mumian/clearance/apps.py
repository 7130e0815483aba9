"""Tells Django about this package."""

from __future__ import annotations

from django.apps import AppConfig


class ClearanceConfig(AppConfig):
    name = "mumian.clearance"
    label = "clearance"
