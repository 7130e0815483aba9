"""Limits and fees of the rulebook in the words of the public pages."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mumian.catalogue.rules.answers.values import LimitAnswer
from mumian.catalogue.rules.boards import BoardLine
from mumian.catalogue.terms import LimitUnit
from mumian.forecasting.terms import HallMonthFacts
from mumian.web.shared.spoken import money


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


def price(line: BoardLine) -> str:
    """What a service costs, on one line of a board."""
    if line.fee is not None:
        return amount(line.fee)
    return _("by kind") if line.fee_sentence else _("ask at the window")


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
