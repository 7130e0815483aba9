"""Read monthly figures from a line of a file, and say what in them cannot be true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date

from mumian.forecasting.terms import HallMonthFacts
from mumian.foundation.words import Text

COLUMNS = tuple(field.name for field in fields(HallMonthFacts))
"""The columns of a file of figures: the hall's code, the month as 2026-10, and the counts."""

COUNTS = tuple(name for name in COLUMNS if name not in {"hall", "month"})
LARGEST = 10_000_000
LONGEST_WAIT = 24 * 60
"""Minutes."""

WRONG_MONTH = Text("月份“{month}”应写作 2026-10", 'the month "{month}" must be written as 2026-10')


def read_figures(row: Mapping[str, str | None]) -> HallMonthFacts | Text:
    """One line as figures, or the sentence that says what is wrong with it."""
    written = {name: (row.get(name) or "").strip() for name in COLUMNS}
    month = _month(written["month"])
    if month is None:
        return WRONG_MONTH.filled(month=written["month"])
    counts: dict[str, int] = {}
    for name in COUNTS:
        if not (written[name].isascii() and written[name].isdigit()):
            return Text("{column} 列的“{value}”不是数目", 'the value "{value}" of {column} is no count').filled(
                column=name, value=written[name]
            )
        counts[name] = int(written[name])
    facts = HallMonthFacts(hall=written["hall"], month=month, **counts)
    return untrue(facts) or facts


def untrue(facts: HallMonthFacts) -> Text | None:
    """The sentence that says why these figures cannot be true, or None."""
    if facts.month.day != 1:
        return Text("月份应以当月第一天表示", "the month must be given by its first day")
    if max(getattr(facts, name) for name in COUNTS) > LARGEST or min(getattr(facts, name) for name in COUNTS) < 0:
        return Text("数目为负或过大", "a count is negative or beyond reason")
    if facts.median_wait_minutes > LONGEST_WAIT:
        return Text("等候时间超过一天", "the wait is longer than a day")
    if facts.on_time + facts.overdue != facts.issued:
        return Text(
            "按时 {on_time} 与超期 {overdue} 之和不等于办结 {issued}",
            "{on_time} on time and {overdue} overdue do not make {issued} issued",
        ).filled(on_time=facts.on_time, overdue=facts.overdue, issued=facts.issued)
    if facts.ratings > facts.visitors:
        return Text("评价数 {ratings} 多于来访人数 {visitors}", "{ratings} ratings are more than {visitors} visitors").filled(
            ratings=facts.ratings, visitors=facts.visitors
        )
    return None


def _month(written: str) -> date | None:
    try:
        return date.fromisoformat(f"{written}-01") if len(written) == len("2026-10") else None
    except ValueError:
        return None
