"""The first cases of the city: every list shows something, in every colour, and nothing is opened twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from mumian.catalogue.queries import current_rulebook
from mumian.foundation.clock import local_date
from mumian.simulation.city import STOCKED_BEFORE, first_cases, found_city, keep_lists, keep_stock
from mumian.simulation.city.first_cases.days import Days
from mumian.simulation.city.first_cases.opening import walks
from mumian.simulation.city.first_cases.plans import Story, plans
from tests.factories.sql import run
from tests.support.databases import TestDatabases
from tests.support.joined import everything_joined
from tests.support.roles import acting_as

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("rulebook_loaded")]

AT = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
"""A Monday morning before the office opens."""
RESIDENTS = 700
WHOLE_DAY = ("09:00", "16:59")


@pytest.fixture
def city(databases: TestDatabases, settings: Settings) -> Iterator[None]:
    """A smaller city with everything but its first cases, and the packages joined to them."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with everything_joined(), acting_as("owner", databases):
        run("UPDATE lists.reference_list SET current_version = NULL")
        found_city(at=AT, number_of_residents=RESIDENTS, number_of_foreigners=5)
        keep_lists(at=AT)
        keep_stock(at=AT - STOCKED_BEFORE)
        yield


def days_left() -> set[int]:
    """Working days that the open cases have left; overdue ones count as -1."""
    calendar = current_rulebook().working_calendar
    assert calendar is not None
    today = local_date(AT)
    due = [row[0] for row in run("SELECT due_on FROM cases_case WHERE due_on IS NOT NULL")]
    return {-1 if day < today else calendar.count_working_days(today, day) - 1 for day in due}


def drawn() -> list[tuple[object, ...]]:
    """Whose cases are opened where and when."""
    return [(walk.plan, walk.person.person_id, walk.hall.code, walk.came) for walk, _ in walks(at=AT)]


def test_city_opens_its_first_cases_once(city: None) -> None:
    once, again = drawn(), drawn()

    opened = first_cases(at=AT)
    later = first_cases(at=AT + timedelta(days=1))

    assert (opened, later, once == again) == (Counter(plan.story for plan in plans(halls=4)), {}, True)
    assert set(opened) == set(Story)
    _every_list_shows_something()
    _everything_happened_in_opening_hours_before_now()


def _every_list_shows_something() -> None:
    stages = {row[0] for row in run("SELECT DISTINCT stage FROM cases_case")}
    assert stages == {
        *("draft", "submitted", "awaiting_materials", "not_accepted", "accepted", "approved", "in_production", "ready"),
        *("collected", "refused", "withdrawn", "registered", "archived"),
    }
    assert days_left() >= {-1, 0, 1, 2, 3}
    assert run("SELECT count(*) FROM delivery_lying WHERE taken_at IS NULL")[0][0] >= 2
    assert run("SELECT count(DISTINCT hall_id) FROM cases_case")[0][0] > 1
    assert run("SELECT count(*) FROM cases_case WHERE group_id IS NOT NULL") == [(2,)]


def _everything_happened_in_opening_hours_before_now() -> None:
    calendar = current_rulebook().working_calendar
    assert calendar is not None
    moments = [row[0] for row in run("SELECT at AT TIME ZONE 'Asia/Shanghai' FROM cases_move")]
    first, last = WHOLE_DAY
    outside = [one for one in moments if not calendar.is_working_day(one.date()) or not first <= f"{one:%H:%M}" <= last]
    assert (outside, max(moments).date() < local_date(AT)) == ([], True)


def test_day_that_is_not_over_is_no_day_of_the_past() -> None:
    days = Days.before(local_date(AT))

    assert days.at(1, 9) == datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    with pytest.raises(ValueError, match="is not over"):
        days.at(0, 9)
