"""What the rulebook says about an application as it stands on the screen, and where else it could be taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mumian.cases.queries.windows import Application
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.answers import Answer, answer
from mumian.catalogue.rules.answers.places import district_of_hall, halls_serving
from mumian.catalogue.rules.book.papers import NoticeItem
from mumian.catalogue.rules.book.places import Hall
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.book.values import FactValue
from mumian.catalogue.terms import Audience, Outcome
from mumian.foundation.clock import local_date
from mumian.foundation.words import Text
from mumian.offices.queries import Duty
from mumian.web.counter.filled import Filled

NEAREST = 3
CONSENTED = Text("局领导已同意在本大厅受理。", "A leader has consented that it is accepted in this hall.")
NOT_SERVED = Text("这个大厅不办理这项业务。", "This hall does not serve this matter.")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Why this is not the place, and the halls that are, the nearest first."""

    why: Text
    halls: tuple[Hall, ...]


def said_of(case: Application, filled: Filled, *, duty: Duty, at: datetime) -> Answer:
    """The answer of the rulebook to what stands on the screen. Raises FactsUnreadable."""
    book = current_rulebook()
    on = local_date(at)
    facts: dict[str, FactValue] = {**case.facts, **filled.facts}
    facts["case.materials"] = tuple(dict.fromkeys((*case.handed_in, *filled.materials)))
    district = district_of_hall(book, duty.hall, on=on) if duty.hall else None
    if district and "office.district" in book.fact_of:
        facts["office.district"] = district
    return answer(book, case.service, on=on, facts=facts, channel=case.channel, accepted_at=at, audience=Audience.COUNTER)


def elsewhere(book: Rulebook, said: Answer, *, duty: Duty) -> Elsewhere | None:
    """Where the application belongs when this hall is not the place; None when it is, or nobody can tell yet."""
    serving = {one.code: one for one in halls_serving(book, book.service_of[said.service]) if one.holds_on(said.on)}
    territory = said.territory
    right = [serving[code] for code in territory.halls if code in serving] if territory else list(serving.values())
    if territory is not None and territory.is_right_place is False:
        return Elsewhere(territory.sentence, _nearest(book, right, duty, said.on))
    if duty.hall is not None and duty.hall not in serving:
        return Elsewhere(NOT_SERVED, _nearest(book, right, duty, said.on))
    return None


def _nearest(book: Rulebook, halls: list[Hall], duty: Duty, on: date) -> tuple[Hall, ...]:
    """Those of the own district come first, then those whose district has the nearest code, as neighbours mostly do."""
    own = district_of_hall(book, duty.hall, on=on) if duty.hall else None
    here = int(own) if own and own.isdigit() else 0
    return tuple(sorted(halls, key=lambda hall: (abs(int(hall.district) - here), hall.code))[:NEAREST])


def detected(book: Rulebook, said: Answer) -> tuple[str, ...]:
    """The items of the one-time notice that the program finds by itself: one for each missing paper, and what the rules name."""
    missing = [need.code for need in said.needed if not need.handed_in]
    found = dict.fromkeys(item.code for code in missing for item in _item_for(book, code))
    for reason in said.reasons:
        if reason.decides is not Outcome.NOTICE or reason.question:
            continue
        if set(reason.materials) <= set(missing):
            found.update(dict.fromkeys(reason.notice_items))
        elif not set(reason.materials) & set(missing):
            found.update(dict.fromkeys(reason.notice_items[:1]))
    return tuple(found)


def _item_for(book: Rulebook, material: str) -> tuple[NoticeItem, ...]:
    """The item that says a paper is missing: the one about this paper alone, else the first that names it."""
    naming = [item for item in book.notices.items if material in item.materials]
    alone = [item for item in naming if len(item.materials) == 1]
    return tuple((alone or naming)[:1])
