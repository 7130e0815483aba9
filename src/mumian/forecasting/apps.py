"""Tells Django about this package."""

from __future__ import annotations

from django.apps import AppConfig


class ForecastingConfig(AppConfig):
    name = "mumian.forecasting"
    label = "forecasting"
