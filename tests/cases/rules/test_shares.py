"""The share of the present stage in the promised days, and its colours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.cases.rules.shares import days_of, last_days, share_of, stage_left
from mumian.cases.terms import CaseStage
from mumian.catalogue.terms import Path, Stage
from mumian.foundation.calendar import CalendarDay, DayType, WorkingCalendar
from mumian.foundation.deadlines import Colour, Stop, TimeLeft

MONDAY = date(2026, 3, 2)
DAYS = [MONDAY + timedelta(days=number) for number in range(120)]
CALENDAR = WorkingCalendar([CalendarDay(day, DayType.WORKDAY if day.weekday() < 5 else DayType.WEEKEND) for day in DAYS])
NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
"""A Wednesday."""


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (date(2026, 3, 3), TimeLeft(-1, Colour.PURPLE, is_held=False)),
        (date(2026, 3, 4), TimeLeft(0, Colour.RED, is_held=False)),
        (date(2026, 3, 5), TimeLeft(1, Colour.ORANGE, is_held=False)),
        (date(2026, 3, 6), TimeLeft(2, Colour.YELLOW, is_held=False)),
        (date(2026, 3, 9), TimeLeft(3, Colour.GREEN, is_held=False)),
    ],
)
def test_share_has_the_colours_of_every_time_left(until: date, said: TimeLeft) -> None:
    assert stage_left(until=until, calendar=CALENDAR, now=NOON) == said


def test_days_of_an_open_stop_are_not_left() -> None:
    stops = [Stop(date(2026, 3, 4))]

    assert stage_left(until=date(2026, 3, 5), calendar=CALENDAR, now=NOON, stops=stops, is_held=True) == TimeLeft(
        1, Colour.ORANGE, is_held=True
    )


def test_stage_without_a_share_has_no_colour() -> None:
    assert stage_left(until=None, calendar=CALENDAR, now=NOON) is None


def test_shares_end_one_after_the_other() -> None:
    assert last_days([0, 1, 4, 3, 1]) == (0, 1, 5, 8, 9)


@pytest.mark.parametrize(
    ("stage", "path", "share"),
    [
        (CaseStage.ACCEPTED, Path.FULL, Stage.APPROVAL),
        (CaseStage.APPROVED, Path.FULL, Stage.PRODUCTION),
        (CaseStage.IN_PRODUCTION, Path.FULL, Stage.PRODUCTION),
        (CaseStage.READY, Path.FULL, None),
        (CaseStage.SUBMITTED, Path.FULL, None),
        (CaseStage.ACCEPTED, Path.DECISION, Stage.APPROVAL),
        (CaseStage.APPROVED, Path.DECISION, None),
    ],
)
def test_stage_uses_up_its_share(stage: CaseStage, path: Path, share: Stage | None) -> None:
    assert share_of(stage, path) is share


@given(today=st.sampled_from(DAYS[10:100]), until=st.sampled_from(DAYS[5:105]))
def test_days_of_a_colour_are_those_that_have_it(today: date, until: date) -> None:
    now = datetime(today.year, today.month, today.day, 4, 0, tzinfo=UTC)
    spans = {colour: days_of(colour, calendar=CALENDAR, today=today) for colour in Colour}
    left = stage_left(until=until, calendar=CALENDAR, now=now)

    assert left is not None
    assert [colour for colour, (first, last) in spans.items() if first <= until <= last] == [left.colour]
