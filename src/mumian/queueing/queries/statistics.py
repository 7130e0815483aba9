"""Ratings with their intervals, the flow of visitors, the outside survey, amenities and service days."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, TypeAlias

from django.db.models import Count

from mumian.foundation.clock import moment_at
from mumian.foundation.words import Text
from mumian.offices.models import Amenity, Floor, Window
from mumian.offices.terms import OfficerId
from mumian.queueing.models import AmenityFault, Sample, ServiceDay, WindowPost
from mumian.queueing.queries.reading import Value, rows_of
from mumian.queueing.rules.intervals import LEAST_TO_RANK, wilson
from mumian.queueing.rules.survey import ASPECTS, OF_2005
from mumian.queueing.terms import Answer, WindowMode

Scope: TypeAlias = Literal["hall", "service", "officer"]


@dataclass(frozen=True, slots=True)
class RatingLine:
    """The ratings of a hall, a service or an officer. `share` is of the satisfied, `low` and `high` its 95 % interval.

    `rank` only where enough were asked.
    """

    key: str
    name: Text
    n: int
    satisfied: int
    fair: int
    unsatisfied: int
    share: float
    low: float
    high: float
    rank: int | None


@dataclass(frozen=True, slots=True)
class FlowLine:
    """An hour of a service in a hall; times in seconds, None where nobody was called."""

    hall: str
    service: str
    hour: int
    arrivals: int
    called: int
    wait_mean_s: float | None
    wait_p50_s: float | None
    wait_p90_s: float | None
    walk_s: float | None
    service_s: float | None
    no_shows: int


@dataclass(frozen=True, slots=True)
class SurveyFigure:
    """One aspect as the outside survey found it, beside the year before and the figure of 2005."""

    aspect: str
    year: int
    n: int
    share: float
    low: float
    high: float
    year_before: float | None
    of_2005: float


@dataclass(frozen=True, slots=True)
class SampleSheet:
    """A sample for the outside survey: of `visits` that were finished `eligible` people left a number, `size` were drawn.

    `answers` counts what came back; nothing says of whom. `visits` is None for samples of before it was counted.
    """

    name: str
    first_on: date
    last_on: date
    seed: str
    size: int
    eligible: int
    visits: int | None
    drawn_at: datetime
    closed_at: datetime | None
    answers: int


@dataclass(frozen=True, slots=True)
class OwnYear:
    """Our own ratings of a year, to be printed beside the outside survey: the part of the satisfied with its interval."""

    year: int
    n: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class AmenityState:
    """An amenity of a floor; `fault` says what is wrong with it, if anything is."""

    floor: int
    code: str
    name: Text
    accessible: bool
    fault_id: int | None
    fault: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class EnvironmentScore:
    """The part of the time that what a hall offers did work (0 to 1), with how many things and faults."""

    hall: str
    amenities: int
    faults: int
    score: float


@dataclass(frozen=True, slots=True)
class ServiceDaySheet:
    """A temporary station with its figures."""

    hall: str
    name: Text
    place: Text
    first_on: date
    last_on: date
    services: tuple[str, ...]
    staff: int
    tickets: int
    served: int
    wait_mean_s: float | None


RATINGS: Final = {
    "hall": "SELECT hall.code, hall.name_zh, hall.name_en, {counts} FROM queueing_rating AS rating "
    "JOIN offices_hall AS hall ON hall.id = rating.hall_id WHERE {when} GROUP BY 1, 2, 3 ORDER BY 1",
    "service": "SELECT service.code, service.name_zh, service.name_en, {counts} FROM queueing_rating AS rating "
    "JOIN queueing_service AS service ON service.code = rating.service_id WHERE {when} GROUP BY 1, 2, 3 ORDER BY 1",
    "officer": "SELECT officer.badge_number, officer.badge_number, officer.badge_number, {counts} FROM queueing_rating AS rating "
    "JOIN offices_officer AS officer ON officer.id = rating.officer_id WHERE {when} GROUP BY 1, 2, 3 ORDER BY 1",
}
COUNTS: Final = (
    "count(*), count(*) FILTER (WHERE answer = 'satisfied'), count(*) FILTER (WHERE answer = 'fair'), "
    "count(*) FILTER (WHERE answer = 'unsatisfied')"
)
WHEN: Final = """
    rating.said_at >= %(from)s AND rating.said_at < %(to)s
    AND CASE WHEN %(halls)s::text[] IS NULL THEN {apart} ELSE
        rating.hall_id IN (SELECT id FROM offices_hall WHERE code = ANY (%(halls)s)) END
