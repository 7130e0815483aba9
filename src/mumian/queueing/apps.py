"""Tells Django about this package, and the worker what to look after."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.apps import AppConfig


class QueueingConfig(AppConfig):
    name = "mumian.queueing"
    label = "queueing"

    def ready(self) -> None:
        """Declare what the clock brings; tables can be imported only now."""
        from mumian.foundation import rounds  # noqa: PLC0415  # as above
        from mumian.queueing import services  # noqa: PLC0415  # as above

        @rounds.declare("queueing.paces", every=timedelta(minutes=1))
        def paces(at: datetime) -> int:
            return services.refresh_paces(at=at)

        @rounds.declare("queueing.appointments", every=timedelta(minutes=1))
        def appointments(at: datetime) -> int:
            return services.lapse(at=at) + services.remind(at=at)

        @rounds.declare("queueing.roster", every=timedelta(minutes=10))
        def roster(at: datetime) -> int:
            return services.follow_roster(at=at)

        @rounds.declare("queueing.over_night", every=timedelta(minutes=15))
        def over_night(at: datetime) -> int:
            return services.sweep(at=at) + services.close_what_was_left(at=at) + services.forget_contacts(at=at)
