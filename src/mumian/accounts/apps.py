"""Tells Django about this package."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "mumian.accounts"
    label = "accounts"
