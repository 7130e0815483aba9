"""Tells Django about this package."""

from __future__ import annotations

from django.apps import AppConfig


class ProductionConfig(AppConfig):
    name = "mumian.production"
    label = "production"
