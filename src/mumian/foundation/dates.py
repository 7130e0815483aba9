"""Dates and times as people say them: 10月9日 星期五, Friday 9 October, 14:30."""

from __future__ import annotations

from datetime import date, datetime

from mumian.foundation.clock import local
from mumian.foundation.words import Text

WEEKDAYS = (
    Text(zh="星期一", en="Monday"),
    Text(zh="星期二", en="Tuesday"),
    Text(zh="星期三", en="Wednesday"),
    Text(zh="星期四", en="Thursday"),
    Text(zh="星期五", en="Friday"),
    Text(zh="星期六", en="Saturday"),
    Text(zh="星期日", en="Sunday"),
)

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def weekday(day: date) -> Text:
    """The day of the week."""
    return WEEKDAYS[day.weekday()]


def said_day(day: date, *, today: date | None = None) -> Text:
    """A day with its weekday; the year is said when it is not the year of `today`, or when `today` is not given."""
    plain = today is not None and today.year == day.year
    return Text(
        zh=f"{'' if plain else f'{day.year}年'}{day.month}月{day.day}日 {weekday(day).zh}",
        en=f"{weekday(day).en} {day.day} {MONTHS[day.month - 1]}{'' if plain else f' {day.year}'}",
    )


def said_date(day: date) -> Text:
    """A day without its weekday, as it stands in a letter: 2006年10月16日, 16 October 2006."""
    return Text(zh=f"{day.year}年{day.month}月{day.day}日", en=f"{day.day} {MONTHS[day.month - 1]} {day.year}")


def said_month(day: date) -> Text:
    """The month of a day: 2006年10月, October 2006."""
    return Text(zh=f"{day.year}年{day.month}月", en=f"{MONTHS[day.month - 1]} {day.year}")


def said_time(moment: datetime) -> str:
    """The time at the office on the 24-hour clock, the same in both languages."""
    return f"{local(moment):%H:%M}"


def said_moment(moment: datetime, *, today: date | None = None) -> Text:
    """A day and a time at the office: 10月9日 星期五 14:30, Friday 9 October 14:30."""
    day = said_day(local(moment).date(), today=today)
    return Text(zh=f"{day.zh} {said_time(moment)}", en=f"{day.en} {said_time(moment)}")


SPOKEN_DIGITS = {
    "zh": dict(zip("0123456789", "零幺二三四五六七八九", strict=True)),
    "en": dict(zip("0123456789", ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), strict=True)),
}


def spoken_digits(number: str) -> Text:
    """A number read out digit by digit, as on the telephone (1 is said 幺）; letters stay as they are, other signs are pauses."""
    zh: list[str] = []
    en: list[str] = []
    for sign in number:
        if sign.isalnum():
            zh.append(SPOKEN_DIGITS["zh"].get(sign, sign))
            en.append(SPOKEN_DIGITS["en"].get(sign, sign))
        elif zh and zh[-1] != ",":
            zh.append(",")
            en.append(",")
    return Text(zh=" ".join(zh).replace(" ,", ",").strip(","), en=" ".join(en).replace(" ,", ",").strip(","))
