"""Tells Django about this package."""

from __future__ import annotations

from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "mumian.web.shared"
    label = "shared"

    def ready(self) -> None:
        """Have sign-ins told."""
        from mumian.web.shared.signing_in import telling  # noqa: F401, PLC0415  # receivers; accounts exist only now
