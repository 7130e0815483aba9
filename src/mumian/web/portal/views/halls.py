"""Halls: which is open, how to get there, what stands on each floor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.foundation.calendar import DayOutsideCalendar, WorkingCalendar
from mumian.foundation.clock import local
from mumian.offices.queries import FloorSheet, HallSheet, WindowSheet, hall_by_code, halls_with_floors, service_points
from mumian.offices.rules.opening import Opening, hours_on, intervals_of, opening_at, opening_intervals
from mumian.offices.terms import PointFacts, WindowKind
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.spoken import clock, said
from mumian.web.shared.spoken import day as said_day

DAYS_SHOWN = 7


@dataclass(frozen=True, slots=True)
class HallLine:
    """A hall and whether it is open at the moment of the question."""

    hall: HallSheet
    opening: Opening


@dataclass(frozen=True, slots=True)
class WindowGroup:
    """The windows of one kind on a floor, as their numbers are said."""

    title: str
    numbers: str
    low: str
    seated: str
    priority: str


def calendar_of(book: Rulebook) -> WorkingCalendar:
    """The calendar of the rulebook; one that `check` has passed always has it."""
    calendar = book.working_calendar
    if calendar is None:
        raise LookupError("The rulebook in force has no readable calendar; load one that `mumian rulebook check` passes.")
    return calendar


def lines(halls: Iterable[HallSheet], at: datetime, calendar: WorkingCalendar) -> list[HallLine]:
    """One line for each hall, in the order given."""
    return [HallLine(hall, opening_at(hall.hours, at, calendar)) for hall in halls]


def open_in_words(rows: list[HallLine]) -> str:
    """How many halls are open; when none is, when the first one opens."""
    count = sum(row.opening.is_open for row in rows)
    if count:
        return ngettext("%(num)s hall is open now.", "%(num)s halls are open now.", count) % {"num": count}
    moments = [row.opening.changes_at for row in rows if row.opening.changes_at]
    if not moments:
        return _("No hall is open now.")
    first = local(min(moments))
    return _("No hall is open now; the first opens on %(day)s at %(time)s.") % {
        "day": said_day(first.date()),
        "time": clock(first),
    }


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    at = arrived_at(request)
    today = local(at).date()
    book = current_rulebook()
    family, district = request.GET.get("for", ""), request.GET.get("district", "")
    everywhere = halls_with_floors(on=today)
    chosen = [
        hall for hall in everywhere if (not family or serves(hall, family, book)) and (not district or hall.district == district)
    ]
    rows = lines(chosen, at, calendar_of(book))
    return render(
        request,
        "portal/halls.html",
        {
            "rows": rows,
            "open_now": open_in_words(rows),
            "now": at,
            "today": today,
            "families": [("", _("Anything")), *((entry.code, said(entry.name)) for entry in book.families)],
            "districts": [("", _("Anywhere")), *_districts(everywhere, book, today)],
            "chosen_family": family,
            "chosen_district": district,
            "points": _point_rows(service_points(on=today), book),
        },
    )


@require_safe
def hall(request: HttpRequest, code: str) -> HttpResponse:
    at = arrived_at(request)
    today = local(at).date()
    sheet = hall_or_404(code, today)
    book = current_rulebook()
    calendar = calendar_of(book)
    nearby = [point for point in service_points(on=today) if sheet.code in (point.hall, point.nearest_hall)]
    return render(
        request,
        "portal/hall.html",
        {
            "hall": sheet,
            "opening": opening_at(sheet.hours, at, calendar),
            "week": week(sheet, today, calendar),
            "windows": {floor.floor: window_groups(floor) for floor in sheet.floors},
            "services": [(entry.code, said(entry.name)) for entry in book.families if serves(sheet, entry.code, book)],
            "points": _point_rows(nearby, book),
        },
    )


def hall_or_404(code: str, on: date) -> HallSheet:
    """The hall of this code on this day. Raises Http404 when there is none."""
    sheet = hall_by_code(code, on=on) if code.isprintable() else None  # PostgreSQL takes no NUL, even in a question
    if sheet is None:
        raise Http404(code)
    return sheet


def serves(hall: HallSheet, family: str, book: Rulebook) -> bool:
    """Whether the hall takes something of this family: the whole of it, or one of its services."""
    return family in hall.services or any(service.code in hall.services for service in book.services if service.family == family)


def week(hall: HallSheet, first: date, calendar: WorkingCalendar) -> list[tuple[str, str]]:
    """The days shown on a hall's page with their hours, in words."""
    return [
        (said_day(day, year=False), _hours_in_words(hall, day, calendar))
        for day in (first + timedelta(days=ahead) for ahead in range(DAYS_SHOWN))
    ]


