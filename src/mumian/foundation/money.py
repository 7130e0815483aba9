"""Money: a currency and a whole number of its smallest coin. No fraction of a coin, no floating point."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text

COINS = 100
"""Every currency taken here has a hundred smallest coins (fen, cents, avos)."""


class Currency(StrEnum):
    """ISO 4217 codes of the currencies the office meets."""

    CNY = "CNY"
    HKD = "HKD"
    MOP = "MOP"
    TWD = "TWD"
    USD = "USD"

    @property
    def sign(self) -> str:
        """The sign written before the figure."""
        return SIGNS[self]


SIGNS = {Currency.CNY: "¥", Currency.HKD: "HK$", Currency.MOP: "MOP$", Currency.TWD: "NT$", Currency.USD: "US$"}


class MoneyUnreadable(Refusal):
    """What was written is not an amount of money."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Text(
                zh=f"“{written}”不是金额，未录入。请写成 200 或 200.50。",
                en=f'"{written}" is not an amount of money and was not taken. Write it as 200 or 200.50.',
            )
        )


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the smallest coin of its currency (fen for CNY); it may be negative. Mixing currencies is a ValueError."""

    currency: Currency
    coins: int

    def __post_init__(self) -> None:
        if type(self.coins) is not int:
            raise TypeError("Money is a whole number of coins.")

    @classmethod
    def yuan(cls, yuan: int, fen: int = 0) -> Money:
        """So many whole yuan, and fen."""
        return cls(Currency.CNY, yuan * COINS + fen)

    @classmethod
    def parse(cls, written: str, *, currency: Currency = Currency.CNY) -> Money:
        """Read "200", "200.5", "¥1,200.50", "HK$20", "-¥3"; a sign must be that of `currency`. Raises MoneyUnreadable."""
        match = AMOUNT.fullmatch(written.strip().replace("¥", "¥").replace(",", ","))
        if match is None or match["sign"] not in {"", currency.sign}:
            raise MoneyUnreadable(written)
        coins = int(match["whole"].replace(",", "")) * COINS + int((match["part"] or "").ljust(2, "0"))
        return cls(currency, -coins if match["minus"] else coins)

    def __add__(self, other: Money) -> Money:
        return Money(self.currency, self.coins + self._coins_of(other))

    def __sub__(self, other: Money) -> Money:
        return Money(self.currency, self.coins - self._coins_of(other))

    def __neg__(self) -> Money:
        return Money(self.currency, -self.coins)

    def __mul__(self, times: int) -> Money:
        return Money(self.currency, self.coins * times)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        return self.coins < self._coins_of(other)

    def __le__(self, other: Money) -> bool:
        return self.coins <= self._coins_of(other)

    def __gt__(self, other: Money) -> bool:
        return self.coins > self._coins_of(other)

    def __ge__(self, other: Money) -> bool:
        return self.coins >= self._coins_of(other)

    def __bool__(self) -> bool:
        return self.coins != 0

    def split(self, parts: int) -> tuple[Money, ...]:
        """Equal parts; coins that do not divide go to the first ones, so that the parts add up to the whole."""
        share, rest = divmod(self.coins, parts)
        return tuple(Money(self.currency, share + (index < rest)) for index in range(parts))

    @property
    def figure(self) -> str:
        """The bare decimal figure with both places, for files and devices: "200.00"."""
        whole, part = divmod(abs(self.coins), COINS)
        return f"{'-' if self.coins < 0 else ''}{whole}.{part:02d}"

    def __str__(self) -> str:
        """As people read it: ¥200, ¥1,200.50."""
        whole, part = divmod(abs(self.coins), COINS)
        minus = "-" if self.coins < 0 else ""
        return f"{minus}{self.currency.sign}{whole:,}{f'.{part:02d}' if part else ''}"

    def _coins_of(self, other: Money) -> int:
        if other.currency is not self.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be reckoned together.")
        return other.coins


AMOUNT = re.compile(
    r"(?P<minus>-?)(?P<sign>¥|HK\$|MOP\$|NT\$|US\$|)(?P<whole>\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(?P<part>\d{1,2}))?", re.ASCII
)


def total(amounts: Iterable[Money], *, currency: Currency = Currency.CNY) -> Money:
    """The sum of amounts of one currency; nothing adds up to zero of it."""
    return sum(amounts, start=Money(currency, 0))
