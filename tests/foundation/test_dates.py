from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mumian.foundation.dates import said_date, said_day, said_moment, said_month, said_time, spoken_digits
from mumian.foundation.words import Text

FRIDAY = date(2026, 10, 9)


def test_day_is_said_as_people_say_it() -> None:
    assert said_day(FRIDAY, today=date(2026, 9, 25)) == Text(zh="10月9日 星期五", en="Friday 9 October")


@pytest.mark.parametrize("today", [None, date(2025, 12, 31)])
def test_year_is_said_when_it_is_another_year(today: date | None) -> None:
    assert said_day(FRIDAY, today=today) == Text(zh="2026年10月9日 星期五", en="Friday 9 October 2026")


def test_date_of_a_letter_has_no_weekday() -> None:
    assert said_date(date(2006, 10, 16)) == Text(zh="2006年10月16日", en="16 October 2006")


def test_month_is_said() -> None:
    assert said_month(date(2006, 10, 16)) == Text(zh="2006年10月", en="October 2006")


def test_time_is_that_of_the_office_on_24_hours() -> None:
    assert said_time(datetime(2026, 10, 9, 6, 5, tzinfo=UTC)) == "14:05"


def test_moment_after_midnight_at_the_office_is_said_on_its_own_day() -> None:
    assert said_moment(datetime(2026, 10, 8, 17, 0, tzinfo=UTC), today=FRIDAY) == Text(
        zh="10月9日 星期五 01:00", en="Friday 9 October 01:00"
    )


def test_telephone_number_is_read_digit_by_digit() -> None:
    assert spoken_digits("020-8110") == Text(zh="零 二 零, 八 幺 幺 零", en="zero two zero, eight one one zero")


def test_letters_of_a_code_are_read_as_they_are() -> None:
    assert spoken_digits("A02") == Text(zh="A 零 二", en="A zero two")
