"""The places of a rulebook in the words of `offices`."""

from __future__ import annotations

from decimal import Decimal

from mumian.catalogue.rules.book.places import Division, Hall, HoursSpan, Point, Window
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.terms import DivisionKind
from mumian.foundation.words import Text
from mumian.offices import terms as offices
from mumian.offices.terms.facts import NOTHING

OF_THE_CITY = (offices.HallKind.CENTRAL, offices.HallKind.FOREIGNERS)


def office_facts(book: Rulebook) -> offices.OfficeFacts:
    """Everything the rulebook states about places. A hall belongs to the bureau of its district, central ones to the city's."""
    halls = tuple(_hall(book, hall) for hall in book.halls)
    return offices.OfficeFacts(
        bureaus=_bureaus(book, {hall.bureau for hall in halls}),
        amenities=tuple(offices.AmenityFacts(entry.code, entry.name, entry.accessible) for entry in book.amenities),
        halls=halls,
        windows=tuple(_window(window) for window in book.windows),
        points=tuple(_point(book, point) for point in book.points),
    )


def _bureaus(book: Rulebook, used: set[str]) -> tuple[offices.BureauFacts, ...]:
    """The city's bureau, and one for each district that has a hall."""
    city = book.office.city
    of_districts = [division for division in book.divisions.divisions if division.code in used - {city}]
    return (
        offices.BureauFacts(city, offices.BureauKind.CITY, book.office.office),
        *(offices.BureauFacts(one.code, _bureau_kind(book, one), one.name, parent=city) for one in of_districts),
    )


def _bureau_kind(book: Rulebook, division: Division) -> offices.BureauKind:
    """A county's bureau where its halls are a county's, else a district's."""
    kinds = {hall.kind for hall in book.halls if hall.district == division.code}
    of_county = kinds == {offices.HallKind.COUNTY} and division.kind is DivisionKind.DISTRICT
    return offices.BureauKind.COUNTY if of_county else offices.BureauKind.DISTRICT


def _hall(book: Rulebook, hall: Hall) -> offices.HallFacts:
    kind = offices.HallKind(hall.kind)
    return offices.HallFacts(
        code=hall.code,
        bureau=book.office.city if kind in OF_THE_CITY else hall.district,
        name=hall.name,
        kind=kind,
        address=hall.address,
        phone=hall.phone,
        districts=tuple(offices.DistrictSpan(span.from_on, span.to_on, span.code) for span in hall.district_at)
        or (offices.DistrictSpan(None, None, hall.district),),
        hours=tuple(_hours(span) for span in hall.hours),
        floors=tuple(offices.FloorFacts(int(floor.floor), floor.holds, floor.amenities) for floor in hall.floors),
        services=hall.services,
        daily_share=Decimal(str(hall.daily_share)),
        how_to_get=hall.how_to_get or NOTHING,
    )


def _hours(span: HoursSpan) -> offices.HoursSpan:
    return offices.HoursSpan(
        valid_from=span.from_on,
        valid_to=span.to_on,
        mon_fri=span.mon_fri,
        sat=span.sat,
        sun=span.sun,
        holidays=() if span.holidays == "closed" else span.holidays,
        make_up=_make_up(span),
        note=span.note or NOTHING,
    )


def _make_up(span: HoursSpan) -> tuple[str, ...] | None:
    """None keeps the hours of Monday to Friday."""
    if isinstance(span.make_up, tuple):
        return span.make_up
    return () if span.make_up == "closed" else None


def _window(window: Window) -> offices.WindowFacts:
    return offices.WindowFacts(
        code=window.code,
        hall=window.hall,
        number=window.number,
        floor=int(window.floor),
        kind=offices.WindowKind(window.kind),
        rating_device=window.rating_device,
        priority=window.priority,
        low_counter=window.low_counter,
        seated=window.seated,
    )


def _point(book: Rulebook, point: Point) -> offices.PointFacts:
    hall = book.hall_of.get(point.hall or "")
    return offices.PointFacts(
        code=point.code,
        host=offices.PointHost(point.host),
        name=point.name or (hall.name if hall else Text(point.code, point.code)),
        kind=offices.PointKind(point.kind),
        district=point.district or (hall.district if hall else book.office.city),
        services=point.services,
        hall=point.hall,
        nearest_hall=point.nearest_hall,
        location=_said(point.location),
        address=point.address or NOTHING,
        open_when=_said(point.hours),
    )


def _said(value: Text | str | tuple[str, ...] | None) -> Text:
    if isinstance(value, Text):
        return value
    said = ", ".join(value) if isinstance(value, tuple) else value or ""
    return Text(said, said)
