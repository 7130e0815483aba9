"""What two people saw, against the book."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mumian.production.rules.counting import Found, compare_with_book, sentence_of_count
from mumian.production.terms import BlankState, Finding

SERIALS = st.frozensets(st.sampled_from([f"E{place}" for place in range(8)]))


@given(SERIALS, SERIALS)
def test_expected_and_missing_and_turned_up_make_up_what_was_seen(expected: frozenset[str], seen: frozenset[str]) -> None:
    found = compare_with_book(expected=expected, seen=seen, book=dict.fromkeys(expected | seen, BlankState.USED))

    missing = {one.serial for one in found if one.finding is Finding.MISSING}
    turned_up = {one.serial for one in found if one.finding is not Finding.MISSING}
    assert (expected - missing) | turned_up == seen


def test_sentence_names_every_serial_under_what_was_found() -> None:
    found = [Found("E1", Finding.MISSING, BlankState.IN_STOCK), Found("E2", Finding.MISSING, BlankState.IN_STOCK)]

    sentence = sentence_of_count(expected=5, seen=3, found=found)

    assert (sentence.zh, sentence.en) == (
        "盘点不符：应有 5 份，实见 3 份。缺少：E1、E2。",
        "The count does not agree: 5 expected, 3 seen. Missing: E1, E2.",
    )


def test_sentence_of_a_count_that_agrees_is_short() -> None:
    assert sentence_of_count(expected=3, seen=3, found=[]).en == "The count agrees: 3 blanks."
