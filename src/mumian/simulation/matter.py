"""A case as the town remembers it while it is under way: who, what, where it waits, and who has had it in hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from mumian.simulation.town.demand import Wish


class Where(StrEnum):
    """Whose turn it is."""

    COMING = "coming"
    WITH_APPLICANT = "with_applicant"
    BACK_ROOM = "back_room"
    COUNTER_APPROVAL = "counter_approval"
    APPROVAL = "approval"
    CUSTODIANS = "custodians"
    PRODUCTION = "production"
    CHECKING = "checking"
    READY = "ready"
    GONE = "gone"
    STUCK = "stuck"


@dataclass(slots=True)
class Matter:
    """One application. `at` is when it comes, later when it was accepted; `due` is the first moment too late, as text.

    `listed` says that somebody stands on a list who is or may be he; `stopped` are working days during which the clock stood.
    """

    number: int
    service: str
    channel: str
    hall: str
    district: str
    at: datetime
    person: int = 0
    listed: bool = False
    shown: str = ""
    shown_type: str = ""
    case: int = 0
    due: str = ""
    where: Where = Where.COMING
    officer: str = ""
    window: str = ""
    decider: str = ""
    producer: str = ""
    notices: int = 0
    looks: int = 0
    stopped: int = 0
    made: int = 0
    position: int = 0

    @classmethod
    def of(cls, wish: Wish, district: str) -> Matter:
        """What somebody wants, before he has come."""
        return cls(wish.number, wish.service, wish.channel, wish.hall, district, wish.at)

    def identity(self) -> dict[str, Any]:
        """By what a worker finds the person again."""
        return {"number": self.number, "service": self.service, "district": self.district}

    def says(self) -> dict[str, Any]:
        """What a worker needs to know about it."""
        return self.identity() | {"channel": self.channel, "hall": self.hall, "person": self.person, "case": self.case}
