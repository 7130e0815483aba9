"""Keys come from forms and addresses that anybody may write."""

from __future__ import annotations

import pytest

from mumian.web.shared.typed import number_typed


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("17", 17),
        (" 17 ", 17),
        ("", None),
        (None, None),
        ("abc", None),
        ("²", None),
        ("-1", None),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
    ],
)
def test_only_plain_digits_that_fit_are_a_number(written: str | None, number: int | None) -> None:
    assert number_typed(written) == number
