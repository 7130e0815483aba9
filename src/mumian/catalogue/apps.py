"""Tells Django about this package."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "mumian.catalogue"
    label = "catalogue"
