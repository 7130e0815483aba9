"""Until when a document is good that is made today."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date, timedelta

from mumian.catalogue.rules.book.services import ValiditySpan, Variant

ONE_DAY = timedelta(days=1)
SIXTEEN, EIGHTEEN = 16, 18


def valid_until(
    spans: Iterable[ValiditySpan | None],
    *,
    variant: Variant | None,
    born_on: date,
    issued_on: date,
    carrier_ends: date | None = None,
) -> date | None:
    """The last day of a document issued today; None when it has no end, or none of the rules says one.

    The first of `spans` that says how long counts: the service's own comes before that of the document. Where the rule leaves the
    term to the office (`max_years`), the longest is given. Nothing that a document carries outlives it.
    """
    ends = next(
        (end for span in spans if span and (end := _end(span, variant, born_on=born_on, issued_on=issued_on))),
        None,
    )
    return min(ends, carrier_ends) if ends and carrier_ends and carrier_ends >= issued_on else ends


def _end(span: ValiditySpan, variant: Variant | None, *, born_on: date, issued_on: date) -> date | None:
    if span.by_variant:
        months = (variant.months or variant.months_to) if variant else None
        days = variant.stay_days if variant and not months else None
        return _months_later(issued_on, months) if months else issued_on + timedelta(days=days) - ONE_DAY if days else None
    years = _years(span, born_on=born_on, issued_on=issued_on)
    if years is not None:
        return _months_later(issued_on, 12 * years)
    if span.months is not None:
        return _months_later(issued_on, span.months)
    days = span.days or span.max_days
    return issued_on + timedelta(days=days) - ONE_DAY if days else None


def _years(span: ValiditySpan, *, born_on: date, issued_on: date) -> int | None:
    age = issued_on.year - born_on.year - ((issued_on.month, issued_on.day) < (born_on.month, born_on.day))
    if span.under_16_years is not None and age < SIXTEEN:
        return span.under_16_years
    if span.under_18_years is not None and age < EIGHTEEN:
        return span.under_18_years
    return next(
        (years for years in (span.years, span.from_16_years, span.from_18_years, span.max_years) if years is not None), None
    )


def _months_later(day: date, months: int) -> date:
    """The day before the same day so many months later; the last of a month where that has no such day."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1])) - ONE_DAY
