"""Values as people say them, in the language of the page: texts, days, times and money."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Protocol

from django.utils import timezone, translation

from mumian.foundation.clock import local
from mumian.foundation.dates import MONTHS, said_date, said_day
from mumian.foundation.identifiers.codes import LETTERS
from mumian.foundation.money import COINS, Currency, Money
from mumian.foundation.words import Text


class Sayable(Protocol):
    """Anything that has its own words in both languages, such as `mumian.foundation.words.Text`."""

    def in_language(self, language: str) -> str: ...


def page_language() -> str:
    """The language of the page being made: `zh-hans` or `en`."""
    return translation.get_language() or "zh-hans"


def said(text: Sayable | str | None) -> str:
    """The text in the language of the page; a plain string is said as it stands, nothing as nothing."""
    if text is None:
        return ""
    return str(text) if isinstance(text, str) else text.in_language(page_language())


def day(value: date | None, *, year: bool | None = None, weekday: bool = True) -> str:
    """A day: `10月9日 星期五` or `Friday 9 October`.

    The year is said when `year` asks for it, or, left to itself, when it is not the present one.
    A moment is taken in the office's own time zone.
    """
    if value is None:
        return ""
    on = local(value).date() if isinstance(value, datetime) and timezone.is_aware(value) else value
    with_year = on.year != timezone.localdate().year if year is None else year
    if weekday:
        return said(said_day(on, today=None if with_year else on))
    return said(said_date(on) if with_year else Text(zh=f"{on.month}月{on.day}日", en=f"{on.day} {MONTHS[on.month - 1]}"))


def clock(value: datetime | time | None) -> str:
    """A time of day on the 24-hour clock, `14:05`, in the office's own time zone."""
    if value is None:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = local(value)
    return f"{value:%H:%M}"


def money(amount: Money | Decimal | int | None) -> str:
    """An amount of money, or a number of yuan: `¥200`, `¥1,200`, `¥20.50`. None is a fee that the office says at the window."""
    if amount is None:
        return translation.gettext("ask at the window")
    return str(amount if isinstance(amount, Money) else Money(Currency.CNY, round(Decimal(amount) * COINS)))


def numbers(values: Iterable[int]) -> str:
    """Numbers as they are read out, neighbours together: `1、3至12` or `1, 3 to 12`. Two neighbours are said one by one."""
    runs: list[list[int]] = []
    for value in sorted(set(values)):
        if runs and value == runs[-1][-1] + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    found: list[str] = []
    for run in runs:
        if len(run) > len("12"):
            found.append(said(Text(f"{run[0]}至{run[-1]}", f"{run[0]} to {run[-1]}")))
        else:
            found += map(str, run)
    return said(Text("、", ", ")).join(found)


def grouped(code: str | None) -> str:
    """A receipt number or draft code in the groups in which it is read out, as on the receipt."""
    return LETTERS.shown(code) if code else ""
