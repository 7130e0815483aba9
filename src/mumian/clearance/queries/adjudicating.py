"""What waits for holders of lists, and what hangs on a match: notes, requests, objections. No name without a look on record."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from django.db import connection

from mumian.clearance.queries import telling_why
from mumian.clearance.terms import ListCode, MatchId, Reference

QUEUE: Final = "SELECT * FROM lists.queue_for(%s, %s)"
HELD: Final = "SELECT lists.lists_held(%s, %s)"
NOTES: Final = "SELECT * FROM lists.notes_of(%s, %s, %s)"
CONSENTS: Final = "SELECT * FROM lists.consents_of(%s, %s, %s)"
REVIEWS: Final = "SELECT * FROM lists.reviews_of(%s, %s, %s)"
REVIEWS_WAITING: Final = "SELECT * FROM lists.reviews_for(%s, %s)"
CORRECTIONS: Final = """
    SELECT correction_id, list_code, entry::text, says, asked_by, asked_at, answer_by, answer, answered_by, answered_at, note,
           is_mine
    FROM lists.corrections_for(%s, %s)
"""
CORRECTIONS_OF: Final = "SELECT * FROM lists.corrections_of(%s, %s, %s)"
STANDING: Final = "SELECT waiting, late FROM lists.decisions_standing(%s)"
ALARMS: Final = "SELECT * FROM lists.alarms_for(%s, %s)"
OBJECTIONS: Final = "SELECT * FROM lists.objections_of(%s)"
UNIT: Final = "SELECT lists.unit_of(%s, %s, %s)"


class QueueState(StrEnum):
    """Why something waits: nobody has decided, a second person has to, or the match is true and its condition is not met."""

    OPEN = "open"
    SECOND = "second"
    TRUE = "true"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the queue. `is_for_another`: the reader has decided himself, a second person has to confirm."""

    reference: Reference
    code: ListCode
    state: QueueState
    since: datetime
    due_at: datetime
    is_escalated: bool
    is_for_another: bool


@dataclass(frozen=True, slots=True)
class Note:
    """What a holder left for the others."""

    match_id: MatchId
    badge: str
    says: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ConsentState:
    """A request to the unit that filed the person; `given` is None while it has not answered."""

    match_id: MatchId
    unit: str
    letter: str
    asked_at: datetime
    answer_by: date
    given: bool | None
    answered_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class Review:
    """An objection of the person concerned and what became of it. `is_here`: it was made about this very reference."""

    review_id: int
    code: str
    says: str
    channel: str
    opened_at: datetime
    answer_by: datetime
    badge: str | None
    reviewed_at: datetime | None
    outcome: str | None
    note: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class WaitingReview:
    """An objection that waits for somebody who has not decided about the person."""

    review_id: int
    reference: Reference
    code: str
    opened_at: datetime
    answer_by: datetime
    is_for_another: bool


@dataclass(frozen=True, slots=True)
class Correction:
    """A request to the owner of an entry, which custodians answer."""

    correction_id: int
    code: ListCode
    entry: dict[str, Any]
    says: str
    asked_by: str
    asked_at: datetime
    answer_by: datetime
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None
    note: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class CorrectionState:
    """The same request as the holders of a match see it."""

    match_id: MatchId
    says: str
    asked_at: datetime
    answer_by: datetime
    answer: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm about somebody wanted. The reference is for holders of the list; `step` says who is called by now (1 to 3)."""

    alarm_id: int
    reference: Reference | None
    raised_at: datetime
    step: int
    taken_by: str | None
    taken_at: datetime | None
    was_called: bool


@dataclass(frozen=True, slots=True)
class Objection:
    """What the person concerned is told of his own objection, whatever was found: his number, and when it was reviewed."""

    code: str
    opened_at: datetime
    answer_by: datetime
    reviewed_at: datetime | None


def queue_of(*, token: str, at: datetime) -> tuple[Waiting, ...]:
    """What waits on the lists that the one who acts holds, the next due first. Raises MatchRefused for who is no police."""
    return tuple(
        Waiting(reference, code, QueueState(state), since, due_at, late, mine)
        for reference, code, state, since, due_at, late, mine in _rows(QUEUE, token, at)
    )


def lists_held(*, token: str, at: datetime) -> tuple[ListCode, ...]:
    """The lists that the one who acts holds today; empty for everybody else."""
    [(held,)] = _rows(HELD, token, at)
    return tuple(held)


def notes_of(reference: Reference, *, token: str, at: datetime) -> tuple[Note, ...]:
    """The notes at the matches of a reference, oldest first; for who has looked at them just now. Raises MatchRefused."""
    return tuple(Note(*row) for row in _rows(NOTES, token, reference, at))


def consents_of(reference: Reference, *, token: str, at: datetime) -> tuple[ConsentState, ...]:
    """Requests to units about this reference, for holders of the list of state staff; nothing for others."""
    return tuple(ConsentState(*row) for row in _rows(CONSENTS, token, reference, at))


def unit_of(match_id: MatchId, *, token: str, at: datetime) -> str | None:
    """The unit that filed the entry of a match and has a desk here."""
    [(name,)] = _rows(UNIT, token, match_id, at)
    return None if name is None else str(name)


def reviews_of(reference: Reference, *, token: str, at: datetime) -> tuple[Review, ...]:
    """Every objection of the person of this reference, also earlier ones: the redress number travels with him."""
    return tuple(Review(*row) for row in _rows(REVIEWS, token, reference, at))


def reviews_waiting(*, token: str, at: datetime) -> tuple[WaitingReview, ...]:
    """Objections that wait, for who holds every list that had something to say."""
    return tuple(WaitingReview(*row) for row in _rows(REVIEWS_WAITING, token, at))


def corrections_waiting(*, token: str, at: datetime) -> tuple[Correction, ...]:
    """Requests for correction on the lists that the one who acts holds; showing the entries is a look."""
    return tuple(
        Correction(number, code, json.loads(entry), *rest) for number, code, entry, *rest in _rows(CORRECTIONS, token, at)
    )


def corrections_of(reference: Reference, *, token: str, at: datetime) -> tuple[CorrectionState, ...]:
    """Requests for correction about the entries that this reference meets."""
    return tuple(CorrectionState(*row) for row in _rows(CORRECTIONS_OF, token, reference, at))


def decisions_standing(*, at: datetime) -> tuple[int, int]:
    """How many decisions wait and how many of them are late, all lists together: for leaders, about nobody. One query."""
    [(waiting, late)] = _rows(STANDING, at)
    return int(waiting), int(late)


def alarms_of(*, token: str, at: datetime) -> tuple[Alarm, ...]:
    """Alarms that nobody has taken and those of the last day, for holders of the wanted list and for who was called."""
    return tuple(Alarm(*row) for row in _rows(ALARMS, token, at))


def objections_of(reference: Reference) -> tuple[Objection, ...]:
    """What the person concerned is told; the same words whatever the lists say."""
    return tuple(Objection(*row) for row in _rows(OBJECTIONS, reference))


def _rows(statement: str, *values: Any) -> Iterable[tuple[Any, ...]]:
    with telling_why(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
