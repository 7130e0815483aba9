"""How good the matches were in some days, and the second looks that wait."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection

from mumian.clearance.queries import telling_why
from mumian.clearance.rules.persons import person_from
from mumian.clearance.terms import ListCode, PersonToClear

QUALITY: Final = "SELECT * FROM lists.quality(%s, %s)"
LOOKS: Final = "SELECT * FROM lists.second_looks_for(%s, %s)"
SHOWN: Final = "SELECT list_code, entry::text, person::text, reasons FROM lists.second_look_shown(%s, %s, %s)"


@dataclass(frozen=True, slots=True)
class QualityLine:
    """What was decided about the matches of one list, version of the rules, band and class (the reason that the name gave).

    `median_seconds` runs from finding to the last hand of the decision; `late` counts those over the time of the list.
    """

    code: ListCode
    rules: int
    band: str
    reason: str
    decided: int
    same: int
    other: int
    median_seconds: float
    late: int
    looked_again: int
    agreed: int

    @property
    def precision(self) -> float:
        """The share that was the same person."""
        return self.same / self.decided if self.decided else 0.0


@dataclass(frozen=True, slots=True)
class SecondLook:
    """A decision near the border that was drawn for a second look."""

    look_id: int
    code: ListCode
    drawn_at: datetime


@dataclass(frozen=True, slots=True)
class BlindEvidence:
    """What the second person sees: both sides and the rules' reasons, not who decided what."""

    code: ListCode
    entry: dict[str, Any]
    person: PersonToClear
    reasons: tuple[str, ...]


def quality_of(*, first: date, last: date) -> tuple[QualityLine, ...]:
    """The figures of the decisions made in these days (inclusive). One query."""
    with connection.cursor() as cursor:
        cursor.execute(QUALITY, [first, last])
        return tuple(QualityLine(*row) for row in cursor.fetchall())


def second_looks_waiting(*, token: str, at: datetime) -> tuple[SecondLook, ...]:
    """What the one who acts may look at a second time: drawn, on his lists, and not decided by him."""
    with telling_why(), connection.cursor() as cursor:
        cursor.execute(LOOKS, [token, at])
        return tuple(SecondLook(*row) for row in cursor.fetchall())


def second_look(look_id: int, *, token: str, at: datetime) -> BlindEvidence:
    """Its evidence; the showing is on record. Raises MatchRefused when it is not his or was taken."""
    with telling_why(), connection.cursor() as cursor:
        cursor.execute(SHOWN, [token, look_id, at])
        [(code, entry, person, reasons)] = cursor.fetchall()
    return BlindEvidence(code, json.loads(entry), person_from(json.loads(person)), tuple(reasons))
