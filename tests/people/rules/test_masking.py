"""What may be shown of a person before a reason is stated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.people.rules.masking import masked_name, masked_number


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张•"),
        ("欧阳小明", "欧•"),
        ("阿依古丽·买买提", "阿•"),
        ("ZHANG XIAOMING", "ZHANG •"),
        ("Müller Jörg", "M•"),
        ("Sukarno", "S•"),
        ("", "•"),
    ],
)
def test_name_shows_its_beginning(name: str, masked: str) -> None:
    assert masked_name(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [("440199199001010017", "••••0017"), ("EA1234567", "••••4567"), ("12345", "••••45"), ("1", "••••"), ("", "••••")],
)
def test_number_shows_its_last_four_and_never_more_than_half(number: str, masked: str) -> None:
    assert masked_number(number) == masked


@given(st.text(alphabet="0123456789X", min_size=1, max_size=24), st.text(alphabet="0123456789X", min_size=1, max_size=24))
def test_masked_numbers_with_the_same_end_cannot_be_told_apart(one: str, other: str) -> None:
    end = "1234"

    assert masked_number("0000" + one + end) == masked_number("0000" + other + end)


@given(st.text(alphabet="张三李四王五", min_size=2, max_size=6))
def test_length_of_a_masked_name_tells_nothing(name: str) -> None:
    assert len(masked_name(name)) == len("张•")