def usual_week(hall: HallSheet, on: date) -> list[tuple[str, str]]:
    """The hours in force, by kind of day, as they stand on a wall."""
    hours = hours_on(hall.hours, on)
    if hours is None:
        return []
    kinds = [(_("Monday to Friday"), hours.mon_fri), (_("Saturday"), hours.sat), (_("Sunday"), hours.sun)]
    kinds.append((_("Public holidays"), hours.holidays))
    return [(kind, _(", ").join(map(str, intervals_of(written))) or _("closed")) for kind, written in kinds]


def _hours_in_words(hall: HallSheet, day: date, calendar: WorkingCalendar) -> str:
    try:
        intervals = opening_intervals(hall.hours, day, calendar)
    except DayOutsideCalendar:
        return _("not published yet")
    if intervals:
        return _(", ").join(map(str, intervals))
    holiday = calendar.name_of(day)
    return _("closed (%(holiday)s)") % {"holiday": said(holiday)} if holiday else _("closed")


def window_groups(floor: FloorSheet) -> list[WindowGroup]:
    """The windows of a floor by what they do, in the order in which their kinds are declared."""
    names = window_names()
    order = list(names)
    windows = sorted(floor.windows, key=lambda window: (order.index(window.kind), window.number))
    return [_group(names[kind], list(members)) for kind, members in groupby(windows, key=lambda window: window.kind)]


def _group(title: str, windows: list[WindowSheet]) -> WindowGroup:
    return WindowGroup(
        title=title,
        numbers=numbers(window.number for window in windows),
        low=numbers(window.number for window in windows if window.low_counter),
        seated=numbers(window.number for window in windows if window.seated),
        priority=numbers(window.number for window in windows if window.priority),
    )


def numbers(values: Iterable[int]) -> str:
    """Window numbers as they are said: 1–4, 7, 9–10. The values come in rising order."""
    runs: list[list[int]] = []
    for value in values:
        if runs and value == runs[-1][-1] + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return _(", ").join(f"{run[0]}" if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def window_names() -> Mapping[WindowKind, str]:
    """What each kind of window is called on the public pages."""
    return {
        WindowKind.CONSULT: _("Questions"),
        WindowKind.ACCEPT_CITIZEN: _("Applications of residents"),
        WindowKind.ACCEPT_FOREIGNER: _("Applications of foreigners"),
        WindowKind.COLLECT: _("Collection"),
    }


def _districts(halls: Iterable[HallSheet], book: Rulebook, on: date) -> list[tuple[str, str]]:
    names = {division.code: said(division.name) for division in book.divisions.divisions}
    return [(code, names.get(code, code)) for code in sorted({hall.district for hall in halls if hall.district})]


def _point_rows(points: Iterable[PointFacts], book: Rulebook) -> list[tuple[str, str, str]]:
    return [
        (
            f"{said(point.name)} {said(point.location)}".strip(),
            said(point.open_when),
            _("; ").join(said(book.service_of[code].name) for code in point.services if code in book.service_of),
        )
        for point in points
    ]