"""
APART: Final = "NOT EXISTS (SELECT FROM queueing_serviceday AS dated WHERE dated.hall_id = rating.hall_id)"
"""What is said on a service day belongs to its own figures."""
FLOW: Final = """
    WITH arrived AS (
        SELECT hall_id, services[1] AS service, extract(hour FROM taken_at AT TIME ZONE 'Asia/Shanghai')::integer AS hour,
            count(*) AS n
        FROM queueing_ticket WHERE day BETWEEN %(first)s AND %(last)s AND parent_id IS NULL GROUP BY 1, 2, 3
    ), called AS (
        SELECT hall_id, service_id AS service, extract(hour FROM called_at AT TIME ZONE 'Asia/Shanghai')::integer AS hour,
            count(*) AS n, avg(waited_s) FILTER (WHERE waits) AS mean,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY waited_s) FILTER (WHERE waits) AS p50,
            percentile_cont(0.9) WITHIN GROUP (ORDER BY waited_s) FILTER (WHERE waits) AS p90,
            avg(extract(epoch FROM began_at - called_at)) AS walk,
            avg(extract(epoch FROM ended_at - began_at)) FILTER (WHERE outcome IN ('done', 'served')) AS took,
            count(*) FILTER (WHERE outcome = 'no_show') AS no_shows
        FROM (
            SELECT *, turn = 1 OR NOT EXISTS (SELECT FROM queueing_call AS before WHERE before.ticket_id = call.ticket_id
                AND before.turn = call.turn - 1 AND before.outcome IN ('no_show', 'parked')) AS waits
            FROM queueing_call AS call WHERE called_at >= %(from)s AND called_at < %(to)s
        ) AS one GROUP BY 1, 2, 3
    )
    SELECT hall.code, service, hour, coalesce(arrived.n, 0), coalesce(called.n, 0), called.mean, called.p50, called.p90,
        called.walk, called.took, coalesce(called.no_shows, 0)
    FROM arrived FULL JOIN called USING (hall_id, service, hour) JOIN offices_hall AS hall ON hall.id = hall_id
    WHERE %(hall)s = '' OR hall.code = %(hall)s ORDER BY 1, 2, 3
"""
SURVEYED: Final = """
    SELECT extract(year FROM sample.last_on)::integer, count(environment), count(*) FILTER (WHERE environment), count(efficiency),
        count(*) FILTER (WHERE efficiency), count(attitude), count(*) FILTER (WHERE attitude)
    FROM queueing_surveyanswer AS answer JOIN queueing_sample AS sample ON sample.id = answer.sample_id GROUP BY 1 ORDER BY 1
"""
OWN: Final = """
    SELECT extract(year FROM said_at AT TIME ZONE 'Asia/Shanghai')::integer, count(*),
        count(*) FILTER (WHERE answer = 'satisfied')
    FROM queueing_rating AS rating WHERE {apart} GROUP BY 1 ORDER BY 1
"""
BY_REFERENCE: Final = """
    SELECT reference, answer, count(*) FROM queueing_rating AS rating
    WHERE reference <> '' AND {when} GROUP BY 1, 2
"""
OF_DAYS: Final = """
    SELECT hall_id, count(*), count(*) FILTER (WHERE state = 'done'), avg(first_wait_s) FROM queueing_ticket
    WHERE hall_id = ANY(%s) GROUP BY hall_id
