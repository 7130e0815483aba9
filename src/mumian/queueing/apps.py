"""Tells Django about this package, and the worker what to look after."""

from __future__ import annotations

from django.apps import AppConfig


class QueueingConfig(AppConfig):
    name = "mumian.queueing"
    label = "queueing"
