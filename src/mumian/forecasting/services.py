"""Record the figures of halls, one by one or from a file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from mumian.forecasting.errors import FiguresRefused, FiguresUnreadable
from mumian.forecasting.models import HallMonth
from mumian.forecasting.rules.figures import COLUMNS, COUNTS, read_figures, untrue
from mumian.forecasting.terms import HallMonthFacts
from mumian.foundation.words import Text
from mumian.offices.models import Hall

UNKNOWN_HALL = Text("没有编号为 {hall} 的大厅", "there is no hall {hall}")
TWICE = Text("与第 {line} 行是同一大厅同一月份", "the same hall and month as line {line}")


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A line that was not loaded: where it stands, why, and what it said. The heading is line 1."""

    line: int
    reason: Text
    written: dict[str, str]


@dataclass(frozen=True, slots=True)
class LoadedFigures:
    """What became of a file; every line but the heading and empty ones is counted once."""

    loaded: int
    rejected: tuple[RejectedLine, ...]


def record_hall_month(*, figures: HallMonthFacts, at: datetime) -> None:
    """Record the figures of one hall and month, in place of earlier ones. Raises FiguresRefused."""
    record_hall_months(figures=[figures], at=at)


@transaction.atomic
def record_hall_months(*, figures: Sequence[HallMonthFacts], at: datetime) -> int:
    """Record figures in one statement, in place of earlier ones of the same hall and month; answers how many.

    Raises FiguresRefused when a hall is unknown or a figure cannot be true; then nothing is recorded.
    """
    halls = dict(Hall.objects.values_list("code", "pk"))
    for facts in figures:
        reason = untrue(facts) if facts.hall in halls else UNKNOWN_HALL.filled(hall=facts.hall)
        if reason is not None:
            raise FiguresRefused(
                Text(
                    "未记录：{hall} {month} 的数据有误（{reason}）。请改正后重新记录。",
                    "Nothing was recorded: the figures of {hall} for {month} are wrong: {reason}. Correct and record them again.",
                ).filled(hall=facts.hall, month=f"{facts.month:%Y-%m}", reason=reason)
            )
    _write(figures, halls, at)
    return len(figures)


@transaction.atomic
def load_hall_figures(*, lines: Iterable[str], at: datetime) -> LoadedFigures:
    """Load figures from the lines of a CSV file with the columns of `COLUMNS`; a line at fault is rejected with its reason.

    Raises FiguresUnreadable, having loaded nothing, when a column is missing.
    """
    rows = csv.DictReader(lines)
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
    if missing:
        raise FiguresUnreadable(missing=", ".join(missing))
    halls = dict(Hall.objects.values_list("code", "pk"))
    taken: dict[tuple[str, object], int] = {}
    accepted: list[HallMonthFacts] = []
    rejected: list[RejectedLine] = []
    for row in rows:
        facts = read_figures(row)
        if isinstance(facts, HallMonthFacts):
            facts = _fitting(facts, halls, taken)
        if isinstance(facts, HallMonthFacts):
            taken[facts.hall, facts.month] = rows.line_num
            accepted.append(facts)
        else:
            rejected.append(RejectedLine(rows.line_num, facts, {name: row.get(name) or "" for name in COLUMNS}))
    _write(accepted, halls, at)
    return LoadedFigures(loaded=len(accepted), rejected=tuple(rejected))


def _fitting(facts: HallMonthFacts, halls: dict[str, int], taken: dict[tuple[str, object], int]) -> HallMonthFacts | Text:
    if facts.hall not in halls:
        return UNKNOWN_HALL.filled(hall=facts.hall)
    earlier = taken.get((facts.hall, facts.month))
    return TWICE.filled(line=earlier) if earlier else facts


def _write(figures: Sequence[HallMonthFacts], halls: dict[str, int], at: datetime) -> None:
    rows = []
    for facts in figures:
        values = asdict(facts)
        rows.append(HallMonth(hall_id=halls[values.pop("hall")], recorded_at=at, **values))
    HallMonth.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["hall", "month"], update_fields=[*COUNTS, "recorded_at"]
    )
