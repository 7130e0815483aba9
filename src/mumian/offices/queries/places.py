"""Halls, windows and points as they were on a day, as plain values for pages and screens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.db.models import Model, Prefetch, Q, QuerySet

from mumian.foundation.words import Text
from mumian.offices.models import Amenity, Floor, Hall, HallDistrict, HallHours, ServicePoint, Window
from mumian.offices.terms import AmenityFacts, HallKind, HoursSpan, PointFacts, PointHost, PointKind, WindowKind

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class WindowSheet:
    """One window, as a visitor meets it."""

    code: str
    number: int
    floor: int
    kind: WindowKind
    priority: bool
    low_counter: bool
    seated: bool
    rating_device: bool


@dataclass(frozen=True, slots=True)
class FloorSheet:
    """One floor: what it holds, what it offers, its windows by number."""

    floor: int
    holds: Text
    amenities: tuple[AmenityFacts, ...]
    windows: tuple[WindowSheet, ...]


@dataclass(frozen=True, slots=True)
class HallSheet:
    """One hall with its floors from the ground up. `hours` hold all spans, so that an opening rule may look ahead."""

    code: str
    name: Text
    kind: HallKind
    bureau_code: str
    bureau: Text
    district: str
    address: Text
    how_to_get: Text
    phone: str
    services: tuple[str, ...]
    daily_share: Decimal
    hours: tuple[HoursSpan, ...]
    floors: tuple[FloorSheet, ...]

    @property
    def windows(self) -> tuple[WindowSheet, ...]:
        """Every window of the hall, by number."""
        return tuple(sorted((window for floor in self.floors for window in floor.windows), key=lambda window: window.number))

    @property
    def low_counters(self) -> tuple[int, ...]:
        """The numbers of the windows that can be reached from a wheelchair."""
        return tuple(window.number for window in self.windows if window.low_counter)


def halls_with_floors(*, on: date) -> tuple[HallSheet, ...]:
    """Every hall that is open on this day or closes later, by code. Six queries for any number of halls."""
    amenities = _amenities()
    return tuple(_sheet(hall, amenities, on) for hall in _halls(on))


def hall_by_code(code: str, *, on: date) -> HallSheet | None:
    """One hall as on this day, or None when there is none with this code. At most six queries."""
    hall = _halls(on).filter(code=code).first()
    return _sheet(hall, _amenities(), on) if hall else None


def hall_hours(code: str) -> tuple[Text, tuple[HoursSpan, ...]] | None:
    """The name of a hall and all spans of its hours; None when there is none with this code. At most two queries."""
    hall = Hall.objects.filter(code=code).prefetch_related(_spans()).first()
    return (hall.name, tuple(_hours(row) for row in hall.hours.all())) if hall else None


def windows_of_hall(code: str, *, on: date) -> tuple[WindowSheet, ...]:
    """The windows of a hall on this day, by number. One query."""
    return tuple(_window(window) for window in _open(Window.objects.all(), on).filter(hall__code=code).order_by("number"))


def service_points(*, on: date) -> tuple[PointFacts, ...]:
    """Every self-service point on this day, by code. One query."""
    points = _open(ServicePoint.objects.all(), on).select_related("hall", "nearest_hall").order_by("code")
    return tuple(
        PointFacts(
            code=point.code,
            host=PointHost(point.host),
            name=point.name,
            kind=PointKind(point.kind),
            district=point.district,
            services=tuple(point.services),
            hall=point.hall.code if point.hall else None,
            nearest_hall=point.nearest_hall.code if point.nearest_hall else None,
            location=Text(point.location_zh, point.location_en),
            address=Text(point.address_zh, point.address_en),
            open_when=Text(point.open_when_zh, point.open_when_en),
        )
        for point in points
    )


def _open(rows: QuerySet[Row], on: date) -> QuerySet[Row]:
    return rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))


def _halls(on: date) -> QuerySet[Hall]:
    return (
        _open(Hall.objects.all(), on)
        .select_related("bureau")
        .order_by("code")
        .prefetch_related(
            _spans(),
            Prefetch("districts", HallDistrict.objects.filter(withdrawn_at__isnull=True).order_by("valid_from")),
            Prefetch("floors", Floor.objects.filter(withdrawn_at__isnull=True).order_by("floor")),
            Prefetch("windows", _open(Window.objects.all(), on).order_by("number")),
        )
    )


def _spans() -> Prefetch[str, QuerySet[HallHours], str]:
    return Prefetch("hours", HallHours.objects.filter(withdrawn_at__isnull=True).order_by("valid_from"))


def _amenities() -> dict[str, AmenityFacts]:
    return {row.code: AmenityFacts(code=row.code, name=row.name, accessible=row.accessible) for row in Amenity.objects.all()}


def _sheet(hall: Hall, amenities: dict[str, AmenityFacts], on: date) -> HallSheet:
    return HallSheet(
        code=hall.code,
        name=hall.name,
        kind=HallKind(hall.kind),
        bureau_code=hall.bureau.code,
        bureau=hall.bureau.name,
        district=_district(hall, on),
        address=hall.address,
        how_to_get=hall.how_to_get,
        phone=hall.phone,
        services=tuple(hall.services),
        daily_share=hall.daily_share,
        hours=tuple(_hours(row) for row in hall.hours.all()),
        floors=_floors(hall, amenities),
    )


def _district(hall: Hall, on: date) -> str:
    """The division on this day; an empty text before the first that is stated."""
    for row in hall.districts.all():
        if (row.valid_from or date.min) <= on <= (row.valid_to or date.max):
            return row.code
    return ""


def _hours(row: HallHours) -> HoursSpan:
    return HoursSpan(
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        mon_fri=tuple(row.mon_fri),
        sat=tuple(row.sat),
        sun=tuple(row.sun),
        holidays=tuple(row.holidays),
        make_up=None if row.make_up is None else tuple(row.make_up),
        note=Text(row.note_zh, row.note_en),
    )


def _floors(hall: Hall, amenities: dict[str, AmenityFacts]) -> tuple[FloorSheet, ...]:
    return tuple(
        FloorSheet(
            floor=row.floor,
            holds=row.holds,
            amenities=tuple(amenities[code] for code in row.amenities if code in amenities),
            windows=tuple(_window(window) for window in hall.windows.all() if window.floor == row.floor),
        )
        for row in hall.floors.all()
    )


def _window(window: Window) -> WindowSheet:
    return WindowSheet(
        code=window.code,
        number=window.number,
        floor=window.floor,
        kind=WindowKind(window.kind),
        priority=window.priority,
        low_counter=window.low_counter,
        seated=window.seated,
        rating_device=window.rating_device,
    )
