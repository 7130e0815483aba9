"""Tells Django about this package."""

from __future__ import annotations

from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "mumian.offices"
    label = "offices"
