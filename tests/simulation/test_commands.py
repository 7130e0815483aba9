"""What is asked for on the command line becomes orders."""

from __future__ import annotations

from datetime import date

from mumian.simulation.commands import orders_of, parser
from mumian.simulation.driving import slope
from mumian.simulation.running import Orders
from mumian.simulation.summing import quantile


def asked(*words: str) -> Orders:
    return orders_of(parser().parse_args(words))


def test_a_day_has_ten_thousand_visitors_unless_said_otherwise() -> None:
    assert asked("day") == Orders(date(2005, 9, 30), visitors=10_000)


def test_a_peak_has_thirty_thousand() -> None:
    assert asked("peak").visitors == 30_000


def test_tickets_or_cases_may_be_played_alone() -> None:
    played = [asked("day", "--parts", parts) for parts in ("all", "queueing", "cases")]

    assert [(one.tickets, one.cases) for one in played] == [(True, True), (True, False), (False, True)]


def test_a_month_is_staffed_by_its_share_and_asks_the_radar() -> None:
    said = asked("month", "--share", "0.05", "--approvers", "0.7", "--follow", "14")

    assert said == Orders(date(2026, 3, 1), 31, 14, share=0.05, approvers=0.7, radar=True)


def test_a_speed_is_so_many_times_a_clock() -> None:
    assert (asked("day", "--speed", "60").pace, asked("day").pace) == (60.0, 0.0)


def test_memory_that_grows_has_a_slope_and_flat_memory_has_none() -> None:
    grows = [(f"{day}", 1024 * (100 + day)) for day in range(10)]
    flat = [(f"{day}", 1024 * 100) for day in range(10)]

    assert (slope(grows), slope(flat)) == (1.0, 0.0)


def test_nine_of_ten_are_within_the_quantile() -> None:
    assert quantile({0: 8, 5: 1, 60: 1}, 0.9) == 5
