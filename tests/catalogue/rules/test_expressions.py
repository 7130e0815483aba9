"""Expressions name the facts they read, wait for those that decide, and reckon with days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.catalogue.rules.book.values import FactValue
from mumian.catalogue.rules.expressions import (
    ExpressionError,
    Fault,
    Missing,
    Result,
    compiled,
    context_of,
)

ROOTS = frozenset({"a", "b", "c"})


def result(text: str, facts: dict[str, FactValue]) -> Result:
    return compiled(text).answer(context_of(facts, ROOTS), facts)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("a.x && b.y", ("a.x", "b.y")),
        ("a.x.size() > 0 || size(b.y) > 1", ("a.x", "b.y")),
        ("a.x.exists(one, one == b.y)", ("a.x", "b.y")),
        ("'a.z' in a.x && a.x == \"b.z\"", ("a.x",)),
        ("years_between(a.x, b.y) > 3", ("a.x", "b.y")),
        ("!has(a.x) || a.x > 1  // a.comment", ("a.x",)),
        ("a.x ? b.y : c.z", ("a.x", "b.y", "c.z")),
    ],
)
def test_expression_names_the_facts_it_reads(text: str, facts: tuple[str, ...]) -> None:
    assert compiled(text).facts == facts


def test_text_that_is_no_expression_says_where() -> None:
    with pytest.raises(ExpressionError) as refused:
        compiled("a.x ==\n  && b.y")

    assert (refused.value.line, refused.value.column, refused.value.why) == (2, 3, "Syntax error: extraneous input '&&'")


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("a.x || b.y", {"b.y": True}, True),
        ("a.x || b.y", {"a.x": True}, True),
        ("a.x && b.y", {"b.y": False}, False),
        ("a.x || b.y", {"b.y": False}, Missing("a.x")),
        ("(a.x && b.y) || (a.z && c.w)", {"a.x": False, "a.z": True}, Missing("c.w")),
        ("a.x > 3 ? b.y : c.y", {"a.x": 4, "c.y": True}, Missing("b.y")),
        ("has(a.x)", {}, False),
        ("'P' in a.x", {"a.x": ("P", "Q")}, True),
        ("a.x", {"a.x": ("P", "Q")}, ("P", "Q")),
    ],
)
def test_missing_fact_is_asked_for_only_where_it_decides(text: str, facts: dict[str, FactValue], expected: Result) -> None:
    assert result(text, facts) == expected


def test_of_missing_facts_with_the_same_last_name_the_first_is_asked_for() -> None:
    """The library names only the last part. Once the first is given the second follows, so asking comes to an end."""
    facts: dict[str, FactValue] = {"a.x": False, "a.z": True}
    text = "(a.x && b.y) || (a.z && c.y)"

    assert [result(text, facts), result(text, {**facts, "b.y": True})] == [Missing("b.y"), Missing("c.y")]


def test_values_of_different_types_are_a_fault_and_not_an_answer() -> None:
    assert isinstance(result("a.x < 3", {"a.x": "three"}), Fault)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("years_between('2000-02-29', '2018-02-28')", 17),
        ("years_between('2000-02-29', '2018-03-01')", 18),
        ("years_between('2018-03-01', '2000-02-29')", -18),
        ("months_between('2006-01-31', '2006-02-28')", 0),
        ("months_between('2006-01-28', '2006-02-28')", 1),
        ("days_between('2006-02-28', '2006-03-01')", 1),
        ("plus_days('2006-02-28', 1)", "2006-03-01"),
        ("plus_months('2006-01-31', 1)", "2006-02-28"),
        ("plus_years('2004-02-29', 1)", "2005-02-28"),
    ],
)
def test_functions_reckon_with_days(call: str, expected: FactValue) -> None:
    assert result(call, {}) == expected


def test_function_of_something_that_is_no_day_is_a_fault() -> None:
    assert isinstance(result("years_between(a.x, '2006-01-01') < 3", {"a.x": "yesterday"}), Fault)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 40_000))
def test_days_between_undoes_plus_days(first: date, days: int) -> None:
    later = (first + timedelta(days=days)).isoformat()

    assert result(f"plus_days('{first}', {days})", {}) == later
    assert result(f"days_between('{first}', '{later}')", {}) == days


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_whole_years_are_never_more_than_the_difference_of_years(one: date, other: date) -> None:
    first, last = sorted((one, other))
    years = result(f"years_between('{first}', '{last}')", {})

    assert years in (last.year - first.year, last.year - first.year - 1)
