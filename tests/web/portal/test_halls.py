"""Halls and boards in words: window numbers, the usual week, which halls are open, and what stands on one screen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from mumian.catalogue.queries import current_rulebook
from mumian.foundation.clock import SettableClock
from mumian.offices.queries import hall_by_code, halls_with_floors
from mumian.web.portal.views.boards import HEADING, ROW, SCREEN, asked_part, screenfuls
from mumian.web.portal.views.halls import calendar_of, lines, numbers, open_in_words, usual_week
from mumian.web.portal.words import Rows
from tests.web.portal.conftest import Reads, words_of

FRIDAY = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("windows", "said"),
    [([], ""), ([4], "4"), ([1, 2, 3, 4], "1–4"), ([1, 2, 3, 4, 7, 9, 10], "1–4, 7, 9–10")],
)
def test_window_numbers_are_said_in_runs(windows: list[int], said: str) -> None:
    with override("en"):
        assert numbers(windows) == said


@given(st.sets(st.integers(1, 60)))
def test_window_numbers_leave_none_out_and_add_none(windows: set[int]) -> None:
    with override("en"):
        runs = [run.split("–") for run in numbers(sorted(windows)).split(", ") if run]

    assert {number for run in runs for number in range(int(run[0]), int(run[-1]) + 1)} == windows


def test_usual_week_names_each_kind_of_day(rulebook_loaded: None) -> None:
    hall = hall_by_code("H01", on=FRIDAY.date())
    assert hall is not None

    with override("zh-hans"):
        assert usual_week(hall, FRIDAY.date()) == [
            ("星期一至星期五", "09:00–12:00、13:00–17:00"),
            ("星期六", "09:00–12:00、13:00–17:00"),
            ("星期日", "不开放"),
            ("法定节假日", "不开放"),
        ]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (FRIDAY, "17 halls are open now."),
        (datetime(2026, 11, 20, 4, 30, tzinfo=UTC), "No hall is open now; the first opens on Friday 20 November at 13:00."),
        (datetime(2026, 11, 20, 12, 0, tzinfo=UTC), "No hall is open now; the first opens on Saturday 21 November at 09:00."),
    ],
)
def test_open_halls_are_counted_or_the_next_opening_is_said(rulebook_loaded: None, moment: datetime, said: str) -> None:
    rows = lines(halls_with_floors(on=moment.date()), moment, calendar_of(current_rulebook()))

    with override("en"):
        assert open_in_words(rows) == said


def test_no_hall_at_all_is_said(rulebook_loaded: None) -> None:
    with override("en"):
        assert open_in_words([]) == "No hall is open now."


def test_board_screen_leads_from_one_part_to_the_next_and_round_again(read: Reads) -> None:
    parts = {part: words_of(read(f"/halls/H01/board/screen?part={part}")) for part in (1, 2, 8)}

    assert 'content="20;url=/halls/H01/board/screen?part=2"' in parts[1]
    assert 'content="20;url=/halls/H01/board/screen?part=3"' in parts[2]
    assert 'content="20;url=/halls/H01/board/screen?part=1"' in parts[8]


def test_board_screen_shows_every_service_of_the_hall_once(read: Reads) -> None:
    shown = [words_of(read(f"/halls/H01/board/screen?part={part}")).count('<th scope="row">') for part in range(1, 9)]
    board = words_of(read("/halls/H01/board/")).count('<th scope="row"')

    assert sum(shown) == board > 40


@pytest.mark.parametrize(
    ("typed", "part"),
    [("", 1), ("3", 3), ("0", 1), ("4", 1), ("-1", 1), ("two", 1), ("²", 1), pytest.param("9" * 5000, 1, id="5000 digits")],
)
def test_part_that_does_not_exist_is_the_first(typed: str, part: int) -> None:
    assert asked_part(typed, 3) == part


@given(st.lists(st.integers(1, 20), max_size=8))
def test_screens_hold_every_row_in_order_and_never_more_than_fit(sizes: list[int]) -> None:
    families = [Rows(str(at), tuple((f"{at}.{row}", "", "", "") for row in range(size))) for at, size in enumerate(sizes)]

    screens = screenfuls(families)

    assert [row for screen in screens for part in screen for row in part.rows] == [row for part in families for row in part.rows]
    assert all(sum(HEADING + ROW * len(part.rows) for part in screen) <= SCREEN for screen in screens)
    assert all(part.rows for screen in screens for part in screen)


@pytest.mark.parametrize("address", ["/", "/halls/", "/halls/H01/", "/halls/H01/board/", "/halls/H01/board/screen"])
def test_day_beyond_the_published_calendar_asks_to_telephone(clock: SettableClock, read: Reads, address: str) -> None:
    clock.set(datetime(2028, 1, 3, 2, 0, tzinfo=UTC))

    answer = read(address)

    assert (answer.status_code, "telephone" in words_of(answer)) == (200, True)
