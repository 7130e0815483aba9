"""The public board of a hall: its rules, limits and last month's figures, as a page, for a screen and as a sheet for the wall."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.boards import BoardLine, PublicBoard, board
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.forecasting.queries import hall_month, month_before
from mumian.forecasting.terms import HallMonthFacts
from mumian.foundation.clock import local
from mumian.foundation.dates import said_month
from mumian.offices.queries import HallSheet
from mumian.offices.rules.opening import opening_at
from mumian.web.portal.paper import board_sheet
from mumian.web.portal.views.halls import calendar_of, hall_or_404, usual_week
from mumian.web.portal.views.leaflets import pdf_answer
from mumian.web.portal.words import Rows, figures_said, length, price
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.spoken import page_language, said

SECONDS_A_SCREEN = 20
HEADING, ROW, SCREEN = 1, 2, 15
"""Heights in half rows, as in board_screen.css: the name of a family, a service, and what a screen holds of them."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What all three forms of the board show."""

    book: Rulebook
    hall: HallSheet
    board: PublicBoard
    month: date
    figures: HallMonthFacts | None


def shown(code: str, on: date) -> Shown:
    """The board of a hall on a day with the figures of the month before. Raises Http404."""
    book, hall, month = current_rulebook(), hall_or_404(code, on), month_before(on)
    return Shown(book, hall, board(book, code, on=on), month, hall_month(code, month.year, month.month))


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    at = arrived_at(request)
    found = shown(code, local(at).date())
    return render(
        request,
        "portal/board.html",
        {
            "shown": found,
            "week": usual_week(found.hall, found.board.on),
            "opening": opening_at(found.hall.hours, at, calendar_of(found.book)),
            "families": families(found),
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
    parts = screenfuls(families(found))
    part = asked_part(request.GET.get("part", ""), len(parts))
    pledges = found.board.pledges
    return render(
        request,
        "portal/board_screen.html",
        {
            "shown": found,
            "screenful": parts[part - 1] if parts else [],
            "part": part,
            "parts": len(parts),
            "next": part % max(len(parts), 1) + 1,
            "seconds": SECONDS_A_SCREEN,
            "now": at,
            "month": said(said_month(found.month)),
            "figures": figures_said(found.figures),
            "pledge": pledges[(part - 1) % len(pledges)] if pledges else None,
            "opening": opening_at(found.hall.hours, at, calendar_of(found.book)),
        },
    )


@require_safe
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The board as a sheet of A1 for the wall of the hall, in the language of the page."""
    at = arrived_at(request)
    found = shown(code, local(at).date())
    pdf = board_sheet(
        found.board,
        families=families(found),
        week=usual_week(found.hall, found.board.on),
        figures=found.figures,
        month=found.month,
        language=page_language(),
        at=at,
    )
    return pdf_answer(pdf, f"{code}-board.pdf")


def families(found: Shown) -> list[Rows]:
    """The lines of the board as rows of tables, one for each family in the order of the rulebook."""
    names = {code: said(family.name) for code, family in found.book.family_of.items()}
    order = list(names)
    lines = sorted(found.board.lines, key=lambda line: order.index(line.family))
    return [
        Rows(names[code], tuple(_row(found, line) for line in members))
        for code, members in groupby(lines, key=lambda line: line.family)
    ]


def _row(found: Shown, line: BoardLine) -> tuple[str, str, str, str]:
    fee = price(found.book.service_of[line.service], found.board.on, line.fee)
    return said(line.name), length(line.promised), length(line.statutory), fee


def screenfuls(found: Iterable[Rows]) -> list[list[Rows]]:
    """The families of one screen after another, as many as fit; a long family goes on in the next."""
    screens: list[list[Rows]] = []
    room = 0
    for family in found:
        rows = family.rows
        while rows:
            if room < HEADING + ROW:
                screens.append([])
                room = SCREEN
            fitting = (room - HEADING) // ROW
            screens[-1].append(Rows(family.title, rows[:fitting]))
            room -= HEADING + ROW * min(fitting, len(rows))
            rows = rows[fitting:]
    return screens


def asked_part(typed: str, parts: int) -> int:
    """The screenful that the address asks for; the first one when it asks for none or for one that does not exist."""
    return int(typed) if typed in map(str, range(1, parts + 1)) else 1
