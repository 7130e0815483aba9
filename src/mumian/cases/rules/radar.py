"""The radar: which cases will be late if every department goes on at its present pace.

Each working day every stage finishes so many cases, those due first, and what it finishes comes to the next stage the day after.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from mumian.cases.terms import CaseStage
from mumian.catalogue.terms import Path

LINE: Final = (CaseStage.ACCEPTED, CaseStage.APPROVED, CaseStage.IN_PRODUCTION)
"""The stages on which a promise is worked off, in order."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case under way, and the first moment that is too late for it."""

    case_id: int
    stage: CaseStage
    path: Path
    due_on: date
    due_before: datetime


@dataclass(frozen=True, slots=True)
class Late:
    """A case that will not be in time: it is due on that day, and done on this one (None: not within the days looked at)."""

    case_id: int
    due_on: date
    done_on: date | None


def will_be_late(*, cases: Iterable[Waiting], a_day: Mapping[CaseStage, int], days: Sequence[date]) -> tuple[Late, ...]:
    """Those due within these working days (the first is today) that will not be done by then, the nearest due first."""
    waiting = sorted(cases, key=lambda case: (case.due_before, case.case_id))
    stands = {case.case_id: case.stage for case in waiting}
    done: dict[int, date] = {}
    for day in days:
        moved: dict[int, CaseStage | None] = {}
        for stage in LINE:
            here = [case for case in waiting if stands.get(case.case_id) is stage]
            for case in here[: a_day.get(stage, 0)]:
                moved[case.case_id] = _after(stage, case.path)
        for case_id, stage_after in moved.items():
            if stage_after is None:
                done[case_id] = day
                del stands[case_id]
            else:
                stands[case_id] = stage_after
    last = days[-1] if days else date.min
    return tuple(
        Late(case.case_id, case.due_on, done.get(case.case_id))
        for case in waiting
        if case.due_on <= last and done.get(case.case_id, date.max) > case.due_on
    )


def _after(stage: CaseStage, path: Path) -> CaseStage | None:
    """Where a case goes from here; None when the promise is met then."""
    if path is not Path.FULL:
        return None
    place = LINE.index(stage) + 1
    return LINE[place] if place < len(LINE) else None
