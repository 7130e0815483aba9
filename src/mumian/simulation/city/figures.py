"""What the halls of the invented city did in past months, derived from the rulebook's volumes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from mumian.forecasting.terms import HallMonthFacts
from mumian.foundation.calendar import DayOutsideCalendar, WorkingCalendar
from mumian.offices.queries import HallSheet
from mumian.offices.rules.opening import opening_intervals
from mumian.simulation.volumes import Volumes

WORKING_DAYS_A_YEAR = 250
BUSY, ORDINARY_WAIT, SPREAD = 1.15, 14, 4
ISSUED_AT_LEAST = 0.96


def months_before(on: date, number: int) -> list[date]:
    """The first days of so many months before that of this day, the oldest first."""
    first = on.replace(day=1)
    months: list[date] = []
    for _ in range(number):
        first = (first - timedelta(days=1)).replace(day=1)
        months.append(first)
    return months[::-1]


def figures(
    halls: Sequence[HallSheet], months: Sequence[date], *, volumes: Volumes, calendar: WorkingCalendar, chance: Random
) -> Iterator[HallMonthFacts]:
    """The figures of these halls for these months: visitors of every open day, none of their cases overdue."""
    for hall in halls:
        for month in months:
            yield _figures(hall, month, _visitors(hall, month, volumes, calendar, chance), volumes, chance)


def _visitors(hall: HallSheet, month: date, volumes: Volumes, calendar: WorkingCalendar, chance: Random) -> int:
    mean = volumes.stated.visitors_a_day * float(hall.daily_share)
    day, visitors = month, 0.0
    while day.month == month.month:
        if _is_open(hall, day, calendar):
            noise = max(0.0, chance.gauss(1, volumes.arrival.day_noise))
            visitors += mean * volumes.arrival.factor_on(day) * noise
        day += timedelta(days=1)
    return round(visitors)


def _is_open(hall: HallSheet, day: date, calendar: WorkingCalendar) -> bool:
    try:
        return bool(opening_intervals(hall.hours, day, calendar))
    except DayOutsideCalendar:
        return False


def _figures(hall: HallSheet, month: date, visitors: int, volumes: Volumes, chance: Random) -> HallMonthFacts:
    accepted = round(visitors * _accepted_a_visitor(volumes))
    issued = round(accepted * chance.uniform(ISSUED_AT_LEAST, 1))
    rated = round(accepted * volumes.behaviour.rating_given)
    satisfied = round(rated * volumes.behaviour.rating["satisfied"])
    unsatisfied = round(rated * volumes.behaviour.rating["unsatisfied"])
    wait = chance.gauss(ORDINARY_WAIT, SPREAD) * volumes.arrival.month_factor[month.month - 1] * BUSY
    return HallMonthFacts(
        hall=hall.code,
        month=month,
        visitors=visitors,
        accepted=accepted,
        issued=issued,
        on_time=issued,
        overdue=volumes.stated.overdue_cases,
        median_wait_minutes=max(1, round(wait)),
        satisfied=satisfied,
        fair=rated - satisfied - unsatisfied,
        unsatisfied=unsatisfied,
    )


def _accepted_a_visitor(volumes: Volumes) -> float:
    """Applications at the counter for each visitor: 8080 a working day, of which 86 % at the counter, for 10,000 visitors."""
    a_day = volumes.stated.applications / WORKING_DAYS_A_YEAR
    return a_day * volumes.channels["y2006"]["counter"] / volumes.stated.visitors_a_day
