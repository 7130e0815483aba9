"""Keep the places that a rulebook states. All of it is idempotent, set-based, and deletes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from mumian.foundation.clock import local_date
from mumian.foundation.words import Text
from mumian.offices.errors import HoursUnreadable, PlaceUnknown
from mumian.offices.models import Amenity, Bureau, Floor, Hall, HallDistrict, HallHours, ServicePoint, Window
from mumian.offices.rules.opening import intervals_of
from mumian.offices.services.keeping import Kept, keep_by_code, keep_statements
from mumian.offices.terms import (
    AmenityFacts,
    BureauFacts,
    HallFacts,
    HoursSpan,
    OfficeFacts,
    PointFacts,
    WindowFacts,
)

BUREAU = Text("机构", "bureau")
HALL = Text("大厅", "hall")
AMENITY = Text("设施", "amenity")

HOURS_COLUMNS = ("valid_from", "valid_to", "mon_fri", "sat", "sun", "holidays", "make_up", "note_zh", "note_en")


@transaction.atomic
def keep_offices(*, facts: OfficeFacts, at: datetime) -> Kept:
    """Make bureaus, amenities, halls, windows and points be exactly those of the rulebook; what it dropped is closed today.

    Raises PlaceUnknown or HoursUnreadable, and then keeps nothing.
    """
    return (
        keep_bureaus(bureaus=facts.bureaus, at=at, close_others=True)
        + keep_amenities(amenities=facts.amenities, at=at, close_others=True)
        + keep_halls(halls=facts.halls, at=at, close_others=True)
        + keep_windows(windows=facts.windows, at=at, close_others=True)
        + keep_points(points=facts.points, at=at, close_others=True)
    )


@transaction.atomic
def keep_bureaus(*, bureaus: Sequence[BureauFacts], at: datetime, close_others: bool = False) -> Kept:
    """Keep bureaus, superiors before those below them. Raises PlaceUnknown when a superior is not stated."""
    kept, waiting = Kept(), list(bureaus)
    stated: set[str] = set(Bureau.objects.values_list("code", flat=True)) - {bureau.code for bureau in bureaus}
    while waiting:
        ready = [bureau for bureau in waiting if bureau.parent is None or bureau.parent in stated]
        if not ready:
            raise PlaceUnknown(what=BUREAU, code=waiting[0].parent or "", named_by=waiting[0].code)
        ids = _ids(Bureau)
        kept += keep_by_code(
            Bureau,
            {
                bureau.code: {
                    "kind": bureau.kind.value,
                    "parent_id": ids[bureau.parent] if bureau.parent else None,
                    **_named(bureau.name),
                }
                for bureau in ready
            },
            closed_on=None,
        )
        stated |= {bureau.code for bureau in ready}
        waiting = [bureau for bureau in waiting if bureau not in ready]
    if close_others:
        others = Bureau.objects.filter(closed_on__isnull=True).exclude(code__in=[bureau.code for bureau in bureaus])
        kept += Kept(closed=others.update(closed_on=local_date(at)))
    return kept


@transaction.atomic
def keep_amenities(*, amenities: Sequence[AmenityFacts], at: datetime, close_others: bool = False) -> Kept:
    """Keep the names of what floors may offer."""
    return keep_by_code(
        Amenity,
        {amenity.code: {"accessible": amenity.accessible, **_named(amenity.name)} for amenity in amenities},
        closed_on=local_date(at) if close_others else None,
    )


@transaction.atomic
def keep_halls(*, halls: Sequence[HallFacts], at: datetime, close_others: bool = False) -> Kept:
    """Keep halls with their hours, districts and floors.

    Raises PlaceUnknown for a bureau or amenity nobody stated, HoursUnreadable for hours nobody could keep.
    """
    _check_amenities(halls)
    for hall in halls:
        _check_hours(hall)
    bureaus = _ids(Bureau)
    kept = keep_by_code(
        Hall, {hall.code: _hall_values(hall, bureaus) for hall in halls}, closed_on=local_date(at) if close_others else None
    )
    ids = _ids(Hall)
    by_hall = {ids[hall.code]: hall for hall in halls}
    hours = {pk: [_hours_values(span) for span in hall.hours] for pk, hall in by_hall.items()}
    districts = {
        pk: [{"valid_from": span.valid_from, "valid_to": span.valid_to, "code": span.code} for span in hall.districts]
        for pk, hall in by_hall.items()
    }
    floors = {pk: _floor_values(hall) for pk, hall in by_hall.items()}
    kept += keep_statements(HallHours, hours, HOURS_COLUMNS, at=at)
    kept += keep_statements(HallDistrict, districts, ("valid_from", "valid_to", "code"), at=at)
    return kept + keep_statements(Floor, floors, ("floor", "holds_zh", "holds_en", "amenities"), at=at)


def keep_hall(*, hall: HallFacts, at: datetime) -> Kept:
    """Keep one hall; the others stay as they are. See `keep_halls`."""
    return keep_halls(halls=[hall], at=at)


@transaction.atomic
def keep_windows(*, windows: Sequence[WindowFacts], at: datetime, close_others: bool = False) -> Kept:
    """Keep windows. Raises PlaceUnknown for a hall nobody stated."""
    halls = _ids(Hall)
    stated = {
        window.code: {
            "hall_id": _known(halls, window.hall, what=HALL, named_by=window.code),
            "number": window.number,
            "floor": window.floor,
            "kind": window.kind.value,
            "rating_device": window.rating_device,
            "priority": window.priority,
            "low_counter": window.low_counter,
            "seated": window.seated,
        }
        for window in windows
    }
    return keep_by_code(Window, stated, closed_on=local_date(at) if close_others else None)


def keep_window(*, window: WindowFacts, at: datetime) -> Kept:
    """Keep one window; the others stay as they are."""
    return keep_windows(windows=[window], at=at)


@transaction.atomic
def keep_points(*, points: Sequence[PointFacts], at: datetime, close_others: bool = False) -> Kept:
    """Keep self-service points. Raises PlaceUnknown for a hall nobody stated."""
    halls = _ids(Hall)
    stated = {
        point.code: {
            "host": point.host.value,
            "kind": point.kind.value,
            "district": point.district,
            "hall_id": _known(halls, point.hall, what=HALL, named_by=point.code) if point.hall else None,
            "nearest_hall_id": _known(halls, point.nearest_hall, what=HALL, named_by=point.code) if point.nearest_hall else None,
            "services": list(point.services),
            **_named(point.name),
            **_said("location", point.location),
            **_said("address", point.address),
            **_said("open_when", point.open_when),
        }
        for point in points
    }
    return keep_by_code(ServicePoint, stated, closed_on=local_date(at) if close_others else None)


def keep_point(*, point: PointFacts, at: datetime) -> Kept:
    """Keep one self-service point; the others stay as they are."""
    return keep_points(points=[point], at=at)


def _hall_values(hall: HallFacts, bureaus: Mapping[str, int]) -> dict[str, object]:
    return {
        "bureau_id": _known(bureaus, hall.bureau, what=BUREAU, named_by=hall.code),
        "kind": hall.kind.value,
        **_said("address", hall.address),
        "phone": hall.phone,
        **_said("how_to_get", hall.how_to_get),
        "services": list(hall.services),
        "daily_share": hall.daily_share,
        **_named(hall.name),
    }


def _hours_values(span: HoursSpan) -> dict[str, object]:
    return {
        "valid_from": span.valid_from,
        "valid_to": span.valid_to,
        "mon_fri": list(span.mon_fri),
        "sat": list(span.sat),
        "sun": list(span.sun),
        "holidays": list(span.holidays),
        "make_up": None if span.make_up is None else list(span.make_up),
        **_said("note", span.note),
    }


def _floor_values(hall: HallFacts) -> list[dict[str, object]]:
    return [
        {
            "floor": floor.floor,
            **_said("holds", floor.holds),
            "amenities": list(floor.amenities),
        }
        for floor in hall.floors
    ]


def _check_hours(hall: HallFacts) -> None:
    for span in hall.hours:
        for group in (span.mon_fri, span.sat, span.sun, span.holidays, span.make_up or ()):
            try:
                intervals_of(group)
            except ValueError as wrong:
                raise HoursUnreadable(hall=hall.code, why=str(wrong)) from wrong


def _check_amenities(halls: Iterable[HallFacts]) -> None:
    known = set(Amenity.objects.values_list("code", flat=True))
    for hall in halls:
        for floor in hall.floors:
            for code in floor.amenities:
                if code not in known:
                    raise PlaceUnknown(what=AMENITY, code=code, named_by=hall.code)


def _ids(model: type[Bureau | Hall]) -> dict[str, int]:
    return dict(model.objects.values_list("code", "pk"))


def _known(ids: Mapping[str, int], code: str, *, what: Text, named_by: str) -> int:
    if code not in ids:
        raise PlaceUnknown(what=what, code=code, named_by=named_by)
    return ids[code]


def _named(name: Text) -> dict[str, object]:
    return _said("name", name)


def _said(column: str, text: Text) -> dict[str, object]:
    """A text as the two columns that hold it."""
    return {f"{column}_zh": text.zh, f"{column}_en": text.en}
