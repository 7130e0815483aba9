"""The public board of a hall: its rules, limits and last month's figures, as a page, for a screen and as a sheet for the wall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.boards import BoardLine, PublicBoard, board
from mumian.forecasting.queries import hall_month, month_before
from mumian.forecasting.terms import HallMonthFacts
from mumian.foundation.clock import local
from mumian.foundation.dates import said_month
from mumian.offices.queries import HallSheet
from mumian.offices.rules.opening import opening_at
from mumian.web.portal.paper import board_sheet
from mumian.web.portal.views.halls import calendar_of, hall_or_404, usual_week, week
from mumian.web.portal.views.leaflets import pdf_answer
from mumian.web.portal.words import figures_said, length, price
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.spoken import page_language, said

LINES_ON_A_SCREEN = 8
SECONDS_A_SCREEN = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """What all three forms of the board show."""

    hall: HallSheet
    board: PublicBoard
    month: date
    figures: HallMonthFacts | None


def shown(code: str, on: date) -> Shown:
    """The board of a hall on a day with the figures of the month before. Raises Http404."""
    sheet = hall_or_404(code, on)
    month = month_before(on)
    return Shown(sheet, board(current_rulebook(), code, on=on), month, hall_month(code, month.year, month.month))


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    at = arrived_at(request)
    today = local(at).date()
    found, calendar = shown(code, today), calendar_of(current_rulebook())
    return render(
        request,
        "portal/board.html",
        {
            "shown": found,
            "week": week(found.hall, today, calendar),
            "opening": opening_at(found.hall.hours, at, calendar),
            "families": families(found.board),
            "month": said(said_month(found.month)),
            "figures": figures_said(found.figures),
            "phones": [(said(phone.name), phone.phone) for phone in found.board.phones],
        },
    )


@require_safe
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """The board for a screen nobody touches: one part after another, each asking for the next by itself."""
    at = arrived_at(request)
    found = shown(code, local(at).date())
    lines = by_family(found.board)
    parts = [lines[first : first + LINES_ON_A_SCREEN] for first in range(0, len(lines), LINES_ON_A_SCREEN)]
    try:
        part = int(request.GET.get("part", "1"))
    except ValueError:
        part = 1
    part = part if 1 <= part <= len(parts) else 1
    return render(
        request,
        "portal/board_screen.html",
        {
            "shown": found,
            "lines": parts[part - 1] if parts else (),
            "part": part,
            "parts": len(parts),
            "next": part % max(len(parts), 1) + 1,
            "seconds": SECONDS_A_SCREEN,
            "now": at,
            "month": said(said_month(found.month)),
            "figures": figures_said(found.figures),
            "length": length,
            "price": price,
            "pledge": found.board.pledges[(part - 1) % len(found.board.pledges)] if found.board.pledges else None,
            "opening": opening_at(found.hall.hours, at, calendar_of(current_rulebook())),
        },
    )


@require_safe
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The board as a sheet of A1 for the wall of the hall, in the language of the page."""
    at = arrived_at(request)
    today = local(at).date()
    found = shown(code, today)
    pdf = board_sheet(
        found.board,
        names={family.code: said(family.name) for family in current_rulebook().families},
        week=usual_week(found.hall, today),
        figures=found.figures,
        month=found.month,
        language=page_language(),
        at=at,
    )
    return pdf_answer(pdf, f"{code}-board.pdf")


def by_family(found: PublicBoard) -> list[BoardLine]:
    """The lines of the board in the order of the rulebook's families."""
    order = list(current_rulebook().family_of)
    return sorted(found.lines, key=lambda line: order.index(line.family))


def families(found: PublicBoard) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
    """The lines of the board as rows of a table, by the name of their family."""
    names = current_rulebook().family_of
    return [
        (
            said(names[code].name),
            [(said(line.name), length(line.promised), length(line.statutory), price(line)) for line in lines],
        )
        for code, lines in groupby(by_family(found), key=lambda line: line.family)
    ]


def _row(line: BoardLine) -> tuple[str, str, str, str]:
    return said(line.name), length(line.promised), length(line.statutory), price(line)
