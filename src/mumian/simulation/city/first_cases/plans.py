"""Which first cases the city has: a table, a line for each kind of story. Plain values.

Days are working days before today, so that every moment lies in opening hours and none ahead. What is promised for seven working
days and was accepted on day 8 is overdue, on day 7 due today, on day 6 tomorrow, on day 5 the day after.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Story(StrEnum):
    """How far a case has come, and by which way."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    NOTICE = "notice"
    NOTICE_ANSWERED = "notice_answered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REGISTERED = "registered"
    ACCEPTED = "accepted"
    STOPPED = "stopped"
    CONSENT = "consent"
    REFUSAL_PROPOSED = "refusal_proposed"
    REFUSED = "refused"
    APPROVED = "approved"
    AT_THE_COUNTER = "at_the_counter"
    IN_PRODUCTION = "in_production"
    MADE_TWICE = "made_twice"
    CHECKED = "checked"
    ON_THE_SHELF = "on_the_shelf"
    COLLECTED = "collected"
    BY_AGENT = "by_agent"
    DELIVERED = "delivered"
    REOPENED = "reopened"
    ARCHIVED = "archived"


class Who(StrEnum):
    """What kind of applicant a story wants."""

    ANYBODY = "anybody"
    CHILD = "child"
    STATE_STAFF = "state_staff"
    BARRED = "barred"
    FAMILY = "family"


@dataclass(frozen=True, slots=True)
class Plan:
    """One case: its service and story, the working day before today on which it is handed in, and its hall by its place."""

    service: str
    story: Story
    day: int
    hall: int = 0
    who: Who = Who.ANYBODY


PASSPORT, RENEWAL, PERMIT, TAIWAN, AGAIN, RECORD = "PP-NEW", "PP-RENEW", "HM-NEW", "TW-NEW", "HM-G-REPEAT", "QY-RECORD"

TABLE: Final[tuple[tuple[str, Story, tuple[int, ...]], ...]] = (
    (PASSPORT, Story.DRAFT, (1,)),
    (AGAIN, Story.DRAFT, (2,)),
    (PASSPORT, Story.SUBMITTED, (1, 2)),
    (AGAIN, Story.SUBMITTED, (1,)),
    (PASSPORT, Story.NOTICE, (1, 4, 9)),
    (PERMIT, Story.NOTICE, (3,)),
    (PASSPORT, Story.NOTICE_ANSWERED, (3,)),
    (PERMIT, Story.DECLINED, (3, 6)),
    (PASSPORT, Story.WITHDRAWN, (4,)),
    (RECORD, Story.REGISTERED, (1, 2)),
    (PASSPORT, Story.ACCEPTED, (1, 2, 3, 5, 6, 7, 8)),
    (PERMIT, Story.ACCEPTED, (1, 4, 6)),
    (TAIWAN, Story.ACCEPTED, (2,)),
    (AGAIN, Story.ACCEPTED, (1,)),
    (PASSPORT, Story.STOPPED, (5,)),
    (TAIWAN, Story.REFUSAL_PROPOSED, (3,)),
    (PERMIT, Story.REFUSED, (6,)),
    (PASSPORT, Story.APPROVED, (2, 3, 7, 9)),
    (TAIWAN, Story.APPROVED, (4,)),
    (RENEWAL, Story.AT_THE_COUNTER, (2, 3)),
    (PASSPORT, Story.IN_PRODUCTION, (3, 5)),
    (PERMIT, Story.IN_PRODUCTION, (4,)),
    (PASSPORT, Story.MADE_TWICE, (7,)),
    (PASSPORT, Story.CHECKED, (3,)),
    (PASSPORT, Story.ON_THE_SHELF, (4, 8, 22, 40)),
    (PERMIT, Story.ON_THE_SHELF, (5, 16)),
    (PASSPORT, Story.COLLECTED, (5, 7, 11)),
    (PERMIT, Story.COLLECTED, (6, 9)),
    (RENEWAL, Story.COLLECTED, (8,)),
    (PASSPORT, Story.BY_AGENT, (8,)),
    (PASSPORT, Story.DELIVERED, (9,)),
    (PASSPORT, Story.REOPENED, (12,)),
    (PERMIT, Story.ARCHIVED, (40,)),
)

OF_SOMEBODY: Final = (
    Plan(PASSPORT, Story.ACCEPTED, 4, who=Who.CHILD),
    Plan(PASSPORT, Story.COLLECTED, 10, who=Who.CHILD),
    Plan(PASSPORT, Story.CONSENT, 4, who=Who.STATE_STAFF),
    Plan(PASSPORT, Story.ACCEPTED, 5, who=Who.BARRED),
    Plan(PASSPORT, Story.REFUSED, 9, who=Who.BARRED),
    Plan(PERMIT, Story.ACCEPTED, 2, who=Who.FAMILY),
)

IN_ANOTHER_HALL: Final = 4
"""Every fourth case is taken in in another hall than the first."""


def plans(*, halls: int) -> Iterator[Plan]:
    """All first cases, in their order."""
    rows = [(service, story, day) for service, story, days in TABLE for day in days]
    for place, (service, story, day) in enumerate(rows):
        hall = 1 + place // IN_ANOTHER_HALL % (halls - 1) if halls > 1 and place % IN_ANOTHER_HALL == 0 else 0
        yield Plan(service, story, day, hall)
    yield from OF_SOMEBODY
