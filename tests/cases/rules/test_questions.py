"""Who is asked above, and for how long a question waits."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from mumian.cases.rules.questions import Post, Serving, answer_wanted_by, may_answer, next_post, posts_above
from mumian.foundation.calendar import CalendarDay, DayType, WorkingCalendar
from mumian.offices.terms import DepartmentKind, OfficerId, Role

CITY, NORTH = "440100", "440104"
PARENTS = {CITY: None, NORTH: CITY}
MONDAY = date(2026, 3, 2)
DAYS = [MONDAY + timedelta(days=number) for number in range(14)]
CALENDAR = WorkingCalendar([CalendarDay(day, DayType.WORKDAY if day.weekday() < 5 else DayType.WEEKEND) for day in DAYS])


def serving(role: Role, department: DepartmentKind, *, bureau: str = NORTH, hall: str | None = None, officer: int = 1) -> Serving:
    return Serving(OfficerId(officer), role, department, bureau, hall)


ACCEPTOR = serving(Role.ACCEPTANCE_OFFICER, DepartmentKind.ACCEPTANCE, hall="H01")
MANAGER = serving(Role.HALL_MANAGER, DepartmentKind.ACCEPTANCE, hall="H01", officer=2)
APPROVER = serving(Role.APPROVAL_OFFICER, DepartmentKind.APPROVAL)
PRODUCER = serving(Role.PRODUCTION_OFFICER, DepartmentKind.PRODUCTION)
LEADER = serving(Role.LEADER, DepartmentKind.LEADERSHIP, officer=3)
TOP = serving(Role.LEADER, DepartmentKind.LEADERSHIP, bureau=CITY, officer=4)
NORTH_LEADER, CITY_LEADER = Post(Role.LEADER, NORTH), Post(Role.LEADER, CITY)


@pytest.mark.parametrize(
    ("asker", "posts"),
    [
        (ACCEPTOR, (Post(Role.HALL_MANAGER, NORTH, "H01"), NORTH_LEADER, CITY_LEADER)),
        (MANAGER, (NORTH_LEADER, CITY_LEADER)),
        (APPROVER, (Post(Role.COUNTERSIGNER, NORTH), NORTH_LEADER, CITY_LEADER)),
        (PRODUCER, (NORTH_LEADER, CITY_LEADER)),
        (LEADER, (CITY_LEADER,)),
        (TOP, ()),
    ],
)
def test_superiors_follow_department_hall_and_bureau(asker: Serving, posts: tuple[Post, ...]) -> None:
    assert posts_above([asker], PARENTS) == posts


def test_manager_of_another_hall_is_not_asked() -> None:
    other = serving(Role.HALL_MANAGER, DepartmentKind.ACCEPTANCE, hall="H02", officer=5)

    assert next_post(posts_above([ACCEPTOR], PARENTS), asked=(), staff=[other, TOP], asker=ACCEPTOR.officer) == CITY_LEADER


def test_question_goes_to_the_next_superior_who_was_not_asked() -> None:
    ladder = posts_above([ACCEPTOR], PARENTS)

    assert next_post(ladder, asked=[ladder[0]], staff=[MANAGER, LEADER, TOP], asker=ACCEPTOR.officer) == NORTH_LEADER


def test_at_the_top_a_question_stays() -> None:
    ladder = posts_above([ACCEPTOR], PARENTS)

    assert next_post(ladder, asked=ladder, staff=[MANAGER, LEADER, TOP], asker=ACCEPTOR.officer) is None


def test_nobody_is_put_his_own_question() -> None:
    both = serving(Role.HALL_MANAGER, DepartmentKind.ACCEPTANCE, hall="H01", officer=1)

    assert next_post(posts_above([ACCEPTOR], PARENTS), asked=(), staff=[both], asker=OfficerId(1)) is None


@pytest.mark.parametrize(
    ("officer", "is_answered", "answer", "may"),
    [
        (MANAGER, False, "可以", True),
        (LEADER, False, "可以", False),
        (MANAGER, True, "可以", False),
        (MANAGER, False, "  ", False),
    ],
)
def test_who_was_asked_answers_once_in_words(officer: Serving, is_answered: bool, answer: str, may: bool) -> None:
    asked = [Post(Role.HALL_MANAGER, NORTH, "H01")]

    assert bool(may_answer(officer=[officer], asked=asked, is_answered=is_answered, answer=answer)) is may


def at(day: int, hour: int) -> datetime:
    """An hour at the office in March 2026."""
    return datetime(2026, 3, day, hour - 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        (at(3, 10), at(3, 14)),
        (at(3, 15), at(4, 11)),
        (at(6, 16), at(9, 12)),
        (at(7, 12), at(9, 13)),
        (at(3, 8), at(3, 13)),
    ],
    ids=["same day", "over night", "over the weekend", "asked on a Sunday", "before opening"],
)
def test_only_working_hours_are_counted(asked: datetime, wanted: datetime) -> None:
    assert answer_wanted_by(asked, calendar=CALENDAR) == wanted
