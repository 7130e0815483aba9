"""Where an application is accepted: what the place itself says, and whether it is the right one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from mumian.cases.models import Case
from mumian.cases.rules.hours import may_act_now
from mumian.cases.rules.places import Place
from mumian.cases.rules.requests import Consent
from mumian.cases.services.sockets import sockets
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.answers import Answer
from mumian.catalogue.rules.answers.places import district_of_hall, halls_serving
from mumian.catalogue.rules.book.values import FactValue
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Verdict
from mumian.foundation.words import Text
from mumian.offices.queries import hall_hours
from mumian.people.models import Person

CITY = 4
"""So many digits of a division name its city (GB/T 2260)."""


def facts_of_the_place(case: Case, hall: str | None, *, on: date) -> dict[str, FactValue]:
    """What is known here and not left to what somebody typed: the district of the hall, and where the register is kept.

    The register is asked only where nobody has stated it. At most one query.
    """
    found: dict[str, FactValue] = {}
    book = current_rulebook()
    district = district_of_hall(book, hall, on=on) if hall else None
    if district and "office.district" in book.fact_of:
        found["office.district"] = district
    if "applicant.register_district" in book.fact_of and "applicant.register_district" not in case.facts:
        division = Person.objects.filter(pk=case.applicant_id).values_list("register_division", flat=True).first()
        if division:
            found["applicant.register_district"] = division
            if "applicant.register_city" not in case.facts:
                found["applicant.register_city"] = division[:CITY] + "00"
    return found


def place_of(case: Case, said: Answer, *, hall: str | None) -> Place:
    """The place of acceptance with the right ones, by name. No query."""
    book = current_rulebook()
    names = {one.code: one.name for one in book.halls}
    serving = halls_serving(book, book.service_of[case.service_id])
    territory = said.territory
    right = territory.halls if territory else [one.code for one in serving]
    return Place(
        hall=hall,
        channel=case.channel,
        is_right=territory.is_right_place if territory else True,
        why=territory.sentence if territory else Text("", ""),
        halls={code: names[code] for code in right},
        serving={one.code: one.name for one in serving if one.holds_on(said.on)},
    )


def is_open_for(consents: Sequence[Consent], hall: str | None, *, at: datetime) -> Verdict:
    """Whether this hall may do it now: within its hours, or on a day to which a leader has consented.

    At most one query; none where the house does not keep hours (`sockets.keeps_hours`), or nobody stands at a window.
    """
    on = local_date(at)
    if not sockets.keeps_hours or hall is None or any(one.frees_the_time(on=on) for one in consents):
        return Verdict.yes()
    found = hall_hours(hall)
    if found is None:
        return Verdict.yes()
    name, hours = found
    return may_act_now(hall=name, hours=hours, calendar=current_rulebook().working_calendar, at=at)
