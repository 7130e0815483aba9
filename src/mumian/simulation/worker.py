"""A worker of the town: one process with its own connection, in which officers and applicants act through the services."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from mumian.audit.services import open_session, token_of
from mumian.audit.terms import Acting, Actor, ActorKind
from mumian.cases.services import Mover, by_officer
from mumian.foundation.clock import OFFICE_ZONE, local_date
from mumian.offices.queries import Duty, OfficerSheet
from mumian.offices.terms import Role
from mumian.simulation.stage import Stage

PLACE = "simulation"


@dataclass(slots=True)
class Worker:
    """Who acts in this process. Sessions are opened once a day for each officer, and kept only for that day."""

    stage: Stage
    officers: Mapping[str, OfficerSheet]
    left: Mapping[str, int] = field(default_factory=dict)
    """What the act in hand has left behind so far: a case `opened`, a `fee` taken."""
    _day: date | None = None
    _sessions: dict[str, Acting] = field(default_factory=dict)

    def mover(self, badge: str, at: datetime) -> Mover:
        """The officer, signed in for this day."""
        on = local_date(at)
        if on != self._day:
            self._day, self._sessions = on, {}
        acting = self._sessions.get(badge)
        if acting is None:
            acting = self._sessions[badge] = self._signed_in(badge, on)
        return by_officer(self.officers[badge], acting)

    def duty(self, badge: str, role: Role) -> Duty:
        """The posting by which he holds the role."""
        return next(duty for duty in self.officers[badge].duties if duty.role is role)

    def _signed_in(self, badge: str, on: date) -> Acting:
        begins = datetime.combine(on, time(0), OFFICE_ZONE)
        duty = self.officers[badge].duties[0]
        return open_session(
            actor=Actor(ActorKind.OFFICER, badge, duty.department.value),
            token=token_of(f"town {badge} {secrets.token_hex(16)}"),
            place=" ".join(filter(None, (PLACE, duty.window or duty.hall))),
            at=begins,
            expires_at=begins + timedelta(days=1),
        )
