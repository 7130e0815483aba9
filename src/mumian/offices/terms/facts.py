"""What a rulebook states about places, as plain values. Codes are the rulebook's own; days are inclusive, None is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mumian.foundation.words import Text
from mumian.offices.terms.places import BureauKind, HallKind, PointHost, PointKind, WindowKind

NOTHING = Text("", "")
"""Where nothing is said."""


@dataclass(frozen=True, slots=True)
class AmenityFacts:
    """Something that a floor offers besides its windows: a ramp, a water dispenser, a photo booth. `accessible` helps who
    comes with a wheelchair, a stick, a child or without good sight or hearing."""

    code: str
    name: Text
    accessible: bool = False


@dataclass(frozen=True, slots=True)
class BureauFacts:
    """A bureau; its code is the division it answers for (GB/T 2260). Only the city's has no parent."""

    code: str
    kind: BureauKind
    name: Text
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class HoursSpan:
    """Opening hours while they hold. An interval is written "09:00-12:00"; an empty group means closed.

    Days worked at a weekend to make up for a holiday keep the hours of Monday to Friday, unless `make_up` says others.
    """

    valid_from: date | None
    valid_to: date | None
    mon_fri: tuple[str, ...]
    sat: tuple[str, ...] = ()
    sun: tuple[str, ...] = ()
    holidays: tuple[str, ...] = ()
    make_up: tuple[str, ...] | None = None
    note: Text = NOTHING


@dataclass(frozen=True, slots=True)
class DistrictSpan:
    """The division a hall lies in while the borders are so."""

    valid_from: date | None
    valid_to: date | None
    code: str


@dataclass(frozen=True, slots=True)
class FloorFacts:
    """One floor of a hall: what it holds, and the codes of its amenities. The ground floor is 1, the first cellar -1."""

    floor: int
    holds: Text
    amenities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HallFacts:
    """A hall with its dated hours and districts. `daily_share` is its part of all visitors of a day (0 to 1)."""

    code: str
    bureau: str
    name: Text
    kind: HallKind
    address: Text
    phone: str
    districts: tuple[DistrictSpan, ...]
    hours: tuple[HoursSpan, ...]
    floors: tuple[FloorFacts, ...]
    services: tuple[str, ...]
    daily_share: Decimal
    how_to_get: Text = NOTHING


@dataclass(frozen=True, slots=True)
class WindowFacts:
    """A window. `low_counter` can be reached from a wheelchair; `seated` has a chair; `priority` serves elders first."""

    code: str
    hall: str
    number: int
    floor: int
    kind: WindowKind
    rating_device: bool = True
    priority: bool = False
    low_counter: bool = False
    seated: bool = False


@dataclass(frozen=True, slots=True)
class PointFacts:
    """A self-service point: in a hall, or in a police station and served from its nearest hall.

    `location` says where in the house it stands, `open_when` when it can be used.
    """

    code: str
    host: PointHost
    name: Text
    kind: PointKind
    district: str
    services: tuple[str, ...]
    hall: str | None = None
    nearest_hall: str | None = None
    location: Text = NOTHING
    address: Text = NOTHING
    open_when: Text = NOTHING


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """Everything a rulebook states about places, in one value."""

    bureaus: tuple[BureauFacts, ...]
    amenities: tuple[AmenityFacts, ...]
    halls: tuple[HallFacts, ...]
    windows: tuple[WindowFacts, ...]
    points: tuple[PointFacts, ...]
