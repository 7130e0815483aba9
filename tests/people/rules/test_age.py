"""Ages and guardians."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.people.rules.age import age_on, may_guard

TODAY = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2008, 9, 1), date(2026, 8, 31), 17),
        (date(2008, 9, 1), date(2026, 9, 1), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
    ],
)
def test_year_is_full_on_the_birthday(born: date, on: date, age: int) -> None:
    assert age_on(born, on) == age


@given(st.dates(), st.dates(), st.dates())
def test_nobody_grows_younger(born: date, one: date, other: date) -> None:
    earlier, later = sorted((one, other))

    assert age_on(born, earlier) <= age_on(born, later)


@pytest.mark.parametrize(
    ("guardian", "guardian_born", "minor_born", "allowed"),
    [
        (1, date(1990, 1, 1), date(2015, 1, 1), True),
        (2, date(1990, 1, 1), date(2015, 1, 1), False),
        (1, date(2008, 9, 1), date(2015, 1, 1), True),
        (1, date(2008, 9, 2), date(2015, 1, 1), False),
        (1, date(1980, 1, 1), date(2008, 9, 1), False),
        (1, date(1980, 1, 1), date(2008, 9, 2), True),
    ],
)
def test_guardian_is_another_adult_of_a_minor(guardian: int, guardian_born: date, minor_born: date, allowed: bool) -> None:
    verdict = may_guard(guardian=guardian, minor=2, guardian_born_on=guardian_born, minor_born_on=minor_born, on=TODAY)

    assert bool(verdict) == allowed
