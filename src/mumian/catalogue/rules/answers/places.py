"""Where to go: territory, halls and channels."""

from __future__ import annotations

from datetime import date

from mumian.catalogue.rules.answers.asking import Asking, first_question
from mumian.catalogue.rules.answers.values import Question, TerritoryAnswer
from mumian.catalogue.rules.book.places import Hall
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.book.services import Service, Territory
from mumian.catalogue.rules.book.values import all_on_day, on_day
from mumian.catalogue.terms import Accepts
from mumian.foundation.words import Text

ANY_HALL = Text("可在本市任何办理该业务的大厅申请。", "You may apply in any hall that serves this matter.")
OWN_CITY = Text("请在户口所在市申请。", "Apply in the city where you are registered.")
OWN_DISTRICT = Text("请在户口所在区的大厅申请。", "Apply in a hall of the district where you are registered.")
IN_WORDS = {Accepts.ANYWHERE: ANY_HALL, Accepts.OWN_CITY: OWN_CITY, Accepts.OWN_DISTRICT: OWN_DISTRICT}

STANDARD = {
    Accepts.OWN_CITY: "applicant.register_city == office.city",
    Accepts.OWN_DISTRICT: "applicant.register_district == office.district",
}
"""When a place is right, where the rulebook does not say it in its own words; anywhere is always right."""


def channels_open(asking: Asking) -> tuple[str, ...]:
    """The channels of the service that are open on the day."""
    span = on_day(asking.service.channels, asking.on)
    codes = span.codes if span else ()
    known = asking.book.channel_of
    return tuple(code for code in codes if code in known and on_day(known[code].spans, asking.on))


def territory_of(asking: Asking) -> TerritoryAnswer | None:
    """The most particular entry that speaks of the service and the channel on the day."""
    entry = _entry(asking)
    if entry is None:
        return None
    expression = entry.holds or STANDARD.get(entry.accepts)
    holds: bool | Question | None = True
    if expression is not None:
        holds = asking.holds(expression) if asking.may_read(expression) else None
    return TerritoryAnswer(
        code=entry.code,
        accepts=entry.accepts,
        is_right_place=holds if isinstance(holds, bool) else None,
        sentence=entry.say if holds is False else IN_WORDS[entry.accepts],
        also=entry.also,
        halls=tuple(hall.code for hall in _halls_to_go_to(asking, entry)),
        question=first_question(holds),
        basis=asking.laws(entry.basis),
        sources=asking.sources(entry.sources),
    )


def _entry(asking: Asking) -> Territory | None:
    fitting = [entry for entry in all_on_day(asking.book.territory, asking.on) if _speaks_of(asking, entry)]
    return max(fitting, key=_particularity, default=None)


def _speaks_of(asking: Asking, entry: Territory) -> bool:
    service = asking.service
    everything = not entry.services and not entry.families
    of_service = everything or service.code in entry.services or service.family in entry.families
    return of_service and (not entry.channels or asking.channel in entry.channels)


def _particularity(entry: Territory) -> tuple[bool, bool, bool]:
    return bool(entry.services), bool(entry.families), bool(entry.channels)


def _halls_to_go_to(asking: Asking, entry: Territory) -> list[Hall]:
    halls = halls_serving(asking.book, asking.service)
    halls = [hall for hall in halls if hall.holds_on(asking.on)]
    district = asking.known.facts.get("applicant.register_district")
    if entry.accepts is not Accepts.OWN_DISTRICT or district is None:
        return halls
    return [hall for hall in halls if _district(hall, asking.on) == district]


def district_of_hall(book: Rulebook, code: str, *, on: date) -> str | None:
    """The district this hall stood in on the day; None when the rulebook has no such hall."""
    hall = next((hall for hall in book.halls if hall.code == code), None)
    return _district(hall, on) if hall else None


def _district(hall: Hall, on: date) -> str:
    """Divisions changed around the halls."""
    span = on_day(hall.district_at, on)
    return span.code if span else hall.district


def halls_serving(book: Rulebook, service: Service) -> list[Hall]:
    """The halls that serve a service, by its own code or its family's."""
    return [hall for hall in book.halls if service.code in hall.services or service.family in hall.services]
