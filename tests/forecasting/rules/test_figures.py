"""Figures read from a line, and figures that cannot be true."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.forecasting.rules.figures import COLUMNS, COUNTS, read_figures, untrue
from mumian.forecasting.terms import HallMonthFacts

FACTS = HallMonthFacts("H01", date(2026, 10, 1), 30000, 24000, 23000, 22990, 10, 18, 9000, 300, 40)
ROW = {name: str(value) for name, value in asdict(FACTS).items()} | {"month": "2026-10"}


def test_line_is_read_as_it_was_written() -> None:
    assert read_figures(ROW) == FACTS


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"month": "2026-13"}, 'the month "2026-13" must be written as 2026-10'),
        ({"month": "10/2026"}, 'the month "10/2026" must be written as 2026-10'),
        ({"visitors": ""}, 'the value "" of visitors is no count'),
        ({"visitors": "-3"}, 'the value "-3" of visitors is no count'),
        ({"visitors": "3.5"}, 'the value "3.5" of visitors is no count'),
        ({"visitors": "³"}, 'the value "³" of visitors is no count'),
        ({"visitors": "99999999"}, "a count is negative or beyond reason"),
        ({"median_wait_minutes": "1441"}, "the wait is longer than a day"),
        ({"overdue": "11"}, "22990 on time and 11 overdue do not make 23000 issued"),
        ({"satisfied": "29661"}, "30001 ratings are more than 30000 visitors"),
    ],
)
def test_line_at_fault_is_told_in_a_sentence(changes: dict[str, str], reason: str) -> None:
    read = read_figures(ROW | changes)

    assert not isinstance(read, HallMonthFacts)
    assert read.en == reason


def test_column_that_is_missing_in_a_short_line_is_no_count() -> None:
    read = read_figures({name: value for name, value in ROW.items() if name != "unsatisfied"})

    assert not isinstance(read, HallMonthFacts)
    assert read.en == 'the value "" of unsatisfied is no count'


@pytest.mark.parametrize(
    "facts", [replace(FACTS, month=date(2026, 10, 2)), replace(FACTS, visitors=-1), replace(FACTS, issued=1)]
)
def test_figures_that_cannot_be_true_are_told(facts: HallMonthFacts) -> None:
    assert untrue(facts) is not None


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=12)))
def test_no_line_however_odd_makes_the_reader_fall(row: dict[str, str]) -> None:
    read = read_figures(row)

    assert not isinstance(read, HallMonthFacts) or untrue(read) is None


@pytest.mark.parametrize(
    ("facts", "satisfaction", "punctuality"),
    [
        (replace(FACTS, satisfied=95, fair=4, unsatisfied=1, issued=4, on_time=3, overdue=1), 0.95, 0.75),
        (HallMonthFacts(hall=FACTS.hall, month=FACTS.month, **dict.fromkeys(COUNTS, 0)), None, None),
    ],
)
def test_parts_are_told_where_there_is_a_whole(
    facts: HallMonthFacts, satisfaction: float | None, punctuality: float | None
) -> None:
    assert (facts.satisfaction, facts.punctuality) == (satisfaction, punctuality)
