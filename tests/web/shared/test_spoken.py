from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from mumian.foundation.money import Money
from mumian.foundation.words import Text
from mumian.web.shared.spoken import clock, day, money, numbers, said


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "护照"), ("en", "passport")])
def test_text_is_said_in_the_language_of_the_page(language: str, words: str) -> None:
    with translation.override(language):
        assert said(Text(zh="护照", en="passport")) == words


def test_nothing_is_said_as_nothing() -> None:
    assert (said(None), day(None), clock(None)) == ("", "", "")


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "10月9日 星期五"), ("en", "Friday 9 October")])
def test_day_is_said_with_its_weekday(language: str, words: str) -> None:
    with translation.override(language):
        assert day(date(2026, 10, 9), year=False) == words


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "2006年10月16日"), ("en", "16 October 2006")])
def test_day_of_another_year_says_the_year(language: str, words: str) -> None:
    with translation.override(language):
        assert day(date(2006, 10, 16), weekday=False) == words


def test_day_of_this_year_leaves_the_year_out() -> None:
    today = timezone.localdate()

    with translation.override("zh-hans"):
        assert day(today, weekday=False) == f"{today.month}月{today.day}日"


def test_moment_belongs_to_the_day_of_the_office() -> None:
    late_in_london = datetime(2026, 10, 8, 16, 30, tzinfo=UTC)

    with translation.override("en"):
        assert (day(late_in_london, year=False), clock(late_in_london)) == ("Friday 9 October", "00:30")


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        ((3, 4, 5, 6), "3至6", "3 to 6"),
        ((12, 1, 3, 4, 10, 11), "1、3、4、10至12", "1, 3, 4, 10 to 12"),
        ((7,), "7", "7"),
        ((), "", ""),
    ],
)
def test_numbers_of_windows_are_said_with_neighbours_together(given: tuple[int, ...], zh: str, en: str) -> None:
    said_so = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said_so.append(numbers(given))

    assert said_so == [zh, en]


def test_clock_counts_to_24() -> None:
    assert (clock(time(9, 5)), clock(time(14, 0))) == ("09:05", "14:00")


@pytest.mark.parametrize(
    ("amount", "words"), [(200, "¥200"), (1200, "¥1,200"), (Decimal("20.5"), "¥20.50"), (Money.yuan(15), "¥15"), (0, "¥0")]
)
def test_money_is_said_with_its_sign(amount: Money | Decimal | int, words: str) -> None:
    assert money(amount) == words


def test_unpublished_fee_is_asked_at_the_window() -> None:
    with translation.override("zh-hans"):
        assert money(None) == "请在窗口询问"
