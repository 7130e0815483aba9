"""Answers are released at full minutes, and the database reckons as the rule does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.clearance.rules.ticks import TICK, next_tick
from tests.factories.sql import run

MOMENTS = st.datetimes(min_value=datetime(2003, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis adds the zone


@given(MOMENTS)
def test_tick_is_a_full_minute_after_and_within_sixty_seconds(at: datetime) -> None:
    tick = next_tick(at)

    assert (tick.second, tick.microsecond, timedelta(0) < tick - at <= TICK) == (0, 0, True)


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(minutes=1)))
def test_release_depends_on_the_tick_alone(at: datetime, more: timedelta) -> None:
    later = at.replace(second=0, microsecond=0) + min(more, TICK - timedelta(microseconds=1))

    assert next_tick(later) == next_tick(at)


@pytest.mark.django_db
def test_database_knows_the_same_ticks() -> None:
    moments = [datetime(2026, 9, 1, 1, 0, tzinfo=UTC), datetime(2026, 9, 1, 1, 0, 59, 999999, tzinfo=UTC)]

    assert [run("SELECT lists.next_tick(%s)", at) for at in moments] == [[(next_tick(at),)] for at in moments]