"""


def ratings_by(scope: Scope, *, first_on: date, last_on: date, halls: Collection[str] | None = None) -> tuple[RatingLine, ...]:
    """The answers of these days (both inclusive) by hall, service or officer, the best first among those that can be ranked.

    Where `halls` are named (by code), those given in them alone. Else answers of service days count by hall only.
    """
    # By hall a service day is a line of its own; in sums over halls it does not count.
    statement = RATINGS[scope].format(counts=COUNTS, when=WHEN.format(apart="true" if scope == "hall" else APART))
    found = []
    for key, zh, en, n, satisfied, fair, unsatisfied in rows_of(statement, _when(first_on, last_on, halls)):
        low, high = wilson(satisfied, n)
        found.append(RatingLine(key, Text(zh, en), n, satisfied, fair, unsatisfied, satisfied / n, low, high, None))
    ranked = sorted((line for line in found if line.n >= LEAST_TO_RANK), key=lambda line: (-line.low, line.key))
    places = {line.key: place for place, line in enumerate(ranked, start=1)}
    lines = [
        RatingLine(
            line.key, line.name, line.n, line.satisfied, line.fair, line.unsatisfied, line.share, line.low, line.high,
            places.get(line.key),
        )
        for line in found
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda line: (line.rank is None, line.rank or 0, line.key)))


def flow(*, first_on: date, last_on: date, hall: str = "") -> tuple[FlowLine, ...]:
    """Arrivals, waits, walking and service times and no-shows of these days, for each hall, service and hour.

    Arrivals count in the hour of the number, all else in that of the call. Who is called again after he did not come, or was put
    aside, counts with his first wait alone. Service days are halls of their own here as everywhere.
    """
    values: Mapping[str, Value] = {
        "first": first_on, "last": last_on, "from": moment_at(first_on), "to": _after(last_on), "hall": hall,
    }  # fmt: skip
    found = []
    for row in rows_of(FLOW, values):
        mean, half, ninety, walk, took = (None if value is None else round(float(value), 1) for value in row[5:10])
        found.append(FlowLine(row[0], row[1], row[2], row[3], row[4], mean, half, ninety, walk, took, row[10]))
    return tuple(found)


def flow_csv(*, first_on: date, last_on: date, hall: str = "") -> str:
    """The same as CSV (RFC 4180), with a line of headings."""
    out = io.StringIO()
    writer = csv.writer(out)
    headings = list(FlowLine.__dataclass_fields__)
    writer.writerow(headings)
    for line in flow(first_on=first_on, last_on=last_on, hall=hall):
        writer.writerow(["" if (value := getattr(line, name)) is None else value for name in headings])
    return out.getvalue()


def survey_figures() -> tuple[SurveyFigure, ...]:
    """What the outside survey found, year by year, each with its interval and the year before."""
    shares: dict[tuple[int, str], float] = {}
    found = []
    for year, *counts in rows_of(SURVEYED, []):
        for number, aspect in enumerate(ASPECTS):
            n, yes = counts[2 * number], counts[2 * number + 1]
            if not n:
                continue
            low, high = wilson(yes, n)
            shares[year, aspect] = yes / n
            before = shares.get((year - 1, aspect))
            found.append(SurveyFigure(aspect, year, n, yes / n, low, high, before, OF_2005[aspect]))
    return tuple(found)


def own_years() -> tuple[OwnYear, ...]:
    """The ratings at the windows, year by year. One query."""
    return tuple(OwnYear(year, n, yes / n, *wilson(yes, n)) for year, n, yes in rows_of(OWN.format(apart=APART), []))


def samples() -> tuple[SampleSheet, ...]:
    """The samples that were drawn, the latest first. One query."""
    rows = Sample.objects.annotate(came=Count("answers")).order_by("-drawn_at")
    return tuple(
        SampleSheet(
            name=one.name, first_on=one.first_on, last_on=one.last_on, seed=one.seed, size=one.size, eligible=one.eligible,
            visits=one.visits, drawn_at=one.drawn_at, closed_at=one.closed_at, answers=one.came,
        )
        for one in rows
    )  # fmt: skip


def answers_by_reference(
    *, first_on: date, last_on: date, halls: Collection[str] | None = None
) -> tuple[tuple[str, Answer, int], ...]:
    """What was answered of visits that are joined to a matter: its reference, the answer, how often. One query."""
    rows = rows_of(BY_REFERENCE.format(when=WHEN.format(apart=APART)), _when(first_on, last_on, halls))
    return tuple((reference, Answer(answer), number) for reference, answer, number in rows)


def _when(first_on: date, last_on: date, halls: Collection[str] | None) -> dict[str, Value]:
    """The values that `WHEN` asks for: what was said on these days, in these halls or in all."""
    return {"from": moment_at(first_on), "to": _after(last_on), "halls": None if halls is None else list(halls)}


def rating_line(key: str, name: Text, counted: Mapping[Answer, int]) -> RatingLine:
    """A line from counted answers, not ranked."""
    n, satisfied = sum(counted.values()), counted.get(Answer.SATISFIED, 0)
    low, high = wilson(satisfied, n)
    fair, unsatisfied = counted.get(Answer.FAIR, 0), counted.get(Answer.UNSATISFIED, 0)
    return RatingLine(key, name, n, satisfied, fair, unsatisfied, satisfied / n, low, high, None)


def seat_today(officer: OfficerId, *, on: date) -> tuple[str, str] | None:
    """Hall and window at which this officer sits, whatever the roster says: the one that he opened or was handed.

    Else that of a service day: the first of its staff at the first window, and so on.
    """
    post = WindowPost.objects.select_related("window__hall").filter(officer=officer).exclude(mode=WindowMode.CLOSED.value).first()
    if post is not None:
        return post.window.hall.code, post.window.code
    day = ServiceDay.objects.select_related("hall").filter(first_on__lte=on, last_on__gte=on, staff__contains=[officer]).first()
    if day is None:
        return None
    windows = Window.objects.filter(hall=day.hall, closed_on__isnull=True).order_by("number").values_list("code", flat=True)
    seats = dict(zip(day.staff, windows, strict=False))
    return (day.hall.code, seats[officer]) if officer in seats else None


def amenities(*, hall: str) -> tuple[AmenityState, ...]:
    """What each floor of a hall offers, and what of it does not work. Three queries."""
    names = {amenity.code: amenity for amenity in Amenity.objects.all()}
    faults = {
        (fault.floor, fault.amenity): fault for fault in AmenityFault.objects.filter(hall__code=hall, mended_at__isnull=True)
    }
    found = []
    for floor in Floor.objects.filter(hall__code=hall, withdrawn_at__isnull=True).order_by("floor"):
        for code in floor.amenities:
            fault = faults.get((floor.floor, code))
            found.append(
                AmenityState(
                    floor=floor.floor,
                    code=code,
                    name=names[code].name,
                    accessible=names[code].accessible,
                    fault_id=fault.pk if fault else None,
                    fault=fault.because if fault else "",
                    since=fault.reported_at if fault else None,
                )
            )
    return tuple(found)


def environment_score(*, hall: str, first_on: date, last_on: date, at: datetime) -> EnvironmentScore:
    """How much of the time what a hall offers did work, over these days up to now."""
    begins, ends = moment_at(first_on), min(_after(last_on), at)
    offered = sum(len(floor.amenities) for floor in Floor.objects.filter(hall__code=hall, withdrawn_at__isnull=True))
    whole = max((ends - begins).total_seconds(), 1.0) * max(offered, 1)
    faults = [
        fault
        for fault in AmenityFault.objects.filter(hall__code=hall, reported_at__lt=ends)
        if fault.mended_at is None or fault.mended_at > begins
    ]
    lost = sum((min(fault.mended_at or ends, ends) - max(fault.reported_at, begins)).total_seconds() for fault in faults)
    return EnvironmentScore(hall, offered, len(faults), round(max(1 - lost / whole, 0.0), 4))


def service_days() -> tuple[ServiceDaySheet, ...]:
    """All temporary stations with figures of their own, the latest first. Two queries."""
    days = list(ServiceDay.objects.select_related("hall").order_by("-first_on", "hall__code"))
    figures = {hall: counted for hall, *counted in rows_of(OF_DAYS, [[day.hall_id for day in days]])}
    found = []
    for day in days:
        tickets, served, wait = figures.get(day.hall_id, (0, 0, None))
        found.append(
            ServiceDaySheet(
                hall=day.hall.code, name=day.hall.name, place=day.hall.address, first_on=day.first_on, last_on=day.last_on,
                services=tuple(day.services), staff=len(day.staff), tickets=tickets, served=served,
                wait_mean_s=None if wait is None else round(float(wait), 1),
            )
        )  # fmt: skip
    return tuple(found)


def _after(last_on: date) -> datetime:
    return moment_at(date.fromordinal(last_on.toordinal() + 1))
