from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.foundation.money import Currency, Money, MoneyUnreadable, total

AMOUNTS = st.builds(Money, st.just(Currency.CNY), st.integers(-(10**12), 10**12))


@pytest.mark.parametrize(
    ("money", "said"),
    [
        (Money.yuan(200), "¥200"),
        (Money.yuan(200, 50), "¥200.50"),
        (Money.yuan(0, 5), "¥0.05"),
        (Money.yuan(1234567), "¥1,234,567"),
        (-Money.yuan(20), "-¥20"),
        (Money(Currency.HKD, 2000), "HK$20"),
    ],
)
def test_money_is_written_as_people_read_it(money: Money, said: str) -> None:
    assert str(money) == said


@pytest.mark.parametrize("written", ["200", "200.0", "¥200", "¥200.00", " 200 "])
def test_amount_is_read_however_it_is_written(written: str) -> None:
    assert Money.parse(written) == Money.yuan(200)


@pytest.mark.parametrize("written", ["", "¥", "2 00", "1,2345", "1.234", "HK$20", "2e3", "NaN", "٢٠٠", "--1"])
def test_what_is_no_amount_is_refused(written: str) -> None:
    with pytest.raises(MoneyUnreadable, match="is not an amount of money"):
        Money.parse(written)


@given(AMOUNTS)
def test_written_money_reads_back(money: Money) -> None:
    assert (Money.parse(str(money)), Money.parse(money.figure)) == (money, money)


@given(AMOUNTS, AMOUNTS)
def test_what_is_added_can_be_taken_away(one: Money, other: Money) -> None:
    assert one + other - other == one


@given(AMOUNTS, st.integers(1, 50))
def test_parts_add_up_to_the_whole_and_differ_by_one_coin_at_most(money: Money, parts: int) -> None:
    shares = money.split(parts)

    assert (total(shares), max(shares) - min(shares) <= Money(Currency.CNY, 1)) == (money, True)


def test_money_is_multiplied_by_whole_numbers() -> None:
    assert 3 * Money.yuan(100, 50) == Money.yuan(301, 50)


def test_money_is_ordered() -> None:
    assert [
        Money.yuan(1) < Money.yuan(2),
        Money.yuan(2) >= Money.yuan(2),
        Money.yuan(3) > Money.yuan(2),
        Money.yuan(3) <= Money.yuan(2),
    ] == [
        True,
        True,
        True,
        False,
    ]


def test_nothing_adds_up_to_zero() -> None:
    assert (total([]), bool(total([]))) == (Money.yuan(0), False)


def test_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="cannot be reckoned together"):
        Money.yuan(1) + Money(Currency.HKD, 100)


def test_money_has_no_fractions_of_a_coin() -> None:
    with pytest.raises(TypeError, match="whole number"):
        Money(Currency.CNY, 0.5)  # type: ignore[arg-type]  # the wrong type is the point
