"""`divisions.yaml`, `halls.yaml`, `windows.yaml`, `points.yaml`, `amenities.yaml`: where the office is."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mumian.catalogue.rules.book.values import Code, Count, Day, Entry, Flag, Line, Said, Span
from mumian.catalogue.terms import DivisionKind, WindowKind

Hours = tuple[Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$")], ...]


class Division(Span):
    """An administrative division (GB/T 2260). `successor` is the code that took its place."""

    code: Code
    name: Said
    kind: DivisionKind
    parent: Code | None = None
    successor: Code | None = None
    note: Said | Line | None = None


class IndividualVisit(Entry):
    """From when residents of these cities may travel to Hong Kong and Macao individually."""

    cities: tuple[Code, ...]
    from_on: Annotated[Day, Field(alias="from")]
    sources: tuple[Code, ...] = ()
    note: Said | Line | None = None


class Divisions(Entry):
    """All divisions the rules speak of."""

    divisions: Annotated[tuple[Division, ...], Field(min_length=1)]
    individual_visit: tuple[IndividualVisit, ...] = ()


class DistrictSpan(Span):
    """The district a hall stood in, while divisions changed around it."""

    code: Code


class HoursSpan(Span):
    """Opening hours: ranges of local time per kind of day.

    An empty list means closed. `make_up: mon_fri` opens make-up working days as weekdays.
    """

    mon_fri: Hours
    sat: Hours = ()
    sun: Hours = ()
    holidays: Literal["closed"] | Hours = "closed"
    make_up: Literal["closed", "mon_fri", "as mon_fri"] | Hours = "mon_fri"
    note: Said | None = None


class Floor(Entry):
    """A floor of a hall and what is found there."""

    floor: Annotated[int, Field(strict=True)] | Line
    holds: Said
    amenities: tuple[Code, ...] = ()


class Hall(Span):
    """A service hall. `services` are codes of services or families; `daily_share` is its share of the day's visitors (0 to 1)."""

    code: Code
    name: Said
    kind: Code
    district: Code
    district_at: tuple[DistrictSpan, ...] = ()
    address: Said
    phone: Line
    hours: Annotated[tuple[HoursSpan, ...], Field(min_length=1)]
    floors: tuple[Floor, ...] = ()
    services: tuple[Code, ...] = ()
    daily_share: Annotated[float, Field(ge=0, le=1)]
    how_to_get: Said | None = None
    note: Said | None = None


class Window(Span):
    """A window of a hall."""

    code: Code
    hall: Code
    number: Count
    floor: Annotated[int, Field(strict=True)] | Line
    kind: WindowKind
    rating_device: Flag
    priority: Flag
    low_counter: Flag
    seated: Flag
    note: Said | None = None


class Point(Span):
    """A self-service acceptance point, in a hall or elsewhere."""

    code: Code
    name: Said | None = None
    host: Code
    hall: Code | None = None
    district: Code | None = None
    nearest_hall: Code | None = None
    kind: Code
    location: Code | Said | None = None
    address: Said | None = None
    hours: Said | Hours | None = None
    services: tuple[Code, ...] = ()
    collected_permits: Said | None = None
    note: Said | None = None


class Amenity(Entry):
    """Something that makes a visit easier."""

    code: Code
    name: Said
    accessible: Flag = False
    note: Said | None = None
