"""Values as people say them, in the language of the page: texts, days, times and money."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Protocol

from django.utils import timezone, translation

WEEKDAYS_ZH = "一二三四五六日"
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Sayable(Protocol):
    """Anything that has its own words in both languages, such as `mumian.foundation.words.Text`."""

    def in_language(self, language: str) -> str: ...


def page_language() -> str:
    """The language of the page being made: `zh-hans` or `en`."""
    return translation.get_language() or "zh-hans"


def in_chinese() -> bool:
    return page_language().startswith("zh")


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
    on = timezone.localtime(value).date() if isinstance(value, datetime) and timezone.is_aware(value) else value
    with_year = on.year != timezone.localdate().year if year is None else year
    if in_chinese():
        spoken = f"{on.month}月{on.day}日"
        spoken = f"{on.year}年{spoken}" if with_year else spoken
        return f"{spoken} 星期{WEEKDAYS_ZH[on.weekday()]}" if weekday else spoken
    spoken = f"{on.day} {MONTHS_EN[on.month - 1]}"
    spoken = f"{spoken} {on.year}" if with_year else spoken
    return f"{WEEKDAYS_EN[on.weekday()]} {spoken}" if weekday else spoken


def clock(value: datetime | time | None) -> str:
    """A time of day on the 24-hour clock, `14:05`, in the office's own time zone."""
    if value is None:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value.hour:02}:{value.minute:02}"


def money(yuan: Decimal | int | None) -> str:
    """An amount of yuan: `¥200`, `¥1,200`, `¥20.50`. None is a fee that the office says at the window."""
    if yuan is None:
        return translation.gettext("ask at the window")
    amount = Decimal(yuan)
    return f"¥{amount:,.0f}" if amount == amount.to_integral_value() else f"¥{amount:,.2f}"
