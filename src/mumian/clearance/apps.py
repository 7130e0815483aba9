"""Tells Django about this package, and the worker what the clock brings."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class ClearanceConfig(AppConfig):
    name = "mumian.clearance"
    label = "clearance"

    def ready(self) -> None:
        """Declare; what writes to tables can be imported only now."""
        from mumian.clearance.services import look_again  # noqa: PLC0415  # as above
        from mumian.foundation import rounds  # noqa: PLC0415  # as above

        rounds.declare("clearance.look_again", every=timedelta(hours=1))(lambda at: look_again(at=at))
