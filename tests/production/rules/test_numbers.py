"""Ranges of numbers and the forms that the rulebook knows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.foundation.words import Text
from mumian.production.rules.numbers import all_may_be_numbered, may_be_numbered, numbers_of, read_range
from mumian.production.terms import Range

DIGITS = "0123456789"


@given(st.text("ABCDEFGH", max_size=3), st.integers(1, 8), st.data())
def test_range_between_two_numbers_begins_and_ends_with_them(prefix: str, width: int, data: st.DataObject) -> None:
    low = data.draw(st.integers(0, 10**width - 1))
    high = data.draw(st.integers(low, min(low + 500, 10**width - 1)))
    ends = [f"{prefix}{value:0{width}d}" for value in (low, high)]

    found = read_range(*ends)

    assert isinstance(found, Range)
    listed = list(numbers_of(found))
    assert (listed[0], listed[-1], len(set(listed)), found.quantity) == (*ends, high - low + 1, high - low + 1)


def test_typed_range_may_have_small_letters_and_blanks_around() -> None:
    assert read_range(" ea0000001", "EA0000002 ") == Range("EA", 1, 2, 7)


@pytest.mark.parametrize("ends", [("", ""), ("ABC", "ABD"), ("E1X", "E2X"), ("E01", "E1"), ("E1", "F2"), ("E2", "E1")])
def test_ends_that_make_no_range_are_answered_with_a_sentence(ends: tuple[str, str]) -> None:
    assert isinstance(read_range(*ends), Text)


def test_number_must_have_the_whole_form_and_not_begin_with_it() -> None:
    assert [bool(may_be_numbered(number, [r"^E\d{8}$"])) for number in ("E12345678", "E123456789", "XE12345678")] == [
        True,
        False,
        False,
    ]


def test_range_with_one_forbidden_number_is_refused_and_the_number_named() -> None:
    verdict = all_may_be_numbered(Range("E", 8, 11, 2), [r"^E0\d$"])

    assert verdict.reason is not None
    assert "E10" in verdict.reason.en
