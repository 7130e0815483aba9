"""Tells Django about this package."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "mumian.cases"
    label = "cases"
