"""Ask for the figures of halls."""

from __future__ import annotations

from datetime import date

from mumian.forecasting.models import HallMonth
from mumian.forecasting.rules.figures import COUNTS
from mumian.forecasting.terms import HallMonthFacts


def hall_month(hall: str, year: int, month: int) -> HallMonthFacts | None:
    """The figures of a hall (by code) for a month, or None when none are recorded. One query."""
    row = HallMonth.objects.select_related("hall").filter(hall__code=hall, month=date(year, month, 1)).first()
    return _facts(row) if row else None


def hall_months(*, first: date, last: date, hall: str | None = None) -> tuple[HallMonthFacts, ...]:
    """The figures of all halls, or of one, for the months that begin between the two days; by hall, then month. One query."""
    rows = HallMonth.objects.select_related("hall").filter(month__gte=first, month__lte=last)
    if hall is not None:
        rows = rows.filter(hall__code=hall)
    return tuple(_facts(row) for row in rows.order_by("hall__code", "month"))


def month_before(day: date) -> date:
    """The first day of the month before that of this day: the month whose figures stand on the public board."""
    return date(day.year - 1, 12, 1) if day.month == 1 else date(day.year, day.month - 1, 1)


def _facts(row: HallMonth) -> HallMonthFacts:
    return HallMonthFacts(hall=row.hall.code, month=row.month, **{name: getattr(row, name) for name in COUNTS})
