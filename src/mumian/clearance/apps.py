"""Tells Django about this package, and the worker what the clock brings."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class ClearanceConfig(AppConfig):
    name = "mumian.clearance"
    label = "clearance"

    def ready(self) -> None:
        """Declare; what writes to tables can be imported only now."""
        from mumian.clearance.services import alarming, look_again, screen_waiting, sweep  # noqa: PLC0415  # as above
        from mumian.foundation import rounds  # noqa: PLC0415  # as above

        rounds.declare("clearance.look_again", every=timedelta(hours=1))(lambda at: look_again(at=at))
        rounds.declare("clearance.screen_waiting", every=timedelta(seconds=2))(lambda at: screen_waiting(at=at))
        rounds.declare("clearance.sweep", every=timedelta(minutes=10))(lambda _at: sweep())
        rounds.declare("clearance.call_about_alarms", every=timedelta(seconds=10))(lambda at: alarming.call_about_alarms(at=at))
        rounds.declare("clearance.escalate", every=timedelta(minutes=1))(lambda at: alarming.escalate_what_is_late(at=at))
        rounds.declare("clearance.second_looks", every=timedelta(hours=1))(lambda at: alarming.draw_second_looks(at=at))
