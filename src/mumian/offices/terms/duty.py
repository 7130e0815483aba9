"""The words of duty: shifts, stand-by, calls, and what one officer hands to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol

from mumian.foundation.words import Text
from mumian.offices.terms.staff import DepartmentKind, OfficerId

ShiftId = NewType("ShiftId", int)
CallId = NewType("CallId", int)
ReliefId = NewType("ReliefId", int)


class ShiftKind(StrEnum):
    """Whether somebody works in that time, or waits at home to be called."""

    DUTY = "duty"
    STAND_BY = "stand_by"


class CallAnswer(StrEnum):
    """What somebody on stand-by answers to a call."""

    ACKNOWLEDGED = "acknowledged"
    DECLINED = "declined"


class CallState(StrEnum):
    """How a call stands at a moment."""

    CALLED = "called"
    ACKNOWLEDGED = "acknowledged"
    DECLINED = "declined"
    TIMED_OUT = "timed_out"


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """Who is on duty or stand-by for a department, perhaps in a hall or at a window; `ends_at` is not included."""

    badge_number: str
    bureau: str
    department: DepartmentKind
    starts_at: datetime
    ends_at: datetime
    kind: ShiftKind = ShiftKind.DUTY
    hall: str | None = None
    window: str | None = None


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """Something that whoever is relieved leaves unfinished. `key` names the thing (`case:17`), `says` holds no personal data."""

    key: str
    says: Text


class OpenMatters(Protocol):
    """Filled by packages above, one for each kind of matter: open tickets, own cases, blanks that were handed out."""

    def open_matters(self, *, officer: OfficerId, at: datetime) -> Sequence[OpenMatter]:
        """What this officer has open at this moment."""
        ...
