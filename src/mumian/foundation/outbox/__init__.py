"""How a lower floor tells a higher one: an event, written in the transaction of what it tells, handed on at least once.

    @dataclass(frozen=True, kw_only=True)
    class CaseApproved(Event, topic="cases.case_approved"):     # in the package's events
        case_id: int

        @property
        def key(self) -> str:
            return f"case:{self.case_id}"

    outbox.publish(CaseApproved(case_id=case.pk, at=at))        # in a service

    outbox.subscribe(CaseApproved, "production.start")(tasks.start_production)    # in `ready()` of another package's apps

Event classes import `Event` from `outbox.events`, which is plain Python; services and apps may import from here.
"""

from __future__ import annotations

from mumian.foundation.outbox.events import Event
from mumian.foundation.outbox.publishing import PublishedOutsideTransaction, publish
from mumian.foundation.outbox.subscribing import Delivery, Later, subscribe

__all__ = ["Delivery", "Event", "Later", "PublishedOutsideTransaction", "publish", "subscribe"]
