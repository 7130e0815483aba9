"""Tells Django about this package."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "mumian.people"
    label = "people"
