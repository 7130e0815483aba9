"""Limits and fees of the rulebook in the words of the public pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mumian.catalogue.rules.answers.values import LimitAnswer
from mumian.catalogue.rules.book.services import BY_VARIANT, Service
from mumian.catalogue.rules.book.values import on_day
from mumian.catalogue.terms import LimitUnit
from mumian.forecasting.terms import HallMonthFacts
from mumian.web.shared.spoken import money


@dataclass(frozen=True, slots=True)
class Rows:
    """Services of one family as rows of a board: name, promise, limit of the law, price."""

    title: str
    rows: tuple[tuple[str, str, str, str], ...]


def length(limit: LimitAnswer | None) -> str:
    """How long something takes: `10 working days`, `at once`."""
    if limit is None:
        return _("no limit is set")
    if limit.value == 0:
        return _("at once")
    if limit.unit is LimitUnit.WORKING_DAY:
        said = ngettext("%(num)s working day", "%(num)s working days", limit.value)
    elif limit.unit is LimitUnit.HOUR:
        said = ngettext("%(num)s hour", "%(num)s hours", limit.value)
    else:
        said = ngettext("%(num)s calendar day", "%(num)s calendar days", limit.value)
    return said % {"num": limit.value}


def amount(yuan: int | None) -> str:
    """A fee in words: `¥120`, `free of charge`, or that the window says it."""
    return _("free of charge") if yuan == 0 else money(yuan)


def price(service: Service, on: date, total: int | None) -> str:
    """What a service costs on the day, on one line: `¥120`, `¥15–¥80 by kind`. `total` is None while it depends on the kind."""
    return amount(total) if total is not None else between(price_range(service, on))


def between(span: tuple[int, int] | None) -> str:
    """The lowest and the highest price in words; one when they are the same."""
    if span is None:
        return _("ask at the window")
    low, high = span
    return amount(low) if low == high else _("%(low)s–%(high)s by kind") % {"low": money(low), "high": money(high)}


def price_range(service: Service, on: date) -> tuple[int, int] | None:
    """The lowest and the highest price in yuan that the kinds of a service have on the day; None where no price is published.

    A charge that is published for some people only leaves the others with the window; it widens no range.
    """
    span = on_day(service.fee, on)
    published = [found for item in (span.items if span else ()) if (found := amounts_of(service, item.amount, on))]
    if not published:
        return None
    return sum(min(amounts) for amounts in published), sum(max(amounts) for amounts in published)


def amounts_of(service: Service, written: int | str | None, on: date) -> list[int]:
    """What a charge may come to: the prices of the kinds offered on the day, or the one price; none where it is not published."""
    if isinstance(written, int):
        return [written]
    if written != BY_VARIANT:
        return []
    fees = [on_day(variant.fee, on) for variant in service.variants if on_day(variant.offered, on)]
    return [fee.amount for fee in fees if fee and fee.amount is not None]


def figures_said(figures: HallMonthFacts | None) -> list[tuple[str, str]]:
    """The figures of a month as pairs of a number and what it counts; none when the month is not counted."""
    if figures is None:
        return []
    counted = [
        (f"{figures.visitors:,}", _("visitors")),
        (f"{figures.accepted:,}", _("applications accepted")),
        (f"{figures.issued:,}", _("documents issued")),
        (f"{figures.overdue:,}", _("overdue")),
    ]
    waited = ngettext("%(num)s minute", "%(num)s minutes", figures.median_wait_minutes) % {"num": figures.median_wait_minutes}
    counted.append((waited, _("half of the visitors waited less")))
    if figures.satisfaction is not None:
        rated = ngettext("satisfied, of %(num)s rating", "satisfied, of %(num)s ratings", figures.ratings)
        counted.append((f"{figures.satisfaction:.1%}", rated % {"num": f"{figures.ratings:,}"}))
    return counted
