"""The share of the present stage in the promised days: a case can be late in one department before it is late for its applicant.

The rulebook shares out the promise between acceptance, clearance, approval, production and delivery; each share ends on a day. A
case that is accepted stands in the shares up to approval, whatever its lists have said: the colour tells nobody of a match.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import accumulate
from typing import Final

from mumian.cases.terms import CaseStage
from mumian.catalogue.terms import Path, Stage
from mumian.foundation.calendar import WorkingCalendar
from mumian.foundation.clock import end_of
from mumian.foundation.deadlines import ONE_DAY, TWO_DAYS, Colour, Due, Stop, TimeLeft, time_left

SHARE_OF: Final[dict[CaseStage, Stage]] = {
    CaseStage.ACCEPTED: Stage.APPROVAL,
    CaseStage.APPROVED: Stage.PRODUCTION,
    CaseStage.IN_PRODUCTION: Stage.PRODUCTION,
}
"""The share by whose last day a stage has to be over. Where it is not named, nothing of the promise is being worked off."""


def share_of(stage: CaseStage, path: Path) -> Stage | None:
    """The share that a case in this stage of this path uses up; without a document nothing follows the decision."""
    return None if path is not Path.FULL and stage is not CaseStage.ACCEPTED else SHARE_OF.get(stage)


def last_days(days: Iterable[int]) -> tuple[int, ...]:
    """From the days of the shares in their order: the so-many-th day of the promise on which each ends; 0, that of acceptance."""
    return tuple(accumulate(days))


def stage_left(
    *, until: date | None, calendar: WorkingCalendar | None, now: datetime, stops: Iterable[Stop] = (), is_held: bool = False
) -> TimeLeft | None:
    """The time left in the share that ends on `until`, in the words and colours of every time left; None without a share."""
    if until is None or calendar is None:
        return None
    due = Due(until, until, end_of(until), is_held=is_held, calendar_version="")
    return time_left(calendar=calendar, due=due, now=now, stops=stops)


def days_of(colour: Colour, *, calendar: WorkingCalendar, today: date) -> tuple[date, date]:
    """The last days, from the first to the last of them, that have this colour today."""
    if colour in (Colour.RED, Colour.PURPLE):
        return (today, today) if colour is Colour.RED else (date.min, today - ONE_DAY)
    two = calendar.add_working_days(today, TWO_DAYS)
    after = calendar.next_working_day(two)
    spans = {
        Colour.ORANGE: (today + ONE_DAY, two - ONE_DAY),
        Colour.YELLOW: (two, after - ONE_DAY),
        Colour.GREEN: (after, date.max),
    }
    return spans[colour]
