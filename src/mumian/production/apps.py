"""Tells Django about this package, and the outbox what it wants to hear."""

from __future__ import annotations

from django.apps import AppConfig


class ProductionConfig(AppConfig):
    name = "mumian.production"
    label = "production"

    def ready(self) -> None:
        """Subscribe; tables can be imported only now."""
        from mumian.catalogue.events import RulebookLoaded  # noqa: PLC0415  # as above
        from mumian.foundation import outbox  # noqa: PLC0415  # as above
        from mumian.production import tasks  # noqa: PLC0415  # as above

        outbox.subscribe(RulebookLoaded, "production.enter_usual_kinds")(tasks.enter_usual_kinds)
